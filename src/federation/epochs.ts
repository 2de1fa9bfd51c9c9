import { type KeyDocument, openKeyDocument } from '../journal/key-document.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { baseOf, isLocal, splitOrigin } from '../logs/names.ts';
import { rootAt } from '../logs/tree-reader.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { askToWitness, stopAsking } from './asked.ts';
import { discovered } from './discovered.ts';
import { documentOf, wordsOf } from './pins.ts';
import { type Catalogue, catalogueAt } from './source.ts';
import type { Transport } from './transport.ts';

/** A new log of a peer that is not followed, and why. */
export interface HeldEpoch {
  line: string;
  detail: string;
}

interface Deps {
  store: Store;
  clock: Clock;
}

/**
 * Looks whether a peer has begun a new log. It is followed only along the pinned chain of keys: each document signed by the
 * root keys before it and its own, each new log naming the one before, as that is known here. Another name is taken only where
 * the address of that name says so too. Nothing of the old log is lost: it stays, and is shown until the new one is complete.
 * Null where nothing is held; throws what requests throw.
 */
export async function followEpoch(
  deps: Deps & { transport: Transport },
  peer: PeerRow,
  catalogue: Catalogue,
): Promise<HeldEpoch | null> {
  const said = discovered(await catalogue.discovery());
  const pinned = documentOf(peer);
  if (said.origin === pinned.origin) return null;
  const line = said.origin.slice(0, 200);
  const { base, epoch } = splitOrigin(line) ?? {};
  if (epoch === undefined || isLocal(line)) return held(line, 'It has no lasting name.');
  if (base !== peer.originName) {
    if (said.url === null || baseOf(said.url) !== base) return held(line, otherAddress(base));
    const there = discovered(await catalogueAt(said.url, deps.transport).discovery());
    if (there.origin !== line)
      return held(line, `The catalogue at ${said.url.slice(0, 200)} does not call its log so.`);
  }
  const source = catalogue.log(line, epoch);
  const chain: Buffer[] = [];
  for (let n = pinned.n + 1; n <= Math.min(said.keyDocument, pinned.n + LIMITS.keySteps); n += 1) {
    const bytes = await source.keys(n);
    if (bytes === null) return held(line, `Its key document ${n} is missing.`);
    chain.push(bytes);
  }
  return adoptChain(deps, peer, { line, chain, url: said.url });
}

/** Key documents that follow the pinned one, and the log that the last of them must be of. */
export interface Successor {
  line: string;
  chain: Uint8Array[];
  /** Its public address, where it says one that fits its name. */
  url: string | null;
}

export async function adoptChain(
  deps: Deps,
  peer: PeerRow,
  { line, chain, url }: Successor,
): Promise<HeldEpoch | null> {
  const { store } = deps;
  let newest = documentOf(peer);
  try {
    for (const bytes of chain) {
      const next = openKeyDocument(bytes, newest);
      if (next.origin !== newest.origin) await mustFollow(store, next, newest);
      newest = next;
    }
  } catch (error) {
    if (!isCoded(error, 'invalid-input')) throw error;
    return held(line, error.message);
  }
  if (newest.origin !== line || newest.epoch === undefined)
    return held(line, 'No key document that follows the pinned one names it.');
  const named = splitOrigin(line)?.base ?? '';
  const wrong = await wrongName(store, peer, named, url);
  if (wrong !== null) return held(line, wrong);
  await store.openMirror(peer.origin, line, newest.epoch.complete);
  await store.putWitnessed({ origin: line, keys: [...newest.log], mirrored: true });
  await stopAsking(store, peer);
  // Nobody has signed which address it is: only that of its own name is asked for anything.
  const moved = url !== null && baseOf(url) === named ? { url } : {};
  await askToWitness(store, { url: moved.url ?? peer.url, base: named, document: newest });
  await store.setPeer(peer.origin, { document: JSON.stringify(newest), words: wordsOf(newest), ...moved });
  return null;
}

/** Why a peer may not be known under this name, or null. */
async function wrongName(store: Store, peer: PeerRow, named: string, url: string | null): Promise<string | null> {
  if (named !== peer.originName && (url === null || baseOf(url) !== named)) return otherAddress(named);
  const isOurs = (await store.listHeads()).some(({ mine, origin }) => mine && splitOrigin(origin)?.base === named);
  if (isOurs) return `${named} is the name of this catalogue.`;
  const known = await store.originNumber(named);
  return known !== null && known !== peer.origin ? `Another network is known as ${named} here.` : null;
}

const otherAddress = (name = ''): string => `The address that it gives is not that of ${name}.`;

const held = (line: string, detail: string): HeldEpoch => ({ line, detail });

/** A new log names the one before, up to a size and root that are those of the log as it is held here. */
async function mustFollow(store: Store, { epoch }: KeyDocument, { origin }: KeyDocument): Promise<void> {
  if (epoch?.origin !== origin)
    throw new CodedError('invalid-input', `It does not name ${origin} as the log before it.`);
  const old = await store.getMirror(origin);
  if (old === null || old.size < epoch.size || epoch.size === 0) return;
  const root = await rootAt(store, old.log, epoch.size);
  if (root.toString('base64') !== epoch.root)
    throw new CodedError('invalid-input', `It says of ${origin} another root at size ${epoch.size} than that log had.`);
}
