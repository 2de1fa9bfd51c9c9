import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { LONGEST, phrasesOf } from '../../src/search/concepts.ts';
import { readWords } from '../../src/search/lexicon.ts';
import { isOptional } from '../../src/search/little-words.ts';
import { bagOf, foldedStem } from '../../src/search/phrases.ts';
import { STEMMED, type Stemmed } from '../../src/search/stems.ts';
import { TASKS } from '../../src/search/tasks.ts';
import { tasksIn } from '../../src/search/tasks-in.ts';
import { wordsOf } from '../../src/search/words.ts';
import { holds } from '../helpers/holds.ts';

/** As slowly as it can be said: every stretch of the words that say something is looked up. */
function slowly(text: string, lang: Stemmed): string[] {
  const words = wordsOf(text)
    .slice(0, LIMITS.wordsRead)
    .filter((word) => !isOptional(word));
  const found = new Set<string>();
  for (let from = 0; from < words.length; from += 1)
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST); to += 1) {
      const stretch = words.slice(from, to);
      if (stretch.length === 1 && (stretch[0] as string).length < 11) continue;
      for (const concept of phrasesOf(lang).bags.get(bagOf(stretch.map((word) => foldedStem(word, lang)))) ?? [])
        if (concept.startsWith('task/')) found.add(concept.slice('task/'.length));
    }
  return [...found];
}

const quickly = (text: string, lang: Stemmed): string[] => tasksIn(readWords(text, lang), lang);

t.test('Tasks of a text are those of every stretch of its words, in the order in which they are said', async (t) => {
  const lang = fc.constantFrom(...STEMMED);
  const phrase = fc
    .tuple(fc.constantFrom(...TASKS), lang, fc.nat())
    .map(([{ words }, lang, at]) => words[lang][at % words[lang].length] as string);
  const part = fc.tuple(phrase, fc.nat()).map(([phrase, at]) => wordsOf(phrase)[at % wordsOf(phrase).length] as string);
  const other = fc.constantFrom(
    'and',
    'of',
    'til',
    'de',
    'für',
    'software',
    'Kommune',
    'citizens',
    'żółw',
    'x',
    '…',
    'σχέδιο',
  );
  const text = fc
    .array(fc.oneof({ weight: 3, arbitrary: phrase }, { weight: 4, arbitrary: part }, other), { maxLength: 30 })
    .map((parts) => parts.join(' '));
  holds(
    t,
    fc.property(text, lang, (text, lang) => quickly(text, lang).join() === slowly(text, lang).join()),
    3_000,
  );
  for (const { words } of TASKS)
    for (const lang of STEMMED)
      for (const said of words[lang])
        if (quickly(`x ${said} x`, lang).join() !== slowly(`x ${said} x`, lang).join()) t.fail(`${lang}: ${said}`);
  t.same(quickly('Building of housing permits', 'en'), [], 'a stretch with another word in it is no phrase');
});

t.test('Tasks are read of so many words and no more, wherever a stretch would end', async (t) => {
  for (let before = LIMITS.wordsRead - 4; before <= LIMITS.wordsRead; before += 1) {
    const text = `${'x '.repeat(before)}building the permits`;
    const found = before + 3 <= LIMITS.wordsRead ? ['building-permits'] : [];
    t.same(quickly(text, 'en'), found, `${before} words before`);
    t.same(slowly(text, 'en'), found);
  }
});
