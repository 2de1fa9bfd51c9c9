import { type Clock, latestDay, toRfc3339 } from '../kernel/clock.ts';
import { CodedError, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { BUILT_IN, OWN } from '../kernel/origins.ts';
import { decodeCursor, encodeCursor, type Page } from '../kernel/page.ts';
import { isSlug } from '../kernel/slug.ts';
import type { Kind } from '../records/kinds.ts';
import type { EntryKey, RecordRow, Store, StoredDocument, VersionRow } from '../store/port.ts';
import type { HeldAdopters } from './adopters/held.ts';
import { createLeftOut, type LeftOut } from './adopters/left-out.ts';
import { createAssessed } from './assessed.ts';
import { readClaims } from './claims.ts';
import { compareJson } from './compare.ts';
import { searchOver } from './find.ts';
import { createGrowth } from './growth.ts';
import { handOversOf, reportsOf } from './hand-over-report.ts';
import { createHeldIndex } from './held-index.ts';
import { addressOf, rowOf, toItems } from './items.ts';
import { readLicence } from './licence-changes.ts';
import { createLinked, hiddenOf } from './linked.ts';
import { readMaturity } from './maturity.ts';
import { readMembership } from './membership.ts';
import { newsReader } from './news-reader.ts';
import { observationsOf } from './observed.ts';
import { peerFaults } from './peer-faults.ts';
import { pageOf } from './project.ts';
import { createRelatedNeeds } from './related-needs.ts';
import { readRelations } from './relations.ts';
import { similarTo } from './similar.ts';
import { circleOf } from './succession.ts';
import { suggest } from './suggest.ts';
import type { CatalogueStatus, Item, Lookup, Reader } from './types.ts';
import { writersBy } from './writers-by.ts';

/** Most broken files that are named on the status page. */
const BROKEN_FILES = 100;

/** Who uses what, as it is held in memory and as it is read. */
export interface AdopterReads {
  held: HeldAdopters;
  read: Pick<Reader, 'adopters' | 'everyAdopter' | 'bodyShown'>;
}

/** Everything that doors read, over the store. `serving` where a search is not to wait for a bulk of changes. */
export function createReader(store: Store, clock: Clock, adopters: AdopterReads, serving = false): Reader {
  const { held: users } = adopters;
  const held = createHeldIndex(store, clock, { adopters: users, serving });
  const assessed = createAssessed(store, clock);
  const leftOut = createLeftOut(store, users);
  const shownRecord = async (key: EntryKey): Promise<RecordRow | null> => {
    const row = await store.getRecord(key);
    return row && leftOut.row(row);
  };
  return {
    ...assessed,
    ...adopters.read,
    ...createLinked(store, users, clock),
    lookup: (kind, address, options) =>
      lookup(store, users, unlessHidden(store, users, shownRecord), kind, address, options?.former),
    document: (kind, address, known) =>
      lookup(
        store,
        users,
        unlessHidden(store, users, (key) => leftOut.document(key, known)),
        kind,
        address,
      ),
    documentNow: (kind, address, known) => documentNow(leftOut, kind, address, known),
    list: (kind, limit, cursor) => list(store, users, leftOut, kind, limit, cursor),
    pageParts: (kind) => store.listStretches(kind, LIMITS.sitemapPart),
    pagesIn: async (kind, part) =>
      (await store.listAddresses(kind, LIMITS.sitemapPart, part)).map((row) => ({
        path: `/${addressOf(row)}`,
        updated: toRfc3339(row.updated),
      })),
    growth: createGrowth(store),
    search: searchOver(store, held),
    follow: () => held.follow(),
    suggest: (text, lang) => suggest(store, held, text, lang),
    needs: createRelatedNeeds(store, held),
    similar: (row, lang, limit) => similarTo(store, held, row, lang, limit),
    versions: (row, limit, cursor) => versions(store, row, limit, cursor),
    body: (key, n) => store.getBody(key, n),
    compare: (key, from, to) => compare(store, leftOut, key, from, to),
    sources: (key) => store.getSources(key),
    resolve: (refs, origin, lang) => resolve(store, refs, origin, lang),
    licence: (row) => readLicence(store, row),
    claims: (key, lang) => readClaims(store, clock, key, lang),
    membership: (row) => readMembership(store, clock, row),
    maturity: (row) => readMaturity(store, clock, users, row),
    observations: (row) => observationsOf(store, row, latestDay(clock.now())),
    relations: (row, lang) => readRelations(store, row, lang, latestDay(clock.now())),
    circle: (row) => circleOf(store, row),
    faults: (row, followed) => peerFaults(store, assessed, row, latestDay(clock.now()), followed),
    writersBy: (issuer, repository) => writersBy(store, issuer, repository),
    handOver: (row) => reportsOf(store, users, clock, row),
    handOvers: () => handOversOf(store, users, clock),
    former: async (key, lang) => toItems(store, await store.formerOf(key), lang),
    async cluster(key, lang) {
      const rows = await store.getCluster(key);
      return toItems(store, await store.getItems(rows.map(({ ord }) => ord)), lang);
    },
    dangling: (limit) => store.danglingLinks(OWN, limit),
    status: () => status(store),
    changedAt: () => changedAt(store),
    news: newsReader(store, users),
    point: () => store.changePoint(),
  };
}

/** Whether a body hides an adoption, and what took the place of what was handed over, takes longer to tell. */
function documentNow(leftOut: LeftOut, kind: Kind, address: string, known?: string): StoredDocument | null {
  if (kind === 'adoption' || !isSlug(address)) return null;
  const found = leftOut.documentNow(kind, address, known);
  return found !== null && kind === 'software' && found.handed !== false ? null : found;
}

async function lookup<T>(
  store: Store,
  held: HeldAdopters,
  get: (key: EntryKey) => Promise<T | null>,
  kind: Kind,
  address: string,
  former = false,
): Promise<Lookup<T>> {
  const at = address.indexOf('@');
  const [slug, origin] = at < 0 ? [address, undefined] : [address.slice(0, at), address.slice(at + 1)];
  if (!isSlug(slug)) return { missing: [] };
  const numbers = origin === undefined ? [OWN, BUILT_IN] : [await store.originNumber(origin)].filter((n) => n !== null);
  for (const number of numbers) {
    const key = { origin: number, kind, slug };
    const there = await standing(store, get, key, former);
    if (there !== null) return there;
  }
  const hidden = await hiddenOf(held, kind);
  const same = (await store.sameSlug(kind, slug)).filter(({ ord }) => !hidden.has(ord));
  // One cluster has it, under one name or several: its face is meant.
  const [only, ...others] = new Set(same.map(({ rep }) => rep));
  const face =
    others.length === 0 && origin === undefined ? (same.find(({ ord }) => ord === only) ?? same[0]) : undefined;
  if (face !== undefined) return { redirect: pageOf({ kind, slug, origin: face.origin }, face.originName) };
  return { missing: same.map(({ originName }) => `${kind}/${slug}@${originName}`) };
}

/** The record itself, what took its place, or its tombstone. */
async function standing<T>(
  store: Store,
  get: (key: EntryKey) => Promise<T | null>,
  key: EntryKey,
  former: boolean,
): Promise<Lookup<T> | null> {
  const found = await get(key);
  const mayBe = found && key.kind === 'software' && !former && (found as { handed?: boolean }).handed !== false;
  const heir = mayBe ? await store.heirOf(key) : null;
  if (heir) return { redirect: pageOf(heir, heir.originName) };
  if (found) return { found };
  const gone = await store.getTombstone(key);
  return gone && { gone };
}

/** What the body itself does not want to be told is not there for any reader. */
const unlessHidden =
  <T>(store: Store, held: HeldAdopters, get: (key: EntryKey) => Promise<T | null>) =>
  async (key: EntryKey): Promise<T | null> => {
    if (key.kind !== 'adoption') return get(key);
    const row = await store.getItem(key);
    return row === null || (await held.now()).hidden.has(row.ord) ? null : get(key);
  };

async function list(
  store: Store,
  held: HeldAdopters,
  leftOut: LeftOut,
  kind: Kind,
  limit: number,
  cursor?: string,
): Promise<Page<Uint8Array>> {
  const after = cursor === undefined ? 0 : (decodeCursor(kind, cursor, ['number'])[0] as number);
  const { views, more } = await store.listViews(kind, after, limit);
  const next = more ? encodeCursor(kind, [views.at(-1)?.ord ?? after]) : null;
  const hidden = await hiddenOf(held, kind);
  const shown = views.filter(({ ord }) => !hidden.has(ord));
  const items = kind === 'software' ? await leftOut.views(shown) : shown.map(({ view }) => view);
  return { total: (await store.countRecords(kind)) - hidden.size, items, next };
}

async function resolve(store: Store, refs: string[], origin: number, lang: string): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  for (const ref of new Set(refs)) {
    const row = await rowOf(store, ref, origin);
    const [item] = row === null ? [] : await toItems(store, [row], lang);
    if (item) found.set(ref, item);
  }
  return found;
}

