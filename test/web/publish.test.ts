import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { AUTHORISED, openApp, TOKEN } from '../helpers/open-app.ts';

const MANIFEST = `publiccodeYmlVersion: '0.4'
name: Kitos
url: 'https://github.com/strongminds/kitos'
softwareType: standalone/web
platforms: [web]
developmentStatus: stable
description:
  en:
    shortDescription: Overview of IT systems and contracts.
    longDescription: >-
      ${'Kitos gives municipalities an overview of their systems, contracts and projects. '.repeat(5)}
    features: [Overview of systems]
legal:
  license: MPL-2.0
maintenance:
  type: internal
  contacts:
    - name: Somebody
localisation:
  localisationReady: false
  availableLanguages: [da]
`;

t.test('a manifest is published, and found', async (t) => {
  const { post, ask } = await openApp(t);
  const created = await post(MANIFEST);
  t.equal(created.statusCode, 201, created.body);
  t.match(created.json(), { id: 'software/kitos', page: '/software/kitos', changed: true, problems: [] });
  t.equal(created.headers.location, '/api/v1/software/kitos');
  t.equal(created.headers['cache-control'], 'no-store');
  t.equal((await ask('/api/v1/software/kitos')).json().record.name, 'Kitos');
  t.equal((await ask('/api/v1/search?q=kitos')).json().total, 1);
});

t.test('the same again changes nothing and is answered the same way', async (t) => {
  const { post, ask } = await openApp(t);
  await post(MANIFEST);
  const etag = (await ask('/api/v1/software/kitos')).headers.etag;
  const again = await post(MANIFEST);
  t.equal(again.statusCode, 200, again.body);
  t.match(again.json(), { id: 'software/kitos', page: '/software/kitos', changed: false });
  t.equal(again.headers.location, undefined);
  t.equal((await ask('/api/v1/software/kitos')).headers.etag, etag);
  t.equal((await ask('/api/v1/software/kitos/versions')).json().total, 1);
});

t.test('a change makes a version', async (t) => {
  const { post, ask } = await openApp(t);
  await post(MANIFEST);
  const changed = await post(MANIFEST.replace('MPL-2.0', 'EUPL-1.2'));
  t.equal(changed.statusCode, 200);
  t.match(changed.json(), { id: 'software/kitos', changed: true });
  t.equal((await ask('/api/v1/software/kitos/versions')).json().total, 2);
});

t.test('each media type of YAML is read', async (t) => {
  const { post } = await openApp(t);
  for (const type of ['application/yaml', 'text/yaml', 'application/x-yaml', 'application/yaml; charset=UTF-8']) {
    t.match(String((await post(MANIFEST, { type })).statusCode), /^20[01]$/, type);
  }
});

t.test('a record of each kind is published as JSON', async (t) => {
  const { post, ask } = await openApp(t);
  const records = [
    ['organisations', 'aarhus', { kind: 'organisation', id: 'organisation/aarhus', name: 'Aarhus Kommune' }],
    ['networks', 'os2', { kind: 'network', id: 'network/os2', name: 'OS2' }],
    ['software', 'os2mo', { kind: 'software', id: 'software/os2mo', name: 'OS2mo' }],
  ] as const;
  for (const [plural, slug, record] of records) {
    const response = await post(record);
    t.equal(response.statusCode, 201, response.body);
    t.equal(response.json().page, `/${plural}/${slug}`);
    t.equal((await ask(`/api/v1/${plural}/${slug}`)).json().record.name, record.name);
  }
});

t.test('a dry run says what would happen and writes nothing', async (t) => {
  const { post, ask } = await openApp(t);
  const tried = await post(MANIFEST, { query: '?dry-run=true' });
  t.equal(tried.statusCode, 200);
  t.match(tried.json(), { id: 'software/kitos', changed: true });
  t.equal((await ask('/api/v1/software/kitos')).statusCode, 404);
  t.equal((await ask('/api/v1/status')).json().leaves, 0);
  t.equal((await post('name: [', { query: '?dry-run=true' })).statusCode, 422, 'and refuses what would be refused');
  t.equal((await post(MANIFEST, { query: '?dry-run=perhaps' })).statusCode, 400);
  t.equal((await post(MANIFEST, { query: '?dryrun=true' })).json().code, 'unknown-parameter');
});

