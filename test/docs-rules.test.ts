import t from 'tap';
import { metricsIn, undocumentedKeys, undocumentedOperations } from './helpers/docs-rules.ts';

t.test('A configuration key needs a sentence, and a default or the reason why it has none', async (t) => {
  const key = (member: object): string[] => undocumentedKeys({ properties: { port: member } });
  t.same(key({ description: 'Port to listen on.', default: 0 }), []);
  t.same(key({ description: 'Port to listen on. No default: it is a choice.' }), []);
  t.same(key({ description: 'Port to listen on.' }), ['port has no default and does not say why']);
  t.same(key({ description: 'Port', default: 1 }), ['port has no description that is a sentence']);
  t.equal(key({}).length, 2);
  const group = { description: 'Limits.', properties: { rate: { default: 1 } } };
  t.same(key(group), ['port.rate has no description that is a sentence']);
});

t.test('An operation needs words for itself, its parameters and its answers', async (t) => {
  const good = {
    summary: 'Read one',
    description: 'Answers one entry.',
    tags: ['Read'],
    parameters: [{ name: 'slug', description: 'Its slug.' }],
    responses: { 200: { description: 'The entry.' } },
  };
  const operation = (change: object): string[] =>
    undocumentedOperations({ paths: { '/a': { parameters: [], get: { ...good, ...change } } } });
  t.same(operation({}), []);
  t.same(operation({ summary: '' }), ['GET /a: no summary']);
  t.same(operation({ description: 'no sentence' }), ['GET /a: no description that is a sentence']);
  t.same(operation({ tags: [] }), ['GET /a: no tag']);
  t.same(operation({ responses: {} }), ['GET /a: no responses']);
  const filler = { 200: { description: 'Default Response' }, 404: {} };
  t.same(operation({ responses: filler }), [
    'GET /a: response 200 has no description',
    'GET /a: response 404 has no description',
  ]);
  t.same(operation({ parameters: [{ name: 'slug' }] }), ['GET /a: parameter slug has no description']);
});

t.test('A metric needs a help that is a sentence', async (t) => {
  const help = (text: string): string[] => metricsIn('a.ts', text).flatMap(({ missing }) => missing);
  t.same(help("new Counter({ name: 'writes', help: 'Writes since the start.' });"), []);
  t.same(help("new client.Gauge({ name: 'size', help: '' });"), ['size has no help that is a sentence']);
  t.same(help('new Histogram(options);'), ['a.ts:1 has no help that is a sentence']);
  t.same(metricsIn('a.ts', 'new Set();'), []);
});
