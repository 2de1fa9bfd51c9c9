import Database from 'better-sqlite3';
import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { indexText, nameKeys, planQuery } from '../../src/search/query.ts';
import { holds } from '../helpers/holds.ts';

t.test('Every word must match, the last one by its beginning', async (t) => {
  t.equal(planQuery('meeting man').full, '"meeting" AND "man"*');
  t.equal(planQuery('meeting man ').full, '"meeting" AND "man"', 'a space ends the word');
  t.equal(planQuery('c++').full, '"c"');
  t.equal(planQuery('meeting m').full, '"meeting" AND "m"', 'one letter begins too much');
  t.equal(planQuery('会').full, '"会"*', 'one syllable does not');
  t.equal(planQuery('OS2-rolle.katalog').full, '"os2" AND "rolle" AND "katalog"*');
});

t.test('A word matches in either spelling of its letters', async (t) => {
  t.equal(planQuery('Ærø').full, '("aero"* OR "aeroe"*)');
  t.equal(planQuery('müller åh').full, '("muller" OR "mueller") AND ("ah"* OR "aah"*)');
});

t.test('Text in quotes is a phrase, a quote that is not closed is none', async (t) => {
  t.equal(planQuery('"meeting management" xy').full, '"meeting management" AND "xy"*');
  t.equal(planQuery('a "meeting man').full, '"a" AND "meeting" AND "man"*');
  t.equal(planQuery('"" "…" ab').full, '"ab"*');
  t.equal(planQuery('"Ærø by"').full, '("aero by" OR "aeroe by")');
});

t.test('What holds no word asks for nothing', async (t) => {
  for (const text of ['', '  ', '!!!', '"', '""', '*', 'AND'.slice(3)])
    t.same(planQuery(text), { full: null, headings: [], names: [] }, text);
});

t.test('Words of the query language are words', async (t) => {
  t.equal(planQuery('a OR b NOT c NEAR').full, '"a" AND "or" AND "b" AND "not" AND "c" AND "near"*');
});

t.test('The heading says what a thing is', async (t) => {
  t.same(planQuery('kitos').headings, [
    '{name} : ("kitos"*)',
    '{name alias} : ("kitos"*)',
    '{name alias label} : ("kitos"*)',
    '{name alias label summary} : ("kitos"*)',
  ]);
});

t.test('A query is cut at its limits', async (t) => {
  const many = planQuery(Array.from({ length: 50 }, (_, i) => `w${i}`).join(' '));
  t.equal(many.full?.split(' AND ').length, LIMITS.queryTerms);
  t.ok((planQuery('x'.repeat(5000)).full ?? '').length <= LIMITS.queryLength + 3);
});

t.test('Names are compared by their letters and digits', async (t) => {
  t.same(nameKeys('OS2 rollekatalog'), ['os2rollekatalog']);
  t.same(nameKeys('Ærø-By'), ['aeroby', 'aeroeby']);
  t.same(nameKeys('…'), []);
  t.same(planQuery('OS2 rolle-katalog').names, ['os2rollekatalog']);
});

t.test('Indexed text holds both spellings, each once', async (t) => {
  t.equal(indexText('Plain words'), 'plain words');
  t.equal(indexText('Ærø by'), 'aero by aeroe');
  t.equal(indexText('réunion'), 'reunion', 'an accent is no second spelling');
  t.equal(indexText('øl øl'), 'ol ol oel');
  t.equal(indexText('Größe oel öl'), 'grosse oel ol groesse');
});

const db = new Database(':memory:');
t.teardown(() => db.close());
db.exec(
  "CREATE VIRTUAL TABLE search USING fts5 (name, alias, label, summary, tokenize = 'unicode61 remove_diacritics 0')",
);
const match = db.prepare('SELECT rowid FROM search WHERE search MATCH ?').pluck();

t.test('No text is an error to the text index', async (t) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('"', '*', '(', ')', 'AND', 'NEAR', '^', ':', '{', '-', 'å', '½', ' ', '\0', '\u0301'))
      .map((a) => a.join('')),
  );
  holds(
    t,
    fc.property(text, (words) => {
      const { full, headings } = planQuery(words);
      for (const query of [full, ...headings]) if (query !== null) match.all(query);
      return true;
    }),
    1000,
  );
});

t.test('Every word of a text finds it, in any spelling and by its beginning', async (t) => {
  const insert = db.prepare('INSERT INTO search (rowid, name) VALUES (1, ?)');
  const letters = fc.constantFrom(...'abcåæøäöüßéñçłœðş09');
  const word = fc.string({ unit: letters, minLength: 1, maxLength: 9 });
  holds(
    t,
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.nat(4), fc.nat(8), (words, which, cut) => {
      db.exec('DELETE FROM search');
      insert.run(indexText(words.join(' ')));
      const found = (text: string) => match.all(planQuery(text).full).length === 1;
      const one = words[which % words.length] as string;
      const start = one.slice(0, 2 + (cut % one.length));
      return found(one) && found(one.toUpperCase()) && found(start) && words.every((each) => found(`${each} `));
    }),
    300,
  );
});

t.test('Words are found in scripts whose letters carry marks', async (t) => {
  db.exec('DELETE FROM search');
  db.prepare('INSERT INTO search (rowid, name) VALUES (1, ?)').run(indexText('हिन्दी भाषा'));
  t.same(match.all(planQuery('हिन्दी').full), [1]);
});
