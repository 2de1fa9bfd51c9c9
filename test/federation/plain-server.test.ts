/** A catalogue behind a plain web server, as `alminding export --static` writes it: no delta, and no answer is held back. */
import t from 'tap';
import { createPuller } from '../../src/federation/puller.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { join_, Network } from './world.ts';

t.test('A plain web server is asked every 15 seconds, by one request, and its news come with the next', async (t) => {
  const network = new Network();
  const [a, b] = [await join_(t, network, 'a.example'), await join_(t, network, 'b.example')];
  await a.publish('Kitos');
  await b.pin(a);
  network.fault = () => async (request, answer) => {
    if (request.url.includes('/delta')) return { status: 404, headers: {}, bytes: Buffer.alloc(0) };
    request.url = request.url.replace(/\?wait=\d+$/, '');
    return answer();
  };
  const waits: { ms: number; go: () => void }[] = [];
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (ms !== LIMITS.peersLookMs) waits.push({ ms, go: resolve });
    });
  const next = async (): Promise<number> => {
    for (let tries = 0; waits.length === 0 && tries < 10_000; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 1));
    const wait = waits.shift();
    network.clock.at += wait?.ms ?? 0;
    wait?.go();
    return wait?.ms ?? -1;
  };
  const requests = () => network.asked.splice(0).map(({ url }) => new URL(url).pathname.split('/').at(-1));
  network.asked.length = 0;
  const puller = createPuller({ ...b.deps, sleep, report: t.error, waitMs: LIMITS.longPollSeconds * 1_000 });
  t.teardown(() => puller.end());
  const size = async () => (await b.store.getMirror('a.example/log/1'))?.size ?? 0;
  t.equal(await next(), LIMITS.turnMs);
  t.equal(requests()[0], 'heads');
  const before = await size();
  t.ok(before > 0, 'with the first turn comes what is there');
  t.equal(await next(), LIMITS.turnMs);
  t.same(requests(), ['checkpoint'], 'no delta is asked for again');
  await a.publish('Meet');
  t.equal(await next(), LIMITS.filesLookMs - LIMITS.turnMs, 'nothing was new, and it held back nothing');
  t.equal(await next(), LIMITS.turnMs);
  t.equal(await size(), before + 1);
  t.equal(await next(), LIMITS.turnMs, 'where something came it is asked again soon');
});
