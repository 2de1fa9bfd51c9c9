import fc from 'fast-check';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { Kind } from '../../src/records/kinds.ts';
import { readRecord } from '../../src/records/read-record.ts';
import { readFiles, recordsOf } from '../catalogue/read.ts';

const assessed = { subject: 'software/x', framework: 'framework/y', type: 'self' };
const yaml = (kind: Kind, text: string) => readRecord(kind, Buffer.from(text), 'application/yaml');
const json = (kind: Kind, value: unknown) => readRecord(kind, Buffer.from(JSON.stringify(value)), 'application/json');
const rules = ({ problems }: ReturnType<typeof readRecord>) =>
  problems.map(({ rule, pointer }) => `${rule} ${pointer}`);

t.test('a record is read from YAML and from JSON, without its envelope', async (t) => {
  const text = 'kind: software\nid: software/kitos\nname: Kitos\nurl: https://example.org/kitos\n';
  const record = { name: 'Kitos', url: 'https://example.org/kitos' };
  t.strictSame(yaml('software', text), { record, problems: [], id: 'software/kitos' });
  t.strictSame(json('software', { kind: 'software', ...record }), {
    record,
    problems: [],
    asIs: { json: JSON.stringify(record), at: '{"kind":"software",'.length },
  });
});

t.test('where a text is wanted YAML gives the text that stands there, JSON must have a text', async (t) => {
  const read = yaml(
    'software',
    'name: 2026\nversion: 1.10\nreleaseDate: 2026-11-22\nstatus: stable\nlogo: null\nlocalisation: { ready: true, languages: [no] }\n',
  );
  t.strictSame(read.record, {
    name: '2026',
    version: '1.10',
    releaseDate: '2026-11-22',
    status: 'stable',
    localisation: { ready: true, languages: ['no'] },
  });
  t.strictSame(rules(json('software', { name: 2026 })), ['type /name']);
});

t.test('every problem of a record is told at once, in the order of the file, with its place and a hint', async (t) => {
  const text =
    'nam: x\nlicense: MIT\nstatus: stabl\ndescription:\n  en: { short: A, lon: B }\nurl: foo\nsources:\n  - {}\n';
  const { record, problems } = yaml('software', text);
  t.equal(record, null);
  t.strictSame(
    problems.map(({ rule, pointer, line, column, hint }) => [rule, pointer, line, column, hint]),
    [
      ['required', '/name', 1, 1, 'Public name.'],
      ['unknown', '/nam', 1, 1, 'Did you mean name?'],
      ['unknown', '/license', 2, 1, 'Did you mean licence?'],
      ['enum', '/status', 3, 9, 'Did you mean stable?'],
      ['unknown', '/description/en/lon', 5, 19, 'Did you mean long?'],
      ['form', '/url', 6, 6, 'An http or https address.'],
      ['required', '/sources/0/title', 8, 5, undefined],
    ],
  );
  for (const { message } of problems) t.match(message, /^[A-Z“].*\.$/, message);
});

t.test('each kind of mistake has its rule', async (t) => {
  const cases: [Kind, unknown, string][] = [
    ['software', { name: '' }, 'empty /name'],
    ['software', { name: 'x'.repeat(301) }, 'too-long /name'],
    ['software', { name: 'x', aliases: ['a', 'a'] }, 'duplicate /aliases'],
    ['software', { name: 'x', aliases: Array.from({ length: 41 }, (_, i) => `a${i}`) }, 'too-many /aliases'],
    [
      'software',
      { name: 'x', repositories: [{ url: 'https://example.org', commits: -1 }] },
      'too-small /repositories/0/commits',
    ],
    ['software', { name: 'x', description: { 'en us': { short: 'x' } } }, 'language /description'],
    ['software', { name: 'x', description: {} }, 'empty /description'],
    ['software', { name: 'x', localisation: { ready: 'yes' } }, 'type /localisation/ready'],
    ['software', { name: 'x', dependsOn: { open: {} } }, 'type /dependsOn/open'],
    ['software', { name: 'x', network: 'os2' }, 'form /network'],
    ['software', { name: 'x', status: { is: 'stable' } }, 'enum /status'],
    ['organisation', { name: 'x', mailbox: 'no mailbox' }, 'form /mailbox'],
    ['organisation', { name: 'x', type: 'zzzzzzzz' }, 'enum /type'],
    ['adoption', { state: 'production', evidence: 'claimed' }, 'required '],
    ['adoption', { organisationName: 'x', state: 'production' }, 'required /evidence'],
    ['framework', { name: 'x', levels: [] }, 'empty /levels'],
    ['framework', { name: 'x', levels: [{ id: '1', rank: 1001 }] }, 'too-large /levels/0/rank'],
    [
      'framework',
      {
        name: 'x',
        levels: [
          { id: '1', rank: 1 },
          { id: '2', rank: 1 },
        ],
      },
      'order /levels/1/rank',
    ],
    [
      'assessment',
      {
        ...assessed,
        ratings: [
          { requirement: 'A', rating: 'red' },
          { requirement: 'A', rating: 'red' },
        ],
      },
      'duplicate /ratings/1',
    ],
    ['assessment', { ...assessed, date: '2026', validUntil: '2025' }, 'dates /validUntil'],
    ['assessment', { ...assessed, levels: {} }, 'empty /levels'],
    ['network', { name: 'x', zzzzzzzzzzzz: 1 }, 'unknown /zzzzzzzzzzzz'],
    ['software', { kind: 'network', name: 'x' }, 'kind /kind'],
    ['software', { id: 'kitos', name: 'x' }, 'id /id'],
    ['software', { id: 'software/kitos@built-in', name: 'x' }, 'id /id'],
    ['software', { id: 7, name: 'x' }, 'id /id'],
  ];
  for (const [kind, value, rule] of cases)
    t.ok(rules(json(kind, value)).includes(rule), `${rule} in ${rules(json(kind, value))}`);
  t.equal(
    json('adoption', { state: 'production' }).problems.length,
    2,
    'a missing choice and a missing key are told once each',
  );
  t.match(json('organisation', { name: 'x', type: 'zzzzzzzz' }).problems[0]?.hint, /^For example /);
  t.match(json('software', { name: 'x', status: 'zzzzzzzz' }).problems[0]?.hint, /^One of: /);
  t.match(json('software', { name: 'x', status: 'y'.repeat(99) }).problems[0]?.message, /…” is not a value/);
});

