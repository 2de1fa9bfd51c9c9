import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { libraryBundle } from '../../scripts/lib/library-bundle.ts';
import { check } from '../../src/manifest/check.ts';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { manifestOf } from '../helpers/manifest.ts';

t.setTimeout(300_000);

const LARGEST = 250 * 1024;
const PROGRAM = `import { check } from 'alminding/manifest';
fetch('/manifests.json').then((answer) => answer.json()).then((texts) => {
  document.body.textContent = JSON.stringify(texts.map((text) => check(text)));
});
try { new Function('1')(); document.title = 'eval'; } catch { document.title = 'no eval'; }
`;
const GOOD = manifestOf('Agenda', 'https://forge.example/town/agenda');
const TEXTS = [
  GOOD,
  GOOD.replace('stable', 'stabel').replace('legal:', 'leagl:'),
  GOOD.replace(/license: .*/, 'license: (MIT OR eupl-1.2) AND GPL-2.0-only WITH classpath-exception-2.0'),
  'a: &a [1, 2]\nb: *a\n? c\n: |\n  text\n',
  '{"publiccodeYmlVersion": "0", "description": {"xx-nolang": {}}, "intendedAudience": {"countries": ["dk", "UK"]}}',
  'name: [',
  '',
];

t.test('the library checks in a browser as it does here, without eval, within its size', async (t) => {
  const { code, gzipped } = await libraryBundle(PROGRAM);
  t.comment(`${gzipped} bytes gzipped`);
  t.ok(gzipped <= LARGEST, `${gzipped} of ${LARGEST} bytes`);
  t.notMatch(code, /\bnew Function\(\s*[a-z]/, 'nothing is compiled at run time');
  const files: Record<string, [type: string, body: string]> = {
    '/': ['text/html', '<!doctype html><html lang="en"><title>.</title><body></body><script src="/check.js"></script>'],
    '/check.js': ['text/javascript', code],
    '/manifests.json': ['application/json', JSON.stringify(TEXTS)],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'; connect-src 'self'");
    response
      .writeHead(request.url === '/favicon.ico' ? 204 : 200, { 'content-type': `${type}; charset=utf-8` })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise((resolve) => server.close(resolve)));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { page, context, complaints } = await openPage(await openBrowser(t), base);
  t.teardown(() => context.close());
  await page.goto(base);
  await page.waitForFunction('document.body.textContent !== ""');
  t.equal(await page.title(), 'no eval', 'the policy is in force');
  t.same(
    complaints.filter((words) => !/unsafe-eval/.test(words)),
    [],
  );
  const judged: unknown[] = JSON.parse(await page.locator('body').innerText());
  t.same(judged, JSON.parse(JSON.stringify(TEXTS.map((text) => check(text)))));
});
