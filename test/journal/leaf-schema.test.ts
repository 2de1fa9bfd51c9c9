import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import schema from '../../schemas/leaf.schema.json' with { type: 'json' };
import { decodeLeaf } from '../../src/journal/leaf.ts';

interface Case {
  leaf: { utf8?: string; base64?: string };
  effect: string;
  reason?: string;
}

const file = JSON.parse(readFileSync(new URL('../vectors/leaves.json', import.meta.url), 'utf8')) as { cases: Case[] };
const validate = new Ajv2020({ strict: true }).compile(schema);
const bytesOf = ({ utf8, base64 }: Case['leaf']) =>
  Buffer.from(utf8 ?? base64 ?? '', utf8 === undefined ? 'base64' : 'utf8');

t.test('the schema of a leaf and its decoder agree on every vector that is JSON in the right order', async (t) => {
  let wellFormed = 0;
  for (const { leaf, reason } of file.cases) {
    const decoded = decodeLeaf(bytesOf(leaf));
    t.equal(decoded !== null, reason !== 'malformed');
    if (decoded === null) continue;
    wellFormed += 1;
    t.ok(validate(decoded), JSON.stringify(validate.errors));
  }
  t.ok(wellFormed > 50, 'there are enough well-formed vectors');
});

t.test('the schema refuses what the decoder refuses for its values', async (t) => {
  const good = schema.examples[0] as object;
  for (const bad of [
    { v: 2 },
    { op: 'post' },
    { n: -1 },
    { ts: 1.5 },
    { p: -2 },
    { id: 'Software/x' },
    { d: 'sha256:x' },
    { f: ['A'] },
    { x: 1 },
  ]) {
    t.notOk(validate({ ...good, ...bad }), JSON.stringify(bad));
  }
  t.ok(validate(good));
});
