import type { KeyDocument } from '../journal/key-document.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { documentOf } from './pins.ts';
import { isWitnessOf } from './witness-keys.ts';

type Asking = Pick<Store, 'listWitnesses' | 'putWitness' | 'dropWitness'>;

/**
 * Whom we mirror we ask to cosign our own heads: it does as soon as it mirrors us. `base` is the name that it was proven to
 * have. A key that is asked for elsewhere stays there: who names the key of another would else have it asked of himself.
 */
export async function askToWitness(
  store: Pick<Asking, 'listWitnesses' | 'putWitness'>,
  { url, base, document }: { url: string; base: string; document: Pick<KeyDocument, 'witness'> },
): Promise<void> {
  const [key] = document.witness;
  if (key === undefined || url === '' || !isWitnessOf(base, key)) return;
  const isAsked = (await store.listWitnesses()).some((row) => row.key === key);
  if (!isAsked) await store.putWitness({ key, url });
}

/** A peer is no longer asked for the keys that its document names. What is asked at other addresses is not its to end. */
export async function stopAsking(
  store: Pick<Asking, 'listWitnesses' | 'dropWitness'>,
  peer: Pick<PeerRow, 'url' | 'document'>,
): Promise<void> {
  const { witness } = documentOf(peer);
  for (const { key, url } of await store.listWitnesses())
    if (url === peer.url && witness.includes(key)) await store.dropWitness(key);
}

/**
 * A peer that has a new key for cosignatures is asked for those of that one: of the old one none would come any more. Whom the
 * operator no longer asks stays unasked, and keys of other names at its address, which the operator has named, stay asked.
 * Nothing is written where nothing changed.
 */
export async function followWitnessKey(
  store: Asking & Pick<Store, 'listPeers'>,
  { origin }: Pick<PeerRow, 'origin'>,
): Promise<void> {
  const peer = (await store.listPeers()).find((row) => row.origin === origin);
  if (peer === undefined || peer.state !== 'active' || peer.url === '') return;
  const { url, originName: base } = peer;
  const document = documentOf(peer);
  const [present] = document.witness;
  const asked = (await store.listWitnesses()).filter((row) => row.url === url && isWitnessOf(base, row.key));
  if (present === undefined || !isWitnessOf(base, present)) return;
  if (asked.length === 0 || asked.some(({ key }) => key === present)) return;
  await askToWitness(store, { url, base, document });
  for (const { key } of asked) await store.dropWitness(key);
}
