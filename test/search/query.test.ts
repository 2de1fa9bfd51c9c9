import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { readWords } from '../../src/search/lexicon.ts';
import { makePhraseBook } from '../../src/search/phrases.ts';
import { readQuery } from '../../src/search/read-query.ts';
import { nameKeys, partsOfName, wordsOf } from '../../src/search/words.ts';
import { holds } from '../helpers/holds.ts';

const words = (text: string): string[] => readQuery(text).terms.map(({ words }) => words.join(' '));

t.test('A query is words, of which the last may still be typed', async (t) => {
  t.same(readQuery('Meeting man').terms, [
    { words: ['meeting'], phrase: false, open: false },
    { words: ['man'], phrase: false, open: true },
  ]);
  t.equal(readQuery('meeting man ').terms[1]?.open, false, 'a space ends the word');
  t.equal(readQuery('c++').terms[0]?.open, false, 'a mark too');
  t.same(words('OS2-rolle.katalog'), ['os2', 'rolle', 'katalog']);
  t.same(words('a OR b NOT c NEAR'), ['a', 'or', 'b', 'not', 'c', 'near'], 'words of other query languages are words');
});

t.test('Text in quotes is a phrase, a quote that is not closed is none', async (t) => {
  t.same(readQuery('"Meeting management" xy').terms[0], {
    words: ['meeting', 'management'],
    phrase: true,
    open: false,
  });
  t.same(words('a "meeting man'), ['a', 'meeting', 'man']);
  t.same(words('"" "…" ab'), ['ab']);
  t.equal(readQuery('"kitos"').terms[0]?.phrase, false, 'one word is a word');
});

t.test('A hyphen before a word or a phrase excludes it, within a word it does not', async (t) => {
  const { terms, excluded } = readQuery('agenda -calendar e-mail -"open source" -');
  t.same(
    terms.map(({ words }) => words[0]),
    ['agenda', 'e', 'mail'],
  );
  t.same(
    excluded.map(({ words }) => words.join(' ')),
    ['calendar', 'open source'],
  );
});

t.test('Fields are filters, in the words of several languages; an unknown one is words', async (t) => {
  const { filters, terms, name } = readQuery('agenda licence:EUPL-1.2 land:dk Lizenz:"MIT" foo:bar https://x.example');
  t.same(filters, [
    { facet: 'licence', value: 'EUPL-1.2' },
    { facet: 'country', value: 'dk' },
    { facet: 'licence', value: 'MIT' },
  ]);
  t.same(
    terms.map(({ words }) => words[0]),
    ['agenda', 'foo', 'bar', 'https', 'x', 'example'],
  );
  t.equal(name, 'agenda foo:bar https://x.example', 'what may be a name is without the fields');
});

t.test('What holds no word asks for nothing', async (t) => {
  for (const text of ['', '  ', '!!!', '"', '""', '*', '-', '--', ':'])
    t.same(readQuery(text), { terms: [], excluded: [], filters: [], name: readQuery(text).name }, text);
});

t.test('A query is cut at its limits', async (t) => {
  const many = readQuery(Array.from({ length: 60 }, (_, i) => `w${i}`).join(' '));
  t.equal(many.terms.length, LIMITS.queryTerms);
  t.equal(readQuery('x'.repeat(5000)).terms[0]?.words[0]?.length, LIMITS.queryLength);
});

t.test('Any text is a query, read in no time, and holds no more than the limits', async (t) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .array(fc.constantFrom('"', '-', ':', 'licence:', 'a', 'å', ' ', '\0', '\u0301', '\u202e', '😀', '(', "'", '%'), {
        maxLength: 300,
      })
      .map((parts) => parts.join('')),
  );
  holds(
    t,
    fc.property(text, (input) => {
      const { terms, excluded, filters } = readQuery(input);
      const all = [...terms, ...excluded];
      return (
        terms.length <= LIMITS.queryTerms &&
        excluded.length <= LIMITS.queryTerms &&
        filters.length <= LIMITS.filterValues &&
        all.every(({ words }) => words.length > 0 && words.every((word) => /^[\p{L}\p{N}]/u.test(word)))
      );
    }),
    1000,
  );
});

