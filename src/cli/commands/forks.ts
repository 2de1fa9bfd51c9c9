import { readFile } from 'node:fs/promises';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { checkEvidence, evidenceFile } from '../../logs/forks.ts';
import type { Store } from '../../store/port.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { reportFailure } from '../failure.ts';
import { plain, table } from '../text.ts';

export const command: Command = {
  name: 'forks',
  summary: 'Shows the logs that were caught with two histories, with the proof.',
  usage: 'alminding forks ACTION… [options]',
  details: [
    '`alminding forks list` names each log that signed two heads which no append-only log can have. Nothing newer of such a log is taken over or cosigned: neither branch is chosen.',
    '`alminding forks show ID` writes the proof as JSON: both signed heads, byte for byte. `alminding forks check FILE` checks such a file without service or network; anybody can.',
  ],
  options: [
    {
      flag: '--key VKEY',
      description: 'check: the verifier key of the log that you trust, and not those in the file.',
    },
  ],
  exits: [
    { code: GOOD, when: 'it is listed or written, or the proof holds' },
    { code: INVALID, when: 'the file proves no fork' },
    { code: COULD_NOT, when: 'there is no such proof or file' },
  ],
  async run(context) {
    const [action = '', what] = context.args;
    if (action === 'check' && what !== undefined) return check(context, what);
    if (action !== 'list' && (action !== 'show' || what === undefined))
      throw new CodedError('invalid-parameter', 'Say `list`, `show ID` or `check FILE`.');
    return withExisting(context, 'forks', ({ store }) =>
      action === 'list' ? list(context, store) : show(context, store, what as string),
    );
  },
};

async function list({ io, json }: Context, store: Store): Promise<number> {
  const rows = await store.listEvidence();
  if (json)
    printJson(
      io,
      rows.map(({ id, origin, rule, source, found }) => ({ id, origin, rule, source, found: toRfc3339(found) })),
    );
  else if (rows.length === 0) io.out('No log was caught with two histories.\n');
  else {
    const lines = rows.map(({ id, origin, rule, source, found }) => [id, origin, rule, toRfc3339(found), source]);
    io.out(table(['Proof', 'Log', 'How', 'Found', 'From'], lines, io.columns));
  }
  return GOOD;
}

async function show({ io }: Context, store: Store, id: string): Promise<number> {
  const row = (await store.listEvidence()).find((one) => one.id === id);
  if (row === undefined) throw new CodedError('not-found', `There is no proof ${plain(id)}.`);
  const log = await store.getWitnessed(row.origin);
  printJson(io, evidenceFile(row, log?.keys ?? []));
  return GOOD;
}

async function check({ io, json, values }: Context, file: string): Promise<number> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${file} cannot be read.`, { cause: error });
  });
  if (bytes.byteLength > LIMITS.proofBytes) throw new CodedError('too-large', `${file} is no proof: it is too large.`);
  try {
    const { origin, sizes } = checkEvidence(bytes.toString('utf8'), typeof values.key === 'string' ? [values.key] : []);
    if (json) printJson(io, { good: true, origin, sizes });
    else io.out(`${plain(origin)} has signed two histories: ${headsOf(sizes)} contradict each other.\n`);
    return GOOD;
  } catch (error) {
    reportFailure(io, error, json);
    return INVALID;
  }
}

const headsOf = ([one, other]: readonly number[]): string =>
  one === other ? `two heads of ${one} leaves` : `heads of ${one} and ${other} leaves`;
