import t from 'tap';
import { ERRORS, type ErrorCode } from '../../src/kernel/errors.ts';
import { STATUS } from '../../src/web/plugins/problem.ts';
import { AUTHORISED, openApp } from '../helpers/open-app.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** As many ways to be refused as there are: method, address, status, code. */
const REFUSED: [string, string, number, ErrorCode][] = [
  ['GET', '/nothing', 404, 'not-found'],
  ['GET', '/api/v1', 404, 'not-found'],
  ['GET', '/api/v1/nothing', 404, 'not-found'],
  ['GET', '/api/v2/search', 404, 'not-found'],
  ['GET', '/api/v1/software/', 404, 'not-found'],
  ['GET', '/api/v1/software/nothing', 404, 'not-found'],
  ['GET', '/api/v1/software/nothing/body', 404, 'not-found'],
  ['GET', '/api/v1/software/nothing/else', 404, 'not-found'],
  ['GET', '/api/v1/software/%E0%A4%A', 404, 'not-found'],
  ['GET', `/api/v1/software/${'x'.repeat(2000)}`, 404, 'not-found'],
  ['GET', '/%c0%ae%c0%ae/etc/passwd', 404, 'not-found'],
  ['GET', '/en/nothing', 404, 'not-found'],
  ['GET', '/xx/search', 404, 'not-found'],
  ['POST', '/nothing', 404, 'not-found'],
  ['GET', '/api/v1/software?page=2', 400, 'unknown-parameter'],
  ['GET', '/api/v1/software/nothing?lang=da', 400, 'unknown-parameter'],
  ['GET', '/api/v1/status?x', 400, 'unknown-parameter'],
  ['GET', '/api/v1/openapi.json?x=1', 400, 'unknown-parameter'],
  ['GET', '/healthz?x=1', 400, 'unknown-parameter'],
  ['GET', '/api/v1/software?limit=1000', 400, 'invalid-parameter'],
  ['GET', '/api/v1/software/nothing/compare', 400, 'invalid-parameter'],
  ['GET', '/api/v1/software/nothing/compare?from=0&to=1', 400, 'invalid-parameter'],
  ['GET', '/api/v1/software/nothing/body?version=-1', 400, 'invalid-parameter'],
  ['GET', '/api/v1/search?sort=size', 400, 'invalid-parameter'],
  ['GET', '/api/v1/software?cursor=x', 400, 'invalid-cursor'],
  ['GET', '/api/v1/publish', 405, 'not-allowed'],
  ['PUT', '/api/v1/software/nothing', 405, 'not-allowed'],
  ['PATCH', '/api/v1/software/nothing', 405, 'not-allowed'],
  ['POST', '/api/v1/search', 405, 'not-allowed'],
  ['DELETE', '/api/v1/software', 405, 'not-allowed'],
  ['PROPFIND', '/api/v1/software', 405, 'not-allowed'],
  ['TRACE', '/healthz', 405, 'not-allowed'],
  ['POST', '/api/v1/publish', 401, 'unauthorised'],
  ['DELETE', '/api/v1/software/nothing?reason=retired', 401, 'unauthorised'],
];

t.test('a refusal is said in the language of who asks, and in English without one', async (t) => {
  const { ask } = await openApp(t);
  const headers = { 'accept-language': 'fr' };
  const refused = await ask({ method: 'PUT', url: '/api/v1/software/nothing', headers });
  t.match(refused.json(), { detail: /^Cette adresse accepte .*GET/ });
  t.equal(refused.headers['content-language'], 'fr');
  const unknown = await ask({ url: '/api/v1/software?page=2', headers });
  t.match(unknown.json(), { title: /paramètre/i, detail: /^Il n’y a pas de paramètre `page`/ });
  t.equal(unknown.headers['content-language'], 'fr');
  t.equal((await ask('/api/v1/software?page=2')).headers['content-language'], 'en');
  // What only the programs of other catalogues read is said in English alone, and named so.
  const machines = await ask({ url: '/log/nothing/checkpoint', headers });
  t.match(machines.json(), { title: 'Il n’y a rien ici', detail: 'There is no such log here.' });
  t.equal(machines.headers['content-language'], 'fr, en');
});

t.test('every refusal has the one shape', async (t) => {
  const { ask } = await openApp(t);
  for (const [method, url, status, code] of REFUSED) {
    const response = await ask({ method: method as 'GET', url });
    const where = `${method} ${url.slice(0, 80)}`;
    t.equal(response.statusCode, status, where);
    t.equal(response.headers['content-type'], 'application/problem+json; charset=utf-8', where);
    t.equal(response.headers['cache-control'], 'no-store', where);
    t.equal(response.headers['x-content-type-options'], 'nosniff', where);
    t.equal(response.headers.etag, undefined, where);
    const problem = response.json();
    const title = url.includes('lang=da') ? 'Ukendt parameter i adressen' : ERRORS[code];
    t.match(problem, { status, code, title, detail: /./, instance: /^urn:uuid:[0-9a-f-]{36}$/ }, where);
    t.equal(problem.type, `http://catalogue.test/en/reference#error-${code}`, where);
    if (status === 405) t.match(response.headers.allow, /^[A-Z]+(, [A-Z]+)*$/, where);
  }
});

