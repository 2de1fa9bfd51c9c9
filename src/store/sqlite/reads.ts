import { LIMITS } from '../../kernel/limits.ts';
import { BUILT_IN, OWN } from '../../kernel/origins.ts';
import type {
  AddressRow,
  EntryKey,
  EventRow,
  ItemRow,
  RecordRow,
  Store,
  StoredDocument,
  StoredProjection,
  Tombstone,
  VersionRow,
} from '../port.ts';
import { FACE_FIRST } from './clusters.ts';
import type { Db } from './database.ts';
import { type EntryRow, sourcesOf, stateOf } from './found.ts';
import { VIEW } from './kept-once.ts';
import { readTexts } from './texts.ts';
import { LINKED } from './ways.ts';

export const RECORD = `SELECT r.ord, r.origin, r.kind, r.slug, 'live' AS state, ${VIEW} AS view, r.etag, r.version, r.updated FROM records r`;
/** A bare slug leads to our own record, else to the built-in one. */
const WHERE_FOUND = `(SELECT name FROM origins WHERE id = r.origin) AS originName, r.kind, r.slug, r.updated,
  (r.origin = 0 OR (r.origin = 1 AND NOT EXISTS (
    SELECT 1 FROM entries e WHERE e.origin = 0 AND e.kind = r.kind AND e.slug = r.slug))) AS bare FROM records r`;
export const ITEM = `SELECT r.ord, r.origin, r.item, r.etag, r.version, ${WHERE_FOUND}`;
const ADDRESS = `SELECT ${WHERE_FOUND}`;

export const items = (rows: unknown[]): ItemRow[] =>
  (rows as (Omit<ItemRow, 'bare'> & { bare: number })[]).map((row) => ({ ...row, bare: row.bare === 1 }));

export const entryOrd = (db: Db, { origin, kind, slug }: EntryKey): number | undefined =>
  db.sql('SELECT ord FROM entries WHERE origin = ? AND kind = ? AND slug = ?').pluck().get(origin, kind, slug) as
    | number
    | undefined;

/** Links as a range: LIKE would be called for each of the record's, and take a third of the look-up. */
const DOCUMENT = `SELECT etag, CASE WHEN etag = ? THEN NULL ELSE CAST(${VIEW} AS BLOB) END AS view,
    (SELECT ifnull(max(seq), 0) FROM decisions) AS decided,
    EXISTS (SELECT 1 FROM links l WHERE l.ord = r.ord AND l.rel >= 'handed-to:' AND l.rel < 'handed-to;') AS handed
  FROM records r WHERE kind = ? AND slug = ? AND origin = ?`;

function documentOf(db: Db, { origin, kind, slug }: EntryKey, known = ''): StoredDocument | null {
  const row = db.sql(DOCUMENT).get(known, kind, slug, origin) as
    | (Omit<StoredDocument, 'handed'> & { handed: number })
    | undefined;
  // A row whose body is gone, as after a mirror was dropped in the middle of a pull, has nothing to show.
  if (row === undefined || (row.view === null && row.etag !== known)) return null;
  return { etag: row.etag, view: row.view, decided: row.decided as number, handed: row.handed === 1 };
}

type RecordReads =
  | 'getRecord'
  | 'getDocument'
  | 'documentNow'
  | 'getTombstone'
  | 'sameSlug'
  | 'listRecords'
  | 'listViews'
  | 'countRecords'
  | 'getCluster'
  | 'getItems'
  | 'getItem'
  | 'matchNames'
  | 'hostNamers';