t.test('what is invalid is refused with every problem and its place', async (t) => {
  const { post, ask } = await openApp(t);
  const response = await post(MANIFEST.replace('name: Kitos\n', '').replace('MPL-2.0', 'NOT-A-LICENCE'));
  t.equal(response.statusCode, 422);
  const { code, problems } = response.json();
  t.equal(code, 'invalid-input');
  t.ok(problems.length >= 2, JSON.stringify(problems));
  t.ok(problems.some(({ pointer }: { pointer: string }) => pointer === '/legal/license'));
  t.ok(problems.every((problem: { message: string; rule: string }) => problem.message !== '' && problem.rule !== ''));
  t.equal((await ask('/api/v1/software')).json().total, 0);
});

t.test('malformed content is refused, whatever it claims to be', async (t) => {
  const { post, ask } = await openApp(t);
  const invalidUtf8 = Buffer.concat([Buffer.from('name: "'), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('"\n')]);
  const contents: [string, string | Buffer][] = [
    ['application/yaml', 'name: [unclosed'],
    ['application/yaml', 'a: 1\na: 2\n'],
    [
      'application/yaml',
      `a: &a [x]\nb: &b [${'*a,'.repeat(99)}]\nc: &c [${'*b,'.repeat(99)}]\nd: [${'*c,'.repeat(99)}]`,
    ],
    ['application/yaml', `a: ${'['.repeat(5000)}`],
    ['application/yaml', Array.from({ length: 30_000 }, (_, i) => `k${i}:`).join('\n')],
    ['application/yaml', invalidUtf8],
    ['application/yaml', '\u0000\u0001'],
    ['application/yaml', '- a list\n'],
    ['application/yaml', '--- a\n--- b\n'],
    ['application/json', '{"kind":"software","name":'],
    ['application/json', '{"kind":"software","name":"a","name":"b"}'],
    ['application/json', '['.repeat(100_000)],
    ['application/json', 'null'],
    ['application/json', '[]'],
    ['application/json', '{"kind":"spaceship","name":"a"}'],
    ['application/json', '{"name":"a"}'],
    ['application/json', '{"kind":"software","name":7}'],
    ['application/json', '{"kind":"software","name":"a","surplus":true}'],
    ['application/json', '{"kind":"software","name":"a","id":"../../etc/passwd"}'],
    ['application/json', '{"kind":"software","__proto__":{"name":"a"}}'],
    ['application/json', invalidUtf8],
  ];
  for (const [type, content] of contents) {
    const response = await post(content, { type });
    const shown = `${type} ${content.toString().slice(0, 40)}`;
    t.equal(response.statusCode, 422, `${shown} ${response.body.slice(0, 200)}`);
    t.ok(response.json().problems?.length > 0, `${shown} has problems`);
  }
  t.equal((await post('')).statusCode, 400, 'no body');
  t.equal((await ask('/api/v1/status')).json().leaves, 0, 'and nothing was written');
});

t.test('without the token nothing is published', async (t) => {
  const { ask } = await openApp(t);
  const headers = { 'content-type': 'application/yaml' };
  const tries = [undefined, '', 'Bearer', 'Bearer ', `Basic ${TOKEN}`, 'Bearer wrong', `Bearer ${TOKEN}x`, TOKEN];
  for (const authorization of tries) {
    const response = await ask({
      ...{ method: 'POST', url: '/api/v1/publish', payload: MANIFEST },
      headers: authorization === undefined ? headers : { ...headers, authorization },
    });
    t.equal(response.statusCode, 401, String(authorization));
    t.equal(response.headers['www-authenticate'], 'Bearer realm="alminding"');
    t.equal(response.json().code, 'unauthorised');
    t.notMatch(response.body, TOKEN);
  }
  const inQuery = await ask({
    method: 'POST',
    url: `/api/v1/publish?access_token=${TOKEN}`,
    headers,
    payload: MANIFEST,
  });
  t.equal(inQuery.statusCode, 401, 'nor with the token in the address');
});

t.test('where no token is set, publishing is off', async (t) => {
  const { ask } = await openApp(t, { token: '' });
  for (const authorization of ['Bearer ', 'Bearer x', '']) {
    const response = await ask({
      method: 'POST',
      url: '/api/v1/publish',
      headers: { authorization },
      payload: MANIFEST,
    });
    t.equal(response.statusCode, 401);
    t.match(response.json().detail, /off/);
  }
});

