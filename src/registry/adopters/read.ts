import { setImmediate as nextTurn } from 'node:timers/promises';
import { alikeIn, type BodyFacts, shareOf } from '../../adopters/bodies.ts';
import { censusOf, seriesOf } from '../../adopters/census.ts';
import { type Adopter, firstMovers } from '../../adopters/count.ts';
import { isAfter } from '../../governance/dates.ts';
import { type Clock, latestDay, toDay } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { decodeCursor, encodeCursor } from '../../kernel/page.ts';
import type { RecordRow, Store } from '../../store/port.ts';
import { kindOf, shownBody } from './bodies.ts';
import { eachSeen, Gathered, passes, type Seen } from './gathered.ts';
import type { HeldAdopters } from './held.ts';
import { createTelling } from './tell.ts';
import type { AdopterItem, AdopterPage, AdopterWish, ShownBody, StatedRegister, Subject } from './types.ts';
import type { WorkedOut } from './worked-out.ts';

/** Of a longer list what was gathered is kept until something changes: a page is asked for far more often. */
const KEPT_FROM = 500;
/** So many lists, pages and filters. */
const KEPT = 64;

/** What was gathered for a wish, but what is read of single adopters. */
interface Answer {
  total: number;
  page: Seen[];
  more: boolean;
  movers: Seen[];
  using: ReadonlyMap<string, ShownBody>;
  told: Pick<AdopterPage, 'counts' | 'inUse' | 'series' | 'notKnown' | 'like'>;
}

/** What is read of bodies and of who uses what: of a software, by a body, or of all software of a network. */
export function createAdopterReads(
  store: Store,
  clock: Clock,
  held: HeldAdopters,
  registers: () => Promise<readonly StatedRegister[]>,
) {
  const telling = createTelling(store, clock);
  const kept = new WeakMap<WorkedOut, Map<string, Promise<Answer>>>();
  const gather = async (worked: WorkedOut, subject: Subject, wish: AdopterWish, range: Range): Promise<Answer> => {
    const key = JSON.stringify([held.version, subject === 'all' ? '' : subject.ord, wish, range]);
    const known = kept.get(worked) ?? new Map<string, Promise<Answer>>();
    kept.set(worked, known);
    const before = known.get(key);
    if (before !== undefined) return before;
    const all = await adoptersFor(store, held, worked, subject);
    const answer = answerOf(held, worked, all, wish, range);
    // Which software is of a network changes without anything that is worked out here.
    if (all.length < KEPT_FROM || (subject !== 'all' && subject.kind === 'network')) return answer;
    known.set(key, answer);
    // What failed is not kept.
    answer.catch(() => known.delete(key));
    for (const [oldest] of known) if (known.size > KEPT) known.delete(oldest);
    return answer;
  };
  const read = async (subject: Subject, wish: AdopterWish): Promise<AdopterPage> => {
    const day = checkedDay(clock, wish.date);
    const worked = await held.now();
    const list = `adopters:${subject === 'all' ? '' : `${subject.origin}:${subject.kind}/${subject.slug}`}`;
    const start = wish.cursor === undefined ? 0 : Math.max(0, decodeCursor(list, wish.cursor, ['number'])[0] as number);
    const end = start + Math.min(wish.limit, LIMITS.pageSize);
    const { total, page, more, movers, using, told } = await gather(worked, subject, wish, { day, start, end });
    return {
      ...{ total, ...told },
      items: await telling(page, wish.lang),
      next: more ? encodeCursor(list, [end]) : null,
      firstMovers: await telling(movers, wish.lang),
      shares: sharesOf(worked, await registers(), using),
    };
  };
  const everyAdopter = async (subject: Subject, wish: Omit<AdopterWish, 'limit' | 'cursor'>, most: number) => {
    const worked = await held.now();
    const range = { day: checkedDay(clock, wish.date), start: 0, end: most };
    const { total, page } = await gather(worked, subject, { ...wish, limit: most }, range);
    const items: AdopterItem[] = [];
    for (let at = 0; total <= most && at < page.length; at += LIMITS.pageSize) {
      items.push(...(await telling(page.slice(at, at + LIMITS.pageSize), wish.lang)));
      await nextTurn();
    }
    return { total, items };
  };
  const bodyShown = async ({ ord }: RecordRow, lang: string): Promise<ShownBody | null> => {
    const worked = await held.now();
    const id = worked.bodyOf.get(held.bodies.get(ord)?.id ?? '');
    return id === undefined ? null : shownBody(held, worked, id, lang);
  };
  return { adopters: read, everyAdopter, bodyShown };
}

