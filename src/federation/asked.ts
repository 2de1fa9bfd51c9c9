import type { KeyDocument } from '../journal/key-document.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { documentOf } from './pins.ts';

/** Whom we mirror we ask to cosign our own heads: it does as soon as it mirrors us. */
export async function askToWitness(
  store: Pick<Store, 'putWitness'>,
  { url, document }: { url: string; document: Pick<KeyDocument, 'witness'> },
): Promise<void> {
  const [key] = document.witness;
  if (key !== undefined && url !== '') await store.putWitness({ key, url });
}

/**
 * A peer that has a new key for cosignatures is asked for those of that one: of the old one none would come any more. Whom the
 * operator no longer asks stays unasked. Nothing is written where nothing changed.
 */
export async function followWitnessKey(
  store: Pick<Store, 'listPeers' | 'listWitnesses' | 'putWitness' | 'dropWitness'>,
  { origin }: Pick<PeerRow, 'origin'>,
): Promise<void> {
  const peer = (await store.listPeers()).find((row) => row.origin === origin);
  if (peer === undefined || peer.state !== 'active' || peer.url === '') return;
  const document = documentOf(peer);
  const [present] = document.witness;
  const asked = (await store.listWitnesses()).filter(({ url }) => url === peer.url);
  if (present === undefined || asked.length === 0 || asked.some(({ key }) => key === present)) return;
  await askToWitness(store, { url: peer.url, document });
  for (const { key } of asked) await store.dropWitness(key);
}
