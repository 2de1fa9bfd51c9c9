import { CodedError } from '../kernel/errors.ts';
import type { VerifierKey } from './key.ts';
import { type Note, parseNote, signersOf } from './note.ts';
import { fromBase64, fromDecimal, hasControls } from './text-forms.ts';

/** The head of a log (C2SP tlog-checkpoint). */
export interface Head {
  /** Names the log: what its checkpoints begin with. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

export interface Checkpoint extends Head {
  /** Lines behind the three, without their line breaks; they mean nothing here and are signed all the same. */
  readonly extensions: readonly string[];
  readonly note: Note;
}

const HASH_BYTES = 32;

/** The text of a checkpoint: origin, size and root, a line each. Throws `internal` for what no reader would take. */
export function checkpointText({ origin, size, root }: Head): string {
  const good = origin !== '' && !/\n/.test(origin) && !hasControls(origin) && Number.isSafeInteger(size) && size >= 0;
  if (!good || root.byteLength !== HASH_BYTES) throw new CodedError('internal', 'This is no head of a log.');
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/**
 * Reads a checkpoint without checking who signed it. Throws `invalid-input` where it is no note or its text is not of that
 * form; a size above 2^53-1 is refused, never rounded.
 */
export function parseCheckpoint(bytes: Uint8Array): Checkpoint {
  const note = parseNote(bytes);
  const [origin = '', sizeText = '', rootText = '', ...extensions] = note.text.slice(0, -1).split('\n');
  const size = fromDecimal(sizeText);
  const root = fromBase64(rootText);
  if (origin === '') throw refused('The checkpoint names no origin.');
  if (size === null) throw refused('The size in the checkpoint is no decimal number up to 2^53-1.');
  if (root === null || root.byteLength !== HASH_BYTES)
    throw refused('The root in the checkpoint is not 32 bytes of base64.');
  if (extensions.includes('')) throw refused('The checkpoint has an empty line in its text.');
  return { origin, size, root, extensions, note };
}

/**
 * Reads a checkpoint of a log that is known by its origin line and keys. Throws `invalid-input` if it is of another log, and
 * unless at least one of the keys has signed it and no signature of any of them is wrong.
 */
export function openCheckpoint(bytes: Uint8Array, origin: string, keys: readonly VerifierKey[]): Checkpoint {
  const checkpoint = parseCheckpoint(bytes);
  if (checkpoint.origin !== origin) throw refused(`The checkpoint is of ${checkpoint.origin}, not of ${origin}.`);
  if (signersOf(checkpoint.note, keys).length === 0) throw refused(`The checkpoint is not signed by ${origin}.`);
  return checkpoint;
}

const refused = (detail: string): CodedError => new CodedError('invalid-input', detail);
