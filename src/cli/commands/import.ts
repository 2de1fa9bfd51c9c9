import { constants, setPriority } from 'node:os';
import { resolve } from 'node:path';
import { catalogueFolder } from '../../config.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { KINDS, PLURAL } from '../../records/kinds.ts';
import type { Dangling } from '../../registry/types.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { reportFailure } from '../failure.ts';
import { importFiles } from '../import/import-files.ts';
import { danglingText, type FileOutcome, outcomeText, summaryOf, summaryText } from '../import/outcomes.ts';
import { importAdoptions, importPopulations } from '../import/tables.ts';
import { findFiles } from '../import/walk.ts';
import { progressOf } from '../progress.ts';
import { plain } from '../text.ts';

/** A service on the same machine goes first: it has people waiting. */
function yieldToOthers(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems forbid it: then both share the processor as ever.
    return;
  }
}

/** A table is read instead of a folder; both at once would be two imports. Throws `invalid-parameter`. */
function tableOf({ args, values }: Context): ((context: Context) => Promise<number>) | null {
  const asked = (['populations', 'adoptions'] as const).filter((name) => values[name] !== undefined);
  const [table] = asked;
  if (asked.length + args.length !== 1)
    throw new CodedError(
      'invalid-parameter',
      'Name one thing to import: a DIR, or a table by --populations or --adoptions.',
    );
  if (table === undefined) return null;
  return table === 'populations' ? importPopulations : importAdoptions;
}

export const command: Command = {
  name: 'import',
  summary: 'Reads a folder of manifests and records into the catalogue.',
  usage: 'alminding import [DIR] [options]',
  details: [
    `In a DIR with a publiccode.yml (or .yaml) that file is read. A DIR with a folder named after a kind (${KINDS.map((kind) => PLURAL[kind]).join(', ')}) or the file sources.yml is a catalogue: each YAML or JSON file in such a folder is a record, and its name is the id; elsewhere in it (and below), a file with publiccodeYmlVersion is a manifest, and a file that names its kind is a record. In any other DIR each *.yml and *.yaml directly in it is read as a manifest; where there is none, catalogues and manifests are looked for further down.`,
    'Each file is accepted or refused by itself. What is unchanged since the last time makes no new version, so that an import can be repeated.',
    'Of several manifests of the same repository, the first in order of their names that is accepted is used. Hidden files, README files, sources.yml and peers.yml are passed over; symbolic links are followed inside DIR only.',
    'Instead of DIR: `--populations FILE.csv` reads a statistics office’s table of populations by official code, from which sizes of bodies follow; `--adoptions FILE.csv` reads who uses what (software, organisation or official code, state, since, source). Columns are found by their names. What does not match is listed by its line.',
    `References of the catalogue that lead nowhere afterwards are named as warnings, at most ${LIMITS.danglingListed} of them: what they mean may still come.`,
  ],
  options: [
    { flag: '--dry-run', description: 'Judge everything and store nothing.' },
    {
      flag: '--populations FILE',
      description:
        'Read a table of populations. Columns: code (or kommunekode, nis, insee …), population, date, source.',
    },
    {
      flag: '--adoptions FILE',
      description:
        'Read a table of adoptions. Columns: software, organisation (or code), country, state, since, until, asOf, source, address.',
    },
    { flag: '--scheme S', description: 'Scheme of the codes of a table, where its columns do not say it.' },
    { flag: '--date D', description: 'Date of all populations of a table, where its rows do not say it.' },
    { flag: '--source TEXT', description: 'Source of all populations of a table, where its rows do not say it.' },
    { flag: '--address URL', description: 'Address of that source.' },
    {
      flag: '--verbose',
      description:
        'Print a line for each file: accepted ones once they are safe on the disk, and what was passed over.',
    },
  ],
  exits: [
    { code: GOOD, when: 'every manifest and record was accepted' },
    { code: INVALID, when: 'at least one was refused; the others are in the catalogue' },
    {
      code: COULD_NOT,
      when: 'the folder or the data could not be used, or the disk is full; what was accepted before stays',
    },
  ],
  async run(context) {
    const table = tableOf(context);
    if (table !== null) return table(context);
    const { io, json, values } = context;
    const verbose = values.verbose === true;
    const folder = context.args[0] as string;
    yieldToOthers();
    const found = await findFiles(folder);
    const outcomes: FileOutcome[] = [];
    const progress = progressOf(context, 'Importing');
    const tell = (outcome: FileOutcome, lines: string[]): void => {
      outcomes.push(outcome);
      // A folder may hold thousands of files of other programs: they are named only to those who ask.
      const text = outcome.outcome === 'passed' && !verbose ? '' : outcomeText(outcome, lines);
      if (text !== '' && !json) {
        progress.clear();
        io.err(text);
      }
      if (verbose && !json && outcome.id !== undefined)
        io.out(`${outcome.outcome} ${outcome.id} ${plain(outcome.file)}\n`);
      progress.update(outcomes.length, found.files.length + found.passed.length + found.unreadable.length);
    };
    const dryRun = values['dry-run'] === true;
    // The folder that the service reads at its start and every hour.
    const own = resolve(folder) === catalogueFolder(context.config());
    let failure: unknown;
    let dangling: Dangling[] = [];
    try {
      dangling = await withCatalogue(context, 'import', async ({ registry }) => {
        await importFiles(registry, folder, found, { dryRun, own, onOutcome: tell });
        return dryRun ? [] : registry.read.dangling(LIMITS.danglingListed);
      });
    } catch (error) {
      failure = error;
    }
    progress.clear();
    const summary = summaryOf(outcomes);
    if (failure !== undefined) {
      if (!json && outcomes.length > 0)
        io.err(`Stopped after ${summaryText(summary)}. What is new or changed is stored.\n`);
      return reportFailure(io, failure, json) === GOOD ? GOOD : COULD_NOT;
    }
    if (json) printJson(io, { folder, dryRun, summary, files: outcomes, dangling });
    else {
      io.err(dangling.map(danglingText).join(''));
      io.out(`${summaryText(summary)}${dryRun ? ' (nothing was stored)' : ''}.\n`);
    }
    return summary.refused > 0 ? INVALID : GOOD;
  },
};
