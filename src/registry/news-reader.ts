import { LIMITS } from '../kernel/limits.ts';
import type { Store } from '../store/port.ts';
import type { HeldAdopters } from './adopters/held.ts';
import { readNews } from './news.ts';
import type { News } from './news-type.ts';
import type { Reader } from './types.ts';

/** News are read again and again by those who follow them: what was found is kept until something changes. */
export function newsReader(store: Store, held: HeldAdopters): Reader['news'] {
  const known = new Map<string, Promise<News[]>>();
  let state = '';
  return async (of, lang, limit) => {
    await held.now();
    const now = `${await store.changePoint()} ${held.version}`;
    if (now !== state || known.size >= LIMITS.newsKept) known.clear();
    state = now;
    const key = `${of === 'all' ? '' : of.ord} ${lang} ${limit}`;
    const found = known.get(key) ?? readNews(store, held, of, lang, limit);
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  };
}