export const recordReads = (db: Db): Pick<Store, RecordReads> => ({
  async getRecord({ origin, kind, slug }) {
    const row = db.sql(`${RECORD} WHERE r.kind = ? AND r.slug = ? AND r.origin = ?`).get(kind, slug, origin);
    return (row as RecordRow | undefined) ?? null;
  },
  async getDocument(key, known) {
    return documentOf(db, key, known);
  },
  documentNow(kind, slug, known) {
    const own = { origin: OWN, kind, slug };
    const found = documentOf(db, own, known);
    // Behind an entry of ours, a withdrawn one too, the built-in one does not stand.
    if (found !== null || entryOrd(db, own) !== undefined) return found;
    return documentOf(db, { ...own, origin: BUILT_IN }, known);
  },
  async getTombstone({ origin, kind, slug }) {
    const row = db
      .sql(
        `SELECT origin, kind, slug, CASE state WHEN 'erased' THEN 'erased' ELSE reason END AS reason, successor, updated FROM entries
         WHERE origin = ? AND kind = ? AND slug = ? AND state IN ('withdrawn', 'erased')`,
      )
      .get(origin, kind, slug);
    return (row as Tombstone | undefined) ?? null;
  },
  async sameSlug(kind, slug) {
    return db
      .sql(
        `SELECT r.ord, r.rep, r.origin, o.name AS originName FROM records r JOIN origins o ON o.id = r.origin
         WHERE r.kind = ? AND r.slug = ? ORDER BY ${FACE_FIRST} LIMIT 50`,
      )
      .all(kind, slug) as Awaited<ReturnType<Store['sameSlug']>>;
  },
  async listRecords(kind, afterOrd, limit) {
    return db
      .sql(`${RECORD} WHERE r.kind = ? AND r.rep = r.ord AND r.ord > ? ORDER BY r.ord LIMIT ?`)
      .all(kind, afterOrd, limit) as RecordRow[];
  },
  async listViews(kind, afterOrd, limit) {
    const rows = db
      .sql(
        `SELECT ord, CAST(${VIEW} AS BLOB) AS view FROM records r
         WHERE kind = ? AND rep = ord AND ord > ? ORDER BY ord LIMIT ?`,
      )
      .iterate(kind, afterOrd, limit + 1) as IterableIterator<{ ord: number; view: Buffer }>;
    const views: { ord: number; view: Buffer }[] = [];
    let bytes = 0;
    for (const row of rows) {
      bytes += row.view.byteLength;
      if (views.length === limit || (bytes > LIMITS.listBytes && views.length > 0)) return { views, more: true };
      views.push(row);
    }
    return { views, more: false };
  },
  countRecords: counter(db),
  async getCluster({ origin, kind, slug }) {
    return db
      .sql(
        `${RECORD} JOIN records self ON self.kind = ? AND self.slug = ? AND self.origin = ?
         WHERE r.cluster = self.cluster AND r.ord <> self.ord ORDER BY r.origin, r.ord`,
      )
      .all(kind, slug, origin) as RecordRow[];
  },
  async getItems(ords) {
    return items(db.sql(`${ITEM} WHERE r.ord IN (SELECT value FROM json_each(?))`).all(JSON.stringify(ords)));
  },
  async getItem({ origin, kind, slug }) {
    return items(db.sql(`${ITEM} WHERE r.kind = ? AND r.slug = ? AND r.origin = ?`).all(kind, slug, origin))[0] ?? null;
  },
  async matchNames(names) {
    return db
      .sql('SELECT DISTINCT ord FROM names WHERE folded IN (SELECT value FROM json_each(?)) LIMIT 1000')
      .pluck()
      .all(JSON.stringify(names)) as number[];
  },
  async hostNamers(ords) {
    return db.sql(HOST_NAMERS).pluck().all(JSON.stringify(ords), LIMITS.hostNamers) as number[];
  },
});

/** Through the names as `registry/host-names` writes them: `at:` an address lies what others stand `on:` or have `observed:`. */
const HOST_NAMERS = `
  WITH named AS (SELECT folded FROM names WHERE ord IN (SELECT value FROM json_each(?)))
  SELECT ord FROM names WHERE folded IN (
    SELECT 'on:' || substr(folded, 4) FROM named WHERE folded LIKE 'at:%'
    UNION ALL SELECT 'observed:' || substr(folded, 4) FROM named WHERE folded LIKE 'at:%'
    UNION ALL SELECT 'framework:' || folded FROM named WHERE folded NOT LIKE '%:%')
  LIMIT ?`;

const pointOf = (db: Db): number => (db.sql('SELECT max(seq) FROM changes').pluck().get() as number | null) ?? 0;

/** Counting goes through the whole index: done once after a change, in whichever process it was made. */
function counter(db: Db): Store['countRecords'] {
  let point = -1;
  const counts = new Map<string, number>();
  return async (kind) => {
    const now = pointOf(db);
    if (now !== point) counts.clear();
    point = now;
    const known = counts.get(kind);
    if (known !== undefined) return known;
    const count = db.sql('SELECT count(*) FROM records WHERE kind = ? AND rep = ord').pluck().get(kind) as number;
    counts.set(kind, count);
    return count;
  };
}

/** Where the rows of a list are found, stretch by stretch of their numbers: nothing is read of what they hold. */
export const addressReads = (db: Db): Pick<Store, 'listStretches' | 'listAddresses'> => ({
  async listStretches(kind, size) {
    return db
      .sql('SELECT DISTINCT ord / CAST(? AS INTEGER) FROM records WHERE kind = ? AND rep = ord ORDER BY 1')
      .pluck()
      .all(size, kind) as number[];
  },
  async listAddresses(kind, size, stretch) {
    const rows = db
      .sql(`${ADDRESS} WHERE r.kind = ? AND r.rep = r.ord AND r.ord >= ? AND r.ord < ? ORDER BY r.ord`)
      .all(kind, size * stretch, size * (stretch + 1));
    return (rows as (Omit<AddressRow, 'bare'> & { bare: number })[]).map((row) => ({ ...row, bare: row.bare === 1 }));
  },
});

