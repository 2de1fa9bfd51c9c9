import { LIMITS } from '../kernel/limits.ts';
import { BUILT_IN } from '../kernel/origins.ts';
import type { HostRange, Observation, Software } from '../schemas.gen.ts';
import { nameKeys } from '../search/words.ts';
import type { ItemRow, RecordRow, Store } from '../store/port.ts';
import { addressKeys, asFramework, linesOf, repositoriesOf } from './host-names.ts';
import { rowOf } from './items.ts';
import { type Observed, observationsOf } from './observed.ts';

/** What a package file was seen to say of a host that the catalogue knows. */
export interface SeenHost {
  host: ItemRow;
  name: string;
  ranges: HostRange[];
}

/** The software whose repository lies at an address; `null` where none is, or several are. */
export const hostAt = async (store: Store, url: string, origin: number): Promise<ItemRow | null> =>
  onlyOne(await softwareAt(store, url), origin);

/** All software whose repository lies at an address. */
export const softwareAt = (store: Store, url: string): Promise<ItemRow[]> =>
  softwareOf(store, addressKeys('at', [url]));

/** Which software was found by the name of a framework, seen from an origin: looked up once for all that name it. */
type Looked = Map<string, ItemRow | null>;

/**
 * What package files of its repositories name, by frameworks of classifiers, and which software that is; of all hosts, or only
 * what has one of these names (as `frameworksOf` gives them). Of names that are many the first are looked up, as any network
 * may say of any repository what it likes.
 */
export async function seenHosts(
  store: Store,
  row: RecordRow,
  day: string,
  only: ReadonlySet<string> | null = null,
  looked: Looked = new Map(),
): Promise<SeenHost[]> {
  const found = new Map<number, SeenHost>();
  for (const observed of await observationsOf(store, row, day)) {
    for (const line of linesOf(observed.record)) {
      const keys = nameKeys(line.name);
      if (only !== null && !keys.some((key) => only.has(asFramework(key)))) continue;
      const host = await hostNamed(store, keys, row.origin, looked);
      if (host === null || host.ord === row.ord) continue;
      const seen = found.get(host.ord) ?? { host, name: line.name, ranges: [] };
      if (line.range !== undefined) seen.ranges.push(rangeOf(observed, { ...line, range: line.range }));
      found.set(host.ord, seen);
    }
  }
  return [...found.values()];
}

async function hostNamed(store: Store, keys: string[], origin: number, looked: Looked): Promise<ItemRow | null> {
  const at = `${origin}:${keys.join('|')}`;
  const known = looked.get(at);
  if (known !== undefined || looked.size >= LIMITS.hostsLookedUp) return known ?? null;
  const host = onlyOne(await softwareOf(store, keys), origin);
  looked.set(at, host);
  return host;
}

const rangeOf = (
  { record: { repository, read } }: Observed,
  { range, file }: { range: string; file: string },
): HostRange => ({
  ...{ range, scheme: 'classifier', file },
  source: { title: `${file}, ${repository}`, address: repository, read },
});

/** What stands on this one without referring to it: by its address, or as package files were seen to say. */
export async function standingOn(store: Store, row: RecordRow): Promise<ItemRow[]> {
  const record = (JSON.parse(row.view) as { record: Software }).record;
  const based = await softwareOf(store, addressKeys('on', repositoriesOf(record)));
  const seen: ItemRow[] = [];
  const observing = await store.matchNames([...frameworksOf(record)]);
  for (const item of await store.getItems(observing.slice(0, LIMITS.pageSize))) {
    const observation = await store.getRecord(item);
    if (observation?.kind !== 'observation') continue;
    const { software, repository } = (JSON.parse(observation.view) as { record: Observation }).record;
    const named = software === undefined ? null : await rowOf(store, software, item.origin);
    seen.push(...(named === null ? await softwareAt(store, repository) : [named]));
  }
  return [...new Map([...based, ...seen].map((one) => [one.ord, one])).values()].filter(({ ord }) => ord !== row.ord);
}

/** By which names package files may mean it. */
export const frameworksOf = ({ name, aliases = [] }: Software): Set<string> =>
  new Set([name, ...aliases].flatMap(nameKeys).map(asFramework));

/** Software with one of these names; at most a page of it. */
export async function softwareOf(store: Store, names: string[]): Promise<ItemRow[]> {
  const rows = names.length === 0 ? [] : await store.getItems(await store.matchNames(names));
  return rows.filter(({ kind }) => kind === 'software').slice(0, LIMITS.pageSize);
}

/** Of the record's own origin, else ours, else the built-in one: the only one there. Of several none is meant. */
export function onlyOne(rows: readonly ItemRow[], origin: number): ItemRow | null {
  for (const near of [(row: ItemRow) => row.origin === origin, (row: ItemRow) => row.origin <= BUILT_IN, () => true]) {
    const [one, other] = rows.filter(near);
    if (one !== undefined) return other === undefined ? one : null;
  }
  return null;
}
