import { once } from 'node:events';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { parseExceptions } from '../../src/net/addresses.ts';
import { asFetch } from '../../src/net/as-fetch.ts';
import type { Lookup } from '../../src/net/resolve.ts';
import { createNet, type Net, type NetOptions } from '../../src/net/safe-fetch.ts';
import { CERTIFICATE, serve } from '../helpers/http-server.ts';

function open(t: { teardown(act: () => unknown): void }, options: NetOptions): Net {
  const net = createNet(options);
  t.teardown(() => net.close());
  return net;
}
const answering =
  (...addresses: string[]): Lookup =>
  (_host, _options, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

t.test('By default there is no exception: a server on this machine is never asked', async (t) => {
  let asked = 0;
  const server = await serve(t, (_, response) => {
    asked += 1;
    response.end();
  });
  const secure = await serve(
    t,
    (_, response) => {
      asked += 1;
      response.end();
    },
    { tls: true },
  );
  const net = open(t, { ca: [CERTIFICATE] });
  for (const url of [server.url, secure.url, `https://localhost:${secure.port}`, `http://localhost:${server.port}`])
    await t.rejects(net.fetch({ url, maxBytes: 10 }), { code: 'address-refused' }, url);
  t.equal(asked, 0);
});

t.test('An answer is status, headers, bytes and address, whatever the status', async (t) => {
  const server = await serve(t, (request, response) => {
    response.setHeader('x-seen', `${request.method} ${request.headers['user-agent']} ${request.headers['x-given']}`);
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.writeHead(request.url === '/gone' ? 410 : 200).end('words');
  });
  const net = open(t, { exceptions: server.exceptions, userAgent: 'tester/1' });
  const answer = await net.fetch({ url: `${server.url}/a`, headers: { 'X-Given': 'yes' }, maxBytes: 5 });
  t.match(answer, { status: 200, url: `${server.url}/a`, hops: [] });
  t.equal(answer.bytes.toString(), 'words');
  t.equal(answer.headers['x-seen'], 'GET tester/1 yes');
  t.equal(answer.headers['set-cookie'], 'a=1, b=2');
  t.equal((await net.fetch({ url: `${server.url}/gone`, maxBytes: 5 })).status, 410);
});

t.test('A body and headers are sent, and what is known already is asked for by condition', async (t) => {
  const server = await serve(t, async (request, response) => {
    if (request.headers['if-none-match'] === '"7"')
      return response.writeHead(304, { 'content-encoding': 'gzip' }).end();
    let body = '';
    for await (const chunk of request) body += chunk;
    return response.end(`${request.method} ${request.headers['content-type']} ${body}`);
  });
  const net = open(t, { exceptions: server.exceptions });
  const headers = { 'content-type': 'text/plain' };
  const posted = await net.fetch({ url: server.url, method: 'POST', headers, body: 'hello', maxBytes: 100 });
  t.equal(posted.bytes.toString(), 'POST text/plain hello');
  const bytes = await net.fetch({ url: server.url, method: 'POST', headers, body: Buffer.from('æ'), maxBytes: 100 });
  t.equal(bytes.bytes.toString(), 'POST text/plain æ');
  const known = { etag: '"7"', modified: 'Sat, 28 Nov 2026 03:00:00 GMT' };
  const same = await net.fetch({ url: server.url, known, maxBytes: 100 });
  t.match(same, { status: 304 });
  t.equal(same.bytes.length, 0);
});

t.test('A name is asked only when all its addresses may be', async (t) => {
  const server = await serve(t, (_, response) => response.end('in'));
  const url = `http://peer.test:${server.port}/`;
  const exceptions = parseExceptions(`http://peer.test:${server.port}=127.0.0.0/8`);
  const inside = open(t, { exceptions, lookup: answering('127.0.0.1') });
  t.equal((await inside.fetch({ url, maxBytes: 10 })).bytes.toString(), 'in');
  t.same(await inside.approve(url), { address: '127.0.0.1', family: 4 });
  for (const addresses of [['10.0.0.1'], ['127.0.0.1', '10.0.0.1'], ['1.1.1.1'], ['::1']]) {
    const net = open(t, { exceptions, lookup: answering(...addresses) });
    await t.rejects(net.fetch({ url, maxBytes: 10 }), { code: 'address-refused' }, addresses.join());
  }
  const nowhere = open(t, { exceptions, lookup: answering() });
  await t.rejects(nowhere.fetch({ url, maxBytes: 10 }), { code: 'unreachable' });
});

t.test('A name that changes its mind after the check leads nowhere', async (t) => {
  let asked = 0;
  const server = await serve(t, (_, response) => response.end('secret'), { tls: true });
  const rebinding: Lookup = (_host, _options, answer) => {
    asked += 1;
    answer(null, [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }]);
  };
  const first = open(t, { lookup: rebinding, ca: [CERTIFICATE] });
  await t.rejects(first.fetch({ url: `https://forge.test:${server.port}/`, maxBytes: 10 }), {
    code: 'address-refused',
  });
  await t.rejects(first.fetch({ url: `https://forge.test:${server.port}/`, maxBytes: 10 }), {
    code: 'address-refused',
  });
  t.equal(asked, 2, 'one look-up a connection, each checked');
});