t.test('who would rather read a page gets one, with the same status and strict headers', async (t) => {
  const { ask } = await openApp(t);
  for (const [method, url, status] of REFUSED) {
    const response = await ask({ method: method as 'GET', url, headers: { accept: BROWSER } });
    const where = `${method} ${url.slice(0, 80)}`;
    t.equal(response.statusCode, status, where);
    t.equal(response.headers['content-type'], 'text/html; charset=utf-8', where);
    t.match(response.headers['content-security-policy'], /^default-src 'none';/, where);
    t.equal(response.headers.vary, 'accept, accept-language', where);
    t.match(response.body, /^<!doctype html>/i, where);
  }
});

t.test('a page is found with a slash behind its address, and what is none is not', async (t) => {
  const { ask } = await openApp(t);
  for (const [url, to] of [
    ['/en/', '/en'],
    ['/api/', '/api'],
    ['/da/software//?q=a/&x', '/da/software?q=a/&x'],
  ] as const)
    t.match(await ask({ url, headers: { accept: BROWSER } }), { statusCode: 308, headers: { location: to } });
  for (const url of ['//evil.example/', '/en/nothing/', '/%2Fevil.example/'])
    t.equal((await ask({ url, headers: { accept: BROWSER } })).statusCode, 404, url);
  t.equal((await ask({ method: 'POST', url: '/en/check/' })).statusCode, 404);
});

t.test('what came in is shown in a page only as text', async (t) => {
  const { ask } = await openApp(t);
  for (const url of [
    '/en/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    '/api/v1/search?%3Cscript%3E=1',
    '/en/search?cursor="><b>',
  ]) {
    const response = await ask({ url, headers: { accept: BROWSER } });
    t.notMatch(response.body, /<script>alert|<script>=|"><b>/, url);
  }
});

t.test('every code has a status', async (t) => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) t.ok(STATUS[code] >= 400 && STATUS[code] < 600, code);
});

t.test('what goes wrong inside is logged and never told', async (t) => {
  const lines: string[] = [];
  const { pino } = await import('pino');
  const log = pino({ level: 'error', base: null }, { write: (line: string) => lines.push(line) });
  const { ask, store } = await openApp(t, { log });
  await store.close();
  const response = await ask('/api/v1/search?q=secret-words');
  t.ok(response.statusCode >= 500);
  t.notMatch(response.body, /database|sqlite|connection|at \//i);
  const { instance } = response.json();
  const line = JSON.parse(lines[0] ?? '{}');
  t.equal(`urn:uuid:${line.reqId}`, instance, 'the id leads to the line');
  t.ok(line.err?.stack, 'which has the details');
  t.notMatch(lines.join(), /secret-words/, 'but not what was looked for');
  const ready = await ask('/readyz');
  t.equal(ready.statusCode, 503);
  t.match(ready.headers['retry-after'], /^\d+$/);
});

t.test('what an unforeseen error says is not logged, as it may quote what came in; its places are', async (t) => {
  const lines: string[] = [];
  const { pino } = await import('pino');
  const log = pino({ level: 'error', base: null }, { write: (line: string) => lines.push(line) });
  const { app, registry } = await openApp(t, { log });
  registry.read.search = async () => {
    throw new TypeError('karen@town.example is no number');
  };
  t.equal((await app.inject('/api/v1/search')).statusCode, 500);
  t.match(JSON.parse(lines[0] ?? '{}'), {
    code: 'internal',
    err: { type: 'TypeError', stack: /errors\.test\.ts:\d+/ },
  });
  t.notMatch(lines.join(), 'karen');
});

t.test('the log holds one line a request, without addresses', async (t) => {
  const lines: string[] = [];
  const { pino } = await import('pino');
  const log = pino({ level: 'info', base: null }, { write: (line: string) => lines.push(line) });
  const { ask } = await openApp(t, { log, logLevel: 'info' });
  await ask({ url: '/api/v1/search?q=secret-words', remoteAddress: '192.0.2.44' });
  await ask({ url: '/api/v1/software/secret-name', remoteAddress: '192.0.2.44', headers: AUTHORISED });
  await ask({ url: '/secret-path', headers: { 'user-agent': 'secret-agent' } });
  const entries = lines.map((line) => JSON.parse(line));
  t.match(entries, [
    { method: 'GET', route: '/api/v1/search', status: 200, ms: Number, reqId: String },
    { method: 'GET', route: '/api/v1/software/:address', status: 404 },
    { method: 'GET', route: 'unknown', status: 404 },
  ]);
  t.equal(entries.length, 3);
  t.notMatch(lines.join(), /secret|192\.0\.2|operator-token/);
});

t.test('where a warning is the least that is logged, nothing is', async (t) => {
  const lines: string[] = [];
  const { pino } = await import('pino');
  const log = pino({ level: 'warn', base: null }, { write: (line: string) => lines.push(line) });
  const { ask } = await openApp(t, { log, logLevel: 'warn' });
  await ask('/api/v1/search');
  await ask('/nothing');
  t.same(lines, []);
});
