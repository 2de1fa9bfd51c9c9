/** How pages are found, told of, kept and led on: linked data, previews, sitemap, redirects, badges. */
import t from 'tap';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { LANGUAGES } from '../../../src/web/locales/text.ts';
import { manifestOf } from '../../helpers/manifest.ts';
import { AUTHORISED, openApp } from '../../helpers/open-app.ts';
import { readPage, sectionText } from '../../helpers/read-page.ts';
import { publishRich } from '../../helpers/rich-records.ts';

const opened = await openApp(t);
await publishRich(opened);

type Node = Record<string, unknown>;

async function linkedData(path: string): Promise<Node[]> {
  const { html } = await readPage(opened, path);
  const [, text] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html) ?? [];
  if (text === undefined) throw new Error(`${path} has no linked data`);
  const { '@context': context, '@graph': graph } = JSON.parse(text) as { '@context': string; '@graph': Node[] };
  t.equal(context, 'https://schema.org');
  return graph;
}

t.test('a product says in the words of schema.org what it is, and whose source code it has', async (t) => {
  const [application, code] = await linkedData('/en/software/everything');
  t.match(application, {
    '@type': 'SoftwareApplication',
    name: 'Everything',
    url: 'http://catalogue.test/en/software/everything',
    description: 'Does all there is to do in a town hall.',
    license: 'https://spdx.org/licenses/EUPL-1.2.html',
    softwareVersion: '7.1',
    maintainer: { '@type': 'Organization', name: 'Town of Examples' },
  });
  t.same(application?.featureList, ['Minutes & agendas', '<script>alert(1)</script>'], 'markup stays text');
  t.match(code, { '@type': 'SoftwareSourceCode', targetProduct: { '@id': application?.['@id'] } });
  t.equal(code?.codeRepository, 'https://example.org/code/everything');
  const [danish] = await linkedData('/da/software/everything');
  t.equal(danish?.url, 'http://catalogue.test/da/software/everything');
  const [unknown, ...more] = await linkedData('/en/software/nothing');
  t.same(more, [], 'without a known repository there is no source code to tell of');
  t.notOk('license' in (unknown as Node), 'what is not known is left out');
});

