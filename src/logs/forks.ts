import { type Checkpoint, parseCheckpoint } from '../journal/checkpoint.ts';
import { provesFork } from '../journal/fork.ts';
import { verifierKeys } from '../journal/key-document.ts';
import { type Note, signersOf } from '../journal/note.ts';
import type { Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/digest.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Store } from '../store/port.ts';
import type { EvidenceRow, ForkRule } from '../store/trust-port.ts';

/** What two heads of one log are reported with. */
export interface Reported {
  origin: string;
  /** The largest size up to which the log is known to be one; 0 where nothing is known. */
  common: number;
  one: Uint8Array;
  other: Uint8Array;
  /** See `journal/fork.ts`: empty for heads of one size. */
  proof: readonly Uint8Array[];
  /** From whom the second one came: an address, or the name of a peer. */
  source: string;
  /** Keys of the log that are known besides those under which it is cosigned. */
  keys?: readonly string[];
}

/**
 * Keeps the proof that a log forked, or that it did so again, a few of each log. Throws `invalid-input` where the heads do not contradict each other: nobody is accused
 * without proof. Whether the log has signed both is for the caller to know, who has its keys.
 */
export async function keepEvidence(
  { store, clock }: { store: EvidenceStore; clock: Clock },
  { origin, common, one, other, proof, source, keys = [] }: Reported,
): Promise<EvidenceRow> {
  const [first, second] = [parseCheckpoint(one), parseCheckpoint(other)];
  if (first.origin !== origin || second.origin !== origin || !provesFork(first, second, proof))
    throw new CodedError('invalid-input', `These two heads of ${origin} do not contradict each other.`);
  const rule: ForkRule = first.size === second.size ? 'same-size' : 'inconsistent';
  const pair = [first.note.text, second.note.text].sort().join('\n');
  const row: EvidenceRow = {
    ...{ id: sha256Hex(pair).slice(0, 16), origin, rule, common, one, other, source },
    proof: proof.map((hash) => Buffer.from(hash).toString('base64')),
    found: clock.now(),
    keys: signersAmong([...((await store.getWitnessed(origin))?.keys ?? []), ...keys], [first, second]),
  };
  if ((await store.listEvidence(origin)).length < LIMITS.evidenceEach) await store.putEvidence(row);
  await freeze(store, origin);
  return row;
}

export type EvidenceStore = Pick<
  Store,
  'putEvidence' | 'getMirror' | 'setMirror' | 'getHead' | 'getWitnessed' | 'listEvidence'
>;

/** Those of the keys that have signed one of the heads: the proof carries them, whatever becomes of the log here. */
const signersAmong = (keys: readonly string[], heads: readonly Checkpoint[]): string[] =>
  [...new Set(keys)].filter((key) => heads.some(({ note }) => hasSigned(note, key)));

function hasSigned(note: Note, key: string): boolean {
  try {
    return signersOf(note, verifierKeys([key])).length > 0;
  } catch (error) {
    if (isCoded(error, 'invalid-input')) return false;
    throw error;
  }
}

/** Nothing behind the head that is shown is taken over any more, however it became known. */
async function freeze(store: EvidenceStore, line: string): Promise<void> {
  const mirror = await store.getMirror(line);
  if (mirror === null || mirror.frozen !== null) return;
  await store.setMirror(mirror.log, { frozen: (await store.getHead(mirror.log))?.size ?? 0 });
}

/** A proof of a fork as a file that anybody can check: `alminding forks show ID`. */
export interface EvidenceFile {
  format: 'alminding-fork@v1';
  origin: string;
  keys: string[];
  one: string;
  other: string;
  proof: string[];
}

export const evidenceFile = (row: EvidenceRow): EvidenceFile => ({
  format: 'alminding-fork@v1',
  origin: row.origin,
  keys: row.keys,
  one: Buffer.from(row.one).toString('utf8'),
  other: Buffer.from(row.other).toString('utf8'),
  proof: row.proof,
});

/** Checks such a file by itself: both heads are signed by one of the keys, and contradict each other. Throws `invalid-input`. */
export function checkEvidence(text: string, given: readonly string[]): { origin: string; sizes: [number, number] } {
  const { format, origin, keys, one, other, proof } = Object(parsed(text)) as Partial<EvidenceFile>;
  const lists = [keys, proof].every((list) => Array.isArray(list) && list.every((item) => typeof item === 'string'));
  if (
    format !== 'alminding-fork@v1' ||
    !lists ||
    typeof origin !== 'string' ||
    typeof one !== 'string' ||
    typeof other !== 'string'
  )
    throw refused('it has another form');
  const [first, second] = [parseCheckpoint(Buffer.from(one)), parseCheckpoint(Buffer.from(other))];
  const known = verifierKeys(given.length > 0 ? given : (keys as string[]));
  for (const { note, origin: of } of [first, second])
    if (of !== origin || signersOf(note, known).length === 0) throw refused('a head is not signed by the log');
  if (
    !provesFork(
      first,
      second,
      (proof as string[]).map((hash) => Buffer.from(hash, 'base64')),
    )
  )
    throw refused('the heads do not contradict each other');
  return { origin, sizes: [first.size, second.size] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isCoded(error)) throw error;
    throw refused('it is not JSON');
  }
}

const refused = (why: string): CodedError => new CodedError('invalid-input', `This proves no fork: ${why}.`);
