import t from 'tap';
import { openApp } from '../helpers/open-app.ts';

t.test('a page may load its own files and nothing else', async (t) => {
  const { ask } = await openApp(t);
  const { headers } = await ask('/en');
  const policy = String(headers['content-security-policy']);
  t.match(policy, /^default-src 'none';/);
  t.notMatch(policy, /unsafe|data:|\*|https?:/);
  for (const directive of ["script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
    t.match(policy, directive);
  t.match(headers, {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  t.equal(headers['access-control-allow-origin'], undefined);
});

t.test('https is insisted on only where the public address has it', async (t) => {
  const plain = await openApp(t, { publicUrl: 'http://catalogue.test' });
  t.equal((await plain.ask('/en')).headers['strict-transport-security'], undefined);
  const secure = await openApp(t, { publicUrl: 'https://catalogue.test' });
  t.equal((await secure.ask('/en')).headers['strict-transport-security'], 'max-age=31536000');
});

t.test('data has few headers, and may be read by the scripts of any page', async (t) => {
  const { ask } = await openApp(t);
  for (const url of ['/api/v1/search', '/api/v1/software', '/api/v1/software/none', '/api/v1/status', '/api/v1/none']) {
    const { headers } = await ask(url);
    t.equal(headers['access-control-allow-origin'], '*', url);
    t.match(headers['access-control-expose-headers'], /etag/);
    t.equal(headers['x-content-type-options'], 'nosniff');
    t.equal(headers['referrer-policy'], 'no-referrer');
    t.equal(headers['content-security-policy'], undefined);
    t.equal(headers['set-cookie'], undefined);
  }
});

t.test('a browser may ask first whether it may read, and learns that it may not write', async (t) => {
  const { ask, post } = await openApp(t);
  const asks = { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' };
  const response = await ask({ method: 'OPTIONS', url: '/api/v1/software/kitos', headers: asks });
  t.equal(response.statusCode, 204);
  t.equal(response.body, '');
  t.match(response.headers, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': /if-none-match/,
  });
  t.equal(response.headers['access-control-allow-credentials'], undefined);
  const written = await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  t.equal(written.headers['access-control-allow-origin'], undefined, 'a write is not shared');
});

t.test('an answer that is made for each who asks is told apart by its bytes', async (t) => {
  const { ask, post } = await openApp(t);
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  const one = '/api/v1/networks/os2';
  for (const url of [
    '/api/v1/search?q=os2',
    '/api/v1/status',
    `${one}/versions`,
    `${one}/adoptions`,
    `${one}/claims`,
  ]) {
    const { headers, statusCode, json } = await ask(url);
    t.equal(statusCode, 200, url);
    t.match(headers, { etag: /^"[\w-]{22}"$/, 'content-type': 'application/json; charset=utf-8' }, url);
    t.type(json(), 'object');
    const again = await ask({ url, headers: { 'if-none-match': String(headers.etag) } });
    t.match(again, { statusCode: 304, body: '' }, url);
    t.match(again.headers, { etag: headers.etag, 'cache-control': headers['cache-control'] }, url);
  }
  const known = { 'if-none-match': String((await ask('/api/v1/search?q=os2')).headers.etag) };
  await post({ kind: 'network', id: 'network/os3', name: 'OS2 and more' });
  t.equal((await ask({ url: '/api/v1/search?q=os2', headers: known })).statusCode, 200, 'what changed is sent');
});

t.test('every answer says how long it may be kept', async (t) => {
  const { ask, post } = await openApp(t);
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  const kept = {
    '/api/v1/search': 'public, max-age=30',
    '/api/v1/networks': 'public, max-age=30',
    '/api/v1/status': 'public, max-age=30',
    '/api/v1/networks/os2': 'public, no-cache',
    '/api/v1/networks/os2/body': 'public, no-cache',
    '/api/v1/networks/os2/body?version=1': 'public, max-age=3600',
    '/api/v1/networks/os2/versions': 'public, no-cache',
    '/api/v1/networks/os2/adoptions': 'public, max-age=30',
    '/api/v1/openapi.json': 'public, no-cache',
    '/healthz': 'no-store',
    '/readyz': 'no-store',
    '/metrics': 'no-store',
    '/nothing': 'no-store',
  };
  for (const [url, value] of Object.entries(kept)) t.equal((await ask(url)).headers['cache-control'], value, url);
});
