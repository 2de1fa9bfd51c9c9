import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, toDay } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { BUILT_IN, OWN } from '../kernel/origins.ts';
import { parseRef } from '../records/kinds.ts';
import type { Software } from '../schemas.gen.ts';
import type { EntryKey, RecordRow, Step, Store } from '../store/port.ts';
import type { HeldAdopters } from './adopters/held.ts';
import type { Given } from './decided.ts';
import { acceptStep, areTwo, offerStep } from './hand-over.ts';
import { handOversOf, reportsOf } from './hand-over-report.ts';
import type { HandOverActs } from './hand-over-types.ts';
import type { Published } from './types.ts';

const DAY_MS = 24 * 3_600_000;

export interface HandOverDeps {
  store: Store;
  clock: Clock;
  held: HeldAdopters;
  given(): Given;
  one<A>(step: Step<A>): Promise<A>;
}

export function createHandOverActs(deps: HandOverDeps): HandOverActs<Published> {
  const { store, clock, held, given, one } = deps;
  return {
    async offer(slug, to) {
      await namesOfOurs(store);
      const target = await targetOf(store, slug, to);
      return one(offerStep(slug, target, given()));
    },
    undo: (slug) => one(offerStep(slug, null, given())),
    async accept(entry) {
      const offered = await offeredHere(deps, entry);
      return one(acceptStep(offered, given()));
    },
    async refuse(entry) {
      const { offer, entry: id, row } = await offeredHere(deps, entry);
      const value = JSON.stringify({ offer, on: toDay(clock.now()) });
      await store.putDecisions([{ what: 'hand-over', key: id, value }]);
      await held.now();
      const found = (await reportsOf(store, held, clock, row)).find((report) => report.entry === id);
      if (found === undefined) throw new CodedError('internal');
      return found;
    },
    lapse: () => lapse(deps),
    list: () => handOversOf(store, held, clock),
  };
}

async function lapse(deps: HandOverDeps): Promise<number> {
  const last = toDay(deps.clock.now() - LIMITS.handOverGraceDays * DAY_MS);
  let done = 0;
  for (let after = 0; ; await nextTurn()) {
    const page = await deps.store.listOwnHandOvers(after, LIMITS.batchSteps);
    for (const { slug, view } of page) {
      const { to } = (JSON.parse(view) as { record: Software }).record.handOver ?? {};
      if (to !== undefined && to.until < last && (await lapsed(deps, slug))) done += 1;
    }
    const end = page.at(-1);
    if (end === undefined) return done;
    after = end.ord;
  }
}

/** False where it cannot be: it was taken over or back meanwhile, or its record is refused today. The others go on. */
async function lapsed({ given, one }: HandOverDeps, slug: string): Promise<boolean> {
  try {
    await one(offerStep(slug, null, given()));
    return true;
  } catch (error) {
    const isRefusal = isCoded(error) && !isCoded(error, 'disk-full') && !isCoded(error, 'read-only');
    if (!isRefusal) throw error;
    return false;
  }
}

async function namesOfOurs(store: Store): Promise<string[]> {
  const names = await store.ownNames();
  if (names.length > 0) return names;
  throw new CodedError(
    'conflict',
    'This catalogue has no public address yet (ALMINDING_URL), or was never started with it: nobody else can name its entries.',
  );
}

/** The entry of the other catalogue, whole. What is known of it must not speak against it. */
async function targetOf(
  store: Store,
  slug: string,
  to: { origin: string; slug?: string | undefined },
): Promise<string> {
  const peer = (await store.listPeers()).find(({ name, originName }) => name === to.origin || originName === to.origin);
  if (peer === undefined || peer.state === 'left')
    throw new CodedError(
      'not-found',
      `No catalogue ${to.origin.slice(0, 100)} is pinned here. An entry is handed over to one whose answer can be seen: \`alminding peer add URL\` first.`,
    );
  const name = to.slug ?? slug;
  const entry = `software/${name}@${peer.originName}`;
  if (parseRef(entry) === null)
    throw new CodedError('invalid-parameter', `“${name.slice(0, 100)}” cannot be the name of an entry.`);
  const key: EntryKey = { origin: peer.origin, kind: 'software', slug: name };
  const gone = await store.getTombstone(key);
  if (gone !== null && gone.reason !== 'erased')
    throw new CodedError(
      'conflict',
      `${entry} was withdrawn there, and its name is never used again. Offer it under another one: --as NAME.`,
    );
  const [ours, theirs] = [await recordAt(store, { ...key, origin: OWN, slug }), await recordAt(store, key)];
  if (ours !== null && theirs !== null && areTwo(ours.record, theirs.record))
    throw new CodedError(
      'conflict',
      `${entry} is another product there (${theirs.record.url}). Offer it under another name: --as NAME.`,
    );
  return entry;
}

interface RecordAt {
  row: RecordRow;
  record: Software;
}

async function recordAt(store: Store, key: EntryKey): Promise<RecordAt | null> {
  const row = await store.getRecord(key);
  return row && { row, record: (JSON.parse(row.view) as { record: Software }).record };
}

/** An entry that another catalogue offers to us now. */
async function offeredHere({ store, clock }: HandOverDeps, entry: string) {
  const ref = parseRef(entry);
  if (ref?.kind !== 'software' || ref.origin === undefined)
    throw new CodedError('invalid-parameter', 'Name the entry with its catalogue: software/NAME@catalogue.example.');
  const origin = await store.originNumber(ref.origin);
  if (origin === OWN || origin === BUILT_IN) throw new CodedError('conflict', `${entry} is not another catalogue's.`);
  const found = origin === null ? null : await recordAt(store, { origin, kind: 'software', slug: ref.slug });
  if (found === null || origin === null) throw new CodedError('not-found', `There is no ${entry} here.`);
  await refuseUnsure(store, origin, ref.origin);
  const to = found.record.handOver?.to;
  const target = to === undefined ? null : parseRef(to.entry);
  const names = await namesOfOurs(store);
  if (to === undefined || target?.kind !== 'software' || !names.includes(target.origin ?? ''))
    throw new CodedError('conflict', `${ref.origin} does not offer ${ref.kind}/${ref.slug} to this catalogue.`);
  if (to.until < toDay(clock.now()))
    throw new CodedError(
      'conflict',
      `The offer of ${entry} ended on ${to.until}. Ask ${ref.origin} to offer it again.`,
    );
  const originName = (await store.originName(origin)) ?? ref.origin;
  return {
    entry: `software/${ref.slug}@${originName}`,
    originName,
    slug: target.slug,
    offer: to.offer,
    ...found,
  };
}

/** What a catalogue says that is no more followed, or tells two stories, is no ground to take anything over. */
async function refuseUnsure(store: Store, origin: number, name: string): Promise<void> {
  const peer = (await store.listPeers()).find((one) => one.origin === origin);
  if (peer === undefined || peer.state === 'left')
    throw new CodedError('conflict', `${name} is no longer mirrored here: what it says today is not known.`);
  const mirror = (await store.listMirrors()).find((one) => one.origin === origin && one.shown);
  if (mirror !== undefined && mirror.frozen !== null)
    throw new CodedError('forked-log', `The log of ${name} was found to be forked: nothing of it is taken over.`);
}
