import { LIMITS } from '../kernel/limits.ts';
import { parseRef } from '../records/kinds.ts';
import type { AddOn, RelationsAnswer, Software, ToldRelation } from '../schemas.gen.ts';
import type { ItemRow, RecordRow, Store } from '../store/port.ts';
import { fitsAny, type Range } from '../versions/fits.ts';
import { compareRelease, readPyVersion } from '../versions/pep440.ts';
import { ON_HOST } from './host-names.ts';
import { frameworksOf, hostAt, seenHosts, standingOn } from './hosts.ts';
import { rowOf, toItems } from './items.ts';

/** What a software stands on and what stands on it, with the versions that fit. */
export async function readRelations(store: Store, row: RecordRow, lang: string, day: string): Promise<RelationsAnswer> {
  const record = recordOf(row);
  const relations: ToldRelation[] = [];
  for (const given of await allRelations(store, row, record, day)) {
    const relation = await withTarget(store, given, row.origin);
    const host = await hostOf(store, relation, row.origin);
    const fits = relation.ranges === undefined ? [] : versionsOf(host).map((version) => told(version, relation.ranges));
    relations.push({ ...relation, ...(fits.length > 0 ? { fits } : {}) });
  }
  const named = await store.linksTo(row, [...ON_HOST], 0, LIMITS.pageSize);
  const found = new Map([...named, ...(await standingOn(store, row))].map((one) => [one.ord, one]));
  const rows = [...found.values()].slice(0, LIMITS.pageSize);
  const ranges = await rangesOn(store, row, rows, day);
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

/** What the record says, what its manifest lists, and what its package files were seen to say of hosts that it leaves out. */
async function allRelations(store: Store, row: RecordRow, record: Software, day: string): Promise<Relation[]> {
  const said: Relation[] = [...(record.relations ?? []), ...dependencies(record)];
  const seen = (await seenHosts(store, row, day)).filter(
    ({ host }) => !said.some(({ target, ranges }) => ranges !== undefined && isSlug(target, host.slug)),
  );
  const added = seen.map(
    ({ host, name, ranges }): Relation => ({ type: 'depends-on', target: refTo(host, row.origin), name, ranges }),
  );
  return [...said, ...added].slice(0, LIMITS.relations);
}

const refTo = ({ slug, origin, originName }: ItemRow, from: number): string =>
  `software/${slug}${origin === from ? '' : `@${originName}`}`;

/** With the record that lies at the address which a manifest names. */
async function withTarget(store: Store, relation: Relation, from: number): Promise<Relation> {
  const { type, target, url } = relation;
  if (target !== undefined || url === undefined || !ON_HOST.includes(type)) return relation;
  const host = await hostAt(store, url, from);
  return host === null ? relation : { ...relation, target: refTo(host, from) };
}

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
async function rangesOn(store: Store, host: RecordRow, rows: ItemRow[], day: string): Promise<Map<number, Ranges>> {
  const found = new Map<number, Ranges>();
  const [names, looked] = [frameworksOf(recordOf(host)), new Map()];
  for (const item of rows) {
    const row = await store.getRecord(item);
    const relations = row === null ? [] : (recordOf(row).relations ?? []);
    const own = relations
      .filter(({ type, target }) => ON_HOST.includes(type) && isSlug(target, host.slug))
      .flatMap(({ ranges }) => ranges ?? []);
    const seen = row === null || own.length > 0 ? [] : await seenHosts(store, row, day, names, looked);
    found.set(item.ord, [...own, ...seen.flatMap((one) => (one.host.ord === host.ord ? one.ranges : []))]);
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
