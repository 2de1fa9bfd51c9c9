import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodeBundle } from '../journal/bundle.ts';
import { encodeDelta, encodePack } from '../journal/framing.ts';
import { formatHeads } from '../journal/heads.ts';
import { keyDocumentNumber } from '../journal/key-document.ts';
import { decodeLeaf } from '../journal/leaf.ts';
import { applyLeaf, emptyState, stateDigestSlices } from '../journal/log-state.ts';
import { TILE_WIDTH, type Tile, widthIn } from '../journal/tiles.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import { KEY_ID } from './control.ts';
import { logHash, splitOrigin } from './names.ts';
import { tileBytes } from './tree-reader.ts';

export type ServedStore = Pick<Store, 'getHead' | 'listHeads' | 'logLeaves' | 'logNodes' | 'getBlob' | 'listControls'>;

const compress = promisify(gzip);

/** Bodies as one gzip file, whatever the way it is sent: a plain web server serves the same bytes. */
const packed = (bytes: Buffer): Promise<Buffer> => compress(bytes, { level: 6 });

/**
 * What anybody may fetch of the logs that we hold, byte for byte: the same functions answer over HTTP and write the static
 * export. Nothing beyond the signed head is given out.
 */
export interface Served {
  /** A log of ours by its epoch, or any by the SHA-256 of its origin line in hexadecimal; null where it is not held. */
  find(name: string): Promise<HeadRow | null>;
  /** The list of heads: `journal/heads.ts`. */
  heads(): Promise<string>;
  /** A tile of hashes or a bundle of leaves, or null where the signed head has no such one. */
  tile(head: HeadRow, tile: Tile): Promise<Buffer | null>;
  /** The present bodies of the leaves of bundle `index`, gzipped; null behind the signed head. */
  pack(head: HeadRow, index: number): Promise<Buffer | null>;
  /** What is new since `from` leaves, gzipped; null where that is nothing, or more than a bundle. */
  delta(head: HeadRow, from: number): Promise<Buffer | null>;
  blob(digest: string): Promise<{ body: Uint8Array; mediaType: string } | 'erased' | null>;
  /** Key document number `n` of a log, of ours without one, as it stands in its leaf. */
  keys(n: number, head?: HeadRow): Promise<Uint8Array | null>;
  /** Digest of the log state after `size` leaves, 32 bytes; null where the signed head has fewer. */
  state(head: HeadRow, size: number): Promise<Buffer | null>;
}

export function createServed(store: ServedStore): Served {
  const states = new Map<string, Promise<Buffer>>();
  return {
    async find(name) {
      const heads = await store.listHeads();
      const own = (head: HeadRow) => head.mine && String(splitOrigin(head.origin)?.epoch) === name;
      return heads.find((head) => own(head) || logHash(head.origin) === name) ?? null;
    },
    async heads() {
      const heads = await store.listHeads();
      return formatHeads(
        heads.map(({ origin, size, root }) => ({ log: logHash(origin), size, root: Buffer.from(root) })),
      );
    },
    async tile({ log, size }, tile) {
      if (tile.width > widthIn(size, tile)) return null;
      if (tile.level !== 'entries') return tileBytes(store, log, tile);
      return encodeBundle(await store.logLeaves(log, tile.index * TILE_WIDTH, tile.width));
    },
    async pack({ log, size }, index) {
      const width = widthIn(size, { level: 'entries', index });
      if (width === 0) return null;
      return packed(encodePack(await bodiesOf(store, await store.logLeaves(log, index * TILE_WIDTH, width))));
    },
    async delta({ log, size, note }, from) {
      if (from >= size || size - from > TILE_WIDTH) return null;
      const leaves = await store.logLeaves(log, from, size - from);
      return packed(encodeDelta({ checkpoint: note, leaves, bodies: await bodiesOf(store, leaves) }));
    },
    blob: (digest) => store.getBlob(digest),
    async keys(n, head) {
      const controls = await store.listControls(KEY_ID, head?.mine === false ? head.log : undefined);
      // By the number that they say: a mirror may lack some, and a later log begins behind those of the one before.
      return controls.find(({ body }) => keyDocumentNumber(body) === n)?.body ?? null;
    },
    async state({ log, size: signed }, size) {
      if (size > signed) return null;
      const name = `${log}:${size}`;
      const known = states.get(name) ?? stateAt(store, log, size);
      states.delete(name);
      states.set(name, known);
      for (const old of states.keys()) if (states.size > LIMITS.statesKept) states.delete(old);
      return known.catch((error) => {
        states.delete(name);
        throw error;
      });
    },
  };
}

/** Present bodies of these leaves; null for leaves without one, for those that were replaced, and beyond the limit of a pack. */
async function bodiesOf(store: ServedStore, leaves: Uint8Array[]): Promise<(Uint8Array | null)[]> {
  const bodies: (Uint8Array | null)[] = [];
  let room: number = LIMITS.packBytes;
  for (const bytes of leaves) {
    const leaf = decodeLeaf(bytes);
    const blob = leaf !== null && 'n' in leaf ? await store.getBlob(leaf.d, true) : null;
    const body = blob === null || blob === 'erased' || blob.body.byteLength > room ? null : blob.body;
    room -= body?.byteLength ?? 0;
    bodies.push(body);
  }
  return bodies;
}

/** Replays the log from its beginning; others get their turn after each bundle, and while the ids are sorted. */
async function stateAt(store: ServedStore, log: number, size: number): Promise<Buffer> {
  const state = emptyState();
  while (state.size < size) {
    const leaves = await store.logLeaves(log, state.size, Math.min(TILE_WIDTH, size - state.size));
    for (const leaf of leaves) applyLeaf(state, state.size, leaf);
    await nextTurn();
  }
  const slices = stateDigestSlices(state);
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
    await nextTurn();
  }
}
