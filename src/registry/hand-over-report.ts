import { type RefusalDocument, refusalId, refusalIn } from '../journal/refusal-document.ts';
import { type Clock, toDay } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import { parseRef } from '../records/kinds.ts';
import type { Software } from '../schemas.gen.ts';
import type { EntryKey, RecordRow, Store } from '../store/port.ts';
import type { HeldAdopters } from './adopters/held.ts';
import type { HandOverReport } from './hand-over-types.ts';
import { pageOf } from './project.ts';

type Row = Pick<RecordRow, 'origin' | 'kind' | 'slug' | 'view'>;

/** Everything that is handed over as far as it is known here, ours first; at most `LIMITS.handOversListed`. */
export async function handOversOf(store: Store, held: HeldAdopters, clock: Clock): Promise<HandOverReport[]> {
  await held.now();
  const reports = new Map<string, HandOverReport>();
  for (const row of await store.listHandOvers(LIMITS.handOversListed))
    for (const report of await reportsOf(store, held, clock, row)) reports.set(`${report.entry} ${report.to}`, report);
  return [...reports.values()];
}

/** The same of one record: what it says, and whether the other side does. */
export async function reportsOf(store: Store, held: HeldAdopters, clock: Clock, row: Row): Promise<HandOverReport[]> {
  const { handOver } = recordOf(row);
  const reports: HandOverReport[] = [];
  if (handOver?.to !== undefined) reports.push(await given(store, held, toDay(clock.now()), row, handOver.to));
  for (const from of handOver?.from ?? []) reports.push(await taken(store, row, from));
  return reports;
}

type To = NonNullable<NonNullable<Software['handOver']>['to']>;
type From = NonNullable<NonNullable<Software['handOver']>['from']>[number];

async function given(
  store: Store,
  { decisions }: HeldAdopters,
  today: string,
  row: Row,
  to: To,
): Promise<HandOverReport> {
  const taker = await at(store, to.entry);
  const back = taker?.row && (await namedBy(store, recordOf(taker.row).handOver?.from ?? [], row, to.offer));
  const report = await between(store, row, taker, { entry: null, to: to.entry });
  const said = { ...report, offered: to.on, until: to.until };
  if (back) return { ...said, state: 'taken-over', settled: back.on };
  const refused = decisions.handOvers.get(report.entry);
  if (refused !== undefined && refused.offer === to.offer) return { ...said, state: 'refused', settled: refused.on };
  const answer = taker === null ? null : await refusedThere(store, taker.key.origin, to.offer);
  if (answer !== null) return { ...said, state: 'refused', settled: answer.on };
  return { ...said, state: to.until < today ? 'lapsed' : 'offered', settled: null };
}

/** What the log of whom it was offered to says of the offer, where it is mirrored here. */
async function refusedThere(store: Store, origin: number, offer: string): Promise<RefusalDocument | null> {
  const id = refusalId(offer);
  const said = await store.newestControls(id, LIMITS.peers);
  if (said.length === 0) return null;
  const log = (await store.listMirrors()).find((mirror) => mirror.origin === origin && mirror.shown)?.log;
  const found = said.find((row) => row.log === log);
  return found === undefined ? null : refusalIn(id, found.body);
}

async function taken(store: Store, row: Row, from: From): Promise<HandOverReport> {
  const giver = await at(store, from.entry);
  const to = giver?.row && recordOf(giver.row).handOver?.to;
  const says = to !== undefined && to !== null && (await namedBy(store, [to], row, from.offer)) !== undefined;
  const report = await between(store, giver?.row ?? null, { key: row, row }, { entry: from.entry, to: null });
  const offer = says ? { offered: to.on, until: to.until } : { offered: null, until: null };
  return { ...report, ...offer, state: says ? 'taken-over' : 'claimed', settled: from.on };
}

interface At {
  key: EntryKey;
  row: Row | null;
}

/** Null where no catalogue of that name is known here. */
async function at(store: Store, entry: string): Promise<At | null> {
  const ref = parseRef(entry);
  const origin = ref?.origin === undefined ? null : await store.originNumber(ref.origin);
  if (ref === null || origin === null) return null;
  const key = { origin, kind: ref.kind, slug: ref.slug };
  return { key, row: await store.getRecord(key) };
}

async function namedBy<N extends { entry: string; offer: string }>(
  store: Store,
  names: N[],
  row: EntryKey,
  offer: string,
): Promise<N | undefined> {
  for (const name of names.filter((one) => one.offer === offer)) {
    const ref = parseRef(name.entry);
    if (ref?.kind !== row.kind || ref.slug !== row.slug || ref.origin === undefined) continue;
    if ((await store.originNumber(ref.origin)) === row.origin) return name;
  }
  return undefined;
}

type Frame = Omit<HandOverReport, 'state' | 'offered' | 'until' | 'settled'>;

/** `names`: what a side is called that is not here. */
async function between(
  store: Store,
  giver: Row | null,
  taker: At | null,
  names: { entry: string | null; to: string | null },
): Promise<Frame> {
  const id = async (key: EntryKey) =>
    `${key.kind}/${key.slug}${key.origin === OWN ? '' : `@${await store.originName(key.origin)}`}`;
  const page = async (row: Row | null) =>
    row === null ? null : pageOf(row, (await store.originName(row.origin)) ?? '');
  const takerKey = taker?.key;
  const named = giver ?? taker?.row ?? null;
  return {
    entry: giver === null ? (names.entry ?? '') : await id(giver),
    to: takerKey === undefined ? (names.to ?? '') : await id(takerKey),
    name: named === null ? '' : recordOf(named).name,
    page: await page(giver),
    toPage: await page(taker?.row ?? null),
    side: giver?.origin === OWN ? 'giver' : takerKey?.origin === OWN ? 'taker' : 'neither',
  };
}

const recordOf = ({ view }: Row): Software => (JSON.parse(view) as { record: Software }).record;
