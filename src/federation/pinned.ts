import { fingerprint } from '../journal/key.ts';
import { type KeyDocument, rootKeysUpTo } from '../journal/key-document.ts';
import { type PinDocument, pinId, readPin } from '../journal/pin-document.ts';
import type { Clock } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { appendPin, KEY_ID, ownPins } from '../logs/control.ts';
import type { MirrorRow, PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { documentOf } from './pins.ts';

/**
 * What our log says of our pins is brought in line with whom we have pinned: a leaf for each that is new, has other keys or
 * was taken back, and none where nothing changed. Done again at any time, as by whoever was killed in between.
 */
export async function statePins(deps: { store: Store; clock: Clock; salt(): string }): Promise<void> {
  const { store } = deps;
  const said = new Map((await ownPins(store)).map((pin) => [pin.origin, pin]));
  const now = new Map<string, PinDocument>();
  for (const peer of await store.listPeers()) {
    const { n, root } = documentOf(peer);
    const [key] = root.keys;
    const origin = peer.originName;
    if (peer.state !== 'left' && key !== undefined) now.set(origin, { v: 1, origin, state: 'pinned', key, n });
  }
  for (const pin of said.values())
    if (pin.state === 'pinned' && !now.has(pin.origin)) now.set(pin.origin, { ...pin, state: 'taken-back' });
  for (const pin of now.values()) {
    const before = said.get(pin.origin);
    if (before?.state !== pin.state || before.key !== pin.key)
      await appendPin(store, pin, { now: deps.clock.now(), salt: deps.salt() });
  }
}

/**
 * Under which key another network has pinned a log, held against the chain of keys that is known here: the present one, an
 * earlier one, one of a later document than is known here, or one that stands in no document of the chain.
 */
export type PinnedKey = 'same' | 'earlier' | 'later' | 'different';

export interface PinSeen {
  /** What the network is called here that has pinned it, and its origin. */
  name: string;
  origin: string;
  key: PinnedKey;
  /** The eight words of the key that it has pinned. */
  words: string;
}

interface Pinned {
  originName: string;
  document: KeyDocument;
  /** Bodies of its key documents; asked for where a pin is of another key than the present one. */
  chain(): Promise<readonly Uint8Array[]>;
}

/** What is known of who has pinned something. */
export interface PinnedBy {
  /** Networks whose logs say that they have pinned it, but for itself and those that were removed here. */
  of(pinned: Pinned): Promise<PinSeen[]>;
  /** The same of a peer of ours. */
  ofPeer(peer: PeerRow): Promise<PinSeen[]>;
}

export async function pinnedBy(store: Store): Promise<PinnedBy> {
  const mirrors = await store.listMirrors();
  const peers = new Map((await store.listPeers()).map((peer) => [peer.origin, peer]));
  const pinners = new Map<number, PeerRow>();
  for (const { log, origin, shown } of mirrors) {
    const peer = peers.get(origin);
    if (shown && peer !== undefined && peer.state !== 'left') pinners.set(log, peer);
  }
  const of = async (pinned: Pinned): Promise<PinSeen[]> => {
    const id = pinId(pinned.originName);
    const keyOf = keysOf(pinned);
    const seen: PinSeen[] = [];
    for (const { log, body } of await store.newestControls(id, LIMITS.peers)) {
      const by = pinners.get(log);
      const pin = readPin(id, body);
      if (by === undefined || pin?.state !== 'pinned' || by.originName === pinned.originName) continue;
      seen.push({ name: by.name, origin: by.originName, key: await keyOf(pin), words: fingerprint(pin.key) });
    }
    return seen.sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const ofPeer = (peer: PeerRow): Promise<PinSeen[]> =>
    of({
      ...{ originName: peer.originName, document: documentOf(peer) },
      chain: () => keyDocumentsOf(store, mirrors, peer),
    });
  return { of, ofPeer };
}

/** Which key of what was pinned one is. The chain is read at most once. */
function keysOf({ document, chain }: Pinned): (pin: PinDocument) => Promise<PinnedKey> {
  let known: Set<string> | null = null;
  return async ({ key, n }) => {
    if (key === document.root.keys[0]) return 'same';
    known ??= rootKeysUpTo(document, await chain());
    if (known.has(key)) return 'earlier';
    return n > document.n ? 'later' : 'different';
  };
}

/** Of all its logs, as far as they are here. */
async function keyDocumentsOf(store: Store, mirrors: MirrorRow[], { origin }: PeerRow): Promise<Uint8Array[]> {
  const bodies: Uint8Array[] = [];
  for (const { log } of mirrors.filter((mirror) => mirror.origin === origin))
    bodies.push(...(await store.listControls(KEY_ID, log)).map(({ body }) => body));
  return bodies;
}
