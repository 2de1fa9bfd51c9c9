import type { Need } from '../schemas.gen.ts';
import { readWords } from '../search/lexicon.ts';
import { isStemmed } from '../search/stems.ts';
import { tasksIn } from '../search/tasks-in.ts';
import type { Store } from '../store/port.ts';
import type { HeldIndex } from './held-index.ts';
import { toItems } from './items.ts';
import type { Item } from './types.ts';

const PAGE = 200;
/** So many needs are read; whoever holds more of them searches in other ways. */
const READ = 2_000;
/** What is still looked for. */
const OPEN: ReadonlySet<string> = new Set(['open', 'project']);

interface Held {
  etag: string;
  open: boolean;
  tasks: string[];
}

/** Open needs by the tasks that they speak of, in their own words and languages; follows every change. */
export function createRelatedNeeds(store: Store, held: HeldIndex) {
  let known = new Map<number, Held>();
  let point = -1;

  const refresh = async (): Promise<void> => {
    const now = await store.changePoint();
    if (now === point) return;
    const next = new Map<number, Held>();
    for (let after = 0; next.size < READ; ) {
      const rows = await store.listRecords('need', after, PAGE);
      for (const { ord, etag, view } of rows) {
        const before = known.get(ord);
        next.set(ord, before?.etag === etag ? before : { etag, ...read(view) });
        after = ord;
      }
      if (rows.length < PAGE) break;
    }
    known = next;
    point = now;
  };

  /** Needs that share one of these tasks, those that share most first, then the newest. */
  return async (of: { ord: number } | { task: string }, lang: string, limit: number): Promise<Item[]> => {
    await refresh();
    if (known.size === 0) return [];
    const tasks = new Set('task' in of ? [of.task] : await tasksOf(held, of.ord));
    const shared = [...known].flatMap(([ord, need]) => {
      const count = need.open ? need.tasks.filter((task) => tasks.has(task)).length : 0;
      return count === 0 ? [] : [{ ord, count }];
    });
    shared.sort((a, b) => b.count - a.count || b.ord - a.ord);
    const best = shared.slice(0, limit).map(({ ord }) => ord);
    const found = await store.getItems(best);
    return toItems(
      store,
      best.flatMap((ord) => found.find((row) => row.ord === ord) ?? []),
      lang,
    );
  };
}

function read(view: string): Pick<Held, 'open' | 'tasks'> {
  const { title, description = {}, state } = (JSON.parse(view) as { record: Need }).record;
  const tasks = [...Object.entries(title), ...Object.entries(description)].flatMap(([lang, text]) =>
    isStemmed(lang) ? tasksIn(readWords(text, lang), lang) : [],
  );
  return { open: OPEN.has(state), tasks: [...new Set(tasks)] };
}

/** The tasks that the index holds of a row, named or found in its words. */
async function tasksOf(held: HeldIndex, ord: number): Promise<string[]> {
  await held.refresh();
  const words = [...held.postings.wordsOf(ord).keys()].map((id) => held.index.vocabulary.get(id).word);
  return words.filter((word) => word.startsWith('task/')).map((word) => word.slice('task/'.length));
}
