import { LIMITS } from '../../kernel/limits.ts';
import type { EntryKey, Found, Way } from '../port.ts';
import type { Db } from './database.ts';

/** Links count where they stand in the same origin and name none, or name the target's origin. */
export const LINKED = `FROM links l JOIN records r ON r.ord = l.ord JOIN origin_named o ON o.id = @origin
  WHERE l.kind = @kind AND l.slug = @slug AND l.rel IN (SELECT value FROM json_each(@rels))
  AND (l.target_origin = o.name OR (l.target_origin = '' AND r.origin = @origin))`;

/** Origin is the name. */
interface Place {
  origin: string;
  kind: string;
  slug: string;
}

/** The first of these ways that leads back to the entry. What is not there yet, nothing leads to. */
export function circleIn(db: Db, entry: EntryKey | null, ways: readonly Way[] = []): Found['circle'] {
  if (entry === null || ways.length === 0) return null;
  const name = db.sql('SELECT name FROM origin_named WHERE id = ?').pluck().get(entry.origin) as string;
  const self = { origin: name, kind: entry.kind, slug: entry.slug };
  for (const way of ways) {
    const ids = wayBack(db, self, way);
    if (ids !== null) return { name: way.name, ids };
  }
  return null;
}

/** At most `LIMITS.successors` entries are followed. */
function wayBack(db: Db, self: Place, { to, from, rels, against }: Way): string[] | null {
  const ends = new Set([idOf(self), ...from.map((id) => idOf(placeOf(id, self.origin)))]);
  const cameFrom = new Map<string, string | null>();
  const ahead: Place[] = [];
  const add = (places: Place[], before: string | null) => {
    for (const place of places) {
      const id = idOf(place);
      if (cameFrom.has(id)) continue;
      cameFrom.set(id, before);
      ahead.push(place);
    }
  };
  add([...to.map((id) => placeOf(id, self.origin)), ...leadingTo(db, self, against)], null);
  for (let at = ahead.shift(), n = 0; at !== undefined && n < LIMITS.successors; at = ahead.shift(), n += 1) {
    const id = idOf(at);
    if (id === idOf(self)) return wayTo(id, cameFrom);
    if (ends.has(id)) return [...wayTo(id, cameFrom), idOf(self)];
    add([...onFrom(db, at, rels), ...leadingTo(db, at, against)], id);
  }
  return null;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string | null>): string[] {
  const ids: string[] = [];
  for (let at: string | null = end; at !== null; at = cameFrom.get(at) ?? null) ids.unshift(at);
  return ids;
}

function onFrom(db: Db, { origin, kind, slug }: Place, rels: readonly string[]): Place[] {
  return db
    .sql(
      `SELECT CASE l.target_origin WHEN '' THEN o.name ELSE l.target_origin END AS origin, l.kind, l.slug
       FROM origin_named o JOIN records r ON r.origin = o.id JOIN links l ON l.ord = r.ord
       WHERE o.name = @origin AND r.kind = @kind AND r.slug = @slug AND l.rel IN (SELECT value FROM json_each(@rels))
       LIMIT ${LIMITS.successors}`,
    )
    .all({ origin, kind, slug, rels: JSON.stringify(rels) }) as Place[];
}

function leadingTo(db: Db, { origin, kind, slug }: Place, rels: readonly string[]): Place[] {
  if (rels.length === 0) return [];
  const id = db.sql('SELECT id FROM origin_named WHERE name = ?').pluck().get(origin) as number | undefined;
  if (id === undefined) return [];
  return db
    .sql(
      `SELECT n.name AS origin, r.kind, r.slug FROM records r JOIN origin_named n ON n.id = r.origin
       WHERE r.ord IN (SELECT r.ord ${LINKED}) LIMIT ${LIMITS.successors}`,
    )
    .all({ origin: id, kind, slug, rels: JSON.stringify(rels) }) as Place[];
}

const idOf = ({ origin, kind, slug }: Place): string => `${kind}/${slug}@${origin}`;

function placeOf(id: string, own: string): Place {
  const [address = '', origin = own] = id.split('@', 2);
  const slash = address.indexOf('/');
  return { origin, kind: address.slice(0, slash), slug: address.slice(slash + 1) };
}