t.test('Redirects are answers unless they are to be followed; then each hop is checked', async (t) => {
  let secrets: unknown;
  const other = await serve(t, (request, response) => {
    secrets = [request.headers.authorization, request.headers['private-token'], request.headers['x-kept']];
    response.end('there');
  });
  const server = await serve(t, (request, response) => {
    const [, kind, rest = ''] = (request.url ?? '').split('/');
    const to = {
      away: `${other.url}/x`,
      inside: 'http://169.254.169.254/',
      n: `/n/${Number(rest) - 1}`,
      file: 'file:///etc/passwd',
    }[kind ?? ''];
    if (to === undefined || (kind === 'n' && rest === '0')) return response.end('end');
    return response.writeHead(302, { location: to }).end('moved');
  });
  const net = open(t, { exceptions: [...server.exceptions, ...other.exceptions] });
  t.match(await net.fetch({ url: `${server.url}/away`, maxBytes: 10 }), {
    status: 302,
    headers: { location: `${other.url}/x` },
  });
  const headers = { authorization: 'Bearer x', 'private-token': 'y', 'x-kept': 'z' };
  const followed = await net.fetch({ url: `${server.url}/away`, maxBytes: 10, redirects: 5, headers });
  t.match(followed, { status: 200, url: `${other.url}/x`, hops: [{ status: 302, to: `${other.url}/x` }] });
  t.same(secrets, [undefined, undefined, 'z'], 'credentials stay behind');
  t.equal((await net.fetch({ url: `${server.url}/n/5`, maxBytes: 10, redirects: 9 })).hops.length, 5);
  for (const path of ['inside', 'file'])
    await t.rejects(net.fetch({ url: `${server.url}/${path}`, maxBytes: 10, redirects: 5 }), {
      code: 'address-refused',
    });
  await t.rejects(net.fetch({ url: `${server.url}/n/6`, maxBytes: 10, redirects: 9 }), { code: 'malformed-answer' });
  const post = await net.fetch({ url: `${server.url}/away`, method: 'POST', body: '', maxBytes: 10, redirects: 5 });
  t.equal(post.status, 302, 'a body is sent once');
});

