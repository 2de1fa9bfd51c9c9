import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Observation, Software } from '../schemas.gen.ts';
import type { EntryKey, ItemRow, RecordRow, Store } from '../store/port.ts';
import { observedNames, repositoriesOf } from './host-names.ts';

/** What was seen of one repository, as stored. */
export interface Observed {
  row: RecordRow;
  record: Observation;
}

/**
 * What was seen of the repositories of a software, its own first: those that it names, and those whose observation names
 * it. Of one repository the newest reading counts, at most `LIMITS.observations` in all.
 */
export async function observationsOf(store: Store, row: RecordRow): Promise<Observed[]> {
  const software = (JSON.parse(row.view) as { record: Software }).record;
  const addresses = repositoriesOf(software);
  const named = await store.matchNames(addresses.flatMap(observedNames));
  const rows = [...(await store.getItems(named)), ...(await pointing(store, row))];
  const newest = new Map<string, Observed>();
  for (const key of unique(rows).slice(0, LIMITS.observations)) {
    const found = await store.getRecord(key);
    if (found === null || found.kind !== 'observation') continue;
    const { record } = JSON.parse(found.view) as { record: Observation };
    const url = normaliseRepositoryUrl(record.repository) ?? record.repository;
    const known = newest.get(url);
    if (known === undefined || known.record.read < record.read) newest.set(url, { row: found, record });
  }
  const order = addresses.map(normaliseRepositoryUrl);
  const place = (url: string): number => (order.includes(url) ? order.indexOf(url) : order.length);
  return [...newest].sort(([a], [b]) => place(a) - place(b)).map(([, observed]) => observed);
}

const pointing = (store: Store, key: EntryKey): Promise<ItemRow[]> =>
  store.linksTo(key, ['observation-of'], 0, LIMITS.observations);

const unique = (rows: ItemRow[]): ItemRow[] => [...new Map(rows.map((row) => [row.ord, row])).values()];
