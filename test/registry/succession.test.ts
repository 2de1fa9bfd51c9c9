import t from 'tap';
import { openApp } from '../helpers/open-app.ts';

const software = (slug: string, relations: object[]) => ({
  kind: 'software',
  id: `software/${slug}`,
  name: slug,
  relations,
});
const bytes = (record: object) => Buffer.from(JSON.stringify(record));

t.test('A succession that leads back is refused with the way it takes, one by one and in a batch', async (t) => {
  const { post, registry } = await openApp(t);
  await post(software('a', []));
  await post(software('b', [{ type: 'succeeded-by', target: 'software/a' }]));
  await post(software('c', [{ type: 'merged-into', target: 'software/b' }]));
  const refused = await post(
    software('a', [
      { type: 'succeeded-by', target: 'software/c' },
      { type: 'works-with', target: 'software/b' },
    ]),
  );
  t.equal(refused.statusCode, 422);
  t.match(refused.json().problems, [
    { rule: 'succession', message: 'Its successors lead back to it: software/c, then software/b, then software/a.' },
  ]);
  t.equal((await post(software('a', [{ type: 'works-with', target: 'software/c' }]))).statusCode, 200);
  const [first, second, third] = await registry.publishAll(
    [
      software('x', [{ type: 'succeeded-by', target: 'software/y' }]),
      software('y', [
        { type: 'succeeded-by', target: 'software/x' },
        { type: 'succeeded-by', target: 'software/z@nowhere' },
      ]),
      software('b', [{ type: 'succeeded-by', target: 'software/c@built-in' }]),
    ].map((record, i) => ({
      ...{ kind: 'software' as const, mediaType: 'application/json' as const, slug: record.id.slice(9) },
      ...{ bytes: bytes(record), provenance: { by: 'folder' as const, file: `${i}.json` } },
    })),
  );
  t.match(first, { refused: { code: 'invalid-input' } });
  t.match(second, { refused: { code: 'invalid-input' } });
  t.ok(third && 'published' in third, 'the same name in another origin is another thing');
});
