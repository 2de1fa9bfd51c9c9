import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { candidates, manifestAt } from '../../src/checking/manifest-at.ts';
import { parseExceptions } from '../../src/net/addresses.ts';
import type { Lookup } from '../../src/net/resolve.ts';
import { createNet } from '../../src/net/safe-fetch.ts';

const at = (address: string): string[] => candidates(new URL(address));

t.test('each forge has its own addresses for the bytes of a file', async (t) => {
  t.same(at('https://github.com/town/agenda.git'), [
    'https://raw.githubusercontent.com/town/agenda/HEAD/publiccode.yml',
    'https://raw.githubusercontent.com/town/agenda/HEAD/publiccode.yaml',
  ]);
  t.same(at('https://gitlab.com/group/sub/agenda/-/tree/main'), [
    'https://gitlab.com/group/sub/agenda/-/raw/HEAD/publiccode.yml',
    'https://gitlab.com/group/sub/agenda/-/raw/HEAD/publiccode.yaml',
  ]);
  t.equal(at('https://bitbucket.org/town/agenda')[0], 'https://bitbucket.org/town/agenda/raw/HEAD/publiccode.yml');
  t.equal(at('https://forge.example/town/agenda').length, 4);
  t.same(at('https://forge.example/'), []);
});

t.test('the page of a file leads to its bytes', async (t) => {
  for (const [page, raw] of [
    ['github.com/t/a/blob/main/publiccode.yml', 'raw.githubusercontent.com/t/a/main/publiccode.yml'],
    ['forge.example/t/a/-/blob/main/publiccode.yml', 'forge.example/t/a/-/raw/main/publiccode.yml'],
    ['forge.example/t/a/src/branch/main/publiccode.yml', 'forge.example/t/a/raw/branch/main/publiccode.yml'],
    ['town.example/publiccode.yaml', 'town.example/publiccode.yaml'],
  ])
    t.same(at(`https://${page}`), [`https://${raw}`]);
});

t.test('what lies at an address is fetched, or it is said what there is', async (t) => {
  const server = createServer((request, response) => {
    const answer = ANSWERS[request.url ?? ''];
    response.writeHead(answer?.status ?? (answer ? 200 : 404), answer?.headers).end(answer?.body);
  });
  const ANSWERS: Record<string, { status?: number; headers?: Record<string, string>; body?: string }> = {
    '/town/agenda/raw/HEAD/publiccode.yml': { body: 'name: Agenda\n' },
    '/town/login/-/raw/HEAD/publiccode.yml': { headers: { 'content-type': 'text/html' }, body: '<p>log in' },
    '/town/bare.git/info/refs?service=git-upload-pack': {
      headers: { 'content-type': 'application/x-git-upload-pack-advertisement' },
      body: '001e# service=git-upload-pack\n',
    },
    '/town/away/-/raw/HEAD/publiccode.yml': { status: 302, headers: { location: 'https://10.0.0.1/secret' } },
    '/town/round/-/raw/HEAD/publiccode.yml': {
      status: 302,
      headers: { location: '/town/round/-/raw/HEAD/publiccode.yml' },
    },
    '/big.yml': { body: 'x'.repeat(300_000) },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // What is https outside is plain http on this machine.
  const exceptions = parseExceptions(`http://forge.example:${port}=127.0.0.0/8`);
  const lookup: Lookup = (_host, _options, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]);
  const inner = createNet({ exceptions, lookup });
  const plain = (url: string): string => url.replace('https://forge.example/', `http://forge.example:${port}/`);
  const net: typeof inner = {
    ...inner,
    fetch: (request) => inner.fetch({ ...request, url: plain(request.url) }),
    stream: (request) => inner.stream({ ...request, url: plain(request.url) }),
  };
  t.teardown(async () => {
    await inner.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const found = await manifestAt(net, 'forge.example/town/agenda');
  t.equal(Buffer.from(found.bytes).toString(), 'name: Agenda\n');
  t.equal(found.url, 'https://forge.example/town/agenda/raw/HEAD/publiccode.yml');
  const refusals: [string, { code: string; message?: RegExp }][] = [
    ['https://forge.example/town/nothing', { code: 'not-found', message: /is not the address of a public git rep/ }],
    ['https://forge.example/town/login', { code: 'not-found' }],
    ['https://forge.example/', { code: 'not-found', message: /is not the address/ }],
    ['https://forge.example/town/bare', { code: 'not-found', message: /has no publiccode\.yml in its root/ }],
    ['https://forge.example/none.yml', { code: 'not-found', message: /no file at/ }],
    ['https://forge.example/big.yml', { code: 'answer-too-large' }],
    ['https://forge.example/town/away', { code: 'address-refused' }],
    ['https://forge.example/town/round', { code: 'malformed-answer', message: /redirects more than/ }],
    ['https://127.0.0.1/town/agenda', { code: 'address-refused' }],
    ['https://[::1]/town/agenda', { code: 'address-refused' }],
    ['file:///etc/passwd', { code: 'address-refused', message: /begin with https/ }],
    ['https://forge.example:22/town/agenda', { code: 'address-refused', message: /usual ports/ }],
    ['javascript:alert(1)', { code: 'address-refused' }],
    ['', { code: 'invalid-parameter' }],
    ['not an address', { code: 'invalid-parameter' }],
    [`https://forge.example/${'x'.repeat(3000)}`, { code: 'invalid-parameter' }],
  ];
  for (const [address, refusal] of refusals) await t.rejects(manifestAt(net, address), refusal, address.slice(0, 60));
});
