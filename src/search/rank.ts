import { LIMITS } from '../kernel/limits.ts';
import type { Order } from './orders.ts';

/** How much quality weighs beside relevance, which is between 1 and 2. */
export const QUALITY = 0.55;
/** What an exact name counts more than everything else. */
export const EXACT = 10;
/** What takes a row below all others: more than relevance and quality together. */
const BELOW = 3;
/** More places than there are rows, so that score and place fit into one number without loss. */
const PLACES = 2 ** 21;
/** Steps of a score that are told apart. */
const STEPS = 1e6;

/** What a search knows of its hits, by row. */
export interface Evidence {
  /** Rows whose name, alias or identifier is the text. */
  exact: ReadonlySet<number>;
  /** Text relevance, above 0; 0 for what was found by its name alone. */
  scores: ArrayLike<number>;
  /** From 0 to 1. */
  qualities: ArrayLike<number>;
  /** Rows that stand below all others, as they answer only a part. */
  below?: ReadonlySet<number>;
}

/**
 * The best `end` of them, best first: exact names, then by relevance and quality, then the earliest. Only the best
 * `LIMITS.rankedCandidates` are ranked; whoever pages on behind them gets the rest as it came into the catalogue.
 */
export function orderByRelevance(ords: readonly number[], evidence: Evidence, end: number): number[] {
  const keys = keysOf(ords, evidence);
  const ranked = Math.min(end, LIMITS.rankedCandidates);
  const first = ranked < keys.length / 4 ? smallest(keys, ranked) : keys.slice();
  first.sort();
  const best = Array.from(first.subarray(0, ranked), rowOf);
  if (end <= ranked || ranked >= keys.length) return best;
  const last = first[ranked - 1] as number;
  const rest = Float64Array.from(keys.filter((key) => key > last).map(rowOf)).sort();
  return best.concat(Array.from(rest.subarray(0, end - ranked)));
}

/** Score and place of each row in one number, the best lowest. */
function keysOf(ords: readonly number[], { exact, scores, qualities, below }: Evidence): Float64Array {
  let top = 1e-9;
  for (let i = 0; i < ords.length; i += 1) {
    const score = scores[ords[i] as number] as number;
    if (score > top) top = score;
  }
  const keys = new Float64Array(ords.length);
  for (let i = 0; i < ords.length; i += 1) {
    const ord = ords[i] as number;
    const score = scores[ord] as number;
    const value = (score > 0 ? 1 + score / top : 0) + QUALITY * (qualities[ord] as number);
    keys[i] = ord - Math.round(value * STEPS) * PLACES;
  }
  if (exact.size > 0) move(keys, ords, exact, EXACT);
  if (below !== undefined && below.size > 0) move(keys, ords, below, -BELOW);
  return keys;
}

/** Moves these rows up by so much of a score. */
function move(keys: Float64Array, ords: readonly number[], rows: ReadonlySet<number>, up: number): void {
  for (let i = 0; i < ords.length; i += 1)
    if (rows.has(ords[i] as number)) keys[i] = (keys[i] as number) - up * STEPS * PLACES;
}

const rowOf = (key: number): number => ((key % PLACES) + PLACES) % PLACES;

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

/**
 * The first `end` of the rows in the order of the whole catalogue; those that are not in it are left out. The order is gone
 * through until there are enough: sorting many rows for a page of twenty costs twenty times as much.
 */
export function inOrder(ords: readonly number[], { ords: byPlace }: Order, end: number): number[] {
  const wanted = marksOf(ords);
  const found: number[] = [];
  for (let place = 0; place < byPlace.length && found.length < end; place += 1) {
    const ord = byPlace[place] as number;
    if (ord < wanted.length && wanted[ord] === 1) found.push(ord);
  }
  return found;
}

/** 1 at the number of each of these rows. */
function marksOf(ords: readonly number[]): Uint8Array {
  const marks = new Uint8Array(highest(ords) + 1);
  for (let i = 0; i < ords.length; i += 1) marks[ords[i] as number] = 1;
  return marks;
}

function highest(ords: readonly number[]): number {
  let most = 0;
  for (let i = 0; i < ords.length; i += 1) most = Math.max(most, ords[i] as number);
  return most;
}
