import fc from 'fast-check';
import t from 'tap';
import type { Problem } from '../../src/kernel/errors.ts';
import { withoutContent } from '../../src/records/public-problem.ts';
import { readRecord } from '../../src/records/read-record.ts';

t.test('rule, severity, place and known keys stay; words, hints and unknown keys go', async (t) => {
  const problem: Problem = {
    ...{ rule: 'enum', severity: 'error', pointer: '/repositories/0/url', message: '“Ann” is none.', hint: 'Ann?' },
    ...{ line: 3, column: 9, length: 3 },
  };
  t.same(withoutContent(problem), {
    ...{ rule: 'enum', severity: 'error', pointer: '/repositories/0/url', line: 3, column: 9 },
    message: 'This is none of the values that are known here.',
  });
  t.equal(withoutContent({ ...problem, pointer: '/description/pt-BR/Ann~1B' }).pointer, '/description/pt-BR/…');
  t.equal(
    withoutContent({ ...problem, pointer: '/maintenance/contacts/0/phone' }).pointer,
    '/maintenance/contacts/0/phone',
  );
  t.equal(withoutContent({ ...problem, pointer: '' }).pointer, '');
  const { rule, severity, pointer, message } = problem;
  t.same(withoutContent({ rule, severity, pointer, message }), {
    ...{ rule, severity, pointer, message: 'This is none of the values that are known here.' },
  });
  t.equal(withoutContent({ ...problem, rule: 'new-rule' }).message, 'This breaks the rule “new-rule”.');
});

t.test('why a file cannot be read is told in words, whatever is wrong with it', async (t) => {
  const many = Array.from({ length: 3_000 }, (_, i) => `k${i}: 1\n`).join('');
  const files = [
    'name: \xff',
    'a: 1\na: 2',
    `a: ${'['.repeat(99)}`,
    many,
    'a: 1\n--- \na: 1',
    'a: "x',
    '',
    'x'.repeat(300_000),
  ];
  const bytes = files.map((text) => Buffer.from(text, 'latin1'));
  const json = ['{"name":1e999}', '{"name":"\\ud800"}', '{'].map((text) => Buffer.from(text));
  const read = [
    ...bytes.map((file) => readRecord('software', file, 'application/yaml')),
    ...json.map((file) => readRecord('software', file, 'application/json')),
  ];
  for (const { problems } of read) {
    t.ok(problems.length > 0);
    for (const problem of problems) t.notMatch(withoutContent(problem).message, /rule/, problem.rule);
  }
});

t.test('nothing of what a pointer or a message says gets through', async () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), (text) => {
      const pointer = `/x${text.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const shown = withoutContent({ rule: 'type', severity: 'error', pointer, message: text, hint: text });
      return shown.pointer === '/…' && shown.message === 'This is not of the kind that belongs here.';
    }),
  );
});