t.test('no mail address gets into a record, but the mailbox of a body does', async (t) => {
  const address = 'someone@example.org';
  t.strictSame(rules(json('software', { name: `x ${address}` })), ['personal-data /name']);
  t.strictSame(rules(json('network', { name: 'x', values: [{ en: `write to ${address}` }] })), [
    'personal-data /values/0/en',
  ]);
  t.strictSame(json('organisation', { name: 'x', mailbox: address }).problems, []);
});

t.test('no telephone number gets into a record, in whatever form, and nothing else is taken for one', async (t) => {
  const read = (text: string) => rules(json('network', { name: 'x', description: { en: text } }));
  for (const text of [
    ...['Call Jane Doe at +45 12 34 56 78', 'Tlf.: +4512345678.', '(+49 30) no, +49 (30) 123-456', 'tel:+4512345678'],
    ...['0045 12 34 56 78', 'From 2026-11-22 on +45 12 34 56 78 / 2026', 'v1.2.0: call 0046/8 123 456'],
  ])
    t.strictSame(read(text), ['personal-data /description/en'], text);
  for (const text of [
    ...['1.0.0+20261122', '2.1-beta.3+20261122103000', 'CVR 12345678', '12 34 56 78', '2026-11-22 10:00:00+01:00'],
    ...['https://a.example/+4512345678/0045123456', '1 000 000 000 kr.', '0000-0002-1825-0097', 'C++11 2014 2017'],
    ...['a0045123456', '550e8400-e29b-41d4-0045-446655440000', '2.0045123456', '1 001 234 567', 'over 100+ 20262027'],
  ])
    t.strictSame(read(text), [], text);
  const town = (value: string) => json('organisation', { name: 'x', identifiers: [{ scheme: 'sc', value }] });
  t.strictSame(
    rules(town('0045123456')).filter((rule) => rule.startsWith('personal')),
    [],
  );
  t.ok(rules(town('+45 12 34 56 78')).includes('personal-data /identifiers/0/value'));
});

t.test('a person is not hidden by escapes, unseen characters or half of an accent', async (t) => {
  const hidden = ['ada%40x.example', 'ada%2540x.example %zz %ff', 'a\u00adda\u200b@x.example', 'ada＠x.example'];
  for (const text of [...hidden, '+45\u200b 99 88\u2060 77 66'])
    t.strictSame(rules(json('software', { name: `x ${text}` })), ['personal-data /name'], text);
  t.strictSame(rules(json('software', { name: 'x', url: 'https://x.example/?by=ada%40x.example' })), [
    'personal-data /url',
  ]);
});

t.test('nothing in the built-in catalogue is taken for personal data', async (t) => {
  const records = recordsOf(await readFiles());
  t.ok(records.length > 200);
  const found = records.flatMap(({ kind, file, body }) => rules(json(kind, body)).map((rule) => `${file}: ${rule}`));
  t.strictSame(
    found.filter((rule) => rule.includes(': personal-data')),
    [],
  );
});

t.test('what is no record at all is refused with a reason', async (t) => {
  t.strictSame(rules(yaml('software', '- a\n- b\n')), ['type ']);
  t.strictSame(rules(yaml('software', 'name: [x\n')).length > 0, true);
  t.strictSame(readRecord('software', Buffer.from('{"name":'), 'application/json').record, null);
});

t.test('whatever JSON comes, the answer is a record or bounded problems with places inside the text', async (t) => {
  const keys = fc.constantFrom('name', 'url', 'status', 'sources', 'description', 'licence', '__proto__', 'x');
  const run = () =>
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 })), (value) => {
        const text = JSON.stringify(value, null, 1);
        const { record, problems } = readRecord('software', Buffer.from(text), 'application/json');
        const lines = text.split('\n').length;
        const placed = problems.every(({ line = 1 }) => line >= 1 && line <= lines);
        return (record === null) === problems.length > 0 && problems.length <= LIMITS.problems && placed;
      }),
      { numRuns: 300 },
    );
  t.doesNotThrow(run);
});

t.test('a reference to another catalogue is no mail address', (t) => {
  const there = { ...assessed, subject: 'software/x@catalogue.example' };
  t.same(rules(json('assessment', there)), []);
  t.ok(
    rules(json('assessment', { ...assessed, notes: [{ text: { en: 'Ask jo@town.example' } }] })).includes(
      'personal-data /notes/0/text/en',
    ),
  );
  t.end();
});
