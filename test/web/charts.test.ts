/** Pictures of numbers: what is drawn is what the table, the file and the sentence say. */
import fc from 'fast-check';
import t from 'tap';
import { TABLES } from '../../src/web/locales/tables.gen.ts';
import { CHARTS, type Chart, chartCsv } from '../../src/web/ui/charts/chart.ts';
import { drawChart, sizeOf } from '../../src/web/ui/charts/draw.ts';
import { openApp } from '../helpers/open-app.ts';
import { readPage } from '../helpers/read-page.ts';
import { publishRich, RICH_PAGES } from '../helpers/rich-records.ts';

const SHAPES = ['bars', 'parts', 'steps', 'marks'] as const;
const row = fc.record(
  {
    label: fc.string({ unit: 'binary', maxLength: 40 }),
    values: fc.array(fc.nat(1_000_000), { maxLength: 5 }),
    note: fc.string({ unit: 'binary', maxLength: 60 }),
    at: fc.integer({ min: -100_000, max: 100_000 }),
  },
  { requiredKeys: ['label', 'values'] },
);
const anyChart: fc.Arbitrary<Chart> = fc.record({
  name: fc.constantFrom(...CHARTS),
  title: fc.string({ unit: 'binary' }),
  summary: fc.string({ unit: 'binary' }),
  columns: fc.array(fc.string()),
  rows: fc.array(row, { maxLength: 20 }),
  shape: fc.constantFrom(...SHAPES),
});

t.test('whatever is to be drawn, the picture is whole, bounded, without script, style or address', async () => {
  fc.assert(
    fc.property(anyChart, fc.constantFrom('light' as const, 'dark' as const), (chart, scheme) => {
      const svg = drawChart(chart, scheme);
      const tags = svg.match(/<[^>]*>/g) ?? [];
      const known = tags.every((tag) => /^<\/?(svg|title|desc|rect|path|circle|text)\b/.test(tag));
      const numbers = !/NaN|Infinity|undefined/.test(tags.join(''));
      const { height } = sizeOf(chart);
      return known && numbers && height > 0 && height < 1000 && !/[\u202a-\u202e\u2066-\u2069]/.test(svg);
    }),
    { numRuns: 200 },
  );
});

t.test('a file of numbers is a plain table in which no text is taken for a formula', async (t) => {
  const rows = [
    { label: '=1+1', values: [1] },
    { label: 'a "b", c', values: [2] },
  ];
  const chart: Chart = { name: 'growth', title: '', summary: '', columns: ['@x', 'n'], rows, shape: 'bars' };
  t.equal(chartCsv(chart), `\ufeff'@x,n\r\n'=1+1,1\r\n"a ""b"", c",2\r\n`);
});

t.test('every chart of every page has its picture, table, file and sentence, and they agree', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const seen = new Set<string>();
  for (const path of ['/statistics', '/census', ...RICH_PAGES]) {
    const { html } = await readPage(opened, `/en${path}`);
    for (const [, part = ''] of html.matchAll(/<section class="chart">(.*?)<\/section>/gs)) {
      const [, src = '', alt = ''] = /<img src="([^"]+)" alt="([^"]+)"/.exec(part) ?? [];
      const name = src.replace(/^.*\/|\.svg$/g, '');
      seen.add(name);
      const light = await opened.app.inject(src);
      t.equal(light.statusCode, 200, src);
      t.equal(light.headers['content-type'], 'image/svg+xml; charset=utf-8');
      t.match(
        light.body,
        `<desc id="d">${alt}</desc>`.replaceAll('&amp;', '&'),
        `${src}: the sentence is in the picture`,
      );
      t.ok(part.includes(`<p>${alt}</p>`), 'and on the page');
      const dark = await opened.app.inject(`${src}?scheme=dark`);
      t.not(dark.body, light.body, 'another one for dark pages');
      const again = await opened.app.inject({ url: src, headers: { 'if-none-match': String(light.headers.etag) } });
      t.equal(again.statusCode, 304);
      const csv = (await opened.app.inject(src.replace('.svg', '.csv'))).body;
      const lines = csv.trim().split('\r\n').length - 1;
      t.equal(part.match(/<th scope="row">/g)?.length, lines, `${src}: as many rows in the table as in the file`);
    }
  }
  t.ok(seen.size >= 6, [...seen].join(', '));
  for (const url of [
    '/en/charts/none.svg',
    '/en/charts/growth.png',
    '/en/charts/requirements.svg',
    '/en/software/none/charts/growth.svg',
  ])
    t.equal((await opened.app.inject(url)).statusCode, 404, url);
  for (const name of CHARTS) t.ok((TABLES.en as Record<string, string>)[`chart.${name}`], name);
});

t.test('an empty catalogue says that there is nothing to count', async (t) => {
  const { text } = await readPage(await openApp(t), '/en/statistics');
  t.match(text, 'There is nothing to count yet.');
});
