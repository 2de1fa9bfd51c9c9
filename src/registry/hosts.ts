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
  onlyOne(await softwareOf(store, addressKeys('at', [url])), origin);

/** What package files of its repositories name, by frameworks of classifiers, and which software that is. */
export async function seenHosts(store: Store, row: RecordRow): Promise<SeenHost[]> {
  const found = new Map<number, SeenHost>();
  for (const observed of await observationsOf(store, row)) {
    for (const line of linesOf(observed.record)) {
      const host = onlyOne(await softwareOf(store, nameKeys(line.name)), row.origin);
      if (host === null || host.ord === row.ord) continue;
      const seen = found.get(host.ord) ?? { host, name: line.name, ranges: [] };
      if (line.range !== undefined) seen.ranges.push(rangeOf(observed, { ...line, range: line.range }));
      found.set(host.ord, seen);
    }
  }
  return [...found.values()];
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
  const names = [record.name, ...(record.aliases ?? [])].flatMap(nameKeys).map(asFramework);
  const seen: ItemRow[] = [];
  for (const item of (await store.getItems(await store.matchNames(names))).slice(0, LIMITS.pageSize)) {
    const observation = await store.getRecord(item);
    if (observation?.kind !== 'observation') continue;
    const { software, repository } = (JSON.parse(observation.view) as { record: Observation }).record;
    const named = software === undefined ? null : await rowOf(store, software, item.origin);
    seen.push(...(named === null ? await softwareOf(store, addressKeys('at', [repository])) : [named]));
  }
  return [...new Map([...based, ...seen].map((one) => [one.ord, one])).values()].filter(({ ord }) => ord !== row.ord);
}

async function softwareOf(store: Store, names: string[]): Promise<ItemRow[]> {
  const rows = names.length === 0 ? [] : await store.getItems(await store.matchNames(names));
  return rows.filter(({ kind }) => kind === 'software').slice(0, LIMITS.pageSize);
}

/** Of the record's own origin, else ours, else the built-in one: the only one there. Of several none is meant. */
function onlyOne(rows: readonly ItemRow[], origin: number): ItemRow | null {
  for (const near of [(row: ItemRow) => row.origin === origin, (row: ItemRow) => row.origin <= BUILT_IN, () => true]) {
    const [one, other] = rows.filter(near);
    if (one !== undefined) return other === undefined ? one : null;
  }
  return null;
}