t.test('a body, a network and the catalogue say what they are', async (t) => {
  const [body] = await linkedData('/en/organisations/everybody');
  t.match(body, { '@type': /Organization$/, name: /./, '@id': /\/en\/organisations\/everybody#organisation$/ });
  t.match(await linkedData('/en/networks/all-of-us'), [{ '@type': 'Organization' }]);
  const [site] = await linkedData('/da');
  t.match(site, { '@type': 'WebSite', inLanguage: /^da/ });
  t.match(JSON.stringify(site), '/da/search?q={search_term_string}');
});

t.test('whoever sends an address to others sends a title, a sentence and the language with it', async (t) => {
  const { html } = await readPage(opened, '/da/software/everything');
  t.match(html, '<meta property="og:title" content="Everything"/>');
  t.match(html, '<meta property="og:url" content="http://catalogue.test/da/software/everything"/>');
  t.match(html, '<meta property="og:locale" content="da_DK"/>');
  const [, picture] =
    /property="og:image" content="http:\/\/catalogue\.test(\/static\/preview\.\w+\.png)"/.exec(html) ?? [];
  const drawn = await opened.ask(picture ?? '');
  t.equal(drawn.headers['content-type'], 'image/png');
  t.same(
    [drawn.rawPayload.readUInt32BE(16), drawn.rawPayload.readUInt32BE(20)],
    [1200, 630],
    'of the size that is told',
  );
  t.match(html, '<meta property="og:image:width" content="1200"/>');
  t.match(html, '<meta property="og:description" content="Does all there is to do in a town hall." lang="en"/>');
  t.match(html, '<link rel="alternate" hreflang="x-default" href="http://catalogue.test/en/software/everything"/>');
  const results = await readPage(opened, '/da/search?q=x');
  t.notMatch(results.html, /property="og:|ld\+json/, 'results are nothing to be found by others');
});

t.test('the sitemap leads to every page in every language, part by part', async (t) => {
  const index = await opened.app.inject('/sitemap.xml');
  t.equal(index.headers['content-type'], 'application/xml; charset=utf-8');
  const parts = [...index.body.matchAll(/<loc>http:\/\/catalogue\.test([^<]+)<\/loc>/g)].map(([, path]) => path ?? '');
  for (const lang of LANGUAGES) t.ok(parts.includes(`/sitemaps/${lang}/pages.xml`), lang);
  const found: string[] = [];
  for (const path of parts) {
    const part = await opened.app.inject(path);
    t.equal(part.statusCode, 200, path);
    const rows = part.body.split('<url>').slice(1);
    t.ok(rows.length > 0 && rows.length <= LIMITS.sitemapPart, `${path}: ${rows.length}`);
    for (const row of rows) {
      t.equal(row.match(/hreflang=/g)?.length, LANGUAGES.length, 'all languages of one page');
      found.push(/<loc>http:\/\/catalogue\.test([^<]+)</.exec(row)?.[1] ?? '');
    }
    const again = await opened.app.inject({ url: path, headers: { 'if-none-match': String(part.headers.etag) } });
    t.equal(again.statusCode, 304);
  }
  const tag = String((await opened.app.inject('/sitemaps/en/pages.xml')).headers.etag);
  await opened.builtIn('software', 'another', { name: 'Another' });
  const held = await opened.app.inject({ url: '/sitemaps/en/pages.xml', headers: { 'if-none-match': tag } });
  t.equal(held.statusCode, 304, 'a change elsewhere leaves a part as it is');
  t.equal(new Set(found).size, found.length, 'each once');
  for (const path of ['', '/about', '/software', '/software/everything', '/organisations/everybody'])
    t.ok(found.includes(`/da${path}`), `/da${path}`);
  for (const path of found) {
    const { response } = await readPage(opened, path);
    t.equal(response.statusCode, 200, path);
  }
  for (const path of [
    '/sitemaps/xx/pages.xml',
    '/sitemaps/en/software-999.xml',
    '/sitemaps/en/claim-0.xml',
    '/sitemaps/en/x',
  ])
    t.equal((await opened.app.inject(path)).statusCode, 404, path);
});

t.test('crawlers are told not to follow every combination of filters, and where the sitemap is', async (t) => {
  const { response } = await readPage(opened, '/robots.txt');
  for (const lang of LANGUAGES) t.match(response.body, `Disallow: /${lang}/search\n`);
  t.match(response.body, 'Disallow: /*?at=\nDisallow: /*&at=\n');
  t.match(response.body, '\nSitemap: http://catalogue.test/sitemap.xml\n');
});

t.test('an old address of what was handed over leads on for good; what was retired says what follows it', async (t) => {
  const manifest = manifestOf('Moved on', 'https://example.org/moved-on');
  await opened.post(manifest);
  const withdraw = (slug: string, reason: string) =>
    opened.app.inject({ method: 'DELETE', url: `/api/v1/software/${slug}?reason=${reason}`, headers: AUTHORISED });
  await withdraw('moved-on', 'handed-over');
  t.equal((await readPage(opened, '/da/software/moved-on')).response.statusCode, 410, 'as long as nothing follows it');
  const next = (await opened.post(manifest)).json().id.replace('software/', '');
  const page = await readPage(opened, '/da/software/moved-on');
  t.equal(page.response.statusCode, 301);
  t.equal(page.response.headers.location, `/da/software/${next}`);
  const data = await opened.ask('/api/v1/software/moved-on');
  t.equal(data.statusCode, 410, 'programs are told, not sent on');
  t.equal(data.json().successor, `software/${next}`);
  await withdraw(next, 'retired');
  t.equal((await readPage(opened, `/da/software/${next}`)).response.statusCode, 410);
});

t.test('a product has badges with the line that is copied', async (t) => {
  const page = await readPage(opened, '/en/software/everything');
  const section = sectionText(page, 'badges');
  t.match(section, '[![Level](http://catalogue.test/api/v1/software/everything/badge.svg?show=level)]');
  t.match(section, '(http://catalogue.test/software/everything)');
  for (const [, src = ''] of page.html.matchAll(/<img src="(\/api[^"]+)"/g)) {
    const badge = await opened.ask(src);
    t.equal(badge.headers['content-type'], 'image/svg+xml; charset=utf-8', src);
    t.match(badge.body, /^<svg .*aria-label="[^"]+: [^"]+"/);
  }
  t.equal((await opened.ask('/api/v1/software/everything/badge.svg?show=x')).statusCode, 400);
  t.equal((await opened.ask('/api/v1/software/there-is-none/badge.svg')).statusCode, 404);
});