t.test('Names are compared by their letters and digits', async (t) => {
  t.same(nameKeys('OS2 rollekatalog'), ['os2rollekatalog']);
  t.same(nameKeys('Ærø-By'), ['aeroby', 'aeroeby']);
  t.same(nameKeys('…'), []);
});

t.test('Parts of a name are found by themselves', async (t) => {
  t.same(partsOfName('OS2rollekatalog'), ['os2', 'rollekatalog']);
  t.same(partsOfName('PloneMeeting'), ['plone', 'meeting']);
  t.same(partsOfName('Products.urban'), []);
  t.same(
    partsOfName('Plone, nyBy og A\u030Aben2data ab2c'),
    ['ny', 'by', 'åben', 'data'],
    'of every word that has some',
  );
});

t.test('Words are composed and in lower case, in every script', async (t) => {
  t.same(wordsOf('A\u030Arhus MØDE'), ['århus', 'møde']);
  t.same(wordsOf('हिन्दी भाषा'), ['हिन्दी', 'भाषा']);
});

t.test('Words that are remembered are those of the text, whatever it is written in', async (t) => {
  const letters = fc.constantFrom(...'abzABZ09 ,.-éÅÆøßÿ×÷µª²½’–“ \u00adİıſKﬁΑω中\u0301 ');
  const text = fc.oneof(fc.string({ unit: letters }), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
  const said = (text: string): string =>
    readWords(text, 'da')
      .map((word) => word.text)
      .join('|');
  holds(
    t,
    fc.property(text, (text) => said(text) === wordsOf(text).join('|')),
    2_000,
  );
  t.equal(readWords('Møde, kort', 'da')[0], readWords('et mØDE', 'da')[1], 'the same word is the same object');
  t.equal(readWords('ωμ', '')[0], readWords('a ΩΜ', '')[1], 'of other letters too');
  for (const word of ['møde', 'ωμ', 'ubådsmødeindkaldelsesfristen'])
    for (const lang of ['da', '', 'sv', 'da'] as const)
      t.equal(readWords(word, lang)[0]?.key, `${lang}:${word}`, 'in each language another');
});

t.test('More words than are remembered are read as they stand, whichever make room for others', async (t) => {
  const many = Array.from({ length: LIMITS.wordsKept * 2 }, (_, i) => `w${i.toString(36)}x`);
  for (const round of ['first', 'second'])
    t.equal(
      readWords(many.join(' '), 'en')
        .map(({ text }) => text)
        .join(' '),
      many.join(' '),
      round,
    );
});

t.test('A word that is remembered holds neither the text that it stood in nor letters without end', async (t) => {
  setFlagsFromString('--expose-gc');
  const sweep = runInNewContext('gc') as () => void;
  const held = (): number => {
    sweep();
    return process.memoryUsage().heapUsed;
  };
  const text = (i: number): string => Buffer.from(`extraordinary${i} ${'so it is '.repeat(1_000)}`).toString();
  const before = held();
  for (let i = 0; i < 4_000; i += 1) readWords(text(i), 'en');
  t.ok(held() - before < 8 * 2 ** 20, 'the texts are 34 MiB');
  const longest = 'a'.repeat(LIMITS.wordLengthKept);
  t.equal(readWords(longest, '')[0], readWords(longest, '')[0]);
  t.match(readWords(`${longest}b`, ''), [{ text: `${longest}b` }]);
  t.not(readWords(`${longest}b`, '')[0], readWords(`${longest}b`, '')[0], 'a longer one is read anew');
});

t.test('What stands ready of the phrases is what their lists make', async (t) => {
  t.same(makePhraseBook(), JSON.parse(readFileSync(new URL('../../src/search/phrases.json', import.meta.url), 'utf8')));
});
