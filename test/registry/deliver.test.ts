import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import t, { type Test } from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { step } from '../../src/registry/deliver/deliver.ts';
import { createHookDesk } from '../../src/registry/deliver/hooks.ts';
import { startDeliverLoop } from '../../src/registry/deliver/loop.ts';
import type { HookRow } from '../../src/store/hook-port.ts';
import { serve } from '../helpers/http-server.ts';
import { openWorld } from './world.ts';

interface Got {
  headers: IncomingHttpHeaders;
  body: string;
  json: {
    type: string;
    timestamp: string;
    data: { after: number; upto: number; changes: { id: string; change: string }[] };
  };
}

async function open(t: Test) {
  const world = openWorld(t);
  const { store, clock, registry } = world;
  const got: Got[] = [];
  let reply = (response: ServerResponse): unknown => response.writeHead(204).end();
  const server = await serve(t, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      got.push({ headers: request.headers, body, json: JSON.parse(body) });
      reply(response);
    });
  });
  const net = createNet({ exceptions: server.exceptions });
  t.teardown(() => net.close());
  const deps = { store, clock, net, random: () => 0.5 };
  const desk = createHookDesk(deps);
  let n = 0;
  return {
    ...{ ...world, got, deps, desk, url: `${server.url}/hook` },
    reply(act: typeof reply) {
      reply = act;
    },
    async publish(kind: 'software' | 'organisation' = 'software', origin?: 'built-in') {
      n += 1;
      const record = { name: `Thing ${n}`, ...(kind === 'software' ? {} : { country: 'DK' }) };
      return registry.publish({
        ...{ kind, mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(record)) },
        ...(origin === undefined ? {} : { origin, slug: `thing-${n}` }),
        provenance: { by: 'folder', file: `${kind}/thing-${n}.json` },
      });
    },
    /** As many steps as can be made at once. */
    async run(id: string): Promise<HookRow> {
      for (;;) {
        const row = await store.getHook(id);
        if (row === null || row.due > clock.at || row.state !== 'active') return row as HookRow;
        const { row: after, more } = await step(deps, row);
        if (!more) return after;
      }
    },
  };
}

