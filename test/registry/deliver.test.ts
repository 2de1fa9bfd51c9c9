import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import t, { type Test } from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { step } from '../../src/registry/deliver/deliver.ts';
import { createHookDesk } from '../../src/registry/deliver/hooks.ts';
import { startDeliverLoop } from '../../src/registry/deliver/loop.ts';
import { sealAll, sealed, unsealed } from '../../src/registry/deliver/seal.ts';
import type { HookRow } from '../../src/store/hook-port.ts';
import { serve } from '../helpers/http-server.ts';
import { sealKey } from '../helpers/seal-key.ts';
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
  const key = sealKey();
  const deps = { store, clock, net, random: () => 0.5, key };
  const desk = createHookDesk(deps);
  let n = 0;
  return {
    ...{ ...world, got, deps, key, desk, url: `${server.url}/hook` },
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

t.test('A ping beside the loop, or a loop that was overtaken, never sets back how far a webhook is', async (t) => {
  const { desk, got, publish, run, url, reply, store, deps } = await open(t);
  const { id } = await desk.add({ url, label: 'x' });
  /** Holds the answer to the next message until it is let go. */
  const held = async (): Promise<() => void> => {
    const parts = await new Promise<ServerResponse>((done) => {
      reply((response) => {
        reply((later) => later.writeHead(200).end());
        done(response);
      });
    });
    return () => void parts.writeHead(500).end();
  };
  const changes = () => got.flatMap(({ json }) => (json.data.changes ?? []).map((change) => change.id));
  const pinged = held();
  const ping = desk.ping(id);
  const letPing = await pinged;
  await publish();
  await run(id);
  letPing();
  t.match(await ping, { delivered: false, status: 500 });
  t.match(await store.getHook(id), { cursor: await store.changePoint(), failures: 0 }, 'the failed ping is the log’s');
  const overtaken = held();
  await publish();
  const slow = step(deps, (await store.getHook(id)) as HookRow);
  const letSlow = await overtaken;
  await publish();
  await run(id);
  const here = await store.getHook(id);
  letSlow();
  t.match(await slow, { row: here, more: false }, 'it goes on where the other one is');
  t.same(await store.getHook(id), here);
  got.length = 0;
  await run(id);
  t.same(changes(), [], 'and nothing is sent again');
  t.match(
    await desk.deliveries(id),
    [{ status: 500 }, { status: 200 }, { status: 500 }, { status: 200 }],
    'all is told',
  );
  const gone = held();
  await publish();
  const last = step(deps, here as HookRow);
  const letGo = await gone;
  await desk.remove(id);
  letGo();
  await last;
  t.same(await store.listDeliveries(id, 10), [], 'of one that was removed nothing is kept');
});

t.test('Secrets lie sealed; without the key a webhook is suspended, and goes on with another secret', async (t) => {
  const { desk, got, publish, run, url, store, key } = await open(t);
  const { id, secret } = await desk.add({ url, label: 'x' });
  const stored = async () => ((await store.getHook(id)) as HookRow).secret;
  const bytes = await key.make();
  t.notMatch(JSON.stringify(await store.listHooks()), secret.slice(6));
  t.equal(unsealed(bytes, id, await stored()), secret);
  t.equal(unsealed(bytes, `${id}x`, await stored()), null, 'it belongs to one webhook');
  for (const bad of ['', 'sealed:', 'sealed:AAAA', `${(await stored()).slice(0, -6)}AAAA==`, 'other'])
    t.equal(unsealed(bytes, id, bad), null, bad);
  t.not(sealed(bytes, id, secret), await stored(), 'never twice the same');
  await store.swapHookSecret(id, await stored(), secret);
  await publish();
  await run(id);
  t.equal(got.length, 1, 'one of an earlier version lies open, and is used');
  await sealAll(store, key);
  t.match(await stored(), /^sealed:/);
  key.lose();
  await publish();
  t.match(await run(id), { state: 'suspended', why: 'no-secret' });
  t.match(await desk.deliveries(id), [{ error: 'no-secret', status: null }, {}]);
  t.match(await desk.ping(id), { delivered: false, error: 'no-secret' });
  const renewed = await desk.renew(id);
  t.match(renewed, { state: 'active', why: null, secret: /^whsec_/ });
  t.not(renewed.secret, secret);
  got.length = 0;
  await run(id);
  t.equal(got[0]?.json.type, 'catalogue.gap', 'what was missed is said');
  const { headers, body } = got[0] as Got;
  const said = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = createHmac('sha256', Buffer.from(renewed.secret.slice(6), 'base64'))
    .update(said)
    .digest('base64');
  t.equal(headers['webhook-signature'], `v1,${signature}`);
  await t.rejects(desk.renew('nobody'), { code: 'not-found' });
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
