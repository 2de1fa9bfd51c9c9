import { PAGE_LANGUAGES, type PageLanguage } from '../../kernel/languages.ts';
import { TABLES as ALL } from './tables.gen.ts';

/** Languages of the pages, in the order in which they are offered. */
export const LANGUAGES = PAGE_LANGUAGES;
export type Lang = PageLanguage;

type Entry = keyof typeof ALL.en;
type Stem<K> = K extends `${infer S}.other` ? S : never;
/** A key of the language files, or the stem of one that has plural forms (`.one`, `.other`). */
export type TextKey = Entry | Stem<Entry>;
export type Values = Record<string, string | number>;

/** Translates for one language. Numbers are written as the language writes them; `count` chooses the plural form. */
export type Translate = (key: TextKey, values?: Values) => string;

const TABLES: Record<Lang, Record<string, string>> = ALL;
/** What each file of texts says of its own language, first of all. */
const own = (key: 'name' | 'locale' | 'firstDay') =>
  Object.fromEntries(LANGUAGES.map((lang) => [lang, TABLES[lang][`language.${key}`] ?? lang])) as Record<Lang, string>;
/** Names of the languages in themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Lang, string>> = own('name');
/** Languages whose texts no native speaker has read yet, as their files say. */
export const UNREAD: readonly Lang[] = LANGUAGES.filter((lang) => TABLES[lang]['language.read'] === 'unread');
/** Locales by which dates and numbers are written (BCP 47). */
export const LOCALE: Readonly<Record<Lang, string>> = own('locale');
/** How the first day of a month is written in a date: French says “1er”, which the data of Unicode do not know. */
export const FIRST_DAY: Readonly<Record<Lang, string>> = own('firstDay');
const PLACEHOLDER = /\{(\w+)\}/g;

const numbers = perLanguage((lang) => new Intl.NumberFormat(LOCALE[lang]));
const plurals = perLanguage((lang) => new Intl.PluralRules(LOCALE[lang]));

export const isLang = (word: unknown): word is Lang => (LANGUAGES as readonly unknown[]).includes(word);

/** The text of a key in a language, with its `{placeholders}` filled. An unknown key gives the key, so that it is seen. */
export function t(lang: Lang, key: TextKey, values?: Values): string {
  const text = template(lang, key, values?.count) ?? key;
  if (values === undefined || !text.includes('{')) return text;
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? formatNumber(lang, value) : value;
  });
}

/** The text of a key that is put together at run time (`value.status.beta`), or nothing where there is none. */
export const optionalText = (lang: Lang, key: string): string | undefined => TABLES[lang][key] ?? TABLES.en[key];

/** A text in pieces, so that a link can stand in it: strings, and the names of placeholders as `{ name }`. */
export function pieces(lang: Lang, key: TextKey, count?: number): (string | { name: string })[] {
  const parts = (template(lang, key, count) ?? key).split(PLACEHOLDER);
  return parts.map((part, i) => (i % 2 === 1 ? { name: part } : part)).filter((part) => part !== '');
}

/** `t` of one language; there is one such function a language, however often it is asked for. */
export const translator = perLanguage<Translate>((lang) => (key, values) => t(lang, key, values));

export const formatNumber = (lang: Lang, value: number): string => numbers(lang).format(value);

function template(lang: Lang, key: string, count: unknown): string | undefined {
  const table = TABLES[lang];
  if (table[key] !== undefined || typeof count !== 'number') return table[key] ?? TABLES.en[key];
  return table[`${key}.${plurals(lang).select(count)}`] ?? table[`${key}.other`] ?? TABLES.en[`${key}.other`];
}

/** Intl objects are dear to make: one a language. */
export function perLanguage<T>(make: (lang: Lang) => T): (lang: Lang) => T {
  const made = new Map<Lang, T>();
  return (lang) => {
    const known = made.get(lang);
    if (known !== undefined) return known;
    const fresh = make(lang);
    made.set(lang, fresh);
    return fresh;
  };
}
