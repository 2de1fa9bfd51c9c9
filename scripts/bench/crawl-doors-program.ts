/** `crawl-doors-program.js`: how soon a push is searchable, and what a publish from CI takes, on loopback. */

import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSource } from '../../src/crawl/add.ts';
import { createCrawler } from '../../src/crawl/crawler.ts';
import { startCrawlLoop } from '../../src/crawl/loop.ts';
import { createReading } from '../../src/crawl/reading.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createGit } from '../../src/net/git.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { gitServer } from '../../test/helpers/git-server.ts';
import { openIssuer } from '../../test/helpers/issuer.ts';
import { manifestOf } from '../../test/helpers/manifest.ts';
import { openApp } from '../../test/helpers/open-app.ts';

export interface Doors {
  pushMs: number[];
  publishMs: number[];
}

const PUSHES = 40;
const PUBLISHES = 100;
const SECRET = 'secret-of-the-bench-0';
const closing: (() => unknown)[] = [];
const ends = { teardown: (act: () => unknown) => void closing.push(act) };

/** From the request of the forge until the new words are found. */
async function pushes(): Promise<number[]> {
  const server = await gitServer(ends);
  let loop: ReturnType<typeof startCrawlLoop> | null = null;
  const app = await openApp(ends, { hookSecrets: `github=${SECRET}`, onDue: (ids) => loop?.hurry(ids) });
  const { store, registry } = app;
  const net = createNet({ exceptions: server.exceptions });
  const reading = createReading();
  const folder = mkdtempSync(join(tmpdir(), 'alminding-bench-doors-'));
  const crawler = createCrawler({
    ...{ store, registry, clock: systemClock, net, folder, reading, userAgent: 'bench' },
    git: createGit({ net, exceptions: server.exceptions }),
  });
  loop = startCrawlLoop({ crawler, holds: () => true, everyMs: 10_000, report: (error) => console.error(error) });
  ends.teardown(async () => {
    await loop?.end();
    await Promise.all([reading.close(), net.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `${server.url}/town/agenda`;
  await store.addCrawlSources([newSource({ url, role: 'repository', addedBy: 'bench', now: Date.now() + 1e9 })]);
  const took: number[] = [];
  for (let i = 0; i < PUSHES; i += 1) {
    const name = `Product${'abcdefghijklmnopqrstuvwxyz'.charAt(i % 26)}${i}`;
    const date = new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString();
    await server.commit('town/agenda', { 'publiccode.yml': manifestOf(name, url) }, { date });
    const payload = JSON.stringify({ n: i, repository: { html_url: url } });
    const signature = `sha256=${createHmac('sha256', SECRET).update(payload).digest('hex')}`;
    const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': `d${i}` };
    const start = performance.now();
    await app.app.inject({
      ...{ method: 'POST', url: '/api/v1/webhooks/github', payload },
      headers: { ...headers, 'x-hub-signature-256': signature },
    });
    for (;;) {
      const found = await registry.read.search({ text: name, lang: 'en', filters: {}, sort: 'relevance', limit: 1 });
      if (found.items[0]?.name === name) break;
      if (performance.now() - start > 30_000) throw new Error(`${name} is not found`);
      await new Promise((done) => setTimeout(done, 5));
    }
    took.push(performance.now() - start);
  }
  return took;
}

/** Exchange of the token, check and publish of each run, as the service answers them. */
async function publishes(): Promise<number[]> {
  const issuer = await openIssuer(ends);
  const options = { issuers: issuer.setting, net: { exceptions: issuer.exceptions }, admission: 'open' as const };
  const { app, clock } = await openApp(ends, { ...options, writeRate: 1_000_000 });
  const address = `https://127.0.0.1:${issuer.port}/town/town-hall`;
  const took: number[] = [];
  for (let i = 0; i < PUBLISHES; i += 1) {
    const token = await issuer.token(clock.time);
    const payload = manifestOf('Town hall', address).replace('1.2.3', `1.2.${i}`);
    const start = performance.now();
    const exchanged = await app.inject({
      ...{ method: 'POST', url: '/api/v1/oidc/token', headers: { 'content-type': 'application/json' } },
      payload: JSON.stringify({ token }),
    });
    const headers = { authorization: `Bearer ${exchanged.json().token}`, 'content-type': 'application/yaml' };
    for (const query of ['?dry-run=true', '']) {
      const answer = await app.inject({ method: 'POST', url: `/api/v1/publish${query}`, headers, payload });
      if (answer.statusCode > 201) throw new Error(answer.body);
    }
    took.push(performance.now() - start);
  }
  return took;
}

try {
  const result: Doors = { pushMs: await pushes(), publishMs: await publishes() };
  console.log(JSON.stringify(result));
} finally {
  for (const close of closing.reverse()) await close();
}
