import t from 'tap';
import { createHostQueue } from '../../src/net/host-queue.ts';

const later = (ms: number) => new Promise((done) => setTimeout(done, ms));

t.test('One host is visited by so many at a time, and all hosts together by so many', async (t) => {
  const queue = createHostQueue({ total: 3, perHost: 2 });
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  let all = 0;
  let mostOfAll = 0;
  const act = (host: string) => async () => {
    running.set(host, (running.get(host) ?? 0) + 1);
    all += 1;
    most.set(host, Math.max(most.get(host) ?? 0, running.get(host) ?? 0));
    mostOfAll = Math.max(mostOfAll, all);
    await later(3);
    running.set(host, (running.get(host) ?? 0) - 1);
    all -= 1;
    return host;
  };
  const hosts = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c'];
  t.same(await Promise.all(hosts.map((host) => queue.run(host, act(host)))), hosts);
  t.equal(most.get('a'), 2);
  t.equal(mostOfAll, 3);
});

t.test('An act that fails leaves its place to the next', async (t) => {
  const queue = createHostQueue({ total: 1, perHost: 1 });
  await t.rejects(
    queue.run('a', () => Promise.reject(new Error('no'))),
    { message: 'no' },
  );
  t.equal(await queue.run('a', async () => 1), 1);
});

t.test('A host that asked for a pause is left alone, others are not', async (t) => {
  const queue = createHostQueue({ total: 2, perHost: 1 });
  const order: string[] = [];
  queue.pause('a', 40);
  const keep = setTimeout(() => undefined, 1000);
  await Promise.all(['a', 'b'].map((host) => queue.run(host, async () => order.push(host))));
  clearTimeout(keep);
  t.same(order, ['b', 'a']);
});

t.test('Who no longer waits is not called', async (t) => {
  const queue = createHostQueue({ total: 1, perHost: 1 });
  const held = queue.run('a', () => later(30));
  const stop = new AbortController();
  const waiting = queue.run('a', async () => t.fail('called'), stop.signal);
  stop.abort(new Error('stop'));
  await t.rejects(waiting, { message: 'stop' });
  await t.rejects(
    queue.run('a', async () => t.fail('called'), AbortSignal.abort(new Error('before'))),
    { message: 'before' },
  );
  await held;
  t.equal(await queue.run('a', async () => 'next'), 'next');
});
