import { LIMITS } from '../kernel/limits.ts';
import { parseRef } from '../records/kinds.ts';
import type { AddOn, RelationsAnswer, Software, ToldRelation } from '../schemas.gen.ts';
import type { EntryKey, ItemRow, RecordRow, Store } from '../store/port.ts';
import { fitsAny, type Range } from '../versions/fits.ts';
import { compareRelease, readPyVersion } from '../versions/pep440.ts';
import { rowOf, toItems } from './items.ts';

/** By which a thing stands on another one, its host. */
const ON_HOST = ['adds-on-to', 'based-on', 'depends-on'];

/** What a software stands on and what stands on it, with the versions that fit. */
export async function readRelations(store: Store, row: RecordRow, lang: string): Promise<RelationsAnswer> {
  const record = recordOf(row);
  const relations: ToldRelation[] = [];
  for (const relation of [...(record.relations ?? []), ...dependencies(record)].slice(0, LIMITS.relations)) {
    const host = await hostOf(store, relation, row.origin);
    const fits = relation.ranges === undefined ? [] : versionsOf(host).map((version) => told(version, relation.ranges));
    relations.push({ ...relation, ...(fits.length > 0 ? { fits } : {}) });
  }
  const rows = await store.linksTo(row, ON_HOST, 0, LIMITS.pageSize);
  const ranges = await rangesOn(store, row, rows);
  const versions = inOrder([...versionsOf(record), ...lines([...ranges.values()].flat())]);
  const addOns = (await toItems(store, rows, lang)).map(({ id, origin, name, page }, i): AddOn => {
    const own = ranges.get((rows[i] as ItemRow).ord) ?? [];
    return { id, origin, name, page, ranges: own, fits: versions.map((version) => told(version, own)) };
  });
  return { id: `${row.kind}/${row.slug}`, relations, versions, addOns };
}

type Relation = Omit<ToldRelation, 'fits'>;
type Ranges = NonNullable<Relation['ranges']>;

const recordOf = ({ view }: RecordRow): Software => (JSON.parse(view) as { record: Software }).record;

const told = (version: string, ranges: Ranges = []): AddOn['fits'][number] => ({
  version,
  fits: fitsAny(version, ranges as Range[]),
});

async function hostOf(store: Store, { target }: Relation, origin: number): Promise<Software | null> {
  const item = target?.startsWith('software/') ? await rowOf(store, target, origin) : null;
  const row = item && (await store.getRecord(item));
  return row && recordOf(row);
}

/** The versions of a host that its record knows. */
const versionsOf = (host: Software | null): string[] => {
  const latest = (host?.repositories ?? []).map(({ latestVersion }) => latestVersion?.name);
  return [...new Set([host?.version, ...latest].filter((version) => version !== undefined))];
};

/** What each of these says of its host, by row: the ranges of all its relations to it. */
async function rangesOn(store: Store, host: EntryKey, rows: ItemRow[]): Promise<Map<number, Ranges>> {
  const found = new Map<number, Ranges>();
  for (const item of rows) {
    const row = await store.getRecord(item);
    const relations = row === null ? [] : (recordOf(row).relations ?? []);
    const own = relations.filter(({ type, target }) => ON_HOST.includes(type) && isSlug(target, host.slug));
    found.set(
      item.ord,
      own.flatMap(({ ranges }) => ranges ?? []),
    );
  }
  return found;
}

const isSlug = (target: string | undefined, slug: string): boolean => parseRef(target ?? '')?.slug === slug;

/** Lines that add-ons name count as versions to ask for. */
const lines = (ranges: Ranges): string[] =>
  ranges.flatMap(({ range, scheme }) => (scheme === 'classifier' && readPyVersion(range) !== null ? [range] : []));

function inOrder(versions: string[]): string[] {
  const release = (version: string) => readPyVersion(version)?.release ?? [];
  const sorted = [...new Set(versions)].sort((a, b) => compareRelease(release(a), release(b)));
  return sorted.slice(-LIMITS.hostVersions);
}

/** What the manifest lists as needed, as relations: between a least and a most version, or one line. */
function dependencies({ dependsOn = {} }: Software): Relation[] {
  return Object.values(dependsOn)
    .flat()
    .map(({ name, version, versionMin, versionMax }) => {
      const range =
        version ?? (versionMin || versionMax ? `${versionMin ?? ''} - ${versionMax ?? ''}`.trim() : undefined);
      return { type: 'depends-on', name, ...(range && { ranges: [{ range, scheme: 'between' as const }] }) };
    });
}
