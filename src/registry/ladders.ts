import { BUILT_IN } from '../kernel/origins.ts';
import type { ItemRow } from '../store/port.ts';
import type { Ground } from './ground.ts';

interface Ladder {
  origin: number;
  slug: string;
  /** Levels, lowest first. */
  levels: string[];
}

/**
 * Frameworks by the names under which one searches by level. Anybody may call his framework as ours is called: the bare slug
 * means ours and the built-in ones, else the one of the catalogue that was known first; all others go by `slug@origin`.
 */
export class Ladders {
  readonly #all = new Map<number, Ladder>();

  put({ ord, origin, slug }: Pick<ItemRow, 'ord' | 'origin' | 'slug'>, levels: string[]): void {
    this.#all.set(ord, { origin, slug, levels });
  }

  delete(ord: number): void {
    this.#all.delete(ord);
  }

  nameOf({ slug, origin, originName }: Ground['place']): string {
    const first = this.#first(slug)?.origin ?? origin;
    return origin !== null && (origin <= BUILT_IN || origin === first) ? slug : `${slug}@${originName}`;
  }

  /** Levels of the framework that has this name bare; none of others: nobody rises by a framework that he wrote himself. */
  of(name: string): readonly string[] {
    return this.#first(name)?.levels ?? [];
  }

  #first(slug: string): Ladder | undefined {
    let first: Ladder | undefined;
    for (const ladder of this.#all.values())
      if (ladder.slug === slug && ladder.origin < (first?.origin ?? Number.POSITIVE_INFINITY)) first = ladder;
    return first;
  }
}
