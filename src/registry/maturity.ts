import type { AdoptionState } from '../adopters/claims.ts';
import { type Clock, latestDay, toDay } from '../kernel/clock.ts';
import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Profile, profileOf } from '../maturity/profile.ts';
import type { Observation, Software } from '../schemas.gen.ts';
import type { EntryKey, RecordRow, Store } from '../store/port.ts';
import type { HeldAdopters } from './adopters/held.ts';
import type { ItemData } from './decided.ts';
import { observationsOf } from './observed.ts';
import { pageOf } from './project.ts';
import type { ToldProfile } from './types.ts';

/** How a product is kept, worked out today from what is known of it: see `maturity/`. */
export async function readMaturity(
  store: Store,
  clock: Clock,
  held: HeldAdopters,
  row: RecordRow,
): Promise<ToldProfile> {
  const { record } = JSON.parse(row.view) as { record: Software };
  const observed = await observationsOf(store, row, latestDay(clock.now()));
  const [offered, adopters] = [await offeredBy(store, row), await adoptersOf(held, row)];
  const profile = profileOf({
    software: record,
    observations: observed.map((one) => one.record),
    suppliers: suppliersOf(record, offered),
    adopters,
    day: toDay(clock.now()),
  });
  const main = profile.basis === 'observation' ? observed.find(({ record: one }) => isOf(one, profile)) : undefined;
  return { ...profile, seen: main === undefined ? null : { ...(await seenIn(store, main.row)) } };
}

const isOf = (one: Observation, { repository, read }: Profile): boolean =>
  one.repository === repository && one.read === read;

const seenIn = async (store: Store, row: RecordRow) => {
  const origin = (await store.originName(row.origin)) ?? '';
  return { id: `observation/${row.slug}`, origin, page: pageOf(row, origin) };
};

/** The same firm is named by its record or by its name, and counts once. */
function suppliersOf({ suppliers = [], maintenance }: Software, offered: string[]): string[] {
  const named = [...suppliers, ...(maintenance?.contractors ?? [])].flatMap((one) => {
    const organisation = 'organisation' in one ? one.organisation : undefined;
    return organisation ?? one.name ?? [];
  });
  return [...new Set([...named, ...offered].map(keyOf))];
}

/** `organisation/magenta-aps` and `Magenta ApS` are one. */
const keyOf = (name: string): string =>
  fold(name.replace(/^organisation\//, '').replace(/@.*$/, '')).replace(/[^a-z0-9]/g, '');

async function offeredBy(store: Store, key: EntryKey): Promise<string[]> {
  const rows = await store.linksTo(key, ['offer-of'], 0, LIMITS.pageSize);
  return rows.flatMap(({ item }) => {
    const { facts } = JSON.parse(item) as ItemData;
    const by = facts.organisation ?? facts.organisationName;
    return typeof by === 'string' ? by : [];
  });
}

/** Each body once, whoever says so: as who uses it is told everywhere. */
async function adoptersOf(held: HeldAdopters, { ord }: RecordRow): Promise<{ production: number; inUse: number }> {
  const adopters = (await held.now()).bySoftware.get(held.clusterAt(ord)) ?? [];
  const count = (wanted: AdoptionState): number => adopters.filter(({ state }) => state === wanted).length;
  return { production: count('production'), inUse: count('in-use') };
}
