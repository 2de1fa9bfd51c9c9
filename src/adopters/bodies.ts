/** What is known of a body beyond its name, and how alike two are. */
export interface BodyFacts {
  type?: string | undefined;
  country?: string | undefined;
  /** ISO 3166-2. */
  subdivision?: string | undefined;
  /** Class of size; absent where its population or the classes are not known. */
  size?: string | undefined;
}

export interface SizeClass {
  class: string;
  /** Population from which the next class begins; absent in the last. */
  below?: number | undefined;
}

/** The class of a population by a network's classes, whatever their order; `null` where none holds it. */
export function sizeClassOf(population: number, classes: readonly SizeClass[]): string | null {
  const ordered = [...classes].sort((a, b) => (a.below ?? Infinity) - (b.below ?? Infinity));
  return ordered.find(({ below }) => below === undefined || population < below)?.class ?? null;
}

export const ALIKE = ['country', 'type', 'subdivision', 'size'] as const;
export type Alike = (typeof ALIKE)[number];

/** In what two bodies are alike; what is not known of one is no likeness. */
export const alikeIn = (one: BodyFacts, other: BodyFacts): Alike[] =>
  ALIKE.filter((what) => one[what] !== undefined && one[what] === other[what]);

/** A statement that there are so many bodies of a kind in a country. */
export interface Register {
  type: string;
  country: string;
  count: number;
}

/**
 * The share of all bodies of a kind that are among these, only where the catalogue holds every one of them; else `null`: a
 * share of those that somebody happened to enter would say nothing.
 */
export function shareOf(
  { type, country, count }: Register,
  all: readonly BodyFacts[],
  adopting: readonly BodyFacts[],
): { have: number; of: number } | null {
  const ofKind = (bodies: readonly BodyFacts[]) =>
    bodies.filter((body) => body.type === type && body.country === country).length;
  return ofKind(all) === count ? { have: ofKind(adopting), of: count } : null;
}
