import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { LIMITS } from '../kernel/limits.ts';

/** Languages whose words are stemmed, by ISO 639-1. A word of any other stands as it is, under `''`. */
export const STEMMED = ['en', 'da', 'sv', 'nl', 'de', 'fr', 'it', 'es', 'pt'] as const;
export type Stemmed = (typeof STEMMED)[number];
export type WordLanguage = Stemmed | '';

/** Languages that write words together. */
export const COMPOUNDING: readonly Stemmed[] = ['da', 'sv', 'nl', 'de'];

const STEMMERS: Record<Stemmed, (word: string) => string> = {
  ...{ en: english, da: danish, sv: swedish, nl: dutch, de: german },
  ...{ fr: french, it: italian, es: spanish, pt: portuguese },
};

const stemmed: ReadonlySet<string> = new Set(STEMMED);
export const isStemmed = (lang: string): lang is Stemmed => stemmed.has(lang);

/** Longer words are no words of a language, and a stemmer walks them several times. */
const LONGEST = 40;

const known = new Map<WordLanguage, Map<string, string>>(STEMMED.map((lang) => [lang, new Map()]));
let size = 0;

function forget(): void {
  for (const stems of known.values()) stems.clear();
  size = 0;
}

/** The stem of a word in lower case. The same words come again and again: so many are remembered. */
export function stem(word: string, lang: WordLanguage): string {
  if (lang === '' || word.length < 3 || word.length > LONGEST) return word;
  const stems = known.get(lang) as Map<string, string>;
  const before = stems.get(word);
  if (before !== undefined) return before;
  const made = STEMMERS[lang](word) || word;
  if (size >= LIMITS.stemsKept) forget();
  stems.set(word, made);
  size += 1;
  return made;
}
