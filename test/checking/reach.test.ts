import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { addressesIn } from '../../src/checking/addresses-in.ts';
import { reach } from '../../src/checking/reach.ts';
import { parseExceptions } from '../../src/net/addresses.ts';
import type { Lookup } from '../../src/net/resolve.ts';
import { createNet } from '../../src/net/safe-fetch.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

t.test('addresses are found at their places, whatever else is wrong with the file', async (t) => {
  const text =
    'url: https://a.example/x\nlogo: img/logo.png\nnonsense: 1\ndescription:\n  en:\n    documentation: https://d.example\n    screenshots: [a.png, "", 3]\n';
  t.match(addressesIn(bytesOf(text)), [
    { key: 'url', value: 'https://a.example/x', wanted: 'repository', line: 1, column: 6 },
    { key: 'logo', wanted: 'logo', line: 2 },
    { key: 'description.en.documentation', wanted: 'page', line: 6 },
    { key: 'description.en.screenshots[0]', wanted: 'screenshot', line: 7 },
  ]);
  t.same(addressesIn(bytesOf('name: [')), []);
  t.same(addressesIn(bytesOf('[]')), []);
});

t.test(
  'what answers is there, what is gone is missing, and what shuts out programs could not be checked',
  async (t) => {
    let most = 0;
    let open = 0;
    const statuses: Record<string, number> = { '/page': 200, '/shy': 403, '/ill': 500, '/plain': 200, '/away': 302 };
    const REPOSITORY = '/town/repo/info/refs?service=git-upload-pack';
    const server = createServer((request, response) => {
      open += 1;
      most = Math.max(most, open);
      const path = request.url ?? '';
      const headers = { 'content-type': 'application/x-git-upload-pack-advertisement', location: 'https://10.0.0.1/' };
      setTimeout(() => {
        open -= 1;
        if (path === REPOSITORY) response.writeHead(200, headers).end('x');
        else if (path !== '/hang') response.writeHead(statuses[path] ?? 404, { location: headers.location }).end('x');
      }, 5);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const lookup: Lookup = (_host, _options, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]);
    const exceptions = parseExceptions(`http://town.example:${port}=127.0.0.0/8`);
    const inner = createNet({ exceptions, lookup, waits: { headers: 300 } });
    const plain = (url: string): string => url.replace('https://town.example/', `http://town.example:${port}/`);
    const net = {
      ...inner,
      stream: (request: Parameters<typeof inner.stream>[0]) => inner.stream({ ...request, url: plain(request.url) }),
    };
    t.teardown(async () => {
      await inner.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const text = (url: string, landing: string): string => `url: ${url}\nlandingURL: ${landing}\n`;
    const answers = async (url: string, landing: string): Promise<string[]> =>
      (await reach(bytesOf(text(`https://town.example${url}`, landing)), { net })).map(({ is }) => is);
    const at = (path: string): string => `https://town.example${path}`;
    t.same(await answers('/town/repo', at('/page')), ['there', 'there']);
    t.same(await answers('/plain', at('/gone')), ['wrong', 'missing']);
    t.same(await answers('/gone', at('/shy')), ['missing', 'unchecked']);
    t.same(await answers('/town/repo', at('/ill')), ['there', 'unchecked']);
    t.same(await answers('/town/repo', at('/hang')), ['there', 'unchecked']);
    t.same(await answers('/town/repo', at('/away')), ['there', 'unchecked'], 'nobody is led into a private network');
    t.same(await answers('/town/repo', 'http://town.example/page'), ['there', 'unchecked']);
    t.same(await answers('/town/repo', 'https://192.168.0.1/'), ['there', 'unchecked']);
    const pages = Array.from({ length: 8 }, (_, i) => `  l${i}: {documentation: "${at(`/page?${i}`)}"}\n`).join('');
    most = 0;
    t.equal((await reach(bytesOf(`description:\n${pages}`), { net })).length, 8);
    t.equal(most, 1, 'a host is asked for one thing at a time');
  },
);

t.test('files beside the manifest are looked for, and pictures are what they are called', async (t) => {
  const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const files: Record<string, Uint8Array> = {
    'logo.png': PNG,
    'fake.png': bytesOf('GIF89a'),
    'a.svg': bytesOf('<svg/>'),
  };
  const file = async (path: string) => {
    const bytes = files[path];
    return bytes ? { bytes } : { missing: 'it does not exist' };
  };
  const of = async (text: string) => (await reach(bytesOf(text), { file })).map(({ is, message }) => [is, message]);
  t.same(await of('logo: logo.png\nmonochromeLogo: a.svg'), [
    ['there', undefined],
    ['there', undefined],
  ]);
  t.match(await of('logo: fake.png\nmonochromeLogo: a.gif'), [
    ['wrong', /none/],
    ['wrong', /SVG or PNG/],
  ]);
  t.match(await of('legal: {authorsFile: AUTHORS}\ndescription: {en: {screenshots: [x.jpeg, y.jpg]}}'), [
    ['missing', /does not exist/],
    ['wrong', /\.png or \.jpg/],
    ['missing', /does not exist/],
  ]);
  t.same(await of('url: https://a.example/x'), [], 'nobody is asked');
});
