import { differenceOf } from '../governance/difference.ts';
import { assessmentFaults, fitFaults } from '../governance/faults.ts';
import { isVoid } from '../governance/rights.ts';
import { type Filed, newestFirst, type Standing, standingOf } from '../governance/standing.ts';
import { totalsOf } from '../governance/totals.ts';
import { type Clock, latestDay, toDay } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import { decodeCursor, encodeCursor, type Page } from '../kernel/page.ts';
import { futureFaults } from '../records/future.ts';
import type { Assessment, Framework } from '../schemas.gen.ts';
import type { EntryKey, ItemRow, Store } from '../store/port.ts';
import { type Ground, groundFaults, groundOf } from './ground.ts';
import { rowOf, toItems } from './items.ts';
import type { Assessed, AssessmentStory, Counted, LevelOf, NamedFramework, Reader } from './types.ts';

type Doors = Pick<Reader, 'assessments' | 'levels' | 'assessment'>;

/** An assessment with the ids by which assessments are told apart. */
type Read = Filed & Counted;

/** What is read of assessments: their standing is worked out anew each time, so that it is true today. */
export function createAssessed(store: Store, clock: Clock): Doors {
  const of = async (key: EntryKey, lang: string): Promise<Read[]> =>
    newestFirst(await readAll(store, await rowsOf(store, key), lang));
  const judged = createJudging(store, clock);
  return {
    async assessments(key, lang, limit, cursor) {
      const page = pageOf(await of(key, lang), `assessments:${key.origin}:${key.kind}/${key.slug}`, limit, cursor);
      return { ...page, items: await judged(page.items) };
    },
    levels: async (key, lang) => byFramework(await judged(await of(key, lang)), toDay(clock.now())),
    assessment: (key, lang) => storyOf(store, key, lang, { of, judged, now: clock.now() }),
  };
}

/** Assessments of every member of the cluster: the same software has the same history, whoever keeps it. */
async function rowsOf(store: Store, key: EntryKey): Promise<ItemRow[]> {
  const rows: ItemRow[] = [];
  for (const member of [key, ...(await store.getCluster(key))]) {
    const left = LIMITS.assessmentsRead - rows.length;
    if (left > 0) rows.push(...(await store.linksTo(member, ['assessment-of'], 0, left)));
  }
  return rows;
}

async function readAll(store: Store, rows: ItemRow[], lang: string): Promise<Read[]> {
  const frameworks = new Map<string, NamedFramework>();
  const items = await toItems(store, rows, lang);
  const all: Read[] = [];
  for (const [i, row] of rows.entries()) {
    const record = await recordOf<Assessment>(store, row);
    const item = items[i];
    if (record === null || item === undefined) continue;
    const ref = idOf(record.framework, row.originName);
    const framework = frameworks.get(ref) ?? (await frameworkOf(store, record.framework, row.origin, lang));
    frameworks.set(ref, framework);
    all.push({
      id: idOf(item.id, row.originName),
      supersedes: record.supersedes && idOf(record.supersedes, row.originName),
      ...{ item, record, framework },
      totals: framework.record && totalsOf(framework.record, record),
    });
  }
  return all;
}

type Judging = <T extends Counted>(all: readonly T[]) => Promise<(T & Assessed)[]>;

/** What is wrong with assessments, as of today and by what their frameworks and networks say: for those that are shown with it. */
function createJudging(store: Store, clock: Clock): Judging {
  return async <T extends Counted>(all: readonly T[]) => {
    const grounds = new Map<string, Ground>();
    const day = latestDay(clock.now());
    const judged: (T & Assessed)[] = [];
    for (const one of all) {
      const { record, framework, item } = one;
      const key = `${item.origin}:${record.framework}`;
      const ground =
        grounds.get(key) ?? (await groundOf(store, record.framework, (await store.originNumber(item.origin)) ?? OWN));
      grounds.set(key, ground);
      const faults = [
        ...assessmentFaults(record),
        ...futureFaults('assessment', record, day),
        ...(framework.record === null ? [] : fitFaults(framework.record, record)),
        ...groundFaults(ground, record),
      ];
      judged.push({ ...one, faults });
    }
    return judged;
  };
}

/** A reference with its origin, as it is meant in the record that holds it. */
const idOf = (ref: string, origin: string): string => (ref.includes('@') ? ref : `${ref}@${origin}`);

async function recordOf<T>(store: Store, row: EntryKey): Promise<T | null> {
  const found = await store.getRecord(row);
  return found && (JSON.parse(found.view) as { record: T }).record;
}

async function frameworkOf(store: Store, ref: string, origin: number, lang: string): Promise<NamedFramework> {
  const row = await rowOf(store, ref, origin);
  const [item] = row === null ? [] : await toItems(store, [row], lang);
  if (row === null || item === undefined) return { id: ref, name: ref, page: null, record: null };
  const record = await recordOf<Framework>(store, row);
  return { id: `${item.id}@${item.origin}`, name: item.name, page: item.page, record };
}

type Judged = Read & Assessed;

/** What nobody had the right to do, or names what is not there, is told in the history and gives no level. */
const standing = ({ record }: NamedFramework, history: readonly Judged[], day: string): Standing =>
  standingOf(
    record,
    history.filter(({ faults }) => !isVoid(faults)),
    day,
  );

function byFramework(all: readonly Judged[], day: string): LevelOf[] {
  const groups = new Map<string, Judged[]>();
  for (const one of all) groups.set(one.framework.id, [...(groups.get(one.framework.id) ?? []), one]);
  return [...groups.values()]
    .flatMap((history) => {
      const framework = history[0]?.framework;
      return framework === undefined ? [] : [{ framework, standing: standing(framework, history, day), history }];
    })
    .sort((a, b) => (a.framework.name < b.framework.name ? -1 : 1));
}

function pageOf(all: Read[], list: string, limit: number, cursor?: string): Page<Read> {
  const start = cursor === undefined ? 0 : (decodeCursor(list, cursor, ['number'])[0] as number);
  const end = Math.max(start, 0) + Math.min(limit, LIMITS.pageSize);
  return {
    total: all.length,
    items: all.slice(Math.max(start, 0), end),
    next: end < all.length ? encodeCursor(list, [end]) : null,
  };
}

async function storyOf(
  store: Store,
  key: EntryKey,
  lang: string,
  { of, judged, now }: { of: (key: EntryKey, lang: string) => Promise<Read[]>; judged: Judging; now: number },
): Promise<AssessmentStory | null> {
  const row = await store.getItem(key);
  const [own] = row === null ? [] : await readAll(store, [row], lang);
  const [assessed] = own === undefined ? [] : await judged([own]);
  if (row === null || own === undefined || assessed === undefined) return null;
  const subject = await rowOf(store, own.record.subject, row.origin);
  const all = await judged(subject === null ? [own] : await of(subject, lang));
  const history = all.filter(({ framework }) => framework.id === own.framework.id);
  return {
    ...{ assessed, framework: own.framework, standing: standing(own.framework, history, toDay(now)) },
    ...{ history, since: sinceBefore(own, history) },
  };
}

/** The next older one of the same version with ratings, and what changed since. */
function sinceBefore(own: Read, history: Read[]): AssessmentStory['since'] {
  const framework = own.framework.record;
  const at = history.findIndex(({ id }) => id === own.id);
  if (framework === null || at < 0 || own.record.ratings === undefined) return null;
  for (const { record, item } of history.slice(at + 1)) {
    const changes = record.ratings === undefined ? null : differenceOf(framework, record, own.record);
    if (changes !== null) return { item, changes };
  }
  return null;
}
