import { execFile } from 'node:child_process';

/** Two whole services on loopback, with their threads, over sockets: what an operator does and sees. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { countingProxy } from '../../scripts/bench/counting-proxy.ts';
import { resultIn } from '../../scripts/bench/program.ts';
import { openCatalogue, type Served, serve } from '../../src/compose.ts';
import { transportOver } from '../../src/compose-federation.ts';
import { type Configuration, toConfig } from '../../src/config.ts';
import { catalogueAt } from '../../src/federation/source.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { parseExceptions } from '../../src/net/addresses.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { software } from '../registry/world.ts';
import { temporaryFolder } from '../store/temporary.ts';
import { join_, Network } from './world.ts';

const TOKEN = 'operator-token-of-the-tests';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

async function configured(t: Test, name: string, ports: number[], i: number): Promise<Configuration> {
  const url = `http://127.0.0.1:${ports[i]}`;
  return {
    ...toConfig({ values: [], problems: [] }),
    ...{
      data: temporaryFolder(t),
      builtIn: false,
      crawlNamed: false,
      name,
      host: '127.0.0.1',
      port: ports[i] as number,
      url,
      token: TOKEN,
    },
    netExceptions: ports.map((port) => `http://127.0.0.1:${port}=127.0.0.0/8`).join(','),
  };
}

const start = async (t: Test, config: Configuration): Promise<Served> => {
  const served = await serve(config, { version: '0', commands: async () => [], log: pino({ level: 'silent' }) });
  t.teardown(() => served.close());
  return served;
};

const until = async <A>(look: () => Promise<A | null | false | undefined>): Promise<A> => {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to that.');
};

const asked = async (url: string, init: RequestInit & { json?: object } = {}) => {
  const { json, ...rest } = init;
  const sent =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  const headers = { ...sent.headers, authorization: `Bearer ${TOKEN}` };
  const response = await fetch(url, { ...rest, ...sent, headers });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: text.startsWith('{') ? (JSON.parse(text) as Record<string, never>) : {},
  };
};

const wordsAt = async (url: string, door: string): Promise<string> => {
  const { body } = await asked(`${door}/api/v1/peers`, { method: 'POST', json: { url } });
  return (body as unknown as { words: string }).words;
};

t.test('An operator pins a catalogue over HTTP, sees how it stands, and lets go of it', async (t) => {
  const ports = [await freePort(), await freePort()];
  const [a, b] = [await configured(t, 'A', ports, 0), await configured(t, 'B', ports, 1)];
  const origin = openCatalogue(a, { what: '' });
  await origin.registry.publish(software('Kitos'));
  await origin.close();
  await start(t, a);
  await start(t, b);
  t.equal((await fetch(`${b.url}/api/v1/peers`)).status, 401, 'without the token nothing is told or done');
  t.equal((await asked(`${b.url}/api/v1/peers`, { method: 'POST', json: { url: 'http://127.0.0.1:9' } })).status, 422);
  const looked = await asked(`${b.url}/api/v1/peers`, { method: 'POST', json: { url: a.url } });
  t.match(looked, { status: 200, body: { pinned: false, title: 'A', origin: `127.0.0.1:${ports[0]}` } });
  const { words } = looked.body as unknown as { words: string };
  const wrong = { url: a.url, words: words.split(' ').reverse().join(' ') };
  t.equal((await asked(`${b.url}/api/v1/peers`, { method: 'POST', json: wrong })).status, 400);
  const pinned = await asked(`${b.url}/api/v1/peers`, { method: 'POST', json: { url: a.url, words, name: 'aa' } });
  t.match(pinned, { status: 201, body: { pinned: true, name: 'aa' } });
  t.equal((await asked(`${b.url}/api/v1/peers`, { method: 'POST', json: { url: a.url, facets: 'x' } })).status, 422);
  type Health = { peers: { state: string; size: number; records: number; problem: null; cosignedBy: string[] }[] };
  const health = async () => (await asked(`${b.url}/api/v1/federation`)).body as unknown as Health;
  const peer = await until(async () =>
    (await health()).peers.find(({ records, cosignedBy }) => records === 1 && cosignedBy.length > 0),
  );
  t.match(peer, { name: 'aa', state: 'active', problem: null, stale: null, frozen: null, missingBodies: 0, behind: 0 });
  t.same(peer.cosignedBy, [`127.0.0.1:${ports[1]}/witness`], 'its mirror is its witness');
  t.notOk('url' in peer, 'where it is asked is for the operator');
  t.match((await asked(`${b.url}/api/v1/peers`)).body, { total: 1, items: [{ name: 'aa', words, url: a.url }] });
  for (const [lang, word] of [
    ['en', 'nothing'],
    ['da', 'intet'],
  ] as const)
    t.match((await asked(`${b.url}/${lang}/federation`)).text, new RegExp(`aa.*${word}`, 's'), lang);
  const metrics = await until(async () => {
    const { text } = await asked(`${b.url}/metrics`);
    return /alminding_peer_traffic\{peer="aa",of="requests"\} [1-9]/.test(text) && text;
  });
  t.match(metrics, /alminding_peer_leaves\{peer="aa",state="here"\} 2/);
  t.match(metrics, /alminding_peer_last_heard_seconds\{peer="aa"\} [\d.]+/);

  await asked(`${a.url}/api/v1/peers`, {
    ...{ method: 'POST', json: { url: b.url, name: 'bb', words: await wordsAt(b.url, a.url) } },
  });
  type Own = { own: { pinnedBy: { name: string; key: string }[] } };
  const told = async () => (await asked(`${a.url}/api/v1/federation`)).body as unknown as Own;
  const pinners = await until(async () => {
    const { own } = await told();
    return own.pinnedBy.length > 0 && own.pinnedBy;
  });
  t.match(pinners, [{ name: 'bb', key: 'same', words }], 'whoever is pinned finds it in the log of the other');
  t.match((await asked(`${a.url}/en/federation`)).text, /Pinned by<\/dt>.*?bb/s);

  const at = `${b.url}/api/v1/peers/aa`;
  t.match(await asked(at, { method: 'PATCH', json: { state: 'paused', approved: 500 } }), {
    status: 200,
    body: { state: 'paused', approved: 500, released: 0 },
  });
  t.equal((await asked(at, { method: 'PATCH', json: { state: 'gone' } })).status, 422);
  t.equal((await asked(at, { method: 'PATCH', json: { approved: -1 } })).status, 400);
  t.equal((await asked(`${at}x`, { method: 'PATCH', json: {} })).status, 404);
  t.equal((await asked(at, { method: 'DELETE' })).status, 400, 'what becomes of the records must be said');
  t.match(await asked(`${at}?records=keep`, { method: 'DELETE' }), { status: 200, body: { kept: true, gone: 0 } });
  t.match(
    await until(async () => {
      const { text } = await asked(`${b.url}/en/software/kitos@127.0.0.1:${ports[0]}`);
      return text.includes('last looked at on') && text;
    }),
    /what it says today is not known here/,
  );
  const kept = `/software/kitos@127.0.0.1:${ports[0]}`;
  t.match((await asked(`${b.url}/api/v1${kept}`)).body, {
    originStanding: { asOf: /^\d{4}-/ },
  });
  t.match((await asked(`${b.url}/api/v1/search?q=kitos`)).body, { items: [{ originStanding: { asOf: /^\d{4}-/ } }] });
  t.match((await asked(`${b.url}/en/search?q=kitos`)).text, />as of \d/, 'a list says so, too');
  t.match(await until(async () => (await health()).peers.find(({ state }) => state === 'left')), {
    ...{ records: 1, stale: /^\d{4}-/ },
  });
  t.equal((await asked(at, { method: 'PATCH', json: { state: 'active' } })).status, 409);
  t.match(await asked(`${at}?records=drop`, { method: 'DELETE' }), { status: 200, body: { kept: false, gone: 1 } });
  t.match((await asked(`${b.url}/api/v1/peers`)).body, { total: 0 });
  t.equal((await fetch(`${b.url}/en/software/kitos@127.0.0.1:${ports[0]}`)).status, 404);
});

t.test('I13 A poll with nothing new is one request of at most 350 bytes both ways', async (t) => {
  const a = await join_(t, new Network(), 'a.example');
  const proxy = await countingProxy();
  proxy.target = Number(new URL(await a.app.listen({ port: 0, host: '127.0.0.1' })).port);
  const net = createNet({ exceptions: parseExceptions(`${proxy.url}=127.0.0.0/8`), userAgent: 'alminding' });
  t.teardown(() => net.close().then(proxy.close));
  const log = catalogueAt(proxy.url, transportOver(net)).log('a.example/log/1', 1);
  for (let poll = 0; poll < 6; poll += 1) {
    proxy.take();
    t.equal(await log.delta(1, 0), 'none');
    const bytes = proxy.take();
    t.ok(bytes > 0 && bytes <= 350, `${bytes} bytes`);
  }
  const connections = await new Promise((resolve) => a.app.server.getConnections((_, count) => resolve(count)));
  t.ok(Number(connections) <= 2, `${connections} connections for six polls`);
});

t.test('Over HTTP a product is offered, taken over, and found under its old address on both sides', async (t) => {
  const ports = [await freePort(), await freePort()];
  const [a, b] = [await configured(t, 'A', ports, 0), await configured(t, 'B', ports, 1)];
  const origin = openCatalogue(a, { what: '' });
  await origin.registry.publish(software('Kitos'));
  await origin.close();
  await start(t, a);
  await start(t, b);
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const peers = `${from.url}/api/v1/peers`;
    const { words } = (await asked(peers, { method: 'POST', json: { url: to.url } })).body as unknown as {
      words: string;
    };
    t.equal((await asked(peers, { method: 'POST', json: { url: to.url, words, name: to.name } })).status, 201);
  }
  const desk = (at: Configuration, json: object) => asked(`${at.url}/api/v1/hand-overs`, { method: 'POST', json });
  const [kitos, theirs] = ['software/kitos', `software/kitos@127.0.0.1:${ports[0]}`];
  const open = await fetch(`${a.url}/api/v1/hand-overs`, { method: 'POST', body: '{}' });
  t.equal(open.status, 401, 'without the token nothing goes anywhere');
  t.equal((await desk(a, { act: 'give', entry: kitos })).status, 422);
  t.equal((await desk(a, { act: 'offer', entry: kitos })).status, 422, 'to whom?');
  t.match(await desk(a, { act: 'offer', entry: theirs, to: 'B' }), { status: 400 });
  t.match(await desk(a, { act: 'offer', entry: kitos, to: 'C' }), { status: 404, text: /pinned/ });
  t.match(await desk(a, { act: 'offer', entry: kitos, to: 'B' }), {
    status: 200,
    body: { act: 'offer', id: kitos, changed: true },
  });
  const states = async (at: Configuration) =>
    ((await asked(`${at.url}/api/v1/hand-overs`, {})).body as unknown as { items: { state: string }[] }).items.map(
      ({ state }) => state,
    );
  await until(async () => (await states(b)).includes('offered'));
  t.match((await asked(`${b.url}/en/federation`)).text, /offered on .*not answered/);
  t.match(await desk(b, { act: 'refuse', entry: theirs }), { status: 200, body: { id: theirs } });
  t.same(await states(b), ['refused']);
  t.match(await desk(b, { act: 'accept', entry: theirs }), { status: 200, body: { id: kitos, changed: true } });
  await until(async () => (await states(a)).includes('taken-over'));
  const page = await fetch(`${a.url}/en/software/kitos`, { redirect: 'manual' });
  t.equal(page.headers.get('location'), `/en/software/kitos@127.0.0.1:${ports[1]}`);
  for (const at of [a, b])
    t.match((await asked(`${at.url}/da/software/kitos@127.0.0.1:${ports[0]}`)).text, /Overdraget fra/, at.name);
  t.match((await asked(`${a.url}/en/software/kitos/versions`)).text, /Handed over to/, 'its history stays readable');
  t.match(await desk(a, { act: 'undo', entry: kitos }), { status: 409 });
  t.equal((await asked(`${a.url}/api/v1/software/kitos?reason=retired`, { method: 'DELETE' })).status, 409);
});

t.test('I9 A mirror takes a log of 100,000 leaves with 256 MiB', async (t) => {
  // As it was built: the loader of the tests takes memory of its own.
  const source = fileURLToPath(new URL('./many-leaves.js', import.meta.url));
  const program = source.replace(/test(?=.federation.many)/, join('dist', 'test'));
  // With the heap of the thread that follows peers. Set by the shell, as tap would add its own loader and its memory.
  const heap = `--max-old-space-size=${LIMITS.pullHeapMib} --max-semi-space-size=${LIMITS.pullYoungMib / 3}`;
  const command = `NODE_OPTIONS="${heap}" exec "$0" "$1" 100000`;
  const { stdout: out } = await promisify(execFile)('/bin/sh', ['-c', command, process.execPath, program]);
  const { leaves, isWhole, memory } = resultIn<{ leaves: number; isWhole: boolean; memory: number }>(out);
  t.match({ leaves, isWhole }, { leaves: 100_000, isWhole: true });
  t.ok(memory <= 256, `${Math.round(memory)} MiB at the most`);
});
