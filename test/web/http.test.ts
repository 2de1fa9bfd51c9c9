import { connect, createServer } from 'node:net';
import t from 'tap';
import { listen } from '../../src/web/listen.ts';
import { openApp, TOKEN } from '../helpers/open-app.ts';

/** What a server answers to these very bytes, until it hangs up or says no more for a while. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, end);
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', end);
    socket.write(bytes);
  });
}

const portOf = (url: string): number => Number(new URL(url).port);
const close = 'host: catalogue.test\r\nconnection: close\r\n';

t.test('it listens where it is told, and says where', async (t) => {
  const { app } = await openApp(t);
  const url = await listen(app, '127.0.0.1', 0);
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${url}/healthz`);
  t.equal(response.status, 200);
  await response.body?.cancel();
});

t.test('a port that is taken is said in words', async (t) => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  t.teardown(() => taken.close());
  const { port } = taken.address() as { port: number };
  const { app } = await openApp(t);
  await t.rejects(listen(app, '127.0.0.1', port), {
    code: 'port-in-use',
    message: new RegExp(`${port}.*ALMINDING_PORT`),
  });
});

t.test('a host that is not here is said in words', async (t) => {
  const { app } = await openApp(t);
  await t.rejects(listen(app, '192.0.2.1', 0), { code: 'invalid-configuration', message: /ALMINDING_HOST/ });
});

t.test('a client reads a list, a record and the bytes of its body over a socket', async (t) => {
  const { app } = await openApp(t);
  const url = await listen(app, '127.0.0.1', 0);
  const manifest = JSON.stringify({
    kind: 'software',
    id: 'software/sag',
    name: 'Sagsbehandling på tværs',
    url: 'https://example.org/sag',
  });
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const created = await fetch(`${url}/api/v1/publish`, { method: 'POST', headers, body: manifest });
  t.equal(created.status, 201);
  await created.body?.cancel();
  const list = (await (await fetch(`${url}/api/v1/software`)).json()) as { items: { name: string }[] };
  t.equal(list.items[0]?.name, 'Sagsbehandling på tværs', 'in UTF-8');
  const response = await fetch(`${url}/api/v1/software/sag`);
  const bytes = Buffer.from(await response.arrayBuffer());
  t.equal(Number(response.headers.get('content-length')), bytes.byteLength);
});

t.test('ten megabytes are refused, and the client hears why', async (t) => {
  const { app } = await openApp(t);
  const port = portOf(await listen(app, '127.0.0.1', 0));
  const head = `authorization: Bearer ${TOKEN}\r\ncontent-type: application/yaml\r\n${close}`;
  const stated = await raw(port, `POST /api/v1/publish HTTP/1.1\r\n${head}content-length: 10485760\r\n\r\nname: x`);
  t.match(stated, /^HTTP\/1\.1 413 .*"code":"too-large"/s);
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
  const chunked = `POST /api/v1/publish HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n${chunk.repeat(5)}`;
  t.match(await raw(port, chunked), /^HTTP\/1\.1 413 .*"code":"too-large"/s);
});

t.test('what is no HTTP is refused in the usual shape, and the service goes on', async (t) => {
  const { app } = await openApp(t);
  const url = await listen(app, '127.0.0.1', 0);
  t.match(await raw(portOf(url), 'GARBAGE\r\n\r\n'), /^HTTP\/1\.1 400 .*application\/problem\+json.*"malformed-body"/s);
  const endless = `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`;
  t.match(await raw(portOf(url), endless), /^HTTP\/1\.1 431 .*"code":"too-large"/s);
  const smuggled = `POST / HTTP/1.1\r\n${close}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`;
  t.match(await raw(portOf(url), smuggled), /^HTTP\/1\.1 400 /, 'two lengths at once');
  const response = await fetch(`${url}/healthz`);
  t.equal(response.status, 200);
  await response.body?.cancel();
});

t.test('dots in a path lead nowhere', async (t) => {
  const { app } = await openApp(t);
  const port = portOf(await listen(app, '127.0.0.1', 0));
  const paths = [
    '/../../etc/passwd',
    '/static/../../package.json',
    '/static/..%2f..%2fpackage.json',
    '/api/v1/software/%2e%2e',
  ];
  for (const path of [...paths, '/api/v1/software/../../..', '//etc/passwd', '/static/%00', '/en/../../x']) {
    t.match(await raw(port, `GET ${path} HTTP/1.1\r\n${close}\r\n`), /^HTTP\/1\.1 404 .*"code":"not-found"/s, path);
  }
});
