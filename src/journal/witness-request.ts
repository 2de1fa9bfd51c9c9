import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { fromDecimal } from './text-forms.ts';
import { hashOf } from './tlog-proof.ts';

/** What a log asks a witness with `add-checkpoint` (C2SP tlog-witness). */
export interface WitnessRequest {
  /** Size of the checkpoint that the log believes to be the last that the witness has cosigned. */
  readonly old: number;
  readonly proof: readonly Buffer[];
  readonly checkpoint: Checkpoint;
}

export const formatWitnessRequest = (old: number, proof: readonly Buffer[], checkpoint: string): string =>
  `old ${old}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${checkpoint}`;

/** Throws `invalid-input` for any other form. Nothing is checked besides, no signature either. */
export function parseWitnessRequest(bytes: Uint8Array): WitnessRequest {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = all.indexOf('\n\n');
  if (end < 0) throw refused('It has no empty line before the checkpoint.');
  const [first = '', ...lines] = all.subarray(0, end).toString('latin1').split('\n');
  const old = first.startsWith('old ') ? fromDecimal(first.slice('old '.length)) : null;
  if (old === null) throw refused('Its first line is not `old` and a size.');
  if (lines.length > LIMITS.proofHashes) throw refused(`It has more than ${LIMITS.proofHashes} hashes.`);
  return { old, proof: lines.map(hashOf), checkpoint: parseCheckpoint(all.subarray(end + 2)) };
}

const refused = (detail: string): CodedError =>
  new CodedError('invalid-input', `This is no request to a witness: ${detail}`);
