import { CodedError } from '../../kernel/errors.ts';
import type { CheckProblem } from '../../manifest/check.ts';
import type { Option } from '../command.ts';

export const LANG_OPTION: Option = {
  flag: '--lang L',
  description:
    'Language of the sentences about problems, hints and notes: da, de, … (see the pages of a catalogue). English unless said otherwise; rule, key and value stay.',
};

/** Says sentences of judgements in a language. */
export interface Teller {
  problems(all: CheckProblem[]): CheckProblem[];
  sentence(text: string): string;
}

const ENGLISH: Teller = { problems: (all) => all, sentence: (text) => text };

/** Texts of all languages take longer to load than a manifest takes to be checked: only for whoever asks for another one. */
export async function tellerOf(lang: unknown): Promise<Teller> {
  if (lang === undefined || lang === 'en') return ENGLISH;
  const { problemIn, sentenceIn } = await import('../../web/locales/sentences.ts');
  const { isLang, LANGUAGES } = await import('../../web/locales/text.ts');
  if (!isLang(lang))
    throw new CodedError('invalid-parameter', `--lang is one of ${LANGUAGES.join(', ')}, not \`${String(lang)}\`.`);
  return {
    problems: (all) => all.map((problem) => problemIn(lang, problem)),
    sentence: (text) => sentenceIn(lang, text) ?? text,
  };
}
