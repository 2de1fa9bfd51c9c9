import { FACETS, SORTS } from '../../src/kernel/facets.ts';
import { LANGUAGES } from '../../src/web/locales/text.ts';
import { BAD_QUERIES, BAD_TEXTS } from './bad-queries.ts';
import type { Random } from './grow/random.ts';
import { slowTexts, type Words } from './slow-texts.ts';

/** Doors of the search, each with what stands for a text, a slug and a language. */
const DOORS = [
  ...['/api/v1/search?', '/api/v1/search?', '/{lang}/search?', '/{lang}/search?', '/api/v1/suggest?'],
  ...['/{lang}/search.csv?', '/{lang}/search.json?', '/{lang}/search/feed.atom?', '/{lang}/search/feed.json?'],
  ...['/{lang}/tasks?', '/{lang}/tasks/{slug}?', '/api/v1/software/{slug}/similar?', '/{lang}/{slug}?', '/{slug}?'],
];

/** What has a meaning in an address, or in what reads one. */
const MARKS = [
  ...[
    '%',
    '%00',
    '%2f',
    '%25',
    '%zz',
    '%ff',
    '%c3%28',
    '%e2%80%ae',
    '%f0%9f%98%80',
    '..',
    '/',
    '//',
    '\\',
    ';',
    '?',
    '#',
  ],
  ...['&', '=', '+', '[', ']', '[]', '*', '~', '@', ':', '|', '`', '^', '{', '}', '<', '>', '"', "'", '$', '!', ','],
];
const NAMES = ['lang', 'limit', 'cursor', 'explain', 'at', 'on', 'page', 'q', 'colour', '__proto__', 'constructor'];
const VALUES = [
  '',
  '0',
  '-1',
  '1',
  '7',
  '100',
  '101',
  '1e9',
  'NaN',
  'true',
  'null',
  'da',
  'xx',
  'DK',
  'EUPL-1.2',
  '2026-02-30',
];

const SLOW = 400;
const LONGEST = 12_000;

/** Makes addresses that nobody means, or means badly: the same in the same order for the same seed. */
export class HostileAddresses {
  readonly #random: Random;
  readonly #slow: string[];
  readonly #words: Words;
  /** Cursors that were answered, some of which are sent again, whole or damaged. */
  readonly #cursors: string[] = [];

  constructor(random: Random, words: Words, seed: number) {
    this.#random = random;
    this.#words = words;
    this.#slow = slowTexts(words, SLOW, seed);
  }

  /** What came from an answer. */
  learn(cursor: unknown): void {
    if (typeof cursor === 'string' && this.#cursors.length < SLOW) this.#cursors.push(cursor);
  }

  next(): string {
    const random = this.#random;
    const door = random.pick(DOORS).replace('{lang}', this.#lang()).replace('{slug}', encoded(this.#slug()));
    const query = random.chance(0.05) ? random.pick(BAD_QUERIES) : this.#parameters();
    const address = random.chance(0.15) ? this.#spoilt(door + query) : door + query;
    return address.slice(0, LONGEST);
  }

  #parameters(): string {
    const random = this.#random;
    const parameters = random.chance(0.9) ? [['q', this.#text()]] : [];
    const more = random.chance(0.1) ? random.between(0, 120) : random.between(0, 4);
    for (let i = 0; i < more; i += 1) parameters.push(this.#parameter());
    return parameters.map(([name, value]) => `${name}=${encoded(value as string)}`).join('&');
  }

  #parameter(): [string, string] {
    const random = this.#random;
    if (random.chance(0.15)) return ['sort', random.pick([...SORTS, 'size'])];
    if (random.chance(0.15) && this.#cursors.length > 0)
      return ['cursor', this.#spoiltOrNot(random.pick(this.#cursors))];
    if (random.chance(0.3)) return [random.pick(NAMES), random.pick(VALUES)];
    return [random.pick(FACETS), random.chance(0.5) ? random.pick(VALUES) : random.pick(this.#words.any)];
  }

  #text(): string {
    const random = this.#random;
    if (random.chance(0.4)) return random.pick(this.#slow);
    if (random.chance(0.4)) return this.#spoilt(random.pick(BAD_TEXTS));
    if (random.chance(0.02)) return random.pick(this.#words.any).repeat(1_000);
    return Array.from({ length: random.between(0, 40) }, () =>
      random.chance(0.1) ? String.fromCodePoint(random.between(0, 0x10_ff_ff)) : random.pick(this.#words.any),
    ).join(random.pick([' ', '', '-', '" "', ':', ' -']));
  }

  #slug(): string {
    const random = this.#random;
    return random.chance(0.5) ? random.pick(this.#words.any) : this.#spoilt(random.pick(BAD_TEXTS));
  }

  #lang(): string {
    return this.#random.chance(0.95) ? this.#random.pick(LANGUAGES) : this.#random.pick(VALUES);
  }

  #spoiltOrNot(text: string): string {
    return this.#random.chance(0.5) ? text : this.#spoilt(text);
  }

  /** With marks put in, or letters left out, here and there. */
  #spoilt(text: string): string {
    const random = this.#random;
    let spoilt = text;
    for (let i = random.between(1, 3); i > 0; i -= 1) {
      const at = random.between(0, spoilt.length);
      spoilt = spoilt.slice(0, at) + random.pick(MARKS) + spoilt.slice(at + random.between(0, 2));
    }
    return spoilt;
  }
}

/** As it may stand in an address; half of a pair of surrogates has no form there. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
