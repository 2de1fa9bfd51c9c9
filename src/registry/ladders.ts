import { BUILT_IN } from '../kernel/origins.ts';
import type { ItemRow } from '../store/port.ts';
import type { Ground } from './ground.ts';

interface Ladder {
  origin: number;
  /** Levels, lowest first. */
  levels: string[];
}

/**
 * Frameworks by the names under which one searches by level. Anybody may call his framework as ours is called: the bare slug
 * means ours and the built-in ones, else the one of the catalogue that was known first; all others go by `slug@origin`.
 */
export class Ladders {
  /** By slug and row: a catalogue has one of a slug, so that few are looked through, however many a peer sends. */
  readonly #bySlug = new Map<string, Map<number, Ladder>>();
  readonly #slugs = new Map<number, string>();

  put({ ord, origin, slug }: Pick<ItemRow, 'ord' | 'origin' | 'slug'>, levels: string[]): void {
    const all = this.#bySlug.get(slug) ?? new Map<number, Ladder>();
    this.#bySlug.set(slug, all.set(ord, { origin, levels }));
    this.#slugs.set(ord, slug);
  }

  delete(ord: number): void {
    const slug = this.#slugs.get(ord) ?? '';
    const all = this.#bySlug.get(slug);
    this.#slugs.delete(ord);
    all?.delete(ord);
    if (all?.size === 0) this.#bySlug.delete(slug);
  }

  nameOf({ slug, origin, originName }: Ground['place']): string {
    const first = this.#first(slug)?.origin ?? origin;
    return origin !== null && (origin <= BUILT_IN || origin === first) ? slug : `${slug}@${originName}`;
  }

  /** Levels of our or the built-in framework of this name; none of others: nobody rises by a framework that he wrote himself. */
  of(name: string): readonly string[] {
    const first = this.#first(name);
    return first !== undefined && first.origin <= BUILT_IN ? first.levels : [];
  }

  #first(slug: string): Ladder | undefined {
    let first: Ladder | undefined;
    for (const ladder of this.#bySlug.get(slug)?.values() ?? [])
      if (ladder.origin < (first?.origin ?? Number.POSITIVE_INFINITY)) first = ladder;
    return first;
  }
}