type VersionReads = 'listVersions' | 'getBody' | 'getSources' | 'events' | 'listEntries' | 'listLive';

export const versionReads = (db: Db): Pick<Store, VersionReads> => ({
  async listVersions(key, limit, before = Number.MAX_SAFE_INTEGER) {
    return db
      .sql(
        `SELECT n, digest, media_type AS mediaType, length(body) AS bytes, created, provenance FROM versions
         WHERE ord = ? AND n < ? ORDER BY n DESC LIMIT ?`,
      )
      .all(entryOrd(db, key) ?? -1, before, limit) as VersionRow[];
  },
  async getBody(key, n) {
    const row = db
      .sql(
        `SELECT body, media_type AS mediaType, digest, n FROM versions
         WHERE ord = @ord AND body <> x'' AND n = coalesce(@n, (SELECT max(n) FROM versions WHERE ord = @ord))`,
      )
      .get({ ord: entryOrd(db, key) ?? -1, n: n ?? null });
    return (row as { body: Buffer; mediaType: string; digest: string; n: number } | undefined) ?? null;
  },
  async getSources(key) {
    return sourcesOf(db, entryOrd(db, key) ?? -1);
  },
  async events(afterSeq, limit) {
    const rows = db
      .sql(
        `SELECT c.seq, c.op, c.version, c.at, e.origin, e.kind, e.slug FROM changes c JOIN entries e USING (ord)
         WHERE c.seq > ? AND c.op <> 'cluster' ORDER BY c.seq LIMIT ?`,
      )
      .all(afterSeq, limit) as (EventRow & EntryKey)[];
    return rows.map(({ origin, kind, slug, ...row }) => ({ ...row, entry: { origin, kind, slug } }));
  },
  async listEntries(origin, afterOrd, limit) {
    const rows = db
      .sql(
        // By their numbers: by the index of origins all entries of one would be sorted for each page.
        `SELECT e.*, r.ord IS NOT NULL AS projected FROM entries e LEFT JOIN records r USING (ord)
         WHERE +e.origin = ? AND e.ord > ? ORDER BY e.ord LIMIT ?`,
      )
      .all(origin, afterOrd, limit) as (EntryRow & { projected: number })[];
    return rows.map((row) => ({ ...stateOf(db, row), ord: row.ord, projected: row.projected === 1 }));
  },
  async listLive(origin, afterOrd, limit) {
    return db
      .sql(
        `SELECT ord, origin, kind, slug FROM entries WHERE +origin = ? AND state = 'live' AND ord > ? ORDER BY ord LIMIT ?`,
      )
      .all(origin, afterOrd, limit) as (EntryKey & { ord: number })[];
  },
});

/** Two such steps, the first one's records being what the second one refers to. */
const LINKED_THROUGH = `FROM (SELECT DISTINCT r.ord, r.kind, r.slug, r.origin ${LINKED}) m
  JOIN origin_named mo ON mo.id = m.origin
  JOIN links far ON far.kind = m.kind AND far.slug = m.slug AND far.rel = @rel
  JOIN records f ON f.ord = far.ord
  WHERE (far.target_origin = mo.name OR (far.target_origin = '' AND f.origin = m.origin))`;

const LINKING = `${ITEM} WHERE r.ord IN (SELECT r.ord ${LINKED} AND r.ord > @afterOrd) ORDER BY r.ord LIMIT @limit`;
const LINKING_COUNT = `SELECT count(DISTINCT r.ord) ${LINKED}`;

/** Whether anything at all refers to entries of this name so. A page asks for some thirty ways, most of which are not used. */
function isLinked(db: Db, kind: string, slug: string, rels: readonly string[]): boolean {
  const any = db.sql('SELECT 1 FROM links WHERE kind = ? AND slug = ? AND rel = ? LIMIT 1').pluck();
  return rels.some((rel) => any.get(kind, slug, rel) !== undefined);
}

type LinkReads = 'unjoined' | 'linksTo' | 'countLinksTo' | 'linksThrough' | 'countLinksThrough' | 'danglingLinks';

