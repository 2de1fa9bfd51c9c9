import t from 'tap';
import type { Kind } from '../../src/records/kinds.ts';
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
    {
      rule: 'succession',
      message: 'What takes its place leads back to it: software/c → software/b → software/a.',
    },
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

t.test('Networks, checklists, bodies and parts go in no circle either, whoever of them says so', async (t) => {
  const { post } = await openApp(t);
  const network = (slug: string, more: object) => ({ kind: 'network', id: `network/${slug}`, name: slug, ...more });
  const body = (slug: string, more: object = {}) => ({
    kind: 'organisation',
    id: `organisation/${slug}`,
    name: slug,
    ...more,
  });
  const list = (slug: string, more: object = {}) => ({
    ...{ kind: 'framework', id: `framework/${slug}`, name: slug, levels: [{ id: '1', rank: 1 }] },
    ...more,
  });
  const tried = async (record: object) => {
    const answer = await post(record);
    const [problem] = (answer.json() as { problems: { rule: string; message: string }[] }).problems;
    return answer.statusCode === 422 ? `${problem?.rule}: ${problem?.message}` : answer.statusCode;
  };
  t.equal(await tried(network('old', {})), 201);
  t.equal(await tried(network('new', { merged: [{ network: 'network/old' }] })), 201);
  const back = 'What takes its place leads back to it';
  t.equal(
    await tried(network('new', { merged: [{ network: 'network/old' }], successor: { network: 'network/old' } })),
    `succession: ${back}: network/old → network/new.`,
  );
  t.equal(
    await tried(network('old', { merged: [{ network: 'network/new' }] })),
    `succession: ${back}: network/new → network/old.`,
    'each says that the other went up in it',
  );
  t.equal(await tried(network('old', { lifecycle: { state: 'merged', into: 'network/new' } })), 200);
  t.equal(await tried(network('newest', { parent: 'network/new' })), 201);
  t.match(await tried(network('new', { parent: 'network/newest' })), /^parents: .*: network\/newest → network\/new\.$/);
  t.equal(await tried(body('a')), 201);
  t.equal(await tried(body('b', { parent: 'organisation/a' })), 201);
  t.match(await tried(body('a', { parent: 'organisation/b' })), /^parents: What it belongs to leads back to it/);
  t.match(await tried(body('b', { parent: 'organisation/b' })), /^parents: .*: organisation\/b\.$/);
  t.equal(await tried(list('one')), 201);
  t.equal(await tried(list('two', { succeeds: 'framework/one' })), 201);
  t.match(await tried(list('one', { succeeds: 'framework/two' })), /^succession: /);
});

t.test('A record without an id is known by its repository, also where a circle would close', async (t) => {
  const { post } = await openApp(t);
  const url = 'https://git.example/shared/first';
  const first = { kind: 'software', name: 'First', url };
  t.equal((await post(first)).json().id, 'software/first');
  await post(software('second', [{ type: 'succeeded-by', target: 'software/first' }]));
  const refused = await post({ ...first, relations: [{ type: 'succeeded-by', target: 'software/second' }] });
  t.match(refused.json().problems, [{ rule: 'succession' }]);
});

t.test('Of two that go in a circle together, published in one moment, one is refused', async (t) => {
  const { registry } = await openApp(t);
  const part = (kind: Kind, slug: string, more: object = {}) => ({ kind, id: `${kind}/${slug}`, name: slug, ...more });
  const related = (slug: string, type: string, target: string) =>
    part('software', slug, { relations: [{ type, target: `software/${target}` }] });
  const submission = (record: { kind: Kind; id: string }) => ({
    ...{ kind: record.kind, mediaType: 'application/json' as const, slug: record.id.split('/')[1] as string },
    ...{ bytes: bytes(record), provenance: { by: 'push' as const, actor: 'operator' } },
  });
  const publish = (record: { kind: Kind; id: string }) => registry.publish(submission(record));
  for (const slug of ['a', 'b', 'c', 'd']) await publish(part('software', slug));
  for (const slug of ['m', 'n']) await publish(part('network', slug));
  await publish(related('b', 'succeeded-by', 'c'));
  for (const pair of [
    [related('c', 'succeeded-by', 'd'), related('d', 'succeeded-by', 'b')],
    [related('a', 'part-of', 'c'), related('c', 'part-of', 'a')],
    [
      part('network', 'm', { merged: [{ network: 'network/n' }] }),
      part('network', 'n', { merged: [{ network: 'network/m' }] }),
    ],
    [part('network', 'm', { parent: 'network/n' }), part('network', 'n', { parent: 'network/m' })],
  ]) {
    const both = await Promise.allSettled(pair.map(publish));
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    t.match(refused, [{ code: 'invalid-input', problems: [{ message: /leads back to it: .* → / }] }]);
    for (const { id, kind } of pair) await publish(part(kind, id.split('/')[1] as string));
  }
  await publish(related('a', 'succeeded-by', 'b'));
  const turned = await registry.publishAll([related('b', 'succeeded-by', 'a'), part('software', 'a')].map(submission));
  t.ok(
    turned.every((one) => 'published' in one),
    'what is turned round in one batch is in no circle',
  );
});

t.test('Of a batch of which a part is refused, what would now stand in a circle is refused too', async (t) => {
  const { registry, ask } = await openApp(t);
  const publishAll = (records: (ReturnType<typeof software> & { url?: string })[]) =>
    registry.publishAll(
      records.map((record, i) => ({
        ...{ kind: 'software' as const, mediaType: 'application/json' as const, slug: record.id.slice(9) },
        ...{ bytes: bytes(record), provenance: { by: 'folder' as const, file: `${i}.json` } },
      })),
    );
  const to = (target: string) => [{ type: 'succeeded-by', target: `software/${target}` }];
  const taken = 'https://forge.example/taken';
  await publishAll([{ ...software('other', []), url: taken }, software('a', [])]);
  await publishAll([software('b', to('a'))]);
  const [turned, clash] = await publishAll([software('a', to('b')), { ...software('b', []), url: taken }]);
  t.match(clash, { refused: { code: 'conflict' } }, 'it is another thing by its repository');
  t.match(turned, { refused: { code: 'invalid-input', problems: [{ rule: 'succession' }] } });
  t.notMatch((await ask('/api/v1/software/a')).json().record, { relations: [{}] });
  const names = Array.from({ length: 60 }, (_, i) => `n${i}`);
  await publishAll(names.map((name, i) => software(name, i === 0 ? [] : to(`n${i - 1}`))));
  const turnedRound = names.map((name, i) => software(name, i === 59 ? [] : to(`n${i + 1}`)));
  const round = await publishAll(names.map((_, i) => turnedRound[(i * 37) % 60] as ReturnType<typeof software>));
  t.ok(
    round.every((one) => 'published' in one),
    'a long chain may be turned round in one batch, in whatever order it stands there',
  );
});
