import type { Order } from './columns.ts';

/** How much quality weighs beside relevance, which is between 1 and 2 for a ranked match. */
const QUALITY = 0.35;
/** More places than there are rows, so that score and place fit into one number without loss. */
const PLACES = 2 ** 21;

/** What a search knows of its hits. */
export interface Evidence {
  /** Rows whose name, alias or identifier is the text. */
  exact: Set<number>;
  /** Text relevance of the ranked rows: all hits, or the best candidates where a word is too common. */
  ranked: Map<number, number>;
  quality(ord: number): number;
}

/** Best first: exact names, then ranked matches by relevance and quality, then the rest by quality. */
export function orderByRelevance(ords: number[], { exact, ranked, quality }: Evidence, order: Order): number[] {
  let top = 1e-9;
  for (const relevance of ranked.values()) top = Math.max(top, relevance);
  return sorted(ords, order, (ord) => {
    const relevance = ranked.get(ord);
    return (exact.has(ord) ? 10 : 0) + (relevance === undefined ? 0 : 1 + relevance / top) + QUALITY * quality(ord);
  });
}

/** The rows in the order of the whole catalogue. */
export const inOrder = (ords: number[], order: Order): number[] => sorted(ords, order, () => 0);

/** Highest score first, then by place. One numeric sort: comparing by a function costs ten times as much. */
function sorted(ords: number[], { ords: byPlace, places }: Order, score: (ord: number) => number): number[] {
  const keys = new Float64Array(ords.length);
  for (let i = 0; i < ords.length; i += 1) {
    const ord = ords[i] as number;
    keys[i] = (places.get(ord) ?? PLACES - 1) - Math.round(score(ord) * 1e6) * PLACES;
  }
  keys.sort();
  const found: number[] = [];
  for (const key of keys) {
    const ord = byPlace[((key % PLACES) + PLACES) % PLACES];
    if (ord !== undefined) found.push(ord);
  }
  return found;
}
