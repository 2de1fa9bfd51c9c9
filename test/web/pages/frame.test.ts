import t from 'tap';
import { ASSETS } from '../../../src/web/static/assets.ts';
import { openApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';
import { publishRich, RICH_PAGES } from '../../helpers/rich-records.ts';

t.test('an address without a language leads to the one that the browser asks for', async (t) => {
  const opened = await openApp(t);
  const at = async (url: string, accepted?: string) => {
    const { response } = await readPage(opened, url, accepted === undefined ? {} : { 'accept-language': accepted });
    t.equal(response.statusCode, 302, url);
    t.equal(response.headers.vary, 'accept-language');
    return response.headers.location;
  };
  t.equal(await at('/'), '/en');
  t.equal(await at('/', 'da-DK,da;q=0.9,en;q=0.5'), '/da');
  t.equal(await at('/', 'pl,fr-BE;q=0.9'), '/fr');
  t.equal(await at('/', 'pl'), '/en', 'English where nothing fits');
  t.equal(await at('/software/kitos?x=1', 'da'), '/da/software/kitos?x=1');
  t.equal(await at('/networks/os2@built-in'), '/en/networks/os2@built-in');
  t.equal(await at('/api', 'da'), '/da/api');
});

t.test('a language that is not spoken here is an address that is not there', async (t) => {
  const opened = await openApp(t);
  for (const url of ['/pl', '/pl/software/kitos', '/en-GB/about', '/EN/about'])
    t.equal((await readPage(opened, url)).response.statusCode, 404, url);
});

t.test(
  'every page has one main heading, headings in order, a language, landmarks and a way to the content',
  async (t) => {
    const opened = await openApp(t);
    await publishRich(opened);
    for (const lang of ['en', 'da']) {
      for (const path of RICH_PAGES) {
        const { html, headings, response } = await readPage(opened, `/${lang}${path}`);
        const name = `/${lang}${path}`;
        t.equal(response.headers['content-type'], 'text/html; charset=utf-8', name);
        t.match(html, new RegExp(`^<!doctype html><html lang="${lang}"`), name);
        t.equal(headings.filter(([level]) => level === 1).length, 1, `${name}: one h1`);
        const steps = headings.map(([level], i) => level - (headings[i - 1]?.[0] ?? 1));
        t.ok(Math.max(...steps) <= 1, `${name}: no level is skipped`);
        for (const part of ['<a class="ds-skip-link" href="#main">', '<header', '<main id="main"', '<footer', '<nav'])
          t.ok(html.includes(part), `${name}: ${part}`);
        t.notMatch(html, /undefined|\[object|NaN/, `${name}: nothing unsaid`);
      }
    }
  },
);

t.test(
  'a page holds no script and no style of its own but names one small file, and lets nothing that it shows become markup',
  async (t) => {
    const opened = await openApp(t);
    await publishRich(opened);
    for (const path of [...RICH_PAGES, '/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E']) {
      const { html } = await readPage(opened, `/en${path}`);
      const withoutData = html
        .replace(/<script type="application\/ld\+json">[^<]*<\/script>/, '')
        .replace(/<script src="\/static\/[\w.]+\.js" defer(="")?><\/script>/, '');
      t.notMatch(withoutData, /<script|<style| style="| on[a-z]+="|javascript:|data:/i, path);
    }
    const { response } = await readPage(opened, '/en');
    const { body } = await opened.app.inject(ASSETS.script);
    t.ok(body.length > 500 && body.length < 20_000, `${body.length} bytes of script`);
    const policy = String(response.headers['content-security-policy']);
    t.match(policy, "style-src 'self'");
    t.notMatch(policy, /unsafe/);
  },
);

t.test('a page names its other languages, its own address, its data and the licence of the data', async (t) => {
  const opened = await openApp(t);
  await publishRich(opened);
  const { html, response } = await readPage(opened, '/da/software/everything?utm_source=x');
  t.match(html, '<link rel="canonical" href="http://catalogue.test/da/software/everything"/>');
  t.match(html, '<link rel="alternate" hreflang="en" href="http://catalogue.test/en/software/everything"/>');
  t.match(html, '<link rel="alternate" type="application/json" href="/api/v1/software/everything"/>');
  t.match(String(response.headers.link), /rel="license"/);
  t.match(String(response.headers.link), '</api/v1/software/everything>; rel="alternate"; type="application/json"');
  t.equal(response.headers['content-language'], 'da');
});

t.test('the language can be changed on the spot, with what was searched for', async (t) => {
  const opened = await openApp(t);
  const { links } = await readPage(opened, '/en/search?q=roads&country=DK');
  t.ok(links.includes('/da/search?q=roads&country=DK'));
  const results = await readPage(opened, '/en/search?q=roads');
  t.match(results.html, '<meta name="robots" content="noindex"/>', 'results are not for search engines');
});

t.test('a page that has not changed is not sent again', async (t) => {
  const opened = await openApp(t);
  const { response } = await readPage(opened, '/en/about');
  t.equal(response.headers['cache-control'], 'public, no-cache');
  const again = await readPage(opened, '/en/about', { 'if-none-match': String(response.headers.etag) });
  t.equal(again.response.statusCode, 304);
  t.equal(again.html, '');
});

t.test('the name of the catalogue is that of its configuration', async (t) => {
  const opened = await openApp(t, { name: 'Fælles <Katalog>' });
  const { html, text } = await readPage(opened, '/da');
  t.match(html, '<title>Fælles &lt;Katalog></title>');
  t.match(text, 'Fælles <Katalog>');
});
