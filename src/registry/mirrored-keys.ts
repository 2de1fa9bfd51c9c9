import { type KeyDocument, openKeyDocument } from '../journal/key-document.ts';
import { isCoded } from '../kernel/errors.ts';
import type { MirrorChange, MirrorFound } from '../store/mirror-port.ts';

/**
 * The pinned chain of keys after these documents: each that follows is accepted, whatever does not follow is passed over, as
 * it is the origin's affair that its log names it. A document of another log than the pinned one is never taken from a leaf:
 * a new log is followed where its name and address are looked at too.
 */
export function acceptedKeys({ peer, mirror }: MirrorFound, documents: Uint8Array[]): MirrorChange[] {
  if (peer === null || documents.length === 0) return [];
  const pinned = JSON.parse(peer.document) as KeyDocument;
  let newest = pinned;
  for (const bytes of documents) newest = follow(bytes, newest) ?? newest;
  return newest === pinned ? [] : [{ do: 'pin', origin: mirror.origin, document: JSON.stringify(newest) }];
}

function follow(bytes: Uint8Array, previous: KeyDocument): KeyDocument | null {
  try {
    const next = openKeyDocument(bytes, previous);
    return next.origin === previous.origin ? next : null;
  } catch (error) {
    if (isCoded(error, 'invalid-input')) return null;
    throw error;
  }
}
