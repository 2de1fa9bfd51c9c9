import fc from 'fast-check';
import t from 'tap';
import { readReport } from '../../src/governance/read-report.ts';
import { cellsOf, evidenceCell, evidenceFrom, fromCell, toCell } from '../../src/governance/report-cells.ts';
import { writeReport } from '../../src/governance/write-report.ts';
import type { Framework } from '../../src/schemas.gen.ts';
import { house, rated } from './examples.ts';

const list: Framework = {
  ...house,
  scale: [
    { id: 'green', means: 'met', title: { da: 'Grøn' } },
    { id: 'yellow', means: 'partly' },
    { id: 'red', means: 'not-met' },
  ],
};

t.test('tables with ids and ratings are read, whatever else the report holds', (t) => {
  const text = [
    '---',
    'title: Vurdering',
    '---',
    '# Rapport',
    '| Niveau | Grøn |',
    '|---|---:|',
    '| Sandkasse | 2 |',
    '',
    '| \\# | Niveau | Vurdering | Vurderingsgrundlag | Evidence |',
    '|----|:---:|---|---|---|',
    '| A | low | 🟢 | Koden er her.<br/>Se \\| der. | [LICENSE @ 0123abc](<https://example.org/l>) |',
    '| B | low | grøn |',
    '| C | 1+ | | endnu ikke |',
    '```',
    '| D | 1+ | lilla | i en kode |',
    '```',
    '| E | 2 | red | |',
  ].join('\r\n');
  const { front, ratings, problems } = readReport(text, list, 'da');
  t.equal(front, 'title: Vurdering');
  t.same(problems, []);
  t.same(ratings, [
    {
      ...{ requirement: 'A', rating: 'green', ground: { da: 'Koden er her.\nSe | der.' } },
      evidence: [{ address: 'https://example.org/l', commit: '0123abc', path: 'LICENSE' }],
    },
    { requirement: 'B', rating: 'green' },
  ]);
  t.end();
});

t.test('a row that is not understood is named with its line', (t) => {
  const text =
    '| id | rating | evidence |\n|---|---|---|\n| A | green | see there |\n| Z | green |\n| B | lilla |\n| C | red |\n| C | red |\n';
  const { ratings, problems } = readReport(text, list, 'en');
  t.same(
    problems.map(({ rule, line }) => `${line} ${rule}`),
    ['3 evidence', '4 requirement', '5 rating', '7 duplicate'],
  );
  t.same(ratings, [{ requirement: 'C', rating: 'red' }]);
  t.end();
});

t.test('a text without tables of requirements gives nothing', (t) => {
  for (const text of ['', '---\nno end', 'text', '| id |\n|---|\n| A |', '| id | rating |'])
    t.same(readReport(text, list, 'en'), { front: null, tables: 0, ratings: [], problems: [] }, text);
  t.end();
});

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((one) => one.replace(/[\p{Cc}\u2028\u2029]/gu, '\n').trim())
  .filter((one) => one !== '');
const tricky = fc.oneof(
  text,
  fc.constantFrom('a|b', '\\', '\\|', 'x <br> y', '<br/>', '`a|b`', 'a\n\nb', '---', '| - |', '\\<br>'),
);
const said = fc.option(fc.dictionary(fc.constantFrom('en', 'da', 'pt-BR'), tricky, { minKeys: 1 }), { nil: undefined });
const evidence = fc.record(
  {
    address: fc.webUrl().filter((url) => !/[<>\s]/.test(url)),
    commit: fc.stringMatching(/^[0-9a-f]{7,40}$/),
    path: fc.constantFrom('README.md', 'a b.md', 'x]y\\z', 'docs/[a](b)'),
  },
  { requiredKeys: ['address'] },
);
const rating = fc.record({
  rating: fc.constantFrom('green', 'yellow', 'red'),
  ground: said,
  explanation: said,
  evidence: fc.option(fc.array(evidence, { minLength: 1, maxLength: 3 }), { nil: undefined }),
});

t.test('what is written is read back as it was, whatever the texts hold', (t) => {
  fc.assert(
    fc.property(fc.subarray(['A', 'B', 'C', 'D', 'E']), fc.infiniteStream(rating), (ids, stream) => {
      const ratings = ids.map((requirement) => {
        const { rating, ground, explanation, evidence } = stream.next().value;
        return {
          requirement,
          rating,
          ...(ground && { ground }),
          ...(explanation && { explanation }),
          ...(evidence && { evidence }),
        };
      });
      const report = writeReport(list, rated({}, { ratings }), 'A title');
      const read = readReport(report, list, 'en');
      t.same(read.problems, []);
      t.same(JSON.parse(JSON.stringify(read.ratings)), JSON.parse(JSON.stringify(ratings)));
      t.ok(read.front?.includes('framework: "framework/house"'));
    }),
    { numRuns: 300 },
  );
  t.end();
});

t.test('any text survives a cell', (t) => {
  fc.assert(
    fc.property(tricky, tricky, (a, b) => {
      t.same(cellsOf(`| ${toCell(a)} | ${toCell(b)} |`)?.map(fromCell), [a, b]);
    }),
    { numRuns: 500 },
  );
  t.equal(cellsOf('no row'), null);
  t.same(cellsOf('|a|b'), ['a', 'b']);
  t.same(evidenceFrom(evidenceCell([{ address: 'https://example.org' }])), [{ address: 'https://example.org' }]);
  t.end();
});