t.test('Bytes are counted as they come, inflated ones too', async (t) => {
  const bodies: Record<string, [Buffer, string?]> = {
    '/plain': [Buffer.alloc(101)],
    '/zipped': [gzipSync(Buffer.from('words '.repeat(10))), 'gzip'],
    '/bomb': [gzipSync(Buffer.alloc(2_000_000)), 'gzip'],
    '/twice': [gzipSync(gzipSync(Buffer.from('words'))), 'gzip, gzip'],
    '/brotli': [Buffer.from('x'), 'br'],
    '/cut': [gzipSync(Buffer.from('words '.repeat(10))).subarray(0, 20), 'gzip'],
    '/no-gzip': [Buffer.from('words'), 'gzip'],
  };
  const server = await serve(t, (request, response) => {
    const [body, encoding] = bodies[request.url ?? ''] ?? [Buffer.from('short')];
    if (encoding !== undefined) response.setHeader('content-encoding', encoding);
    if (request.url === '/lying') response.setHeader('content-length', '50');
    if (request.url === '/headers') response.setHeader('x-long', 'x'.repeat(60_000));
    response.write(body);
    if (request.url === '/lying') setTimeout(() => response.destroy(), 20);
    else response.end();
  });
  const net = open(t, { exceptions: server.exceptions });
  const code = async (path: string, maxBytes = 1_000_000_000) =>
    net.fetch({ url: server.url + path, maxBytes }).then(
      ({ bytes }) => bytes.length,
      (error) => error.code,
    );
  t.equal(await code('/plain', 101), 101);
  t.equal(await code('/plain', 100), 'answer-too-large');
  t.equal(await code('/zipped', 60), 60);
  t.equal(await code('/zipped', 59), 'answer-too-large');
  t.equal(await code('/bomb'), 'answer-too-large', 'a thousand times as large');
  for (const path of ['/twice', '/brotli', '/cut', '/no-gzip']) t.equal(await code(path), 'malformed-answer', path);
  t.equal(await code('/lying'), 'unreachable');
  t.equal(await code('/headers'), 'answer-too-large');
});

t.test('A stream is read as it comes, up to its limit, and can be broken off', async (t) => {
  let closed = 0;
  const server = await serve(t, (request, response) => {
    response.on('close', () => {
      closed += 1;
    });
    const timer = setInterval(() => response.write('x'.repeat(1000)), 2);
    request.on('close', () => clearInterval(timer));
  });
  const net = open(t, { exceptions: server.exceptions });
  const { body, status } = await net.stream({ url: server.url, maxBytes: 5_000 });
  t.equal(status, 200);
  let read = 0;
  const all = async (): Promise<void> => {
    for await (const chunk of body) read += chunk.length;
  };
  await t.rejects(all(), { code: 'answer-too-large' });
  t.ok(read <= 5_000);
  const second = await net.stream({ url: server.url, maxBytes: 1e9 });
  for await (const _ of second.body) break;
  const third = await net.stream({ url: server.url, maxBytes: 1e9 });
  third.cancel();
  const fourth = new AbortController();
  const aborted = await net.stream({ url: server.url, maxBytes: 1e9, signal: fourth.signal });
  const reading = (async () => {
    for await (const _ of aborted.body) fourth.abort(new Error('enough'));
  })();
  await t.rejects(reading, { message: 'enough' });
  for (let i = 0; closed < 4 && i < 100; i += 1) await new Promise((done) => setTimeout(done, 10));
  t.equal(closed, 4, 'no connection is left open');
});

t.test('Whoever is late or slow is told so, and apart', async (t) => {
  const server = await serve(t, (request, response) => {
    if (request.url === '/silent') return;
    response.write('x');
    if (request.url === '/stops') return;
    const timer = setInterval(() => response.write('xxxxx'), 20);
    request.on('close', () => clearInterval(timer));
  });
  const at = (waits: NetOptions['waits'], path: string, code: string, message = /./, more = {}) => {
    const net = open(t, { exceptions: server.exceptions, ...(waits === undefined ? {} : { waits }) });
    return t.rejects(net.fetch({ url: server.url + path, maxBytes: 1e6, ...more }), { code, message }, path);
  };
  await at({ headers: 300 }, '/silent', 'answer-timeout', /begin/);
  await at({ idle: 300 }, '/stops', 'answer-timeout', /stopped/);
  await at({ total: 200 }, '/drip', 'answer-timeout', /longer than 200 ms/);
  await at({}, '/drip', 'answer-timeout', /./, { waits: { total: 200 } });
  await at({ slowGrace: 100 }, '/drip', 'answer-too-slow');
  const hanging: Lookup = () => undefined;
  const net = open(t, { lookup: hanging, waits: { connect: 50 } });
  await t.rejects(net.fetch({ url: 'https://slow-name.test/', maxBytes: 1 }), { code: 'answer-timeout' });
});

t.test('A reader that takes its time is not the sender being slow', async (t) => {
  const server = await serve(t, (_, response) => response.end(Buffer.alloc(400_000)));
  const net = open(t, { exceptions: server.exceptions, waits: { slowGrace: 20 } });
  const { body } = await net.stream({ url: server.url, maxBytes: 1e6 });
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    if (read < 200_000) await new Promise((done) => setTimeout(done, 30));
  }
  t.equal(read, 400_000);
});

