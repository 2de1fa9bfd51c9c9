import { TILE_WIDTH } from '../journal/tiles.ts';
import type { Clock } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Registry } from '../registry/types.ts';
import type { MirrorRow, WantedRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import type { LogSource } from './source.ts';

export interface BodiesDeps {
  store: Store;
  registry: Registry;
  clock: Clock;
}

/** From so many wanted bodies of one bundle on its pack is asked for, and not each body. */
const PACK_FROM = 4;

/**
 * Asks a source for bodies that are current and not here, as many as there are; how many came. One that it does not have, or
 * sends wrong, is tried again later, here and elsewhere: it is a state of that entry and never stops the log.
 */
export async function pullBodies(deps: BodiesDeps, source: LogSource, { log, size }: MirrorRow): Promise<number> {
  let came = 0;
  for (;;) {
    const wanted = await deps.store.listWanted(log, deps.clock.now(), LIMITS.wantedAtOnce);
    if (wanted.length === 0) return came;
    const had = await take(deps, source, { log, size }, wanted);
    came += had.size;
    await delay(
      deps,
      log,
      wanted.filter(({ index }) => !had.has(index)),
    );
    // Whatever came is wanted no more, whatever did not waits: each round asks for others.
    if (had.size === 0 && wanted.length < LIMITS.wantedAtOnce) return came;
  }
}

/** What somebody gave of a log that is not its own. */
export interface FromOthers {
  asked: number;
  came: number;
  /** Index of the last one that was looked at; null where none is missing behind where it was begun. */
  last: number | null;
}

/**
 * Asks somebody else than the log's own catalogue for bodies that are missing behind that index, at most as many as there are
 * in a bundle. When that one is asked again is not changed by what others do not have. With `tried` only those that the own
 * catalogue did not give.
 */
export async function pullOthersBodies(
  deps: BodiesDeps,
  source: LogSource,
  { log, size }: MirrorRow,
  { after, tried }: { after: number; tried: boolean },
): Promise<FromOthers> {
  const missing = await deps.store.listWanted(log, Number.MAX_SAFE_INTEGER, LIMITS.wantedAtOnce, after);
  const wanted = tried ? missing.filter(({ tries }) => tries > 0) : missing;
  const had = wanted.length === 0 ? new Set() : await take(deps, source, { log, size }, wanted);
  return { asked: wanted.length, came: had.size, last: missing.at(-1)?.index ?? null };
}

type Log = Pick<MirrorRow, 'log' | 'size'>;

/** Fetches and hands over; the indexes of those that are what their leaves name. */
async function take(
  deps: BodiesDeps,
  source: LogSource,
  { log, size }: Log,
  wanted: WantedRow[],
): Promise<Set<number>> {
  const bodies: { index: number; bytes: Uint8Array }[] = [];
  for (const [bundle, rows] of byBundle(wanted)) bodies.push(...(await fetchAll(source, bundle, size, rows)));
  const { wrong } = await deps.registry.mirrorBodies(log, bodies);
  const had = new Set(bodies.map(({ index }) => index));
  for (const index of wrong) had.delete(index);
  return had;
}

function byBundle(wanted: WantedRow[]): Map<number, WantedRow[]> {
  const bundles = new Map<number, WantedRow[]>();
  for (const row of wanted) {
    const bundle = Math.floor(row.index / TILE_WIDTH);
    bundles.set(bundle, [...(bundles.get(bundle) ?? []), row]);
  }
  return bundles;
}

async function fetchAll(source: LogSource, bundle: number, size: number, rows: WantedRow[]) {
  const bodies: { index: number; bytes: Uint8Array }[] = [];
  const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
  const pack = rows.length < PACK_FROM ? [] : await source.pack(bundle, width).catch(() => []);
  for (const { index, digest } of rows) {
    const hex = Buffer.from(digest.slice('sha256:'.length), 'base64url').toString('hex');
    const bytes = pack[index % TILE_WIDTH] ?? (await source.blob(hex));
    if (bytes !== null && bytes !== 'gone') bodies.push({ index, bytes });
  }
  return bodies;
}

/** Longer each time, up to an hour: a body may be gone for good. */
async function delay({ store, clock }: BodiesDeps, log: number, rows: WantedRow[]): Promise<void> {
  const byTries = new Map<number, number[]>();
  for (const { tries, index } of rows) byTries.set(tries, [...(byTries.get(tries) ?? []), index]);
  for (const [tries, indexes] of byTries)
    await store.delayWanted(log, indexes, clock.now() + Math.min(LIMITS.backOffMs, LIMITS.retryMs * 2 ** tries));
}
