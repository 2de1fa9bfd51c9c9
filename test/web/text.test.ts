import fc from 'fast-check';
import t from 'tap';
import { optionalText, pieces, t as say, translator } from '../../src/web/locales/text.ts';
import { dateText } from '../../src/web/ui/dates.ts';
import { pick, tagFor } from '../../src/web/ui/localised.ts';
import { countryName, languageName, word } from '../../src/web/ui/words.ts';

t.test('a text is said in the language asked for, with its values', async (t) => {
  t.equal(say('en', 'results.title', { text: 'roads' }), 'Results for “roads”');
  t.equal(say('da', 'results.title', { text: 'veje' }), 'Resultater for »veje«');
  t.equal(translator('da'), translator('da'), 'one translator a language');
  t.equal(say('en', 'results.title'), 'Results for “{text}”', 'a placeholder without a value stays');
  t.equal(say('en', 'results.title', { other: 1 }), 'Results for “{text}”');
});

t.test('what comes in as a value is not read as a text with placeholders', async (t) => {
  t.equal(say('en', 'results.title', { text: '{text} $& {count}' }), 'Results for “{text} $& {count}”');
});

t.test('numbers choose the plural and are written as the language writes them', async (t) => {
  t.equal(say('en', 'results.count', { count: 1 }), '1 result');
  t.equal(say('en', 'results.count', { count: 0 }), '0 results');
  t.equal(say('en', 'results.count', { count: 12345 }), '12,345 results');
  t.equal(say('da', 'results.count', { count: 12345 }), '12.345 resultater');
});

t.test('an unknown key is seen as itself, or as nothing where it may be missing', async (t) => {
  t.equal(say('en', 'no.such.key' as 'skip'), 'no.such.key');
  t.equal(optionalText('en', 'value.status.unheard-of'), undefined);
  t.equal(word('da', 'status', 'unheard-of'), 'unheard-of');
  t.same(pieces('en', 'no.such.key' as 'skip'), ['no.such.key']);
});

t.test('a text can be taken in pieces, so that a link stands in it', async (t) => {
  t.same(pieces('en', 'provenance.manifest'), [
    'Written by its makers, in ',
    { name: 'path' },
    ' of ',
    { name: 'address' },
    '.',
  ]);
  t.same(pieces('en', 'results.count', 2), [{ name: 'count' }, ' results']);
});

t.test('a date is told as exactly as it is known', async (t) => {
  t.equal(dateText('en', '2009'), '2009');
  t.equal(dateText('en', '2020-01'), 'January 2020');
  t.equal(dateText('da', '2020-01'), 'januar 2020');
  t.equal(dateText('en', '2026-08-21'), '21 August 2026');
  t.equal(dateText('da', '2026-08-21T23:59:59Z'), '21. august 2026');
  t.equal(dateText('fr', '2026-10-01'), '1er octobre 2026', 'the first day has a form of its own in French');
  t.equal(dateText('fr', '2026-10-11'), '11 octobre 2026', 'and no other one has');
  t.equal(dateText('fr', '2026-10'), 'octobre 2026');
  t.equal(dateText('it', '2026-10-01'), '1 ottobre 2026');
  t.equal(dateText('da', '2026-10-01'), '1. oktober 2026');
  t.equal(dateText('en', 'lately'), 'lately', 'what is no date is shown as it is');
  t.equal(dateText('en', '2020-99'), '2020-99');
});

t.test('the reader’s language is taken, else English, else any, and marked', async (t) => {
  t.same(pick({ en: 'a', da: 'b' }, 'da'), { value: 'b' });
  t.same(pick({ en: 'a', 'da-DK': 'b' }, 'da'), { value: 'b' });
  t.same(pick({ fr: 'c', 'en-GB': 'a' }, 'da'), { value: 'a', lang: 'en-GB' });
  t.same(pick({ fr: 'c' }, 'en'), { value: 'c', lang: 'fr' });
  t.equal(pick({}, 'en'), undefined);
  t.equal(pick(undefined, 'en'), undefined);
  t.equal(tagFor({ fr: 'c' }, 'en'), 'fr');
});

t.test('names of countries and languages never throw, whatever the code', async (t) => {
  t.equal(countryName('da', 'BE'), 'Belgien');
  t.equal(languageName('en', 'da'), 'Danish');
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (code) => {
      return typeof countryName('en', code) === 'string' && typeof languageName('da', code) === 'string';
    }),
  );
});
