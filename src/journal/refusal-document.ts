import { sha256Hex } from '../kernel/digest.ts';
import { LIMITS } from '../kernel/limits.ts';

export const LABEL_PREFIX = 'control/label/';
export const LABEL_MEDIA_TYPE = 'application/vnd.alminding.label+json';

/** What a network says of an offer of another one: that it does not take over what is offered. The body of a `label` leaf. */
export interface RefusalDocument {
  readonly v: 1;
  readonly about: 'hand-over';
  /** As the offer is called in the record of whoever made it. */
  readonly offer: string;
  readonly state: 'refused';
  /** Day on which it was refused, `2026-11-29`. */
  readonly on: string;
}

/** The leaf is named after the offer, which is drawn anew each time: an answer to an earlier one is none to the next. */
export const refusalId = (offer: string): string => `${LABEL_PREFIX}${sha256Hex(`hand-over ${offer}`)}`;

/** The body of the leaf. */
export const encodeRefusal = ({ v, about, offer, state, on }: RefusalDocument, salt: string): Buffer =>
  Buffer.from(JSON.stringify({ salt, v, about, offer, state, on }));

/** What the body of a `label` leaf of this id says of an offer; null for anything else, as others write what they like. */
export function refusalIn(id: string, bytes: Uint8Array): RefusalDocument | null {
  if (bytes.byteLength > LIMITS.keyDocumentBytes) return null;
  try {
    const { v, about, offer, state, on } = Object(JSON.parse(Buffer.from(bytes).toString('utf8'))) as RefusalDocument;
    const good = v === 1 && about === 'hand-over' && state === 'refused' && typeof on === 'string' && DAY.test(on);
    return good && typeof offer === 'string' && refusalId(offer) === id ? { v, about, offer, state, on } : null;
  } catch {
    return null;
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
