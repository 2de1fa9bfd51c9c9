import { parseCheckpoint } from '../journal/checkpoint.ts';
import { parseVerifierKey } from '../journal/key.ts';
import { formatNote, type NoteSignature, parseSignatures, signersOf } from '../journal/note.ts';
import { planConsistency } from '../journal/proofs.ts';
import { fromDecimal } from '../journal/text-forms.ts';
import { formatWitnessRequest } from '../journal/witness-request.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { WitnessRow } from '../store/trust-port.ts';
import type { WitnessView } from './prepare.ts';
import { proveFrom, type TreeStore } from './tree-reader.ts';

/** What a witness answered. */
export interface WitnessAnswer {
  status: number;
  bytes: Uint8Array;
}

export type Post = (url: string, body: string) => Promise<WitnessAnswer>;

/** What a witness has seen, and its cosignatures where it gave any. */
export type Shown = WitnessView & { signatures: NoteSignature[] };

/** A witness that tells another size each time is given up. */
const TRIES = 3;

/**
 * Shows our head to a witness (C2SP tlog-witness, as its client): with a proof from the size that it has cosigned last, which
 * it tells where we are wrong about it. Signatures of other keys than its own are passed over. Never throws for what a witness
 * does.
 */
export async function showHead(store: TreeStore, head: HeadRow, witness: WitnessRow, post: Post): Promise<Shown> {
  let old = witness.size <= head.size ? witness.size : 0;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const proof =
      old === 0 || old === head.size ? [] : await proveFrom(store, head.log, planConsistency(old, head.size));
    const request = formatWitnessRequest(old, proof, logNote(head));
    const shown = await ask(head, witness, old, () => post(`${witness.url}/add-checkpoint`, request));
    if (typeof shown !== 'number') return shown;
    old = shown;
  }
  return nothing('no-answer', `${nameOf(witness)} names another size each time.`);
}

/** What it has seen, or the smaller size from which it wants a proof. */
async function ask(
  head: HeadRow,
  witness: WitnessRow,
  old: number,
  send: () => Promise<WitnessAnswer>,
): Promise<Shown | number> {
  let answer: WitnessAnswer;
  try {
    answer = await send();
  } catch (error) {
    return nothing(
      'no-answer',
      `${nameOf(witness)} does not answer: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (answer.status === 200) return signedBy(head, witness, answer.bytes);
  const size = answer.status === 409 ? fromDecimal(Buffer.from(answer.bytes).toString('latin1').trim()) : null;
  if (size === null) return refused(witness, answer.status);
  if (size > head.size)
    return nothing('more', `${nameOf(witness)} has seen ${size} leaves of this log, which has ${head.size}.`);
  return size === old
    ? nothing('other', `${nameOf(witness)} has seen another root at size ${size} of this log.`)
    : size;
}

/** Only what we have signed ourselves: others have no use for the cosignatures of each other. */
function logNote({ note, origin }: HeadRow): string {
  const { text, signatures } = parseCheckpoint(note).note;
  return formatNote({ text, signatures: signatures.filter(({ name }) => name === origin) });
}

function signedBy(head: HeadRow, witness: WitnessRow, bytes: Uint8Array): Shown {
  const { text } = parseCheckpoint(head.note).note;
  try {
    const key = parseVerifierKey(witness.key);
    const signatures = parseSignatures(Buffer.from(bytes).toString('utf8')).filter(
      ({ name, id }) => name === key.name && id === key.id,
    );
    if (signersOf({ text, signatures }, [key]).length === 1) return { seen: 'same', signatures };
  } catch {
    // What it answered is no signature that holds: the same as none.
  }
  return nothing('no-answer', `${nameOf(witness)} answers with no signature of its key.`);
}

/** A proof that we made from our own leaves and that does not hold for it: it has seen another history. */
function refused(witness: WitnessRow, status: number): Shown {
  if (status === 422) return nothing('other', `${nameOf(witness)} has seen another history of this log.`);
  if (status === 404) return nothing('nothing', `${nameOf(witness)} does not know this log.`);
  return nothing('no-answer', `${nameOf(witness)} refuses with status ${status}.`);
}

const nothing = (seen: 'more' | 'other' | 'nothing' | 'no-answer', detail: string): Shown => ({
  seen,
  detail,
  signatures: [],
});

const nameOf = ({ key }: WitnessRow): string => `The witness ${key.split('+')[0]}`;

/** A head with these signatures besides; older ones of the same keys make room for them. */
export function withSignatures({ note }: HeadRow, added: readonly NoteSignature[], most: number): Buffer {
  const { text, signatures } = parseCheckpoint(note).note;
  const kept = signatures.filter(({ name, id }) => !added.some((one) => one.name === name && one.id === id));
  return Buffer.from(formatNote({ text, signatures: [...kept, ...added].slice(0, most) }));
}
