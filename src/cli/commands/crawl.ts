import { keyOf } from '../../crawl/add.ts';
import type { Summary, Visited } from '../../crawl/run.ts';
import { CodedError } from '../../kernel/errors.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { countOf, plain } from '../text.ts';

export const command: Command = {
  name: 'crawl',
  summary: 'Looks at the sources that are due and publishes what is new.',
  usage: 'alminding crawl [options]',
  details: [
    'Does once what the running service does by itself. Beside a running service each source is looked at by one of the two.',
    'What cannot be reached, or was taken away, changes nothing in the catalogue. A manifest that is no longer valid leaves its last valid version where it is.',
  ],
  options: [
    { flag: '--source ID', description: 'Only this source, due or not: its id or address.' },
    { flag: '--dry-run', description: 'Reads and judges, but writes nothing.' },
  ],
  exits: [
    { code: GOOD, when: 'the run ended, without any source too' },
    { code: INVALID, when: 'a manifest was not valid, or a source could not be read' },
    { code: COULD_NOT, when: 'the run could not be made, or was stopped' },
  ],
  async run(context) {
    const { io, json, values } = context;
    const dryRun = values['dry-run'] === true;
    const visits: object[] = [];
    const onVisit = (visited: Visited): void => {
      if (json) visits.push(asJson(visited));
      else io.out(`${lineOf(visited)}\n`);
    };
    const summary = await withCatalogue(context, 'crawl', (catalogue) => crawl(context, catalogue, dryRun, onVisit));
    if (json) printJson(io, { dryRun, summary, sources: visits });
    else io.err(`${sentenceOf(summary)}\n`);
    return summary.invalid + summary.failed > 0 ? INVALID : GOOD;
  },
};

type Catalogue = Parameters<Parameters<typeof withCatalogue>[2]>[0];

async function crawl(
  { config, io, values, program }: Context,
  catalogue: Catalogue,
  dryRun: boolean,
  onVisit: (visited: Visited) => void,
): Promise<Summary> {
  const { crawlerOf } = await import('../../compose-crawl.ts');
  const stop = new AbortController();
  const stopped = new CodedError('overloaded', 'The run was stopped. It is taken up where it was.');
  io.stopped().then(
    () => stop.abort(stopped),
    () => undefined,
  );
  const only = typeof values.source === 'string' ? values.source : null;
  const ids: string[] = [];
  if (only !== null) {
    const key = keyOf(only, 'repository', null);
    const { store } = catalogue;
    const found = (await store.getCrawlSource(only)) ?? (key === null ? null : await store.findCrawlSource(key));
    if (found === null)
      throw new CodedError('not-found', `There is no source ${plain(only)}. See \`alminding source list\`.`);
    ids.push(found.id);
  }
  const crawler = crawlerOf(config(), catalogue, program.version);
  try {
    return await crawler.run({ signal: stop.signal, dryRun, onVisit, ...(only === null ? {} : { ids }) });
  } finally {
    await crawler.close();
  }
}

const lineOf = ({ source, outcome }: Visited): string => [plain(source.url), wordsOf(outcome)].join('\t');

type Outcomes = Visited['outcome'];

/** What became of a visit, in words; a way to say it for each outcome. */
const WORDS: { [K in Outcomes['is']]: (outcome: Extract<Outcomes, { is: K }>) => string } = {
  failed: ({ error }) => `failed: ${error.message}`,
  missing: ({ why }) => `missing: ${why}`,
  busy: ({ why }) => `put off: ${why}`,
  none: () => 'no manifest',
  loaded: ({ loaded, problems }) => {
    if (loaded === null) return `not read as a catalogue folder: ${plain(problems[0]?.message ?? '')}`;
    const { files, changed, broken, hidden } = loaded;
    const gone = hidden === 0 ? '' : `, ${hidden} hidden`;
    return `${countOf(files, 'record')}, ${changed} changed, ${broken} broken${gone}`;
  },
  listed: ({ named, crawled }) => `${named} repositories, ${crawled} of them looked at`,
  merged: ({ to }) => `moved to ${plain(to)}, which is a source already`,
  unchanged: () => 'unchanged',
  observed: ({ notMeasured }) => (notMeasured === null ? 'history counted' : `history not counted: ${notMeasured}`),
  judged: ({ result, path }) => {
    if ('refused' in result) return refusedWords(result.refused, path);
    const { id, version, changed } = result.published;
    return changed ? `published as ${id}, version ${version}` : `valid, nothing new (${id})`;
  },
};

const wordsOf = (outcome: Outcomes): string => (WORDS[outcome.is] as (outcome: Outcomes) => string)(outcome);

function refusedWords({ problems, message }: CodedError, path: string): string {
  // Warnings may stand before what refused it.
  const first = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  const place = first?.line === undefined ? '' : ` (${path}:${first.line})`;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return `not valid: ${plain(first?.message ?? message)}${place}${more}`;
}

const asJson = ({ source, outcome }: Visited): object => ({
  id: source.id,
  url: source.url,
  outcome: outcome.is,
  ...('seen' in outcome ? { commit: outcome.seen.commit } : {}),
  ...(outcome.is === 'judged' && 'published' in outcome.result ? { published: outcome.result.published } : {}),
  ...(outcome.is === 'judged' && 'refused' in outcome.result ? { problems: outcome.result.refused.problems } : {}),
  ...(outcome.is === 'loaded' ? { loaded: outcome.loaded, problems: outcome.problems } : {}),
  ...(outcome.is === 'failed' ? { code: outcome.error.code, why: outcome.error.message } : {}),
  ...('why' in outcome ? { why: outcome.why } : {}),
});

function sentenceOf(summary: Summary): string {
  const { looked, unchanged, published, valid, invalid, withoutManifest, failed, postponed, lists } = summary;
  if (looked === 0) return 'No source was due.';
  const parts = [
    ...[`${published} published`, `${valid} valid without news`, `${unchanged} unchanged`, `${invalid} not valid`],
    ...[`${withoutManifest} without a manifest`, `${lists} lists read`, `${failed} not read`, `${postponed} put off`],
  ];
  return `${looked} looked at: ${parts.filter((part) => !part.startsWith('0 ')).join(', ')}.`;
}