t.test('a body that is too large is refused before it is read', async (t) => {
  const { post } = await openApp(t);
  const response = await post(`${MANIFEST}# ${'x'.repeat(LIMITS.sourceBytes)}`);
  t.equal(response.statusCode, 413);
  t.match(response.json(), { code: 'too-large', detail: /262144 bytes/ });
});

t.test('other content types, charsets and compressed bodies are refused', async (t) => {
  const { ask, post } = await openApp(t);
  const types = [
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/yaml; charset=latin1',
  ];
  for (const type of [...types, 'nonsense', 'application/jsonx', 'application/json; charset=utf-16']) {
    const response = await post(MANIFEST, { type });
    t.equal(response.statusCode, 415, type);
    t.equal(response.json().code, 'unsupported-media-type');
  }
  const request = { method: 'POST', url: '/api/v1/publish', payload: MANIFEST } as const;
  t.equal((await ask({ ...request, headers: AUTHORISED })).statusCode, 415, 'no type at all');
  const gzip = { ...AUTHORISED, 'content-type': 'application/yaml', 'content-encoding': 'gzip' };
  t.equal((await ask({ ...request, headers: gzip })).statusCode, 415, 'compressed');
});

t.test(
  'writes are limited by the minute, reads are not, and refused tokens take nothing of what the operator may do',
  async (t) => {
    const { ask, post } = await openApp(t, { writeRate: 2 });
    const wrong = { authorization: 'Bearer wrong' };
    const guess = (more: object = {}) => ask({ method: 'POST', url: '/api/v1/publish', headers: wrong, ...more });
    for (let i = 0; i < 5; i += 1) t.equal((await guess()).statusCode, 401);
    t.equal((await post(MANIFEST)).statusCode, 201);
    t.equal((await post(MANIFEST)).statusCode, 200);
    const limited = await post(MANIFEST);
    t.equal(limited.statusCode, 429);
    t.equal(limited.json().code, 'too-many-requests');
    t.match(limited.headers['retry-after'], /^([1-9]|[1-5][0-9]|60)$/);
    t.equal((await guess()).statusCode, 401, 'counted apart');
    for (let i = 0; i < 20; i += 1) t.equal((await ask('/api/v1/software/kitos')).statusCode, 200);
  },
);

t.test('who goes on guessing the token is told to wait, and nobody else', async (t) => {
  const { ask, post } = await openApp(t, { writeRate: 600 });
  const headers = { authorization: 'Bearer wrong' };
  const url = '/api/v1/software/nothing?reason=retired';
  for (let i = 0; i < LIMITS.refusedCredentials; i += 1) {
    const response = await ask(i % 2 ? { method: 'DELETE', url, headers } : { method: 'POST', url: '/api/v1/publish' });
    t.equal(response.statusCode, 401);
  }
  const limited = await ask({ method: 'DELETE', url, headers });
  t.equal(limited.statusCode, 429);
  t.match(limited.headers['retry-after'], /^([1-9]|[1-5][0-9]|60)$/);
  t.equal((await post(MANIFEST)).statusCode, 201, 'the token holds from the same address');
  t.equal((await ask({ method: 'DELETE', url, headers, remoteAddress: '192.0.2.9' })).statusCode, 401, 'elsewhere');
});

t.test('an address is believed to a proxy only where the proxy is known', async (t) => {
  const { ask } = await openApp(t, { trustProxy: '10.0.0.0/8' });
  const guess = (remoteAddress: string, forwarded: string) =>
    ask({ method: 'POST', url: '/api/v1/publish', remoteAddress, headers: { 'x-forwarded-for': forwarded } });
  for (let i = 0; i < LIMITS.refusedCredentials; i += 1) {
    await guess('10.1.1.1', '192.0.2.2');
    await guess('198.51.100.1', '192.0.2.3');
  }
  t.equal((await guess('10.1.1.1', '192.0.2.1')).statusCode, 401, 'two clients behind the proxy');
  t.equal((await guess('10.1.1.1', '192.0.2.2')).statusCode, 429);
  t.equal((await guess('198.51.100.1', '192.0.2.4')).statusCode, 429, 'a stranger cannot choose an address');
});
