import { setImmediate as nextTurn } from 'node:timers/promises';
import { toRfc3339 } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { sameExpression } from '../licence/expression.ts';
import type { Adoption, Assessment, Observation, Software } from '../schemas.gen.ts';
import type { ChangeRow } from '../store/past-port.ts';
import type { EntryKey, Store } from '../store/port.ts';
import type { HeldAdopters } from './adopters/held.ts';
import { usedById, type WorkedOut } from './adopters/worked-out.ts';
import { groundOf, standsOn } from './ground.ts';
import { rowOf, toItems } from './items.ts';
import type { ListItem } from './list-item.ts';
import { readMirroredBody } from './mirrored-body.ts';
import type { News, NewsKind, NewsOf } from './news-type.ts';
import { mayBeTold } from './past/then.ts';

/** Kinds whose changes are news of a product. */
const KINDS = ['software', 'assessment', 'adoption', 'observation'] as const;
const PAGE = 100;

/**
 * What changed, the newest first, at most `limit`: read from the kept versions. What was erased since, what its body does not
 * want told any more, and who was withdrawn as an adopter are not told of the past either.
 */
export async function readNews(
  store: Store,
  held: HeldAdopters,
  of: NewsOf,
  lang: string,
  limit: number,
): Promise<News[]> {
  const worked = await held.now();
  const { hidden } = worked;
  const ords = of === 'all' ? null : await ordsOf(store, of);
  const found: News[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (let looked = 0; looked < LIMITS.newsRead && found.length < limit; looked += PAGE) {
    const rows = await store.changesBefore(before, PAGE, [...KINDS], ords);
    for (const row of rows) if (!hidden.has(row.ord)) found.push(...(await newsOf(store, worked, row, lang)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    before = last.seq;
    await nextTurn();
  }
  return found.slice(0, limit);
}

/** Rows whose changes are news of this one: itself, and what stands there now about it. */
async function ordsOf(store: Store, of: EntryKey & { ord: number }): Promise<number[]> {
  const linked = async (key: EntryKey, rels: string[]) =>
    (await store.linksTo(key, rels, 0, LIMITS.newsRead)).map(({ ord }) => ord);
  const about = ['assessment-of', 'adoption-of', 'observation-of'];
  if (of.kind === 'software') {
    const members = [of, ...(await store.getCluster(of))];
    const all = await Promise.all(members.map((member) => linked(member, about)));
    return [...members.map(({ ord }) => ord), ...all.flat()];
  }
  if (of.kind === 'organisation') return linked(of, ['adoption-by', 'owner', 'supplier']);
  const through = async (rel: string) =>
    (await store.linksThrough(of, 'network', rel, 0, LIMITS.newsRead)).map(({ ord }) => ord);
  const all = await Promise.all(about.map(through));
  return [...(await linked(of, ['network', 'assessment-of'])), ...all.flat()];
}

async function newsOf(store: Store, worked: WorkedOut, row: ChangeRow, lang: string): Promise<News[]> {
  const after = await recordAt(store, row, row.version);
  if (after === null) return [];
  if (row.kind === 'software') return softwareChange(store, worked, row, after as Software);
  // Who is no adopter here any more is told neither as one who came nor as one who went.
  return row.op === 'put' && (await store.getItem(row)) !== null ? aboutSubject(store, row, after, lang) : [];
}

async function softwareChange(store: Store, worked: WorkedOut, row: ChangeRow, after: Software): Promise<News[]> {
  const page = `/software/${row.slug}${row.origin === 0 ? '' : `@${row.originName}`}`;
  const about = { row, subject: { id: `software/${row.slug}@${row.originName}`, name: after.name, page } };
  const isHere = (await store.getItem(row)) !== null;
  if (!isHere) {
    const gone = await store.getTombstone(row);
    // Hidden, erased, or withdrawn because somebody does not want it told: nothing of it is news.
    if (gone === null || !mayBeTold('withdrawn', gone.reason)) return [];
  }
  // What has come back was not removed.
  if (row.op === 'hide' || row.op === 'withdraw') return isHere ? [] : [told(about, 'removed')];
  if (row.op !== 'put') return [];
  if (row.version === 1) return handedOver(about, undefined, after) ?? [told(about, 'listed')];
  const before = await recordAt(store, row, row.version - 1);
  return before === null ? [] : softwareNews(worked, about, before as Software, after);
}

/** What an assessment, adoption or observation says of a product that is here. */
async function aboutSubject(store: Store, row: ChangeRow, after: object, lang: string): Promise<News[]> {
  const { subject, software } = after as { subject?: string; software?: string };
  const target = await rowOf(store, subject ?? software ?? '', row.origin);
  const [item] = target === null ? [] : await toItems(store, [target], lang);
  if (item === undefined) return [];
  const about = { row, subject: { id: `${item.id}@${item.origin}`, name: item.name, page: pageIn(item) } };
  const before = row.version === 1 ? null : await recordAt(store, row, row.version - 1);
  if (row.kind === 'assessment') return levelNews(store, about, before as Assessment | null, after as Assessment, lang);
  if (row.kind === 'adoption') return adopterNews(store, about, before as Adoption | null, after as Adoption, lang);
  return releaseNews(about, newest(before as Observation | null), newest(after as Observation));
}

/** `/en/software/x` without its language. */
const pageIn = ({ page }: ListItem): string => page.replace(/^\/[a-z]+(?=\/)/, '');

interface About {
  row: ChangeRow;
  subject: News['subject'];
}

const told = (
  { row, subject }: About,
  what: NewsKind,
  before: string | null = null,
  after: string | null = null,
  by: string | null = null,
): News => ({
  ...{ id: `${row.seq}/${what}`, what, date: toRfc3339(row.at), subject, before, after, by },
});

function softwareNews(worked: WorkedOut, about: About, before: Software, after: Software): News[] {
  const [was, is] = [before.licence?.spdx ?? before.licence?.stated, after.licence?.spdx ?? after.licence?.stated];
  const licence = sameExpression(was ?? '', is ?? '') ? [] : [told(about, 'licence', was ?? null, is ?? null)];
  const [from, to] = [before.lifecycle?.state ?? null, after.lifecycle?.state ?? null];
  const lifecycle = from === to ? [] : [told(about, 'lifecycle', from, to)];
  const known = new Set(before.usedBy);
  const software = about.subject.id;
  const countries = after.countries ?? after.audience?.countries ?? [];
  const mayTell = (name: string): boolean =>
    !worked.hides({ id: usedById(software, name), software, organisation: null, named: { name, countries } });
  const users = (after.usedBy ?? []).filter((name) => !known.has(name) && mayTell(name));
  const adopters = users.length === 0 ? [] : [told(about, 'adopters', null, 'in-use', users.slice(0, 5).join(', '))];
  const moved = handedOver(about, before, after) ?? [];
  return [...moved, ...licence, ...lifecycle, ...releaseNews(about, before.version, after.version), ...adopters];
}

/** That it was taken over from another catalogue; null where it was not. */
function handedOver(about: About, before: Software | undefined, after: Software): News[] | null {
  const known = new Set(before?.handOver?.from?.map(({ offer }) => offer));
  const fresh = after.handOver?.from?.find(({ offer }) => !known.has(offer));
  if (fresh === undefined) return null;
  return [told(about, 'handed-over', fresh.entry.replace(/^.*@/, ''), about.row.originName)];
}

const releaseNews = (about: About, before: string | undefined, after: string | undefined): News[] =>
  after === undefined || before === after ? [] : [told(about, 'release', before ?? null, after)];

const newest = (observed: Observation | null): string | undefined =>
  observed?.releases?.find(({ preRelease }) => !preRelease)?.name;

async function levelNews(
  store: Store,
  about: About,
  before: Assessment | null,
  after: Assessment,
  lang: string,
): Promise<News[]> {
  const levelOf = (one: Assessment | null): string | null =>
    one?.levels?.decided ?? one?.levels?.listed ?? one?.levels?.recommended ?? null;
  const [from, to] = [levelOf(before), levelOf(after)];
  if (to === null || from === to || after.type === 'draft') return [];
  // What nobody had the right to say gives no level, and is no news of one.
  if (!standsOn(await groundOf(store, after.framework, about.row.origin), after)) return [];
  return [told(about, 'level', from, to, await nameOf(store, after.framework, about.row.origin, lang))];
}

async function adopterNews(
  store: Store,
  about: About,
  before: Adoption | null,
  after: Adoption,
  lang: string,
): Promise<News[]> {
  if (before?.state === after.state) return [];
  const named =
    after.organisation === undefined ? null : await nameOf(store, after.organisation, about.row.origin, lang);
  return [told(about, 'adopters', before?.state ?? null, after.state, named ?? after.organisationName ?? null)];
}

async function nameOf(store: Store, ref: string, origin: number, lang: string): Promise<string | null> {
  const target = await rowOf(store, ref, origin);
  const [item] = target === null ? [] : await toItems(store, [target], lang);
  return item?.name ?? null;
}

/** The record of a version; null where its body was erased or is no record of its kind. */
async function recordAt(store: Store, { origin, kind, slug }: ChangeRow, n: number): Promise<object | null> {
  const found = await store.getBody({ origin, kind, slug }, n);
  if (found === null) return null;
  if (origin <= 1) return (JSON.parse(Buffer.from(found.body).toString('utf8')) as { record: object }).record;
  const reading = readMirroredBody(`${kind}/${slug}`, found.mediaType, found.body);
  return reading.is === 'record' ? reading.record : null;
}
