import { type Fault, levelFaults } from '../governance/faults.ts';
import { rightFaults, type Writing, writerFaults } from '../governance/rights.ts';
import { parseRef } from '../records/kinds.ts';
import type { Assessment, Framework, Network } from '../schemas.gen.ts';
import type { ItemRow, Store } from '../store/port.ts';
import { rowOf } from './items.ts';

/** What an assessment stands on: which levels there are, who may assess and decide, and whose words these are. */
export interface Ground {
  framework: Framework | null;
  network: Network | null;
  /** Null where no network stands behind the framework: then everybody's acts count. */
  writing: Writing | null;
  /** The framework by its slug, and the origin that keeps it or is said to; `origin` is null where that is not known here. */
  place: { slug: string; origin: number | null; originName: string };
}

/** The ground of assessments by the framework of this reference that an origin wrote. */
export async function groundOf(store: Store, ref: string, origin: number): Promise<Ground> {
  const writer = (await store.originName(origin)) ?? '';
  const place = await placeOf(store, ref, { origin, originName: writer });
  const row = await rowOf(store, ref, origin);
  const framework = row && (await recordIn<Framework>(store, row));
  if (row === null || framework === null) {
    const isOthers = place.origin !== origin;
    return { ...NOBODY, place, writing: isOthers ? { writer, keeper: null, network: '' } : null };
  }
  if (framework.network === undefined) return { ...NOBODY, place, framework };
  const kept = await rowOf(store, framework.network, row.origin);
  const network = kept && (await recordIn<Network>(store, kept));
  const keeper = await placeOf(store, framework.network, row);
  const writing = { writer, keeper: keeper.originName, network: network?.name ?? framework.network };
  return { framework, network, writing, place };
}

const NOBODY = { framework: null, network: null, writing: null };

/** What takes away what an act gives, as far as its framework and its network tell; dates are another matter. */
export const groundFaults = ({ network, writing }: Ground, assessment: Assessment): Fault[] => [
  ...(network === null ? [] : rightFaults(network, assessment)),
  ...(writing === null ? [] : writerFaults(writing, assessment)),
];

/** The same with levels that its framework does not have. */
export const standsOn = (ground: Ground, assessment: Assessment): boolean =>
  groundFaults(ground, assessment).length === 0 &&
  (ground.framework === null || levelFaults(ground.framework, assessment.levels).length === 0);

/** Where a reference leads, by the present name of that origin; `holder` holds the reference. */
async function placeOf(
  store: Store,
  ref: string,
  holder: Pick<ItemRow, 'origin' | 'originName'>,
): Promise<Ground['place']> {
  const { slug = ref, origin: named } = parseRef(ref) ?? {};
  if (named === undefined) return { slug, origin: holder.origin, originName: holder.originName };
  const origin = await store.originNumber(named);
  return { slug, origin, originName: (origin === null ? null : await store.originName(origin)) ?? named };
}

async function recordIn<T>(store: Store, row: ItemRow): Promise<T | null> {
  const found = await store.getRecord(row);
  return found && (JSON.parse(found.view) as { record: T }).record;
}
