import { TABLES } from './tables.gen.ts';
import { type Lang, type TextKey, t, type Values } from './text.ts';

/**
 * The sentences of judgements in the language of the reader. The rooms that judge say one English sentence, which is what is
 * stored, mirrored and answered to programs; here it is known again by its pattern, and said anew with the words that it
 * quotes. So nothing that judges needs to know of languages, and what was stored years ago or comes from elsewhere is
 * translated too.
 */
interface Pattern {
  key: TextKey;
  /** What stands before, between and behind the placeholders. */
  literals: string[];
  names: string[];
}

/** What may quote words or other sentences. */
const QUOTING = /^(problem|endpoint)\./;
/** What the program says of its settings, commands, endpoints and metrics, in words of its own. */
const WHOLE = /^(setting|command|endpoint|metric)\./;
const PLACEHOLDER = /\{(\w+)\}/;
/** A sentence may quote a sentence that quotes another one. */
const DEEPEST = 3;
/** Longer ones are none of ours. */
const LONGEST = 20_000;

const whole = new Map<string, TextKey>();
const patterns: Pattern[] = [];
for (const [key, text] of Object.entries(TABLES.en)) {
  const quoting = QUOTING.test(key);
  if (!quoting && !WHOLE.test(key)) continue;
  const parts = text.split(PLACEHOLDER);
  const literals = parts.filter((_, i) => i % 2 === 0);
  if (!quoting || parts.length === 1) whole.set(text, key as TextKey);
  else patterns.push({ key: key as TextKey, literals, names: parts.filter((_, i) => i % 2 === 1) });
}
/** The pattern that says most of a sentence by itself is the right one. */
const said = ({ literals }: Pattern): number => literals.reduce((sum, literal) => sum + literal.length, 0);
patterns.sort((a, b) => said(b) - said(a));
/** Those that can be meant by a sentence that begins with a letter or sign. */
const byFirst = new Map<string, Pattern[]>();

function candidates(sentence: string): Pattern[] {
  const first = sentence.charAt(0);
  const known = byFirst.get(first);
  if (known) return known;
  const found = patterns.filter(({ literals }) => ['', first].includes((literals[0] as string).charAt(0)));
  // Whatever a file begins with: only what patterns begin with is kept.
  if (patterns.some(({ literals }) => literals[0]?.charAt(0) === first)) byFirst.set(first, found);
  return found;
}

/** A sentence in a language, or nothing where it is not known: then it is English. Words that it quotes stay as they are. */
export function sentenceIn(lang: Lang, sentence: string, depth = 0): string | undefined {
  if (lang === 'en') return sentence;
  const key = whole.get(sentence);
  if (key !== undefined) return t(lang, key);
  if (depth >= DEEPEST || sentence.length > LONGEST) return undefined;
  for (const pattern of candidates(sentence)) {
    const values = valuesIn(lang, sentence, pattern, depth);
    if (values !== undefined) return t(lang, pattern.key, values);
  }
  return undefined;
}

/** What stands in a sentence for the placeholders of a pattern; nothing where it is not made by it. */
function valuesIn(lang: Lang, sentence: string, { literals, names }: Pattern, depth: number): Values | undefined {
  const first = literals[0] as string;
  const last = literals.at(-1) as string;
  if (!sentence.startsWith(first) || !sentence.endsWith(last)) return undefined;
  const values: Values = {};
  let at = first.length;
  for (const [i, name] of names.entries()) {
    const next = literals[i + 1] as string;
    const end = i === names.length - 1 ? sentence.length - last.length : sentence.indexOf(next, at);
    if (end < at) return undefined;
    const quoted = /[“`"*]$/.test(literals[i] as string);
    const value = filled(lang, name, sentence.slice(at, end), quoted, depth);
    if (value === undefined) return undefined;
    values[name] = value;
    at = end + next.length;
  }
  return values;
}

/**
 * `…Words` are a sentence or part of one, said in the language too; `…List` and `…Name` are words with spaces between them.
 * Else what is not in quotes is a single word, lest a pattern takes a sentence that it was not made for.
 */
function filled(lang: Lang, name: string, value: string, quoted: boolean, depth: number): string | undefined {
  if (name.endsWith('Words')) return sentenceIn(lang, value, depth + 1);
  return quoted || /(?:List|Name)$/.test(name) || /^\S+$/.test(value) ? value : undefined;
}

interface Said {
  message: string;
  hint?: string;
  note?: string;
}

/** A problem with its sentence, hint and note in a language; what is not known stays English. Rule, place and value stay. */
export function problemIn<T extends Said>(lang: Lang, problem: T): T {
  const { hint, note } = problem;
  const own = (text: string): string => sentenceIn(lang, text) ?? text;
  const more = {
    ...(hint === undefined ? {} : { hint: own(hint) }),
    ...(note === undefined ? {} : { note: own(note) }),
  };
  return lang === 'en' ? problem : { ...problem, message: own(problem.message), ...more };
}
