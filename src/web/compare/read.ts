import { type Clock, toDay, toRfc3339 } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Past, Registry } from '../../registry/types.ts';
import type { PageContext } from '../ui/context.ts';
import { compare } from './compare.ts';
import type { Comparison } from './comparison.ts';
import type { CompareWish } from './wish.ts';

export interface CompareDeps {
  registry: Pick<Registry, 'read' | 'past'>;
  clock: Clock;
}

/** So often it is read anew where something changed while it was read. */
const TRIES = 3;

/** The comparison that an address asks for; without a point that of now, which from then on has one. */
export async function readComparison(
  deps: CompareDeps,
  context: PageContext,
  asked: CompareWish,
  { gone = false }: { gone?: boolean } = {},
): Promise<Comparison> {
  const { registry, clock } = deps;
  const { at, on } = asked;
  if (at !== null) return compare(await registry.past(at, on ?? undefined), context, asked);
  const wish = await withHits(deps, context, asked);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const now = await present(deps);
    const comparison = await compare(now, context, wish, gone);
    if ((await registry.read.point()) === now.at) return comparison;
  }
  return compare(await registry.past(await registry.read.point(), toDay(clock.now())), context, wish, gone);
}

async function present({ registry: { read }, clock }: CompareDeps): Promise<Past> {
  const at = await read.point();
  return { read, at, on: toDay(clock.now()), changed: (await read.changedAt()) ?? toRfc3339(clock.now()), erased: 0 };
}

/** What the search found when the products were chosen: kept in the address, since words are not looked for in the past. */
async function withHits({ registry }: CompareDeps, { lang }: PageContext, wish: CompareWish): Promise<CompareWish> {
  const { search } = wish;
  if (search === null || search.total !== null) return wish;
  const { text, filters } = search;
  const found = await registry.read.search({ text, filters, lang, sort: 'relevance', limit: LIMITS.defaultPageSize });
  const hits = found.items.map(({ id, origin }) => `${id}@${origin}`);
  return { ...wish, search: { ...search, total: found.total, hits } };
}