async function versions(store: Store, row: RecordRow, limit: number, cursor?: string): Promise<Page<VersionRow>> {
  const name = `versions:${row.origin}:${row.kind}/${row.slug}`;
  const before = cursor === undefined ? undefined : (decodeCursor(name, cursor, ['number'])[0] as number);
  const rows = await store.listVersions(row, limit + 1, before);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  // Numbers go from 1 without a gap.
  return { total: row.version, items, next: rows.length > limit && last ? encodeCursor(name, [last.n]) : null };
}

async function compare(store: Store, leftOut: LeftOut, key: EntryKey, from: number, to: number) {
  const [before, after] = [await store.getBody(key, from), await store.getBody(key, to)];
  if (!before || !after)
    throw new CodedError('not-found', `There is no version ${before ? to : from} of ${key.kind}/${key.slug}.`);
  const record = ({ body }: { body: Uint8Array }) =>
    (JSON.parse(Buffer.from(body).toString('utf8')) as { record: unknown }).record;
  return compareJson(await leftOut.record(key, record(before)), await leftOut.record(key, record(after)));
}

async function status(store: Store): Promise<CatalogueStatus> {
  const broken = (await store.listBroken(BROKEN_FILES)).map(({ folder, file, problems }) => ({
    folder,
    file,
    problems: JSON.parse(problems) as Problem[],
  }));
  const { total, entries } = await store.unjoined(LIMITS.unjoinedListed);
  const unjoined = {
    total,
    entries: await Promise.all(
      entries.map(async ({ origin, kind, slug }) => `${kind}/${slug}@${await store.originName(origin)}`),
    ),
  };
  return { ...(await store.counts()), broken, unjoined, changedAt: await changedAt(store) };
}

async function changedAt(store: Store): Promise<string | null> {
  const changed = await store.changedAt();
  return changed === null ? null : toRfc3339(changed);
}
