import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeLeaf } from '../journal/leaf.ts';
import { indexPath, TILE_WIDTH, type Tile, tilePath, tilesOf, widthIn } from '../journal/tiles.ts';
import { CodedError } from '../kernel/errors.ts';
import type { HeadRow } from '../store/log-port.ts';
import { discoveryOf } from './discovery.ts';
import type { Logs } from './logs.ts';
import { logHash, splitOrigin } from './names.ts';
import type { ServedStore } from './served.ts';

export interface StaticExport {
  origin: string;
  size: number;
  /** Files written now, those that were there already, and bodies that were taken away. */
  written: number;
  kept: number;
  removed: number;
}

interface Run {
  folder: string;
  /** Below the folder: `log/1`. */
  prefix: string;
  result: StaticExport;
}

/**
 * Writes our log and those that are mirrored here as files, from which a plain web server serves this catalogue to its mirrors
 * with no service running. Of each the checkpoint comes last, so that what it names is always there; files that never change are not written again; bodies
 * that are no longer current (erased ones too) are taken away. Throws `conflict` before the first head was signed.
 */
export async function exportStatic(
  logs: Logs,
  store: ServedStore,
  folder: string,
  about: { name: string; publicUrl: string },
): Promise<StaticExport> {
  const own = await logs.own();
  if (own === null)
    throw new CodedError('conflict', 'No head is signed yet: start the service once, it signs within a second.');
  const { head, keys } = own;
  const result: StaticExport = { origin: head.origin, size: head.size, written: 0, kept: 0, removed: 0 };
  const run = (prefix: string): Run => ({ folder, prefix, result });
  // Logs of others, and earlier ones of ours, in the places where the service has them.
  for (const other of (await store.listHeads()).filter(({ log }) => log !== head.log))
    await exportLog(run(placeOf(other)), logs, store, other);
  await put(
    run(''),
    '.well-known/alminding',
    Buffer.from(`${JSON.stringify(discoveryOf(head, keys, about), null, 2)}\n`),
  );
  await exportLog(run(placeOf(head)), logs, store, head);
  await put(run(''), 'heads', Buffer.from(await logs.served.heads()));
  return result;
}

const placeOf = ({ origin, mine }: HeadRow): string =>
  mine ? `log/${splitOrigin(origin)?.epoch}` : `mirror/${logHash(origin)}`;

async function exportLog(run: Run, logs: Logs, store: ServedStore, head: HeadRow): Promise<void> {
  const { prefix } = run;
  for (const tile of tilesOf(head.size)) await writeTile(run, logs, head, tile);
  const bodies = new Set<string>();
  for (let index = 0; index * TILE_WIDTH < head.size; index += 1) {
    const width = widthIn(head.size, { level: 'entries', index });
    await writeTile(run, logs, head, { level: 'entries', index, width });
    await put(run, `${prefix}/pack/${indexPath(index)}`, await logs.served.pack(head, index));
    for (const leaf of await store.logLeaves(head.log, index * TILE_WIDTH, width))
      await writeBody(run, store, leaf, bodies);
    await nextTurn();
  }
  await dropBodies(run, bodies);
  for (let n = 1; ; n += 1) {
    const document = await logs.served.keys(n, head);
    if (document === null) break;
    await put(run, `${prefix}/keys/${n}.json`, document);
  }
  const state = await logs.served.state(head, head.size);
  await put(run, `${prefix}/state/${head.size}`, state && Buffer.from(`${state.toString('hex')}\n`));
  await put(run, `${prefix}/checkpoint`, head.note);
}

async function writeTile(run: Run, { served }: Logs, head: HeadRow, tile: Tile): Promise<void> {
  const path = `${run.prefix}/${tilePath(tile)}`;
  // Tiles never change: one of the right name is the right one.
  if (await exists(join(run.folder, path))) run.result.kept += 1;
  else await put(run, path, await served.tile(head, tile));
}

async function writeBody(run: Run, store: ServedStore, bytes: Uint8Array, bodies: Set<string>): Promise<void> {
  const leaf = decodeLeaf(bytes);
  const blob = leaf !== null && 'n' in leaf ? await store.getBlob(leaf.d, true) : null;
  if (leaf === null || !('n' in leaf) || blob === null || blob === 'erased') return;
  const hex = Buffer.from(leaf.d.slice('sha256:'.length), 'base64url').toString('hex');
  bodies.add(hex);
  const path = `${run.prefix}/blob/${hex.slice(0, 2)}/${hex}`;
  if (await exists(join(run.folder, path))) run.result.kept += 1;
  else await put(run, path, blob.body);
}

/** What is no longer current goes from the export, as an erased body must. */
async function dropBodies({ folder, prefix, result }: Run, bodies: Set<string>): Promise<void> {
  const root = join(folder, prefix, 'blob');
  const names = await readdir(root, { recursive: true }).catch(() => []);
  for (const name of names) {
    const digest = name.split('/').at(-1) ?? '';
    if (!/^[0-9a-f]{64}$/.test(digest) || bodies.has(digest)) continue;
    await rm(join(root, name), { force: true });
    result.removed += 1;
  }
}

/** Writes a file beside its place and moves it there: whoever reads meanwhile has the old or the new one. */
async function put({ folder, result }: Run, path: string, bytes: Uint8Array | null): Promise<void> {
  if (bytes === null) throw new CodedError('damaged-data', `The journal lacks ${path}. Run \`alminding verify\`.`);
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(`${file}.part`, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
  result.written += 1;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
