import t from 'tap';
import { parse } from 'yaml';
import { growManifests, growRecords } from '../../scripts/lib/grow/grow.ts';
import { Random, Zipf } from '../../scripts/lib/grow/random.ts';
import { toYaml } from '../../scripts/lib/grow/yaml.ts';
import { readManifest } from '../../src/manifest/read-manifest.ts';

const MANY = 400;

t.test('the same seed gives the same manifests, another seed others', (t) => {
  const first = [...growManifests(20, 7)];
  t.same([...growManifests(20, 7)], first);
  t.not([...growManifests(20, 8)][0]?.yaml, first[0]?.yaml);
  t.same([...growManifests(5, 7)], first.slice(0, 5), 'fewer are the first of more');
  t.end();
});

t.test('every manifest can be published', (t) => {
  for (const { file, yaml } of growManifests(MANY, 3)) {
    const errors = readManifest(Buffer.from(yaml)).problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) t.same(errors, [], file);
  }
  t.pass(`${MANY} manifests were read`);
  t.end();
});

t.test('every manifest has a repository of its own', (t) => {
  const urls = new Set([...growRecords(MANY, 3)].map(({ url }) => url));
  t.equal(urls.size, MANY);
  t.end();
});

t.test('lengths and languages are spread as in real manifests', (t) => {
  const manifests = [...growManifests(MANY, 5)];
  const sizes = manifests.map(({ yaml }) => yaml.length).sort((a, b) => a - b);
  const at = (part: number) => sizes[Math.floor(part * sizes.length)] as number;
  t.ok(at(0.5) > 1_500 && at(0.5) < 3_000, `half are below ${at(0.5)} bytes`);
  t.ok(at(0.9) > 3_000 && at(0.9) < 7_000, `nine of ten are below ${at(0.9)} bytes`);
  const languages = manifests.map(({ yaml }) => Object.keys(parse(yaml).description));
  t.same([...new Set(languages.flat())].sort(), ['da', 'de', 'en', 'fr', 'it', 'nl']);
  const two = languages.filter(({ length }) => length === 2).length / MANY;
  t.ok(two > 0.15 && two < 0.35, `${two} have two languages`);
  t.end();
});

t.test('records say the same as the manifests', (t) => {
  const manifests = [...growManifests(30, 9)].map(({ yaml }) => parse(yaml));
  for (const [i, record] of [...growRecords(30, 9)].entries()) {
    const manifest = manifests[i];
    t.match(record, { name: manifest.name, url: manifest.url, licence: { spdx: manifest.legal.license } });
    t.same(Object.keys(record.description ?? {}), Object.keys(manifest.description));
  }
  t.end();
});

t.test('what is written as YAML is read as what it was', (t) => {
  const values = {
    words: [
      'plain words',
      'yes',
      'null',
      '1.10',
      ' leading',
      'colon: here',
      'hash # here',
      "it's",
      '"quoted"',
      '- dash',
    ],
    long: `${'line one '.repeat(10).trim()}\n\n  indented\nlast`,
    nested: { list: [{ a: 1, b: [true, 'x'] }, { c: 'é' }], number: 1.5 },
    multi: 'short\nlines',
  };
  t.same(parse(toYaml(values)), values);
  t.end();
});

t.test("Zipf's law: the first word comes most often", (t) => {
  const random = new Random(1);
  const drawn = new Map<string, number>();
  const zipf = new Zipf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  for (let i = 0; i < 4_000; i += 1) {
    const word = zipf.draw(random);
    drawn.set(word, (drawn.get(word) ?? 0) + 1);
  }
  const counts = [...'abcdefgh'].map((word) => drawn.get(word) ?? 0);
  t.ok((counts[0] as number) > (counts[3] as number) && (counts[3] as number) > (counts[7] as number), `${counts}`);
  t.end();
});
