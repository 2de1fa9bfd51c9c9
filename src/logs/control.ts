import { formatVerifierKey, type SignerKey } from '../journal/key.ts';
import { encodeKeyDocument, type KeyDocument, openKeyDocument } from '../journal/key-document.ts';
import { encodeLeaf } from '../journal/leaf.ts';
import { encodePin, PIN_MEDIA_TYPE, PIN_PREFIX, type PinDocument, pinId, pinIn } from '../journal/pin-document.ts';
import { appendLeaf, decodeEdge, emptyEdge, encodeEdge, leafHash } from '../journal/tree.ts';
import { digestName } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import type { ControlFound, ControlLeaf } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import type { KeyRing } from './key-files.ts';

export const KEY_ID = 'control/key';
export const KEY_MEDIA_TYPE = 'application/vnd.alminding.key+json';

interface Named {
  op: 'key' | 'pin' | 'label';
  id: string;
  mediaType: string;
}

/** A leaf behind the last one of our log that names this document. `now` in milliseconds. */
function controlLeaf(
  { op, id, mediaType }: Named,
  body: Buffer,
  { log, previous }: ControlFound,
  now: number,
): ControlLeaf {
  const digest = digestName(body);
  const leaf = { v: 1, op, id, ts: Math.floor(now / 1000), p: previous } as const;
  const bytes = encodeLeaf({ ...leaf, d: digest, n: body.byteLength, m: mediaType });
  const edge = appendLeaf(log.size === 0 ? emptyEdge() : decodeEdge(log.edge), leafHash(bytes));
  return { index: log.size, bytes, edge: encodeEdge(edge), id, digest, mediaType, body };
}

/** A `key` leaf behind the last leaf of our log. */
export const keyLeaf = (body: Buffer, found: ControlFound, now: number): ControlLeaf =>
  controlLeaf({ op: 'key', id: KEY_ID, mediaType: KEY_MEDIA_TYPE }, body, found, now);

/** Whom we have pinned, as our present log says it last; the keys were looked at when it was written. */
export const ownPins = async (store: Pick<Store, 'ownControls'>): Promise<PinDocument[]> =>
  (await store.ownControls(PIN_PREFIX)).flatMap(({ id, body }) => pinIn(id, body) ?? []);

/** Appends what is said of a pin from now on. */
export async function appendPin(
  store: Pick<Store, 'appendControl'>,
  pin: PinDocument,
  { now, salt }: { now: number; salt: string },
): Promise<void> {
  const named = { op: 'pin', id: pinId(pin.origin), mediaType: PIN_MEDIA_TYPE } as const;
  await appendDocument(store, named, encodePin(pin, salt), now);
}

/** Appends a document that our log says from now on. `now` in milliseconds. */
export async function appendDocument(
  store: Pick<Store, 'appendControl'>,
  named: Named,
  body: Buffer,
  now: number,
): Promise<void> {
  await store.appendControl(named.id, (found) => controlLeaf(named, body, found, now));
}

/** The newest key document of our log, checked along its whole chain as far as this log holds it; null where there is none. */
export async function currentKeys(store: Pick<Store, 'listControls'>): Promise<KeyDocument | null> {
  let document: KeyDocument | null = null;
  for (const { body } of await store.listControls(KEY_ID)) document = openKeyDocument(body, document);
  return document;
}

/** What a document says of the keys in a ring; the root keys stay those of the document before. */
export function documentOf(ring: KeyRing, before: KeyDocument | null, now: number): KeyDocument {
  const { log, previous, witness } = ring;
  const names = (keys: (SignerKey | null)[]) => keys.flatMap((key) => (key === null ? [] : [formatVerifierKey(key)]));
  return {
    v: 1,
    n: (before?.n ?? 0) + 1,
    origin: log.name,
    log: names([log, previous?.name === log.name ? previous : null]),
    witness: names([witness]),
    root: before?.root ?? { threshold: 1, keys: names([ring.root, ring.recovery]) },
    ts: Math.floor(now / 1000),
  };
}

/** Appends the next key document to our log, signed by these root keys. */
export async function appendKeys(
  store: Pick<Store, 'appendControl' | 'listControls'>,
  document: KeyDocument,
  before: KeyDocument | null,
  signers: SignerKey[],
  given: { now: number; salt: string },
): Promise<void> {
  const body = encodeKeyDocument(document, signers, given.salt);
  openKeyDocument(body, before);
  const rows = await store.listControls(KEY_ID);
  const last = rows.at(-1)?.index ?? -1;
  const added =
    rows.length === (before?.n ?? 0) &&
    (await store.appendControl(KEY_ID, (found) => (found.previous === last ? keyLeaf(body, found, given.now) : null)));
  if (!added) throw new CodedError('conflict', 'Another process has changed the keys meanwhile.');
}