t.test('Who cannot be reached, breaks off or speaks no HTTP is told apart', async (t) => {
  const raw = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      if (bytes.includes('/rubbish')) socket.end('no HTTP at all\r\n\r\n');
      else socket.destroy();
    });
  });
  raw.listen(0, '127.0.0.1');
  await once(raw, 'listening');
  t.teardown(() => raw.close());
  const { port } = raw.address() as { port: number };
  const exceptions = parseExceptions(
    `http://127.0.0.1:${port}=127.0.0.1/32, http://127.0.0.1:1=127.0.0.1/32, https://127.0.0.1:${port}=127.0.0.1/32`,
  );
  const net = open(t, { exceptions });
  const ask = (url: string) => net.fetch({ url, maxBytes: 10 });
  await t.rejects(ask(`http://127.0.0.1:${port}/rubbish`), { code: 'malformed-answer' });
  await t.rejects(ask(`http://127.0.0.1:${port}/x?token=secret`), { code: 'unreachable', message: /^(?!.*secret)/ });
  await t.rejects(ask('http://127.0.0.1:1/'), { code: 'unreachable', message: /does not accept connections/ });
  await t.rejects(ask('no address'), { code: 'address-refused' });
  const unknown = open(t, {
    lookup: (_host, _options, answer) => answer(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
  });
  await t.rejects(unknown.fetch({ url: 'https://nowhere.test/', maxBytes: 1 }), {
    code: 'unreachable',
    message: /leads nowhere/,
  });
  await t.rejects(unknown.approve('https://nowhere.test/'), { code: 'unreachable' });
});

t.test('A certificate that nobody vouches for, or for another name, is refused', async (t) => {
  const server = await serve(t, (_, response) => response.end('safe'), { tls: true });
  const stranger = open(t, { exceptions: server.exceptions });
  await t.rejects(stranger.fetch({ url: server.url, maxBytes: 10 }), { code: 'tls-failure' });
  const exceptions = parseExceptions(
    `https://forge.test:${server.port}=127.0.0.0/8, https://other.test:${server.port}=127.0.0.0/8`,
  );
  const net = open(t, { exceptions, ca: [CERTIFICATE], lookup: answering('127.0.0.1') });
  t.equal((await net.fetch({ url: `https://forge.test:${server.port}`, maxBytes: 10 })).bytes.toString(), 'safe');
  await t.rejects(net.fetch({ url: `https://other.test:${server.port}`, maxBytes: 10 }), { code: 'tls-failure' });
  const plain = await serve(t, (_, response) => response.end());
  const mixed = open(t, { exceptions: parseExceptions(`https://127.0.0.1:${plain.port}=127.0.0.0/8`) });
  await t.rejects(mixed.fetch({ url: `https://127.0.0.1:${plain.port}`, maxBytes: 1 }), { code: 'tls-failure' });
});

t.test('Libraries get a fetch with the same rules', async (t) => {
  const server = await serve(t, async (request, response) => {
    if (request.url === '/same') return response.writeHead(304).end();
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = gzipSync(JSON.stringify({ method: request.method, body, accept: request.headers.accept }));
    return response.writeHead(201, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(answer);
  });
  const fetch = asFetch(open(t, { exceptions: server.exceptions }), { maxBytes: 1000 });
  const answer = await fetch(`${server.url}/x`, { method: 'post', body: 'b', headers: { accept: 'a/b' } });
  t.match(answer, { status: 201, url: `${server.url}/x`, ok: true });
  t.same(await answer.json(), { method: 'POST', body: 'b', accept: 'a/b' });
  t.equal((await fetch(`${server.url}/same`)).status, 304);
  t.match(await (await fetch(new Request(`${server.url}/x`))).json(), { method: 'GET' });
  await t.rejects(fetch(server.url, { method: 'POST', body: new Blob(['x']) }), TypeError);
  await t.rejects(fetch('https://127.0.0.1/'), { code: 'address-refused' });
  await t.rejects(fetch(server.url, { signal: AbortSignal.abort(new Error('stop')) }), { message: 'stop' });
});
