import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { formatNote, type Note } from './note.ts';
import { fromBase64, fromDecimal } from './text-forms.ts';
import { verifyInclusion } from './verify-proof.ts';

/** That an entry stands in a log, to be checked offline (C2SP tlog-proof). */
export interface TlogProof {
  /** Of the application, and not authenticated; `null` where there is none. */
  readonly extra: Buffer | null;
  readonly index: number;
  readonly hashes: readonly Buffer[];
  readonly checkpoint: Checkpoint;
}

const HEAD = 'c2sp.org/tlog-proof@v1';
const HASH_BYTES = 32;

/** The text of a proof file. Name it `….tlog-proof`. */
export function formatProof(proof: Pick<TlogProof, 'extra' | 'index' | 'hashes'> & { note: Note }): string {
  const extra = proof.extra === null ? '' : `extra ${proof.extra.toString('base64')}\n`;
  const hashes = proof.hashes.map((hash) => `${hash.toString('base64')}\n`).join('');
  return `${HEAD}\n${extra}index ${proof.index}\n${hashes}\n${formatNote(proof.note)}`;
}

/** Reads a proof without checking it. Throws `invalid-input` for any other form and above `LIMITS.proofBytes`. */
export function parseProof(bytes: Uint8Array): TlogProof {
  if (bytes.byteLength > LIMITS.proofBytes) throw refused(`A proof of more than ${LIMITS.proofBytes} bytes.`);
  const all = Buffer.from(bytes);
  const end = all.indexOf('\n\n');
  if (end < 0) throw refused('The proof has no empty line before its checkpoint.');
  const [head, ...lines] = all.subarray(0, end).toString('utf8').split('\n');
  if (head !== HEAD) throw refused(`The proof does not begin with ${HEAD}.`);
  const extra = lines[0]?.startsWith('extra ')
    ? fromBase64((lines.shift() as string).slice('extra '.length))
    : undefined;
  if (extra === null) throw refused('The extra data of the proof is not base64.');
  const index = /^index (.*)$/.exec(lines.shift() ?? '')?.[1];
  const at = fromDecimal(index ?? '');
  if (at === null) throw refused('The proof names no index.');
  if (lines.length > LIMITS.proofHashes) throw refused(`The proof has more than ${LIMITS.proofHashes} hashes.`);
  return {
    extra: extra ?? null,
    index: at,
    hashes: lines.map(hashOf),
    checkpoint: parseCheckpoint(all.subarray(end + 2)),
  };
}

/** A hash in base64 on a line of a proof. Throws `invalid-input`. */
export function hashOf(line: string): Buffer {
  const hash = fromBase64(line);
  if (hash === null || hash.byteLength !== HASH_BYTES) throw refused('A line of the proof is not 32 bytes of base64.');
  return hash;
}

/** Whether the entry with this leaf hash stands where the proof says. Who signed the checkpoint is to be checked besides. */
export const provesLeaf = ({ index, hashes, checkpoint }: TlogProof, leaf: Uint8Array): boolean =>
  verifyInclusion(index, checkpoint.size, leaf, hashes, checkpoint.root);

const refused = (detail: string): CodedError => new CodedError('invalid-input', detail);
