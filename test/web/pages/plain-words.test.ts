/** Help in plain words, the words themselves, privacy, and the accessibility statement. */
import { existsSync } from 'node:fs';
import t from 'tap';
import { ERRORS } from '../../../src/kernel/errors.ts';
import ACCESSIBILITY from '../../../src/web/accessibility.json' with { type: 'json' };
import { TABLES } from '../../../src/web/locales/tables.gen.ts';
import { TERMS } from '../../../src/web/locales/terms.gen.ts';
import { LANGUAGES } from '../../../src/web/locales/text.ts';
import { openApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';

const MEAN = 15;
const LONGEST = 25;

const opened = await openApp(t, { contact: 'catalogue@example.org', enforcement: 'https://example.org/complaints' });

const sentences = (text: string): string[] => text.split(/(?<=[.!?:])\s+/).filter((part) => /\p{L}/u.test(part));
const words = (sentence: string): number => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

t.test('help and errors in English are short sentences', async (t) => {
  const texts = Object.entries(TABLES.en).filter(([key]) => /^(guide|help|error|term|privacy|access)\./.test(key));
  const all = [...texts.map(([, text]) => text), ...Object.values(ERRORS)].flatMap(sentences);
  const long = all.filter((sentence) => words(sentence) > LONGEST);
  t.same(long, []);
  const mean = all.reduce((sum, sentence) => sum + words(sentence), 0) / all.length;
  t.ok(all.length > 200 && mean <= MEAN, `${all.length} sentences of ${mean.toFixed(1)} words`);
});

t.test('every word of the glossary is a link where the help first says it', async (t) => {
  const { html } = await readPage(opened, '/en/help');
  const main = /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '';
  const prose = main.replace(/<h\d.*?<\/h\d>|<ul class="links">.*?<\/ul>/gs, ' ');
  let said = 0;
  for (const [id, { en }] of Object.entries(TERMS)) {
    const word = en.replace(/y$/, '(?:y|ies)');
    const plain = prose.replace(/<a [^>]*>/g, (tag) => ' '.repeat(tag.length));
    const first = new RegExp(`(?<![\\p{L}-])${word}s?(?!\\p{L})`, 'iu').exec(
      plain.replace(/<[^>]*>/g, (x) => ' '.repeat(x.length)),
    );
    if (first === null) continue;
    // A longer term may hold it: then that one is the link.
    const before = prose.slice(0, first.index);
    const opens = before.lastIndexOf('<a ');
    const inside = opens > before.lastIndexOf('</a>');
    t.ok(inside, `${en} is a link where it comes first`);
    if (before.slice(opens).includes(`/en/terms#${id}"`)) said += 1;
  }
  t.ok(said >= 20, `${said} words are explained`);
  const links = [...main.matchAll(/\/en\/terms#([a-z-]+)"/g)].map(([, id]) => id);
  t.equal(new Set(links).size, links.length, 'and only there');
});

t.test('each of the sixty words has its word and its meaning in every language, and an address', async (t) => {
  const ids = Object.keys(TERMS);
  t.equal(ids.length, 60);
  for (const lang of LANGUAGES) {
    t.same(
      ids.filter((id) => !(TERMS as Record<string, Record<string, string>>)[id]?.[lang]),
      [],
      lang,
    );
    const { html } = await readPage(opened, `/${lang}/terms`);
    t.same(
      ids.filter((id) => !html.includes(`<dt id="${id}"><dfn>`)),
      [],
      lang,
    );
  }
});

t.test('the statement holds all 55 criteria of WCAG 2.2 at A and AA, each with how it was checked', async (t) => {
  const { criteria } = ACCESSIBILITY;
  t.equal(new Set(criteria.map(({ id }) => id)).size, 55);
  t.equal(criteria.filter(({ level }) => level === 'A').length, 31);
  t.equal(criteria.filter(({ level }) => level === 'AA').length, 24);
  for (const { id, result, ...how } of criteria) {
    const tests = 'tests' in how ? (how.tests as string[]) : [];
    const read = 'read' in how ? String(how.read) : '';
    t.ok(tests.length > 0 || /^\d{4}-\d\d-\d\d$/.test(read), `${id} says how`);
    for (const file of tests) t.ok(existsSync(new URL(import.meta.resolve(`#root/${file}`))), `${id}: ${file}`);
    t.ok(result === 'met' || 'note' in how, `${id} says why it is not met`);
  }
  const page = await readPage(opened, '/en/accessibility');
  t.match(page.text, 'Of 55 criteria');
  t.match(page.text, 'partially compliant');
  for (const { id } of criteria) t.match(page.text, `${id} ${(TABLES.en as Record<string, string>)[`wcag.${id}`]}`);
  t.ok(page.links.includes('mailto:catalogue@example.org'));
  t.ok(page.links.includes('https://example.org/complaints'));
});

t.test('help, privacy and the statement stand at the same place of every page', async (t) => {
  for (const path of ['', '/about', '/search?q=x', '/software/there-is-none', '/check']) {
    const { html } = await readPage(opened, `/da${path}`);
    const footer = /<footer.*<\/footer>/s.exec(html)?.[0] ?? '';
    const links = [...footer.matchAll(/href="(\/da\/[a-z]+)"/g)].map(([, href]) => href);
    t.same(
      links.filter((href) => /help|privacy|accessibility|terms/.test(href ?? '')),
      ['/da/help', '/da/terms', '/da/accessibility', '/da/privacy'],
      path,
    );
  }
});

t.test('where the operator gives no address that is said, and nothing is invented', async (t) => {
  const bare = await openApp(t);
  const statement = await readPage(bare, '/en/accessibility');
  t.match(statement.text, 'The operator has not said here how to be reached');
  t.match(statement.text, 'The operator has not named the enforcement body');
  t.match((await readPage(bare, '/en/privacy')).text, 'The operator has not said here how to be reached');
});
