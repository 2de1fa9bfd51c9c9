import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import { dayAfter } from '../maturity/days.ts';
import { COUNTS_AGE_DAYS } from '../maturity/news.ts';
import type { Observation, Software } from '../schemas.gen.ts';
import type { EntryKey, ItemRow, RecordRow, Store } from '../store/port.ts';
import { observedNames, repositoriesOf } from './host-names.ts';

/** What was seen of one repository, as stored. */
export interface Observed {
  row: RecordRow;
  record: Observation;
}

/**
 * More than so many days later must another catalogue have looked for its reading to count before ours: who looks every day
 * writes that anew only after four weeks, where nothing but counts has changed.
 */
const AHEAD_DAYS = COUNTS_AGE_DAYS + 7;

/**
 * What was seen of the repositories of a software, its own first: those that it names, and those whose observation names
 * it. Of one repository the newest reading counts, ours also where another catalogue's is at most five weeks newer; none of
 * a day after `day` (`YYYY-MM-DD`), which nobody has seen. At most `LIMITS.observations` in all.
 */
export async function observationsOf(store: Store, row: RecordRow, day: string): Promise<Observed[]> {
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
    if (record.read > day) continue;
    const known = newest.get(url);
    if (known === undefined || rank(found, record) > rank(known.row, known.record))
      newest.set(url, { row: found, record });
  }
  const order = addresses.map(normaliseRepositoryUrl);
  const place = (url: string): number => (order.includes(url) ? order.indexOf(url) : order.length);
  return [...newest].sort(([a], [b]) => place(a) - place(b)).map(([, observed]) => observed);
}

/** By the day of the reading, ours that far ahead of all others and first on that day. */
const rank = ({ origin }: RecordRow, { read }: Observation): string =>
  origin === OWN ? `${dayAfter(read, AHEAD_DAYS)} ours` : read;

const pointing = (store: Store, key: EntryKey): Promise<ItemRow[]> =>
  store.linksTo(key, ['observation-of'], 0, LIMITS.observations);

const unique = (rows: ItemRow[]): ItemRow[] => [...new Map(rows.map((row) => [row.ord, row])).values()];
