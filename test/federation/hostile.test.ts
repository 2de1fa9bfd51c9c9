/**
 * Every hostile role of the design against the real service over HTTP, all at once: the victim goes on serving, its memory stays
 * bounded, an honest peer is mirrored beside them, nothing false is shown, and the operator sees what happened and from whom.
 */

import t from 'tap';
import { startProgram } from '../../scripts/bench/program.ts';
import { PROGRAM } from '../../scripts/lib/built.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { newPeer } from '../registry/mirrored.ts';
import { temporaryFolder } from '../store/temporary.ts';
import {
  bomb,
  equivocator,
  fill,
  flooding,
  forger,
  honest,
  poisoned,
  poisoner,
  rewinder,
  withholder,
} from './hostile-roles.ts';
import { type HostileServer, hostile, type Role } from './hostile-server.ts';

/** What the service of `npm start` may take, whoever its peers are. */
const HELD_MIB = 256;

/** A byte now and then. */
const slow = (): Role => (_path, _honest, response) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  const timer = setInterval(() => response.write('x'), 200);
  response.once('close', () => clearInterval(timer));
  return 'held';
};

t.test('I2 I8 I9 Hostile peers of every kind, and one that is honest', async (t) => {
  const good = await hostile(t, fill(300), honest);
  const roles: Record<string, HostileServer> = {
    good,
    equivocator: await hostile(t, fill(5), equivocator),
    rewinder: await hostile(t, fill(5), rewinder),
    forger: await hostile(t, fill(5), forger(good)),
    withholder: await hostile(t, fill(5), withholder),
    bomb: await hostile(t, fill(5), bomb),
    slow: await hostile(t, fill(5), slow),
    poisoner: await hostile(t, poisoned, poisoner),
    flooder: await hostile(t, flooding, honest),
  };
  const data = temporaryFolder(t);
  const store = openStore({ folder: data, clock: systemClock, busyMs: 1_000, what: '' });
  for (const [name, { log, url }] of Object.entries(roles)) {
    const approved = name === 'flooder' ? 10 : 1_000;
    const given = {
      name,
      url,
      approved,
      tokens: name === 'flooder' ? 300 : 0,
      tokensAt: systemClock.now(),
      added: systemClock.now(),
    };
    const peer = await store.putPeer(newPeer(log, given));
    await store.openMirror(peer.origin, log.origin);
    await store.putWitnessed({ origin: log.origin, keys: [...log.document.log], mirrored: true });
  }
  await store.close();
  const victim = await startProgram(PROGRAM, ['serve', '--json'], {
    bare: true,
    env: {
      ...{
        ALMINDING_DATA: data,
        ALMINDING_BUILT_IN: 'false',
        ALMINDING_CRAWL_NAMED: 'false',
        ALMINDING_HOST: '127.0.0.1',
        ALMINDING_PORT: '0',
      },
      ...{ ALMINDING_LOG_LEVEL: 'fatal', ALMINDING_PRESSURE_MS: '0', NODE_OPTIONS: '', TAP: '' },
      ALMINDING_NET_EXCEPTIONS: Object.values(roles)
        .map(({ url }) => `${url}=127.0.0.0/8`)
        .join(','),
    },
  });
  const served = JSON.parse(victim.line) as { url: string };
  t.teardown(() => victim.stop());
  type Peer = {
    name: string;
    size: number;
    records: number;
    problem: { code: string } | null;
    frozen: number | null;
    heldAt: number | null;
    missingBodies: number;
    unshownBodies: number;
  };
  const look = async (): Promise<Map<string, Peer>> => {
    const { peers } = (await (await fetch(`${served.url}/api/v1/federation`)).json()) as { peers: Peer[] };
    return new Map(peers.map((peer) => [peer.name, peer]));
  };
  let slowest = 0;
  const settled = (peers: Map<string, Peer>): boolean =>
    peers.get('good')?.records === 300 &&
    peers.get('equivocator')?.frozen !== null &&
    ['bomb', 'forger'].every((name) => peers.get(name)?.problem !== null) &&
    peers.get('flooder')?.heldAt !== null &&
    (peers.get('withholder')?.missingBodies ?? 0) > 0 &&
    (peers.get('poisoner')?.unshownBodies ?? 0) > 0 &&
    (roles.rewinder as HostileServer).requests > 8;
  for (let tries = 0; tries < 200 && !settled(await look()); tries += 1) {
    const start = performance.now();
    t.equal((await fetch(`${served.url}/healthz`)).status, 200);
    slowest = Math.max(slowest, performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const peers = await look();
  t.match(peers.get('good'), { size: 301, records: 300, problem: null, missingBodies: 0 }, 'I8 the honest one is here');
  t.match(peers.get('equivocator'), { frozen: 6, records: 5 }, 'I6 frozen at what both agree on');
  t.match(peers.get('rewinder'), { size: 6, records: 5, frozen: null }, 'I4 nothing goes back');
  t.match(peers.get('forger')?.problem, { code: /invalid-input|malformed-answer/ }, 'I2 nobody speaks for another');
  t.match(peers.get('withholder'), { size: 6, records: 0, missingBodies: 6 }, 'what is withheld is told');
  t.match(peers.get('bomb'), { size: 0, problem: { code: /answer-too-large|malformed-answer/ } });
  t.match(peers.get('slow'), { size: 0, records: 0 });
  t.match(peers.get('poisoner'), { size: 7, unshownBodies: 3, frozen: null });
  t.match(peers.get('flooder'), { heldAt: 1_501 }, 'growth beyond what was approved waits');
  t.ok((peers.get('flooder')?.size ?? 0) <= 310);
  const { most } = victim.memory();
  t.ok(most < HELD_MIB, `I9 ${Math.round(most)} MiB at the most: bombs are not held`);
  const { forks } = (await (await fetch(`${served.url}/api/v1/forks`)).json()) as { forks: { origin: string }[] };
  t.match(forks, [{ origin: roles.equivocator?.log.origin }], 'and nobody else is accused');
  const page = await (
    await fetch(`${served.url}/en/software/script@${new URL(roles.poisoner?.url ?? '').host}`)
  ).text();
  t.match(page, '&lt;script>alert(1)');
  t.notMatch(page, '<script>alert(1)');
  t.comment(`slowest answer ${Math.round(slowest)} ms`);

  // The doors: whoever is unknown is refused before a signature is checked, and only some may wait.
  const sent = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      i % 2 === 0
        ? fetch(`${served.url}/ping`, { method: 'POST' })
        : fetch(`${served.url}/add-checkpoint`, {
            method: 'POST',
            body: 'old 0\n\nnobody.example/log\n1\nAAAA\n\n— x AAAA\n',
          }),
    ),
  );
  t.ok(sent.every(({ status }) => status >= 400 && status < 500));
  const waiting = new AbortController();
  const { headers } = await fetch(`${served.url}/heads`);
  const polls = Array.from({ length: 8 }, () =>
    fetch(`${served.url}/heads?wait=20`, {
      signal: waiting.signal,
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    }).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.equal((await fetch(`${served.url}/heads`)).status, 200, 'whoever does not wait is answered');
  waiting.abort();
  t.ok((await Promise.all(polls)).filter((status) => status === 429).length >= 4, 'only four of an address may wait');
});
