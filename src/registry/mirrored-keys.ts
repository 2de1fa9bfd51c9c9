import { type KeyDocument, openKeyDocument } from '../journal/key-document.ts';
import { isCoded } from '../kernel/errors.ts';
import type { MirrorChange, MirrorFound } from '../store/mirror-port.ts';

/**
 * The pinned chain of keys after these documents: each that follows is accepted, whatever does not follow is passed over, as
 * it is the origin's affair that its log names it.
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
    return openKeyDocument(bytes, previous);
  } catch (error) {
    if (isCoded(error, 'invalid-input')) return null;
    throw error;
  }
}
