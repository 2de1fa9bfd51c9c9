import type { Order } from './columns.ts';

/** How much quality weighs beside relevance, which is between 1 and 2. */
export const QUALITY = 0.35;
/** What an exact name counts more than everything else. */
export const EXACT = 10;
/** More places than there are rows, so that score and place fit into one number without loss. */
const PLACES = 2 ** 21;
/** Steps of a score that are told apart. */
const STEPS = 1e6;

/** What a search knows of its hits. */
export interface Evidence {
  /** Whether name, alias or identifier is the text. */
  isExact(ord: number): boolean;
  /** Text relevance, above 0; 0 for what was found by its name alone. */
  score(ord: number): number;
  quality(ord: number): number;
}

/** What a hit is ordered by: the parts add up. */
export function partsOf(
  ord: number,
  evidence: Evidence,
  top: number,
): { exact: number; text: number; quality: number } {
  const score = evidence.score(ord);
  return {
    exact: evidence.isExact(ord) ? EXACT : 0,
    text: score === 0 ? 0 : 1 + score / top,
    quality: QUALITY * evidence.quality(ord),
  };
}

/** The best `end` of them, best first: exact names, then by relevance and quality, then the earliest. */
export function orderByRelevance(ords: number[], evidence: Evidence, end: number): number[] {
  const top = topOf(ords, evidence);
  const keys = new Float64Array(ords.length);
  for (let i = 0; i < ords.length; i += 1) {
    const ord = ords[i] as number;
    const { exact, text, quality } = partsOf(ord, evidence, top);
    keys[i] = ord - Math.round((exact + text + quality) * STEPS) * PLACES;
  }
  const first = end < keys.length / 4 ? smallest(keys, end) : keys;
  first.sort();
  return Array.from(first.subarray(0, end), (key) => ((key % PLACES) + PLACES) % PLACES);
}

export function topOf(ords: number[], { score }: Evidence): number {
  let top = 1e-9;
  for (const ord of ords) top = Math.max(top, score(ord));
  return top;
}

/** The smallest of the keys, in no order; some more than asked for. A page of many hits need not be sorted whole. */
function smallest(keys: Float64Array, count: number): Float64Array {
  let kept = keys;
  // A pivot from a sample halves what is left about every time; what is not halved soon is sorted as it is.
  for (let round = 0; round < 24 && kept.length > 2 * count + 64; round += 1) {
    const sample = Float64Array.from(
      { length: 15 },
      (_, i) => kept[Math.floor((i * kept.length) / 15)] as number,
    ).sort();
    const pivot = sample[Math.max(1, Math.min(7, Math.ceil((15 * count * 2) / kept.length)))] as number;
    const below = kept.filter((key) => key <= pivot);
    if (below.length >= count && below.length < kept.length) kept = below;
  }
  return kept;
}

/** The rows in the order of the whole catalogue. One numeric sort: comparing by a function costs ten times as much. */
export function inOrder(ords: number[], { ords: byPlace, places }: Order): number[] {
  const keys = new Float64Array(ords.length);
  for (let i = 0; i < ords.length; i += 1) keys[i] = places.get(ords[i] as number) ?? byPlace.length;
  keys.sort();
  const found: number[] = [];
  for (const place of keys) {
    const ord = byPlace[place];
    if (ord !== undefined) found.push(ord);
  }
  return found;
}
