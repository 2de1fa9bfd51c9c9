import t from 'tap';
import { acceptedLanguages, readerLanguage } from '../../src/web/language.ts';

t.test('the language asked for by name wins over the header', async (t) => {
  t.equal(readerLanguage('da', 'en'), 'da');
  t.equal(readerLanguage('da-DK', 'en', ['en', 'da']), 'da');
  t.equal(readerLanguage('fr', 'da', ['en', 'da']), 'da', 'but not when it is none of ours');
  t.equal(readerLanguage('../../etc', 'da'), 'da', 'nor when it is no language');
});

t.test('the header is read by its quality values', async (t) => {
  t.same(acceptedLanguages('en;q=0.5, da-DK, sv;q=0.8, nl;q=0'), ['da', 'sv', 'en']);
  t.equal(readerLanguage(undefined, 'fr, de;q=0.9, da;q=0.1', ['en', 'da']), 'da');
  t.same(acceptedLanguages('da, da-DK;q=0.3, *;q=0.1'), ['da'], 'each once, and no asterisk');
});

t.test('without a wish that can be met it is English', async (t) => {
  t.equal(readerLanguage(undefined, undefined), 'en');
  t.equal(readerLanguage('', ''), 'en');
  t.equal(readerLanguage(undefined, 'fr', ['en', 'da']), 'en');
});

t.test('a malformed or endless header is passed over', async (t) => {
  t.same(acceptedLanguages('da;q=2, en;q=abc, ;;;, ,'), []);
  t.same(acceptedLanguages(`da,${'x,'.repeat(400)}`), [], 'too long');
  t.same(acceptedLanguages(`${'1,'.repeat(30)}da`), [], 'too many parts');
  t.equal(readerLanguage(undefined, '\u0000'), 'en');
});
