/** What strangers write into records and manifests is shown as text, and the page stays one that can be used. */
import t from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { EXTREME, HOSTILE, hostile } from '../../helpers/hostile.ts';
import { manifestOf } from '../../helpers/manifest.ts';
import { openApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';
import { publishRich, RICH_PAGES } from '../../helpers/rich-records.ts';

const HTML_BYTES = 100 * 1024;
const opened = await openApp(t);
await publishRich(opened, hostile);
for (const [slug, record] of Object.entries(EXTREME)) await opened.builtIn('software', slug, record);
// The reference holds nothing of a record.
const shown = RICH_PAGES.filter((path) => !path.startsWith('/reference'));
const paths = [...shown, ...Object.keys(EXTREME).map((slug) => `/software/${slug}`)];

t.test('script and markup in every text of a record stay text, in every kind of page', async (t) => {
  for (const path of [...paths, `/search?q=${encodeURIComponent(HOSTILE)}`, '/statistics', '/census']) {
    const { html, response } = await readPage(opened, `/en${path}`);
    t.ok(response.statusCode < 500, path);
    const plain = html
      .replace(/<script type="application\/ld\+json">[^<]*<\/script>/, '')
      .replace(/<script src="\/static\/[\w.]+\.js" defer(="")?><\/script>/, '');
    t.notMatch(plain, /<script|<style|<iframe|<object|<embed|<base|<meta http-equiv/i, `${path}: no element of theirs`);
    t.notMatch(plain, /<[a-z][^<>]*\son[a-z]+\s*=/i, `${path}: no handler`);
    t.notMatch(plain, /(?:href|src|action|srcset)="\s*(?:javascript|data|vbscript):/i, `${path}: no address that runs`);
    t.notMatch(html, /[\u202a-\u202e\u2066-\u2069]/, `${path}: nothing turns the direction of what follows`);
    t.ok(Buffer.byteLength(html) <= HTML_BYTES, `${path}: ${Buffer.byteLength(html)} bytes`);
  }
  const { html } = await readPage(opened, '/en/software/everything');
  t.match(html, '&lt;script', 'it is shown, as what it is');
});

t.test('an address that runs something never becomes a link, and a name without end is cut', async (t) => {
  const manifest = manifestOf('Agenda', 'https://example.org/agenda');
  const runs = await opened.post(manifest.replace('https://example.org/agenda', 'javascript:alert(1)'));
  const view = (await opened.ask(`/api/v1${runs.json().page}`)).json();
  t.equal(view.record.url, undefined, 'what is no address is not taken for one');
  t.notMatch((await readPage(opened, `/en${runs.json().page}`)).html, /href="javascript/);
  const landing = await opened.post(`${manifest}landingURL: "javascript:alert(1)"\n`);
  t.equal(landing.statusCode, 422);
  t.match(JSON.stringify(landing.json().problems), /landingURL/);
  const endless = await opened.post(manifest.replace('Agenda', 'x'.repeat(10_000)));
  const page = await readPage(opened, `/en${endless.json().page}`);
  t.equal(page.response.statusCode, 200);
  t.ok((page.headings[0]?.[1].length ?? 0) <= LIMITS.nameLength, `${page.headings[0]?.[1].length} characters`);
});
