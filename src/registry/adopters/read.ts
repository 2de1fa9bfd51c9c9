import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Alike, alikeIn, type BodyFacts, shareOf } from '../../adopters/bodies.ts';
import { censusOf, seriesOf } from '../../adopters/census.ts';
import { isInUse, isUsedOn } from '../../adopters/claims.ts';
import { type Adopter, firstMovers, tally } from '../../adopters/count.ts';
import { EVIDENCE } from '../../adopters/evidence.ts';
import { type Clock, toDay } from '../../kernel/clock.ts';
import { fold } from '../../kernel/fold-text.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { decodeCursor, encodeCursor } from '../../kernel/page.ts';
import type { Store } from '../../store/port.ts';
import { kindOf, shownBody } from './bodies.ts';
import type { HeldAdopters } from './held.ts';
import { createTelling } from './tell.ts';
import {
  ADOPTER_FILTERS,
  type AdopterCounts,
  type AdopterFilter,
  type AdopterPage,
  type AdopterWish,
  type ShownBody,
  type StatedRegister,
  type Subject,
} from './types.ts';
import type { WorkedOut } from './worked-out.ts';

interface Seen {
  adopter: Adopter;
  /** The name by which it is ordered, folded once. */
  name: string;
  body: ShownBody | null;
  alike: Alike[];
}

/** Adopters that are looked at before others get their turn: some milliseconds. */
const IN_A_TURN = 500;

/** What is read of who uses what: of a software, by a body, or of all software of a network. */
export function createAdopterReads(
  store: Store,
  clock: Clock,
  held: HeldAdopters,
  registers: () => Promise<readonly StatedRegister[]>,
) {
  const telling = createTelling(store, clock);
  const read = async (subject: Subject, wish: AdopterWish): Promise<AdopterPage> => {
    const worked = await held.now();
    const day = toDay(clock.now());
    const all = await adoptersFor(store, held, worked, subject);
    const like = wish.like === undefined ? null : bodyNamed(held, worked, wish.like, wish.lang);
    const seen = await look(held, worked, all, like, wish.lang);
    const census = wish.date === undefined ? null : censusOf(all, wish.date);
    const counted = census && new Set(census.adopters);
    const chosen = seen
      .filter(({ adopter }) => counted === null || counted.has(adopter))
      .filter((one) => passes(one, wish.filters ?? {}))
      .filter((one) => like === null || (one.body?.id !== like.id && isAlike(one)))
      .sort(inOrder);
    const list = `adopters:${subject === 'all' ? '' : `${subject.origin}:${subject.kind}/${subject.slug}`}`;
    const start = wish.cursor === undefined ? 0 : Math.max(0, decodeCursor(list, wish.cursor, ['number'])[0] as number);
    const end = start + Math.min(wish.limit, LIMITS.pageSize);
    const adopters = chosen.map(({ adopter }) => adopter);
    const { series, movers } = overTime(chosen.length === all.length ? all : adopters, day);
    return {
      total: chosen.length,
      items: await telling(chosen.slice(start, end), wish.lang),
      next: end < chosen.length ? encodeCursor(list, [end]) : null,
      counts: countsOf(chosen),
      inUse: adopters.filter((adopter) => isUsedOn(adopter, day)).length,
      series,
      firstMovers: await telling(seenOf(chosen, movers), wish.lang),
      shares: sharesOf(worked, await registers(), chosen, day),
      notKnown: census?.notKnown ?? 0,
      like,
    };
  };
  return read;
}

/** Adopters with the bodies that they are, while others get their turn. */
async function look(
  held: HeldAdopters,
  worked: WorkedOut,
  adopters: readonly Adopter[],
  like: ShownBody | null,
  lang: string,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const adopter of adopters) {
    const body = adopter.organisation === null ? null : shownBody(held, worked, adopter.organisation, lang);
    const name = fold(body?.name ?? adopter.name);
    seen.push({ adopter, name, body, alike: like === null || body === null ? [] : alikeIn(like, body) });
    if (seen.length % IN_A_TURN === 0) await nextTurn();
  }
  return seen;
}

interface OverTime {
  day: string;
  series: AdopterPage['series'];
  movers: Adopter[];
}

/** By the list that they are worked out of, which is the same until something changes: a page is asked for far more often. */
const known = new WeakMap<readonly Adopter[], OverTime>();

function overTime(adopters: readonly Adopter[], day: string): OverTime {
  const before = known.get(adopters);
  if (before?.day === day) return before;
  const made = { day, series: seriesOf(adopters, day), movers: firstMovers(adopters) };
  known.set(adopters, made);
  return made;
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

function passes({ adopter, body }: Seen, filters: Partial<Record<AdopterFilter, string>>): boolean {
  return ADOPTER_FILTERS.every((name) => filters[name] === undefined || cellOf(name, adopter, body) === filters[name]);
}

function cellOf(name: AdopterFilter, adopter: Adopter, body: ShownBody | null): string {
  if (name === 'state' || name === 'evidence') return adopter[name];
  if (name === 'country') return body?.country ?? adopter.country ?? 'unknown';
  return body?.[name] ?? 'unknown';
}

/** Of the same country and kind, as far as both are known. */
const isAlike = ({ alike }: Seen): boolean => alike.includes('country') && alike.includes('type');

/** The most alike first, then the best evidence, those who use it, by name. */
function inOrder(a: Seen, b: Seen): number {
  const evidence = ({ adopter }: Seen) => EVIDENCE.indexOf(adopter.evidence);
  const uses = ({ adopter }: Seen) => Number(isInUse(adopter.state));
  const names = a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  return (
    b.alike.length - a.alike.length ||
    evidence(b) - evidence(a) ||
    uses(b) - uses(a) ||
    names ||
    (a.adopter.key < b.adopter.key ? -1 : 1)
  );
}

function countsOf(chosen: readonly Seen[]): AdopterCounts {
  const of = (name: AdopterFilter) => tally(chosen.map(({ adopter, body }) => cellOf(name, adopter, body)));
  const [country, type, subdivision] = [of('country'), of('type'), of('subdivision')];
  return { evidence: of('evidence'), state: of('state'), country, type, subdivision, size: of('size') };
}

const seenOf = (chosen: readonly Seen[], adopters: readonly Adopter[]): Seen[] =>
  adopters.flatMap((adopter) => chosen.find((one) => one.adopter === adopter) ?? []);

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
  chosen: readonly Seen[],
  day: string,
): AdopterPage['shares'] {
  if (registers.length === 0) return [];
  const using = new Map(
    chosen.flatMap(({ adopter, body }) => (body !== null && isUsedOn(adopter, day) ? [[body.id, body] as const] : [])),
  );
  const all = kindsOf(worked);
  return registers.flatMap((register) => {
    const share = shareOf(register, all, [...using.values()]);
    return share === null || share.have === 0 ? [] : [{ ...register, ...share }];
  });
}
