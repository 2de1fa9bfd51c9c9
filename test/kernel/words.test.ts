/** Folding, slugs and canonical JSON: what words become. */
import fc from 'fast-check';
import t from 'tap';
import { canonicalJson } from '../../src/kernel/canonical-json.ts';
import { fold, foldedWords, foldLong } from '../../src/kernel/fold-text.ts';
import { isSlug, slugOf } from '../../src/kernel/slug.ts';
import { holds } from '../helpers/holds.ts';

t.test('Letters are folded in their short and in their long spelling', async (t) => {
  const cases: [string, string, string][] = [
    ['Plone', 'plone', 'plone'],
    ['Ålborg', 'alborg', 'aalborg'],
    ['Ærø', 'aero', 'aeroe'],
    ['Groß-Gerau', 'gross-gerau', 'gross-gerau'],
    ['Müller', 'muller', 'mueller'],
    ['Käse Öl', 'kase ol', 'kaese oel'],
    ['œuvre', 'oeuvre', 'oeuvre'],
    ['Łódź', 'lodz', 'lodz'],
    ['Þingvellir', 'thingvellir', 'thingvellir'],
    ['garð', 'gard', 'gard'],
    ['réunion', 'reunion', 'reunion'],
    ['Ñandú', 'nandu', 'nandu'],
    ['İstanbul', 'istanbul', 'istanbul'],
    ['ﬁle', 'file', 'file'],
    ['A\u030Alborg', 'alborg', 'aalborg'],
  ];
  for (const [text, short, long] of cases) t.same([fold(text), foldLong(text)], [short, long], text);
});

t.test('Folding a folded text changes nothing, letter by letter', async (t) => {
  const changed: string[] = [];
  for (let code = 0; code <= 0x1ffff; code += 1) {
    // Neither surrogates nor the large blocks of signs that fold to themselves.
    if ((code >= 0x3400 && code <= 0xf8ff) || (code > 0xffff && code < 0x1d400)) continue;
    const letter = String.fromCodePoint(code);
    if (fold(fold(letter)) !== fold(letter) || foldLong(foldLong(letter)) !== foldLong(letter))
      changed.push(code.toString(16));
  }
  t.same(changed, []);
});

t.test('The words of a text are its runs of letters and digits', async (t) => {
  t.same(foldedWords('OS2 rolle-katalog, v1.2 (Ærø)'), ['os2', 'rolle', 'katalog', 'v1', '2', 'aero']);
  t.same(foldedWords('… !'), []);
});

t.test('A slug is made of a name, and is one or nothing', async (t) => {
  const cases: [string, string][] = [
    ['OS2mo', 'os2mo'],
    ['Blå  Ørsted & Søn', 'bla-orsted-son'],
    ['.hidden', 'hidden'],
    ['a...b', 'a.b'],
    ['Version 1.2!', 'version-1.2'],
    ['--x--', 'x'],
    ['会議', ''],
    ['x'.repeat(200), 'x'.repeat(80)],
    [`${'x'.repeat(79)}-y`, 'x'.repeat(79)],
  ];
  for (const [name, slug] of cases) t.equal(slugOf(name), slug, name);
  holds(
    t,
    fc.property(fc.string({ unit: 'binary' }), (name) => slugOf(name) === '' || isSlug(slugOf(name))),
    500,
  );
});

t.test('Paths, capitals and long texts are no slugs', async (t) => {
  for (const slug of ['a', '0', 'a.b_c-d', 'x'.repeat(100)]) t.ok(isSlug(slug), slug);
  for (const slug of ['', '.', '..', '../a', 'a..b', 'a/b', 'A', 'å', '-a', '_a', 'a b', 'a\n', 'x'.repeat(101)])
    t.notOk(isSlug(slug), slug);
});

t.test('Canonical JSON does not depend on the order of keys, and loses nothing', async (t) => {
  t.equal(
    canonicalJson({ b: [1, { d: null, c: 'x"' }], a: undefined, A: true }),
    '{"A":true,"b":[1,{"c":"x\\"","d":null}]}',
  );
  t.equal(canonicalJson(undefined), 'null');
  t.equal(canonicalJson([undefined]), '[null]');
  holds(
    t,
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown;
      return t.same(JSON.parse(canonicalJson(plain)), plain, { silent: true }) !== false;
    }),
  );
  holds(
    t,
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (map) => {
      const turned = Object.fromEntries(Object.entries(map).reverse());
      return canonicalJson(map) === canonicalJson(turned);
    }),
  );
});
