import type { Sort } from '../kernel/facets.ts';
import { widened } from './sequences.ts';

/** A number by which rows are sorted, the highest first: bodies that use it, and when somebody last worked on it (ms). */
export type Measure = 'adopters' | 'activity';
type Numbers = 'updated' | 'worked' | Measure;

const NUMBERS: readonly Numbers[] = ['updated', 'worked', 'adopters', 'activity'];

/** What rows are sorted by, by row; quality and level are told by whoever holds them. */
export class SortKeys {
  readonly #names: string[] = [];
  readonly #numbers: Record<Numbers, Float64Array> = {
    ...{ updated: new Float64Array(1024), worked: new Float64Array(1024) },
    ...{ adopters: new Float64Array(1024), activity: new Float64Array(1024) },
  };
  readonly #others: Record<'relevance' | 'level', (ord: number) => number>;

  constructor(others: Record<'relevance' | 'level', (ord: number) => number>) {
    this.#others = others;
  }

  /** `worked` is when the record itself says that somebody worked on it last; what was seen counts where it is later. */
  put(ord: number, name: string, updated: number, worked: number): void {
    this.#names[ord] = name;
    this.#numbers.worked[ord] = worked;
    this.#numbers.updated[ord] = updated;
  }

  /** Whether this is another number than before. */
  measure(ord: number, by: Measure, value: number): boolean {
    const before = this.#numbers[by][ord];
    this.#numbers[by][ord] = value;
    return before !== value;
  }

  forget(ord: number): void {
    for (const by of NUMBERS) this.#numbers[by][ord] = 0;
  }

  fit(size: number): void {
    for (const by of NUMBERS) this.#numbers[by] = widened(this.#numbers[by], size);
  }

  /** By name, or the highest first and then by name; at last as they came. */
  comparison(by: Sort): (a: number, b: number) => number {
    const names = this.#names;
    const byName = (a: number, b: number): number => compare(names[a] as string, names[b] as string) || a - b;
    if (by === 'name') return byName;
    if (by === 'relevance' || by === 'level') {
      const most = this.#others[by];
      return (a, b) => most(b) - most(a) || byName(a, b);
    }
    const numbers = this.#numbers[by];
    if (by === 'activity') {
      const own = this.#numbers.worked;
      const last = (ord: number): number => Math.max(numbers[ord] as number, own[ord] as number);
      return (a, b) => last(b) - last(a) || byName(a, b);
    }
    return (a, b) => (numbers[b] as number) - (numbers[a] as number) || byName(a, b);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