/** Today; throws `invalid-parameter` for a census of a day that has not come. */
function checkedDay(clock: Clock, date: string | undefined): string {
  if (date !== undefined && isAfter(date, latestDay(clock.now())))
    throw new CodedError('invalid-parameter', `${date} lies in the future.`);
  return toDay(clock.now());
}

interface Range {
  day: string;
  start: number;
  end: number;
}

async function answerOf(
  held: HeldAdopters,
  worked: WorkedOut,
  all: readonly Adopter[],
  { lang, filters = {}, like: likeRef, date }: AdopterWish,
  { day, start, end }: Range,
): Promise<Answer> {
  const like = likeRef === undefined ? null : bodyNamed(held, worked, likeRef, lang);
  const census = date === undefined ? null : censusOf(all, date);
  const gathered = new Gathered(day, end);
  const seen = ({ organisation }: Adopter): Omit<Seen, 'adopter' | 'name'> => {
    const body = organisation === null ? null : shownBody(held, worked, organisation, lang);
    return { body, alike: like === null || body === null ? [] : alikeIn(like, body) };
  };
  await eachSeen(census?.adopters ?? all, seen, (one) => {
    if (passes(one, filters) && (like === null || (one.body?.id !== like.id && isAlike(one)))) gathered.add(one);
  });
  const { adopters, using, inUse } = gathered;
  const movers: Seen[] = [];
  await eachSeen(firstMovers(adopters), seen, (one) => movers.push(one));
  return {
    ...{ total: adopters.length, page: gathered.page(start), more: end < adopters.length, movers, using },
    told: {
      ...{ counts: gathered.counts(), inUse, series: seriesOf(adopters, day) },
      ...{ notKnown: census?.notKnown ?? 0, like },
    },
  };
}

async function adoptersFor(store: Store, held: HeldAdopters, worked: WorkedOut, subject: Subject): Promise<Adopter[]> {
  if (subject === 'all') return [...worked.bySoftware.values()].flat();
  if (subject.kind === 'software') return worked.bySoftware.get(held.clusterAt(subject.ord)) ?? [];
  if (subject.kind === 'organisation') {
    const body = worked.bodyOf.get(held.bodies.get(subject.ord)?.id ?? '');
    return body === undefined ? [] : (worked.byBody.get(body) ?? []);
  }
  const clusters = new Set<string>();
  for (let after = 0; ; ) {
    const rows = await store.linksTo(subject, ['network'], after, LIMITS.pageSize);
    for (const { ord } of rows) clusters.add(held.clusterAt(ord));
    const last = rows.at(-1);
    if (last === undefined || rows.length < LIMITS.pageSize) break;
    after = last.ord;
  }
  return [...clusters].flatMap((cluster) => worked.bySoftware.get(cluster) ?? []);
}

/** An organisation by its id, alone or with its origin. */
function bodyNamed(held: HeldAdopters, worked: WorkedOut, ref: string, lang: string): ShownBody | null {
  const ids = ref.includes('@') ? [ref] : [`${ref}@own`, `${ref}@built-in`];
  const body = ids.map((id) => worked.bodyOf.get(id)).find((id) => id !== undefined);
  return body === undefined ? null : shownBody(held, worked, body, lang);
}

/** Of the same country and kind, as far as both are known. */
const isAlike = ({ alike }: Seen): boolean => alike.includes('country') && alike.includes('type');

/** Kind and country of every body, as `shownBody` tells them; made once for what was worked out. */
function kindsOf(worked: WorkedOut): BodyFacts[] {
  const before = kinds.get(worked);
  if (before !== undefined) return before;
  const made = [...worked.records.values()].map(kindOf);
  kinds.set(worked, made);
  return made;
}

const kinds = new WeakMap<WorkedOut, BodyFacts[]>();

/** Of every kind of which the catalogue holds all bodies: how many of them use it. A body that uses two things is one. */
function sharesOf(
  worked: WorkedOut,
  registers: readonly StatedRegister[],
  using: ReadonlyMap<string, ShownBody>,
): AdopterPage['shares'] {
  if (registers.length === 0) return [];
  const all = kindsOf(worked);
  return registers.flatMap((register) => {
    const share = shareOf(register, all, [...using.values()]);
    return share === null || share.have === 0 ? [] : [{ ...register, ...share }];
  });
}
