import { setImmediate as nextTurn } from 'node:timers/promises';
import { LIMITS } from '../kernel/limits.ts';
import type { MirrorRow, MirrorStep } from '../store/mirror-port.ts';
import type { EntryState, Step, Store } from '../store/port.ts';
import type { Decided } from './decided.ts';
import { readsFor } from './mirror.ts';
import { mirrorBodies } from './mirror-bodies.ts';
import { hideChanges, mirroredProjection } from './mirror-effects.ts';
import { type BodyReading, readMirroredBody } from './mirrored-body.ts';

type Told = (done: number) => void;

/**
 * The derived rows of another network's records made anew from the bodies that are kept. What this program could not show
 * when it came and can now is shown, what it can no more is kept aside. The number of records made anew.
 */
export async function reindexMirrored(store: Store, mirror: MirrorRow, now: number, tell: Told): Promise<number> {
  await shownNow(store, mirror, now);
  // What could be shown only now is among those that are made anew.
  return shownAnew(store, mirror, now, tell);
}

async function shownAnew(store: Store, mirror: MirrorRow, now: number, tell: Told): Promise<number> {
  let count = 0;
  for (let after = 0; ; ) {
    const entries = await store.listEntries(mirror.origin, after, LIMITS.batchSteps);
    const last = entries.at(-1);
    if (last === undefined) return count;
    const steps: Step<null>[] = [];
    for (const entry of entries.filter(({ state }) => state === 'live')) {
      const body = await store.getBody(entry);
      // A body that is not there is told by `verify`; what was shown of it stays.
      if (body === null) continue;
      const reading = readMirroredBody(`${entry.kind}/${entry.slug}`, body.mediaType, body.body);
      if (reading.is === 'record')
        steps.push(anewStep(entry, body.body, reading, await standsAt(store, entry, mirror)));
      else await store.commitMirror(asideStep(entry, body, reading, mirror, now));
      count += 1;
    }
    await store.commit(steps);
    tell(count);
    after = last.ord;
    await nextTurn();
  }
}

const isSame = (a: EntryState, b: EntryState | null): boolean =>
  b?.state === 'live' && b.version === a.version && b.leafIndex === a.leafIndex;

type Readable = Extract<BodyReading, { is: 'record' }>;

type Standing = Pick<Decided, 'originName'> & Required<Pick<Decided, 'mirror'>>;

/** The leaf that names the body that is shown: in the log that is shown, or where a newer one has not come, as it came. */
async function standsAt(store: Store, entry: EntryState, mirror: MirrorRow): Promise<Standing> {
  const { originName, log, line } = mirror;
  const state = await store.logEntry(log, `${entry.kind}/${entry.slug}`);
  if (state?.digest === entry.bodyDigest) return { originName, mirror: { log: line, index: entry.leafIndex } };
  const [version] = await store.listVersions(entry, 1);
  const came = JSON.parse(version?.provenance ?? '{}') as { log?: string; index?: number };
  return { originName, mirror: { log: came.log ?? line, index: came.index ?? entry.leafIndex } };
}

function anewStep(before: EntryState, body: Uint8Array, reading: Readable, standing: Standing): Step<null> {
  const { origin, kind, slug, version, bodyDigest: digest, updated } = before;
  const entry = { origin, kind, slug };
  const made = { ...standing, version, digest, updated };
  return {
    reads: { origin, kind, slug, keys: [] },
    decide(found) {
      // What came meanwhile was made by this program.
      if (!isSame(before, found.named)) return { changes: [], answer: null };
      const projection = mirroredProjection(entry, reading, made, body);
      return {
        changes: [
          { do: 'project', entry, projection },
          { do: 'event', entry, op: 'source' },
        ],
        answer: null,
      };
    },
  };
}

/** A record that this version of the program does not take for one: its body is passed on as before, and not shown. */
function asideStep(
  before: EntryState,
  { body, mediaType }: { body: Uint8Array; mediaType: string },
  reading: Exclude<BodyReading, Readable>,
  { log }: MirrorRow,
  now: number,
): MirrorStep<null> {
  const { origin, kind, slug, leafIndex: index, bodyDigest: digest } = before;
  const id = `${kind}/${slug}`;
  const problems = JSON.stringify(reading.is === 'faulty' ? reading.problems : []);
  return {
    reads: { ...readsFor(log, [], now), ids: [id] },
    decide({ shown }) {
      const known = shown.get(id);
      if (known?.state !== 'live' || known.leafIndex !== index) return { changes: [], answer: null };
      const kept = { log, id, index, digest, mediaType, body, problems };
      return { changes: [...hideChanges({ origin, kind, slug }), { do: 'unshown', ...kept }], answer: null };
    },
  };
}

/** Bodies that were kept aside, of kinds or fields that this version of the program knows. */
async function shownNow(store: Store, { log, shown }: MirrorRow, now: number): Promise<void> {
  for (let before = Number.MAX_SAFE_INTEGER; shown; ) {
    const rows = await store.listUnshown(log, LIMITS.batchSteps, before);
    const last = rows.at(-1);
    if (last === undefined) break;
    const bodies = [];
    for (const { id, index, digest } of rows) {
      const blob = await store.getBlob(digest);
      if (blob === null || blob === 'erased') continue;
      if (readMirroredBody(id, blob.mediaType, blob.body).is === 'record') bodies.push({ index, bytes: blob.body });
    }
    await mirrorBodies(store, { now: () => now }, log, bodies);
    before = last.index;
    await nextTurn();
  }
}
