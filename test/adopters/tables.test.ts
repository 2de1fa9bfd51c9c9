import t from 'tap';
import { readAdoptionTable } from '../../src/adopters/adoption-table.ts';
import { readPopulations } from '../../src/adopters/populations.ts';
import { readTable } from '../../src/adopters/tables.ts';
import { LIMITS } from '../../src/kernel/limits.ts';

const DAY = '2026-11-28';
const rowsOf = (text: string, given = {}) => readPopulations(text, given, DAY);
const wrong = (text: string, given = {}) =>
  rowsOf(text, given).problems.map(({ line, message }) => `${line}: ${message}`);

t.test('a table of populations is read with either separator, and noughts that were cut are put back', async (t) => {
  const row = { scheme: 'kommunekode', code: '0751', date: null, source: null, sourceAddress: null };
  t.same(rowsOf('kommunekode,population\n751,"365,000"\n').rows, [{ line: 2, ...row, value: 365_000 }]);
  t.match(rowsOf('\ufeffkommunekode;Folketal;dato\r\n0751;365.000;2026-01-01\r\n\r\n').rows, [
    { line: 2, value: 365_000, date: '2026-01-01' },
  ]);
  t.match(rowsOf('code\tpopulation\n751\t1 234\n', { scheme: 'kommunekode', date: '2026', source: 'A table' }).rows, [
    { code: '0751', value: 1234, date: '2026', source: 'A table' },
  ]);
  t.match(rowsOf('scheme,code,population\nipa,c_h501,5\n').rows, [{ scheme: 'ipa', code: 'c_h501' }]);
  t.match(rowsOf('kommunekode,Region,folketal,Areal i km²\n0751,Midtjylland,7,468\n'), {
    ...{ rows: [{ code: '0751', value: 7 }], problems: [], passedOver: ['Region', 'Areal i km²'] },
  });
});

t.test('every line that is not understood is named', async (t) => {
  t.match(wrong(''), [/^1: The table is empty/]);
  t.match(wrong('kommunekode,popluation\n1,2\n'), [/^1: There is no column “popluation”. Did you mean population\?/]);
  t.match(wrong('zzz,yyy\n1,2\n'), [/^1: No column holds codes: name it code, or/, /^1: No column holds populations/]);
  t.match(wrong('population,folketal\n1,2\n'), [/^1: “folketal” stands there twice/]);
  t.match(wrong('kommunekode,population\n0751\n0101,7\n'), [/^2: The row has 1 cells/]);
  t.match(wrong('kommunekode,population\n0751,many\n0751,1.5\n0751,\n'), [/^2: “many”/, /^3: “1.5”/, /^4: “”/]);
  t.match(wrong('code,population\n0751,1\n'), [/^2: The scheme of the code is not said/]);
  t.match(wrong('scheme,code,population\nzip,1,1\n'), [/^2: “zip” is no scheme/]);
  t.match(wrong('code,nis,population\n,,1\n'), [/^2: There is no code/]);
  t.match(wrong('nis,population,date\n1,1,soon\n1,1,2027\n'), [
    /^2: “soon” is no date/,
    /^3: 2027 lies in the future: a forecast/,
  ]);
  t.match(wrong('nis,population\n"1,2\n'), [/This is not a table in the form of CSV/]);
  t.match(wrong(`nis,population\n${'1,1\n'.repeat(LIMITS.tableRows + 1)}`), [/^1: The table has more than/]);
});

t.test('a table of adoptions says for each row what is wrong with it', async (t) => {
  const head = 'software,organisation,country,state,since,until,asOf,source,address';
  const read = (...lines: string[]) => readAdoptionTable([head, ...lines].join('\n'), DAY);
  t.same(read('os2mo,Aarhus Kommune,DK,production,2020-01,,2026,A list,https://x.example/').rows, [
    {
      ...{ line: 2, software: 'os2mo', organisation: { text: 'Aarhus Kommune' }, country: 'DK', state: 'production' },
      ...{ since: '2020-01', asOf: '2026', source: 'A list', address: 'https://x.example/' },
    },
  ]);
  t.match(read('os2mo,A,,,,2030,,S,').rows, [{ state: 'in-use', until: '2030' }]);
  const problems = [
    [',A,,,,,,S,', /The software is missing/],
    ['s,,,,,,,S,', /The body is missing: There is no code/],
    ['s,A,,,,,,,', /The source is missing/],
    ['s,A,,used,,,,S,', /“used” is no state/],
    ['s,A,dk,,,,,S,', /“dk” is no code of a country/],
    ['s,A,,,May,,,S,', /“May” is no date for since/],
    ['s,A,,,2027,,,S,', /since \(2027\) lies in the future/],
    ['s,A,,,2020-05,2020-04,,S,', /It ends \(2020-04\) before it begins \(2020-05\)/],
    ['s,A,,,2020,2020-04,,S,', null],
  ] as const;
  for (const [line, message] of problems) {
    const { problems: found, rows } = read(line);
    if (message === null) t.same(found, [], line);
    else t.match(found, [{ line: 2, message }], line);
    t.equal(rows.length, message === null ? 1 : 0);
  }
  t.match(readAdoptionTable('software,kommunekode,source\nos2mo,751,S\n', DAY).rows, [
    { organisation: { scheme: 'kommunekode', code: '0751' } },
  ]);
  t.match(readAdoptionTable('softwear\n', DAY).problems, [{ line: 1 }]);
  t.match(readTable('a\n1\n', { a: [] }).rows, [{ line: 2, cells: { a: '1' } }]);
});

t.test('two populations of one body and date are not both taken, and the same one twice is no fault', (t) => {
  const table = 'kommunekode,population,date\n0461,209078,2026\n461,5,2026\n0461,209078,2026\n0461,208000,2025\n';
  t.same(wrong(table), ['3: Line 2 says 209078 of the same body and date.']);
  t.equal(rowsOf(table).rows.length, 3);
  t.end();
});