t.test('Changes are told in the form of Standard Webhooks, each once and in order', async (t) => {
  const { desk, got, publish, run, url, registry, clock } = await open(t);
  await publish();
  const made = await desk.add({ url, label: 'Procurement' });
  t.match(made.secret, /^whsec_[A-Za-z0-9+/]{32}$/);
  t.notMatch(JSON.stringify(await desk.list()), /whsec/, 'shown once');
  await run(made.id);
  t.equal(got.length, 0, 'what was before is not told');
  const { id } = await publish();
  await publish('organisation');
  await publish('software', 'built-in');
  t.match(await run(made.id), { failures: 0 });
  t.equal(got.length, 1, 'together');
  const [{ headers, body, json }] = got as [Got];
  t.match(json, {
    type: 'catalogue.changed',
    data: { changes: [{ id, change: 'published' }, { id: 'organisation/thing-3' }] },
  });
  t.equal(json.data.changes.length, 2, 'nothing of what is built in');
  const key = Buffer.from(made.secret.slice(6), 'base64');
  const said = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  t.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(said).digest('base64')}`);
  t.equal(headers['webhook-timestamp'], String(Math.floor(clock.at / 1000)));
  await registry.withdraw('software', id.split('/')[1] ?? '', 'retired');
  await run(made.id);
  t.match(got[1]?.json.data.changes, [{ id, change: 'withdrawn' }]);
  t.equal((await desk.list())[0]?.behind, 0);
  t.match(await desk.deliveries(made.id), [
    { status: 204, attempt: 1 },
    { status: 204, attempt: 1 },
  ]);
  await run(made.id);
  t.equal(got.length, 2);
});

t.test('What fails is tried again as it was, later and later, and nothing is left out', async (t) => {
  const { desk, got, publish, run, url, clock, reply } = await open(t);
  const { id } = await desk.add({ url, label: 'x' });
  await publish();
  reply((response) => response.writeHead(500).end());
  let row = await run(id);
  t.match(row, { failures: 1, state: 'active', due: clock.at + LIMITS.hookRetryMs });
  await publish();
  reply((response) => response.writeHead(503, { 'retry-after': '600' }).end());
  clock.at = row.due;
  row = await run(id);
  t.match(row, { failures: 2, due: clock.at + 600_000 }, 'as long as it asks for');
  reply((response) => response.destroy());
  clock.at = row.due;
  row = await run(id);
  t.match(row, { failures: 3, due: clock.at + LIMITS.hookRetryMs * 64 });
  reply((response) => response.writeHead(200).end('thank you'));
  clock.at = row.due;
  t.match(await run(id), { failures: 0, upto: null });
  t.same(new Set(got.slice(0, 4).map(({ body }) => body)).size, 1, 'the same bytes at each try');
  t.same(new Set(got.slice(0, 4).map(({ headers }) => headers['webhook-id'])).size, 1);
  t.equal(got.length, 5, 'and then the next one');
  t.same(
    got.slice(3).flatMap(({ json }) => json.data.changes.map((change) => change.id)),
    ['software/thing-1', 'software/thing-2'],
  );
  const log = await desk.deliveries(id);
  t.same(
    log.map(({ status, error, attempt }) => [status ?? error, attempt]),
    [
      [200, 1],
      [200, 4],
      ['unreachable', 3],
      [503, 2],
      [500, 1],
    ],
  );
  const again = await desk.redeliver(id, log[1]?.message ?? '');
  t.same(again, { delivered: true, status: 200, error: null });
  t.equal(got.at(-1)?.body, got[3]?.body, 'the same once more');
  await t.rejects(desk.redeliver(id, 'msg_none'), { code: 'not-found' });
  t.match(await desk.ping(id), { delivered: true });
  t.match(got.at(-1)?.json, { type: 'catalogue.ping' });
});

t.test('Who wants no more, or fails for too long, is suspended, and told of the gap when it goes on', async (t) => {
  const { desk, got, publish, run, url, clock, reply, store, deps } = await open(t);
  const { id } = await desk.add({ url, label: 'x' });
  await publish();
  reply((response) => response.writeHead(410).end());
  t.match(await run(id), { state: 'suspended', why: 'gone' });
  t.equal((await store.dueHooks(clock.at + 1e9, 1e9)).length, 0);
  t.match(await desk.resume(id), { state: 'active', behind: 0 });
  await publish();
  reply((response) => response.writeHead(200).end());
  got.length = 0;
  await run(id);
  t.same(
    got.map(({ json }) => [json.type, json.data.changes?.map((change) => change.id)]),
    [
      ['catalogue.gap', undefined],
      ['catalogue.changed', ['software/thing-2']],
    ],
  );
  reply((response) => response.writeHead(500).end());
  await publish();
  const far = {
    ...deps,
    store: { ...store, changePoint: async () => (await store.changePoint()) + LIMITS.hookBehind },
  };
  const row = (await store.getHook(id)) as HookRow;
  const suspended: (string | null)[] = [];
  const loop = startDeliverLoop({
    ...{ ...far, holds: () => true, everyMs: 1, report: (error: unknown) => t.fail(String(error)) },
    onSuspended: ({ why }) => suspended.push(why),
  });
  for (let i = 0; i < 500 && suspended.length === 0; i += 1) await new Promise((done) => setTimeout(done, 10));
  await loop.end();
  t.same(suspended, ['behind']);
  t.match(await desk.list(), [{ id, state: 'suspended', why: 'behind' }]);
  t.ok(row.cursor > 0);
  await desk.remove(id);
  t.same(await desk.list(), []);
  await t.rejects(desk.remove(id), { code: 'not-found' });
  t.same(await store.listDeliveries(id, 10), []);
});

t.test(
  'Only wanted kinds are told, others’ records where they are asked for, and nobody who may not be asked',
  async (t) => {
    const { desk, got, publish, run, url } = await open(t);
    const some = await desk.add({ url, label: 'x', kinds: ['organisation'] });
    const all = await desk.add({ url, label: 'y', everything: true });
    await publish();
    await publish('software', 'built-in');
    await run(some.id);
    t.equal(got.length, 0);
    t.equal((await desk.list()).find(({ id }) => id === some.id)?.behind, 0, 'passed over');
    await run(all.id);
    t.same(
      got[0]?.json.data.changes.map(({ id }) => id),
      ['software/thing-1', 'software/thing-2@built-in'],
    );
    for (let i = 0; i < LIMITS.hookChanges + 5; i += 1) await publish();
    got.length = 0;
    await run(all.id);
    t.same(
      got.map(({ json }) => json.data.changes.length),
      [LIMITS.hookChanges, 5],
    );
    const refused = { code: 'address-refused' };
    for (const bad of ['http://127.0.0.1:1/x', 'https://10.0.0.1/', 'https://localhost/', 'ftp://example.org/', 'x'])
      await t.rejects(desk.add({ url: bad, label: 'x' }), refused, bad);
    await t.rejects(desk.add({ url, label: 'x', kinds: ['nonsense'] }), { code: 'invalid-parameter' });
  },
);
