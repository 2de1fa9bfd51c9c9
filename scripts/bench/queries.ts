import { foldedWords } from '../../src/kernel/fold-text.ts';
import type { Software } from '../../src/schemas.gen.ts';
import { growRecords } from '../lib/grow/grow.ts';
import { Random } from '../lib/grow/random.ts';
import { SEED, SIZE } from './context.ts';

/** A search as the query string of its address, without `?`, and in its parts. */
export interface Query {
  text: string;
  filter: {
    name: 'licence' | 'status' | 'type' | 'category' | 'country' | 'language';
    value: string;
  } | null;
  address: string;
}

interface Vocabulary {
  /** In more than a twentieth of all software; in more than a five hundredth; in fewer. */
  common: string[];
  medium: string[];
  rare: string[];
  filters: NonNullable<Query['filter']>[];
}

const SHORTEST = 3;

/**
 * So many different searches, made of the words of the data: a fifth each of a common and of a medium word, then rare
 * words, two words, a word with a filter, the beginning of a word, a word with a slip in it. The same for the same seed.
 */
export function makeQueries(count: number, seed: number): Query[] {
  const vocabulary = readVocabulary();
  const random = new Random(seed);
  const made = new Map<string, Query>();
  for (let tries = 0; made.size < count && tries < count * 50; tries += 1) {
    const query = makeOne(vocabulary, random);
    made.set(query.address, query);
  }
  if (made.size < count) throw new Error(`Only ${made.size} different queries could be made.`);
  return [...made.values()];
}

function makeOne({ common, medium, rare, filters }: Vocabulary, random: Random): Query {
  const word = (): string => random.pick(random.chance(0.5) ? common : medium);
  switch (
    random.weighted({
      common: 20,
      medium: 20,
      rare: 15,
      two: 20,
      filter: 15,
      prefix: 10,
      slip: 10,
    })
  ) {
    case 'common':
      return queryOf(random.pick(common), null);
    case 'medium':
      return queryOf(random.pick(medium), null);
    case 'rare':
      return queryOf(random.pick(rare), null);
    case 'two':
      return queryOf(`${word()} ${word()}`, null);
    case 'filter':
      return queryOf(word(), random.pick(filters));
    case 'slip':
      return queryOf(slipped(random.pick(random.chance(0.5) ? medium : rare), random), null);
    case 'prefix':
      return queryOf(word().slice(0, random.between(2, 4)), null);
  }
}

/** Two letters of the word changed about, or one left out. */
function slipped(word: string, random: Random): string {
  const at = random.between(1, Math.max(1, word.length - 2));
  const letters = [...word];
  const [letter = ''] = letters.splice(at, 1);
  if (random.chance(0.5)) letters.splice(at + 1, 0, letter);
  return letters.join('');
}

function queryOf(text: string, filter: Query['filter']): Query {
  const query = new URLSearchParams({ q: text });
  if (filter !== null) query.set(filter.name, filter.value);
  return { text, filter, address: query.toString() };
}

function readVocabulary(): Vocabulary {
  const found = new Map<string, number>();
  const values = new Map<string, NonNullable<Query['filter']>>();
  const add = (name: NonNullable<Query['filter']>['name'], value: string | undefined) => {
    if (value !== undefined) values.set(`${name}=${value}`, { name, value });
  };
  for (const record of growRecords(SIZE, SEED)) {
    for (const word of new Set(foldedWords(textOf(record)))) found.set(word, (found.get(word) ?? 0) + 1);
    add('licence', record.licence?.spdx);
    add('status', record.status);
    add('type', record.type);
    add('category', record.categories?.[0]);
    add('country', record.audience?.countries?.[0]);
    add('language', record.localisation?.languages?.[0]);
  }
  const words = [...found].filter(([word]) => word.length >= SHORTEST).sort();
  const between = (low: number, high: number) =>
    words.filter(([, count]) => count > low && count <= high).map(([word]) => word);
  return {
    common: between(SIZE / 20, SIZE),
    medium: between(SIZE / 500, SIZE / 20),
    rare: between(0, SIZE / 500),
    filters: [...values.values()],
  };
}

function textOf({ name, description = {} }: Software): string {
  const blocks = Object.values(description).map(({ short, long, features = [] }) =>
    [short, long, ...features].join(' '),
  );
  return [name, ...blocks].join(' ');
}