export const linkReads = (db: Db): Pick<Store, LinkReads> => ({
  danglingLinks: dangling(db),
  async unjoined(limit) {
    const total = db.sql('SELECT count(*) FROM unjoined').pluck().get() as number;
    const first = 'SELECT r.origin, r.kind, r.slug FROM unjoined u JOIN records r USING (ord) ORDER BY u.ord LIMIT ?';
    return { total, entries: db.sql(first).all(limit) as EntryKey[] };
  },
  async linksTo({ origin, kind, slug }, rels, afterOrd, limit) {
    if (!isLinked(db, kind, slug, rels)) return [];
    const rows = db.sql(LINKING).all({ origin, kind, slug, rels: JSON.stringify(rels), afterOrd, limit });
    return items(rows);
  },
  async countLinksTo({ origin, kind, slug }, rels) {
    if (!isLinked(db, kind, slug, rels)) return 0;
    return db
      .sql(LINKING_COUNT)
      .pluck()
      .get({ origin, kind, slug, rels: JSON.stringify(rels) }) as number;
  },
  async linksThrough({ origin, kind, slug }, through, rel, afterOrd, limit) {
    const rows = db
      .sql(`${ITEM} WHERE r.ord IN (SELECT f.ord ${LINKED_THROUGH} AND f.ord > @afterOrd) ORDER BY r.ord LIMIT @limit`)
      .all({ origin, kind, slug, rels: JSON.stringify([through]), rel, afterOrd, limit });
    return items(rows);
  },
  async countLinksThrough({ origin, kind, slug }, through, rel) {
    return db
      .sql(`SELECT count(DISTINCT f.ord) ${LINKED_THROUGH}`)
      .pluck()
      .get({ origin, kind, slug, rels: JSON.stringify([through]), rel }) as number;
  },
});

const DANGLING = `SELECT r.kind || '/' || r.slug AS "from", l.rel,
    l.kind || '/' || l.slug || CASE l.target_origin WHEN '' THEN '' ELSE '@' || l.target_origin END AS target
  FROM records r JOIN links l USING (ord)
  LEFT JOIN origin_named o ON o.name = l.target_origin
  LEFT JOIN records t ON t.kind = l.kind AND t.slug = l.slug
    AND t.origin = CASE l.target_origin WHEN '' THEN r.origin ELSE o.id END
  WHERE r.origin = ? AND t.ord IS NULL AND l.rel NOT LIKE 'handed-%' ORDER BY r.ord, l.rel, target LIMIT ?`;

/** Finding none means going through all links: done once after a change, as the status asks for it again and again. */
function dangling(db: Db): Store['danglingLinks'] {
  type Rows = Awaited<ReturnType<Store['danglingLinks']>>;
  let point = -1;
  const found = new Map<string, Rows>();
  return async (origin, limit) => {
    const now = pointOf(db);
    if (now !== point) found.clear();
    point = now;
    const known = found.get(`${origin} ${limit}`);
    if (known !== undefined) return known;
    const rows = db.sql(DANGLING).all(origin, limit) as Rows;
    found.set(`${origin} ${limit}`, rows);
    return rows;
  };
}

type CheckReads = 'getProjection' | 'leadsTo';

/** What only `verify` asks. */
export const checkReads = (db: Db): Pick<Store, CheckReads> => ({
  async getProjection({ origin, kind, slug }) {
    const row = db
      .sql(
        `SELECT r.ord, name, sort_name AS sortName, ${VIEW} AS view, item, etag, version, own_key AS ownKey, facets, quality, t.words
         FROM records r LEFT JOIN texts t USING (ord) WHERE kind = ? AND slug = ? AND origin = ?`,
      )
      .get(kind, slug, origin) as (Stored & { ord: number; facets: string; words: Buffer | null }) | undefined;
    if (row === undefined) return null;
    const { ord, facets, words, ...rest } = row;
    const names = db.sql('SELECT folded FROM names WHERE ord = ?').pluck().all(ord) as string[];
    const links = db
      .sql(
        `SELECT rel, kind || '/' || slug || CASE target_origin WHEN '' THEN '' ELSE '@' || target_origin END AS target
         FROM links WHERE ord = ?`,
      )
      .all(ord) as StoredProjection['links'];
    const texts = words === null ? [] : readTexts(db, words);
    return { ...rest, facets: JSON.parse(facets) as StoredProjection['facets'], texts, names, links };
  },
  async leadsTo(key, keys) {
    const ord = entryOrd(db, key) ?? -1;
    return db
      .sql(
        `SELECT key FROM identities WHERE origin = ? AND kind = ? AND key IN (SELECT value FROM json_each(?)) AND ord = ?`,
      )
      .pluck()
      .all(key.origin, key.kind, JSON.stringify(keys), ord) as string[];
  },
});

type Stored = Omit<StoredProjection, 'facets' | 'texts' | 'names' | 'links'>;
