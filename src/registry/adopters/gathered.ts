import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Alike } from '../../adopters/bodies.ts';
import { isInUse, isUsedOn } from '../../adopters/claims.ts';
import type { Adopter } from '../../adopters/count.ts';
import { EVIDENCE } from '../../adopters/evidence.ts';
import { fold } from '../../kernel/fold-text.ts';
import { ADOPTER_FILTERS, type AdopterCounts, type AdopterFilter, type ShownBody } from './types.ts';

/** An adopter with the body that it is. */
export interface Seen {
  adopter: Adopter;
  /** The name by which it is ordered, folded once. */
  name: string;
  body: ShownBody | null;
  alike: Alike[];
}

/** Adopters that are looked at before others get their turn: some milliseconds. */
const IN_A_TURN = 500;
/** Pages that end behind so many are cut from the whole list in order; before, the first are kept while it is gone through. */
const KEPT_IN_ORDER = 1_000;

/** What is told of a list of adopters, whatever the page: gathered while it is gone through, since it may be very long. */
export class Gathered {
  readonly adopters: Adopter[] = [];
  /** Bodies that use it on the day. */
  readonly using = new Map<string, ShownBody>();
  inUse = 0;
  readonly #day: string;
  readonly #end: number;
  #first: Seen[] = [];
  readonly #counts = ADOPTER_FILTERS.map(() => new Map<string, number>());

  /** The first `end` of them are kept in order. `day` is `YYYY-MM-DD`. */
  constructor(day: string, end: number) {
    this.#day = day;
    this.#end = end;
  }

  add(seen: Seen): void {
    const { adopter, body } = seen;
    this.adopters.push(adopter);
    ADOPTER_FILTERS.forEach((name, i) => {
      const [counts, value] = [this.#counts[i] as Map<string, number>, cellOf(name, adopter, body)];
      counts.set(value, (counts.get(value) ?? 0) + 1);
    });
    if (isUsedOn(adopter, this.#day)) {
      this.inUse += 1;
      if (body !== null) this.using.set(body.id, body);
    }
    if (this.#end > KEPT_IN_ORDER) this.#first.push(seen);
    else this.#keep(seen);
  }

  #keep(seen: Seen): void {
    const first = this.#first;
    const last = first[this.#end - 1];
    if (this.#end === 0 || (last !== undefined && inOrder(seen, last) >= 0)) return;
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (inOrder(first[middle] as Seen, seen) < 0) low = middle + 1;
      else high = middle;
    }
    first.splice(low, 0, seen);
    if (first.length > this.#end) first.pop();
  }

  /** The page from `start` on. */
  page(start: number): Seen[] {
    if (this.#end > KEPT_IN_ORDER) this.#first.sort(inOrder);
    return this.#first.slice(start, this.#end);
  }

  counts(): AdopterCounts {
    const lists = this.#counts.map((counts) =>
      [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
    );
    return Object.fromEntries(ADOPTER_FILTERS.map((name, i) => [name, lists[i]])) as unknown as AdopterCounts;
  }
}

/** Goes through adopters with the bodies that they are, while others get their turn. */
export async function eachSeen(
  adopters: readonly Adopter[],
  seen: (adopter: Adopter) => Omit<Seen, 'adopter' | 'name'>,
  see: (one: Seen) => void,
): Promise<void> {
  for (let i = 0; i < adopters.length; i += 1) {
    const adopter = adopters[i] as Adopter;
    const { body, alike } = seen(adopter);
    see({ adopter, name: fold(body?.name ?? adopter.name), body, alike });
    if (i % IN_A_TURN === IN_A_TURN - 1) await nextTurn();
  }
}

export function passes({ adopter, body }: Seen, filters: Partial<Record<AdopterFilter, string>>): boolean {
  return ADOPTER_FILTERS.every((name) => filters[name] === undefined || cellOf(name, adopter, body) === filters[name]);
}

function cellOf(name: AdopterFilter, adopter: Adopter, body: ShownBody | null): string {
  if (name === 'state' || name === 'evidence') return adopter[name];
  if (name === 'country') return body?.country ?? adopter.country ?? 'unknown';
  return body?.[name] ?? 'unknown';
}

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
    (a.adopter.key < b.adopter.key ? -1 : a.adopter.key > b.adopter.key ? 1 : 0)
  );
}
