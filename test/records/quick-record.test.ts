import t from 'tap';
import { growRecords } from '../../scripts/lib/grow/grow.ts';
import { isSound } from '../../src/records/is-sound.ts';
import type { Kind } from '../../src/records/kinds.ts';
import { readQuickly } from '../../src/records/quick-record.ts';
import { readThoroughly } from '../../src/records/read-record.ts';
import { RECORD_SCHEMAS } from '../../src/records/record-schemas.ts';
import { readFiles, recordsOf } from '../catalogue/read.ts';

const read = (kind: Kind, text: string) => {
  const bytes = Buffer.from(text);
  const quick = readQuickly(kind, bytes);
  return { quick, thorough: readThoroughly(kind, bytes, 'application/json') };
};

t.test('Good records are read quickly, and as the thorough reader reads them', async (t) => {
  for (const record of growRecords(100, 7)) {
    const { quick, thorough } = read('software', JSON.stringify({ kind: 'software', id: 'software/x', ...record }));
    const { asIs, ...rest } = quick ?? {};
    t.strictSame(rest, thorough);
    t.strictSame(JSON.parse(asIs?.json ?? ''), thorough.record);
  }
});

t.test('Every record of the built-in catalogues is read alike both ways', async (t) => {
  let quickly = 0;
  for (const { kind, body: record } of recordsOf(await readFiles())) {
    const { quick, thorough } = read(kind, JSON.stringify(record));
    if (quick === null) continue;
    quickly += 1;
    if (thorough.record === null) t.fail('refused', { record, problems: thorough.problems });
    else t.strictSame(quick.record, thorough.record);
  }
  t.ok(quickly > 100);
});

t.test('What has anything wrong with it is left to the reader that knows places', async (t) => {
  const wrong: [Kind, string][] = [
    ['software', '[]'],
    ['software', '{"name":""}'],
    ['software', '{"name":"x","name":"y"}'],
    ['software', '{"kind":"network","name":"x"}'],
    ['software', '{"id":"network/x","name":"x"}'],
    ['software', '{"name":"x","nmae":"x"}'],
    ['software', '{"name":"x","licence":{"spdx":"GPL"}}'],
    ['software', '{"name":"ask somebody@example.org"}'],
    ['software', '{"name":"ask some%62ody%40example.org"}'],
    ['software', '{"name":"call +45 12 34 56 78"}'],
    ['software', '{"name":"call 0045 12 34 56 78"}'],
    ['software', '{"name":"ask some.body\\u0040example.org"}'],
    ['software', '{"name":"call +4\\u0035 12 34 56 78"}'],
    ['software', '{"name":"call \\u002b45 12 34 56 78"}'],
    ['software', '{"name":"ask somebody&#64;example.org"}'],
    ['software', '{"name":"ask somebody＠example.org"}'],
    ['software', '{"name":"call +4\u00ad5 12 34 56 78"}'],
    ['software', `{"name":"${'x'.repeat(400)}"}`],
  ];
  for (const [kind, text] of wrong) {
    const { quick, thorough } = read(kind, text);
    t.equal(quick, null, text);
    t.ok(thorough.problems.length > 0, text);
  }
});

t.test('A record that travels alone is passed on as it stands only where nothing but it stands there', async (t) => {
  const json = (text: string) => readQuickly('software', Buffer.from(text))?.asIs?.json;
  t.equal(json('{"kind":"software","name":"x"}'), '{"name":"x"}');
  t.equal(json('{"id":"software/x","kind":"software","name":"x"}'), '{"name":"x"}');
  t.equal(json('{"name":"x"}'), '{"name":"x"}');
  t.equal(json('\ufeff{"name":"x"}'), undefined, 'bytes are counted that are no letters');
  for (const text of [
    '{"name":"x","kind":"software"}',
    '{"kind":"software","name":"x","id":"software/x"}',
    '{"name": "x"}',
  ])
    t.equal(json(text), undefined, text);
});

t.test(
  'No schema asks for a text of more than one character, which the quick validator would count wrongly',
  async (t) => {
    const least = (value: unknown): number[] =>
      typeof value !== 'object' || value === null
        ? []
        : Object.entries(value).flatMap(([key, inner]) =>
            key === 'minLength' && typeof inner === 'number' ? [inner] : least(inner),
          );
    t.same([...new Set(least(RECORD_SCHEMAS))], [1]);
  },
);

t.test('A parsed record is sound where the thorough reader would take it: a mailbox in its place alone', (t) => {
  const of = (more: object) => ({ name: 'Town', country: 'DK', population: { value: 4_000 }, ...more });
  const records: [object | null, boolean][] = [
    [of({}), true],
    [of({ mailbox: 'post@example.org' }), true],
    [of({ mailbox: 'post@example.org', aliases: ['post@example.org'] }), false],
    [[], false],
    [null, false],
  ];
  for (const [record, sound] of records) {
    t.equal(read('organisation', JSON.stringify(record)).thorough.record !== null, sound, JSON.stringify(record));
    t.equal(isSound('organisation', record), sound);
  }
  t.end();
});
