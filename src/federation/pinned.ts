import { setImmediate as nextTurn } from 'node:timers/promises';
import { fingerprint } from '../journal/key.ts';
import { type KeyDocument, readLink, rootKeysUpTo, vouching } from '../journal/key-document.ts';
import { isRootKey, type PinDocument, pinId, pinIn } from '../journal/pin-document.ts';
import type { Clock } from '../kernel/clock.ts';
import { newSalt } from '../kernel/digest.ts';
import { LIMITS } from '../kernel/limits.ts';
import { appendPin, KEY_ID, ownPins } from '../logs/control.ts';
import { splitOrigin } from '../logs/names.ts';
import type { MirrorRow, PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { documentOf } from './pins.ts';
import { refusalStating } from './refusals.ts';

interface StateDeps {
  store: Store;
  clock: Clock;
  salt(): string;
}

/**
 * What our log says of our pins is brought in line with whom we have pinned: a leaf for each that is new, has other keys or
 * was taken back, and none where nothing changed. Done again at any time, as by whoever was killed in between. `stated` is
 * when something was last said of a peer, by the number of its origin: who changes its keys or its name again soon after
 * waits, as every leaf of ours counts against how far others let our log grow.
 */
export async function statePins(deps: StateDeps, stated = new Map<number, number>()): Promise<void> {
  const { store } = deps;
  const said = new Map((await ownPins(store)).map((pin) => [pin.origin, pin]));
  const time = deps.clock.now();
  const state = async (pin: PinDocument): Promise<void> => {
    await appendPin(store, pin, { now: time, salt: deps.salt() });
    await nextTurn();
  };
  // A log that says nothing yet is a new one.
  const waits = ({ origin }: PeerRow): boolean =>
    said.size > 0 && time - (stated.get(origin) ?? Number.NEGATIVE_INFINITY) < LIMITS.pinStatedMs;
  const now = new Set<string>();
  for (const peer of await store.listPeers()) {
    const { n, root } = documentOf(peer);
    const [key] = root.keys;
    const origin = peer.originName;
    if (peer.state === 'left' || key === undefined) continue;
    now.add(origin);
    const before = said.get(origin);
    if ((before?.state === 'pinned' && before.key === key) || waits(peer)) continue;
    await state({ v: 1, origin, state: 'pinned', key, n });
    stated.set(peer.origin, time);
  }
  for (const pin of said.values())
    if (pin.state === 'pinned' && !now.has(pin.origin)) await state({ ...pin, state: 'taken-back' });
}

/** The same for a loop that asks more often than whom we have pinned changes. */
export function pinStating(deps: StateDeps): () => Promise<void> {
  const stated = new Map<number, number>();
  let looked = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = deps.clock.now();
    if (now - looked < LIMITS.peersLookMs) return;
    looked = now;
    await statePins(deps, stated);
  };
}

/** What our log says besides records, for the loop that signs it: whom we have pinned, and which offers were refused. */
export function stating(store: Store, clock: Clock): () => Promise<void> {
  const deps = { store, clock, salt: newSalt };
  const [pins, refusals] = [pinStating(deps), refusalStating(deps)];
  return async () => {
    await pins();
    await refusals();
  };
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
  /** Names of its origin, the present one first: who has not seen yet that it moved says so of the one before. */
  names: readonly string[];
  /** Number of its origin where it is a peer. */
  origin?: number;
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
  /** The eight words of each key that was met; null for what is no key. */
  const words = new Map<string, string | null>();
  const wordsFor = (key: string, isKnown: boolean): string | null => {
    const told = words.get(key);
    if (told !== undefined) return told;
    const found = isKnown || isRootKey(key) ? fingerprint(key) : null;
    words.set(key, found);
    return found;
  };
  const of = async (pinned: Pinned): Promise<PinSeen[]> => {
    const keyOf = keysOf(pinned);
    const seen = new Map<number, PinSeen>();
    for (const name of pinned.names) {
      const id = pinId(name);
      for (const { log, body } of await store.newestControls(id, LIMITS.peers)) {
        const by = pinners.get(log);
        const pin = pinIn(id, body);
        if (by === undefined || pin?.state !== 'pinned' || seen.has(log) || isItself(pinned, by)) continue;
        const told = wordsFor(pin.key, pin.key === pinned.document.root.keys[0]);
        if (told !== null) seen.set(log, { name: by.name, origin: by.originName, key: await keyOf(pin), words: told });
      }
    }
    return [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const ofPeer = (peer: PeerRow): Promise<PinSeen[]> =>
    of({
      origin: peer.origin,
      names: namesIn([
        documentOf(peer).origin,
        ...mirrors.flatMap(({ origin, line }) => (origin === peer.origin ? [line] : [])).reverse(),
      ]),
      document: documentOf(peer),
      chain: () => keyDocumentsOf(store, mirrors, peer),
    });
  return { of, ofPeer };
}

/** By its number and present name: former names are its own word, and might be those of others, to silence them. */
const isItself = ({ names, origin }: Pinned, by: PeerRow): boolean =>
  by.origin === origin || by.originName === names[0];

/** Names of an origin by the lines of its logs, each once and in that order, as many as a chain of keys may have steps. */
export const namesIn = (lines: readonly string[]): string[] =>
  [...new Set(lines.flatMap((line) => splitOrigin(line)?.base ?? []))].slice(0, LIMITS.keySteps);

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

/**
 * Whether the key by whose words a peer is pinned is known to have signed none of its documents: whoever made them may only
 * have named it. Such a peer is pinned no more, but one may be that was pinned before that was looked at.
 */
export async function isUnvouched(store: Store, mirrors: MirrorRow[], peer: PeerRow): Promise<boolean> {
  const bodies = new Map<number | null, Uint8Array>();
  for (const body of await keyDocumentsOf(store, mirrors, peer)) bodies.set(readLink(body)?.n ?? null, body);
  const chain: Uint8Array[] = [];
  for (let { n } = documentOf(peer); n > 0; n -= 1) {
    const body = bodies.get(n);
    if (body === undefined) break;
    chain.unshift(body);
  }
  // Of a chain only so many of its newest documents are kept: whose key has signed none of all those is not waited for.
  return chain.length > 0 && (vouching(chain) ?? chain.length < LIMITS.keySteps) === false;
}

/** Of all its logs, as far as they are here. */
async function keyDocumentsOf(store: Store, mirrors: MirrorRow[], { origin }: PeerRow): Promise<Uint8Array[]> {
  const bodies: Uint8Array[] = [];
  for (const { log } of mirrors.filter((mirror) => mirror.origin === origin))
    bodies.push(...(await store.listControls(KEY_ID, log)).map(({ body }) => body));
  return bodies;
}
