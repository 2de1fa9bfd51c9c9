import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { manifestKey, normaliseRepositoryUrl } from '../../src/kernel/repository-url.ts';
import { holds } from '../helpers/holds.ts';

interface Vectors {
  cases: { name: string; from: string; to: string | null }[];
}
const { cases } = JSON.parse(readFileSync(new URL('../vectors/urls.json', import.meta.url), 'utf8')) as Vectors;

t.test('Every way to write the address of a repository has one normal form', async (t) => {
  t.ok(cases.length >= 40);
  t.equal(new Set(cases.map(({ from }) => from)).size, cases.length);
  for (const { name, from, to } of cases) t.equal(normaliseRepositoryUrl(from), to, name);
});

t.test('A normal form is its own normal form', async (t) => {
  for (const { name, to } of cases) if (to !== null) t.equal(normaliseRepositoryUrl(to), to, name);
  holds(
    t,
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const once = normaliseRepositoryUrl(url);
      return once !== null && normaliseRepositoryUrl(once) === once;
    }),
  );
});

t.test('What is longer than the longest address is refused before it is looked at', async (t) => {
  const address = (length: number): string => `https://forge.example/${'a'.repeat(length - 22)}`;
  t.equal(normaliseRepositoryUrl(address(LIMITS.repositoryUrlLength)), address(LIMITS.repositoryUrlLength));
  t.equal(normaliseRepositoryUrl(address(LIMITS.repositoryUrlLength + 1)), null);
  const began = performance.now();
  for (const piece of ['a', 'a.', ' ', 'a:', '/', '.git/'])
    t.equal(normaliseRepositoryUrl(piece.repeat(256 * 1024)), null);
  t.ok(performance.now() - began < 1_000, `${performance.now() - began} ms`);
});

t.test('No text makes it throw', async (t) => {
  holds(
    t,
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const form = normaliseRepositoryUrl(text);
      return form === null || form.startsWith('https://');
    }),
    500,
  );
});

t.test('A manifest is known by its repository and its path there', async (t) => {
  t.equal(manifestKey('https://forge.example/a/b.git'), 'https://forge.example/a/b#publiccode.yml');
  for (const path of ['sub/publiccode.yml', './sub/publiccode.yml', '/sub/publiccode.yml', 'sub/publiccode.yaml'])
    t.equal(manifestKey('https://forge.example/a/b', path), 'https://forge.example/a/b#sub/publiccode.yml', path);
  t.equal(manifestKey('no address'), null);
});
