import { readFile } from 'node:fs/promises';
import { toRfc3339 } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { checkEvidence, evidenceFile } from '../../logs/forks.ts';
import { splitOrigin } from '../../logs/names.ts';
import type { PeerRow } from '../../store/mirror-port.ts';
import type { Store } from '../../store/port.ts';
import type { EvidenceRow } from '../../store/trust-port.ts';
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
  const [rows, peers] = [await store.listEvidence(), await store.listPeers()];
  const lines = rows.map((row) => ({ ...row, catalogue: catalogueOf(row, peers), found: toRfc3339(row.found) }));
  if (json)
    printJson(
      io,
      lines.map(({ id, origin, rule, source, found, catalogue }) => ({ id, origin, catalogue, rule, source, found })),
    );
  else if (rows.length === 0) io.out('No log was caught with two histories.\n');
  else {
    const cells = lines.map(({ id, catalogue, origin, rule, found, source }) => [
      ...[id, catalogue ?? 'none that is pinned here', origin, rule, found],
      shownBy(source, peers),
    ]);
    io.out(table(['Proof', 'Catalogue', 'Log', 'How', 'Found', 'Shown by'], cells, io.columns));
    io.out(NEXT);
    if (lines.some(({ catalogue }) => catalogue !== null)) io.out(OF_A_CATALOGUE);
    if (lines.some(({ catalogue }) => catalogue === null)) io.out(OF_NONE);
  }
  return GOOD;
}

const NEXT = `What was shown of these logs stays, and nothing newer is taken over. Write the proof down with \`alminding forks show ID\`,
send it to the people of that log, and ask them what happened.
`;
const OF_A_CATALOGUE = `If a catalogue begins a new log, it is followed by itself as far as it continues what is here; else
\`alminding peer remove NAME --drop\`, and pin it again with words that they tell you anew.
`;
const OF_NONE = `Of a log that is of no catalogue here, nothing is cosigned any more: \`alminding witness remove ORIGIN\` strikes out one that was added by hand.
`;

/** The catalogue that a log is of, by its name here and its address; null for a log that is of none. */
function catalogueOf({ origin }: Pick<EvidenceRow, 'origin'>, peers: readonly PeerRow[]): string | null {
  const base = splitOrigin(origin)?.base;
  const peer = peers.find(({ originName }) => originName === base);
  return peer === undefined ? null : withAddress(peer);
}

const withAddress = ({ name, url }: PeerRow): string => (url === '' ? name : `${name} (${url})`);

const ADDRESS = /^((\d+\.){3}\d+|[\da-f]*:[\da-f:.]*)$/i;

/** Who has shown the other head: a peer, or somebody who sent it in. */
function shownBy(source: string, peers: readonly PeerRow[]): string {
  const peer = peers.find(({ name }) => name === source);
  if (peer !== undefined) return withAddress(peer);
  if (ADDRESS.test(source)) return `sent to /add-checkpoint from ${source}`;
  return source === 'mirror' ? 'a catalogue that is mirrored here' : source;
}

async function show({ io }: Context, store: Store, id: string): Promise<number> {
  const row = (await store.listEvidence()).find((one) => one.id === id);
  if (row === undefined)
    throw new CodedError(
      'not-found',
      `There is no proof ${plain(id)}. \`alminding forks list\` shows those that there are.`,
    );
  printJson(io, evidenceFile(row));
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
