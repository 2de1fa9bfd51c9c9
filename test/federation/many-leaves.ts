/**
 * `many-leaves.js N`: mirrors a log of N leaves, and says in one line of JSON how many came and what memory that took. A process
 * of its own: what is measured is all of it. Bodies are left out, as a mirror does that takes only some: a hundred thousand of
 * them are the work of minutes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { encodeBundle } from '../../src/journal/bundle.ts';
import { encodeLeaf } from '../../src/journal/leaf.ts';
import { subtreeRoot } from '../../src/journal/proofs.ts';
import { parseTilePath, TILE_WIDTH } from '../../src/journal/tiles.ts';
import { appendLeaf, emptyEdge, leafHash, rootOf } from '../../src/journal/tree.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { logHash } from '../../src/logs/names.ts';
import { MEDIA_TYPE } from '../../src/records/kinds.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';
import { join_, Network } from './world.ts';

const size = Number(process.argv[2]);
const log = new TestLog('many.example');

/** Made again whenever it is asked for: what is measured is the mirror. */
function leaf(i: number): Buffer {
  if (i === 0) return log.leaves[0] as Buffer;
  const d = `sha256:${sha256(String(i)).toString('base64url')}`;
  const given = { v: 1, op: 'put', id: `software/product-${i}`, ts: 1_790_000_000 + i, p: -1 } as const;
  return encodeLeaf({ ...given, d, n: 2_800, m: MEDIA_TYPE.software, f: ['software', 'de'] });
}

/** Linux counts into `maxRSS` what the parent had when it started this process; `VmHWM` is of this program alone. */
function peakMib(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return (peak === undefined ? process.resourceUsage().maxRSS : Number(peak)) / 1024;
}

let edge = emptyEdge();
const tiles: Buffer[] = [];
for (let from = 0; from < size; from += TILE_WIDTH) {
  const hashes: Buffer[] = [];
  for (let i = from; i < Math.min(size, from + TILE_WIDTH); i += 1) hashes.push(leafHash(leaf(i)));
  for (const hash of hashes) edge = appendLeaf(edge, hash);
  if (hashes.length === TILE_WIDTH) tiles.push(subtreeRoot(Buffer.concat(hashes)));
}
const note = log.sign({ size, root: rootOf(edge) });

function answer(path: string): { status: number; bytes: Buffer } {
  const below = path.replace('/log/1/', '');
  if (path === '/heads')
    return { status: 200, bytes: Buffer.from(`${logHash(log.origin)} ${size} ${rootOf(edge).toString('base64')}\n`) };
  if (below === 'checkpoint') return { status: 200, bytes: note };
  if (below.startsWith('delta')) return { status: 409, bytes: Buffer.from(`${size}\n`) };
  const tile = parseTilePath(below);
  if (tile === null) return { status: 404, bytes: Buffer.alloc(0) };
  const from = tile.index * TILE_WIDTH;
  const all = (width: number) => Array.from({ length: width }, (_, i) => i + from);
  if (tile.level === 'entries') return { status: 200, bytes: encodeBundle(all(tile.width).map(leaf)) };
  return { status: 200, bytes: Buffer.concat(tiles.slice(from, from + tile.width)) };
}

const ends: (() => unknown)[] = [];
const network = new Network();
const member = await join_({ teardown: (act) => ends.push(act) }, network, 'mirror.example');
network.played.set('many.example', (_from, path) => ({ headers: {}, ...answer(path) }));
const peer = await member.store.putPeer(newPeer(log, { facets: ['dk'], approved: size }));
await member.store.openMirror(peer.origin, log.origin);
await member.pull();
const mirror = await member.store.getMirror(log.origin);
const head = mirror && (await member.store.getHead(mirror.log));
for (const end of ends.reverse()) await end();
const memory = peakMib();
const isWhole = head !== null && Buffer.from(head.root).equals(rootOf(edge));
console.log(JSON.stringify({ leaves: mirror?.size, isWhole, memory }));
