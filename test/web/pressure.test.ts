import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { openApp } from '../helpers/open-app.ts';

/** Holds the event loop, as a heavy step would. */
function hold(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

t.test('under pressure readers are sent away for a moment, watchers are not', async (t) => {
  const { app, ask } = await openApp(t, { pressureMs: 50 });
  for (let i = 0; i < 6; i += 1) {
    hold(200);
    await sleep(1);
  }
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.equal((await ask('/heads')).statusCode, 200, 'what the start held up sends nobody away');
  t.equal((await ask('/api/v1/search')).statusCode, 200);
  // The delay is measured each second: hold the loop until a measure has been taken.
  let response = await ask('/api/v1/search');
  for (let i = 0; i < 30 && response.statusCode === 200; i += 1) {
    hold(200);
    await sleep(1);
    response = await ask('/api/v1/search');
  }
  t.equal(response.statusCode, 503);
  t.match(response.headers['retry-after'], /^[1-9]\d*$/);
  t.match(response.json(), { code: 'overloaded', status: 503 });
  t.equal((await ask('/en')).statusCode, 503, 'pages too');
  for (const url of ['/healthz', '/readyz', '/metrics']) t.equal((await ask(url)).statusCode, 200, url);
});
