import type { Part } from '../../maturity/part.ts';
import { type Lang, optionalText, type TextKey, t } from '../locales/text.ts';
import { dateText } from './dates.ts';
import { languageName, word } from './words.ts';

const DATE = /^\d{4}(-\d\d){0,2}$/;
/** Inputs that are words of a vocabulary, and of which. */
const VOCABULARY: Readonly<Record<string, string>> = {
  state: 'repositoryState',
  status: 'status',
  lifecycle: 'lifecycle',
};

/** The reason of a side of a product as a sentence, with its inputs in it. */
export function partText(lang: Lang, { id, reason, inputs }: Part): string {
  const key = `maturity.because.${id}.${reason}`;
  if (optionalText(lang, key) === undefined) return t(lang, `maturity.because.${reason}` as TextKey);
  const values = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, shown(lang, name, value)]));
  const rhythm = inputs.rhythm === undefined ? '' : ` ${t(lang, 'maturity.rhythm', { rhythm: inputs.rhythm })}`;
  return `${t(lang, key as TextKey, values)}${rhythm}`;
}

function shown(lang: Lang, name: string, value: string | number): string | number {
  if (name === 'found') return documents(lang, String(value));
  if (name === 'languages')
    return String(value)
      .split(', ')
      .map((tag) => languageName(lang, tag))
      .join(', ');
  const vocabulary = VOCABULARY[name];
  if (vocabulary !== undefined) return inSentence(lang, word(lang, vocabulary, String(value)));
  if (name === 'date' && DATE.test(String(value))) return dateText(lang, String(value));
  return value;
}

/** German nouns keep their capital. */
const inSentence = (lang: Lang, text: string): string => (lang === 'de' ? text : text.toLocaleLowerCase(lang));

const documents = (lang: Lang, list: string): string =>
  list === ''
    ? t(lang, 'maturity.nothing')
    : list
        .split(', ')
        .map((one) => word(lang, 'document', one))
        .join(', ');
