import t from 'tap';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { PAGES, serveCatalogue } from '../helpers/served.ts';
import { TURNING } from '../helpers/turning.ts';

const HTML_BYTES = 100 * 1024;
const CSS_BYTES = 60 * 1024;

// A browser on a busy machine is slow; alone this takes less than a minute.
t.setTimeout(600_000);
const { base } = await serveCatalogue(t);
const browser = await openBrowser(t);

t.test('no page is wider than the screen, from 320 pixels on', async (t) => {
  const { context, page } = await openPage(browser, base);
  t.teardown(() => context.close());
  // Each page is loaded once and made narrower: its document is the same at every width.
  const wide: string[] = [];
  for (const lang of ['en', TURNING]) {
    for (const path of PAGES) {
      await page.goto(`${base}/${lang}${path}`);
      for (const width of [1280, 768, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        if (over !== 0) wide.push(`/${lang}${path} by ${over} at ${width}`);
      }
    }
  }
  t.same(wide, []);
});

/** The lines of the heading, as they are broken. */
const LINES = `(() => {
  const lines = [];
  const walker = document.createTreeWalker(document.querySelector('h1'), NodeFilter.SHOW_TEXT);
  for (let last, node = walker.nextNode(); node !== null; node = walker.nextNode())
    for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const top = range.getClientRects()[0]?.top ?? last;
      if (top !== last) lines.push('');
      last = top;
      lines[lines.length - 1] += node.data[i];
    }
  return lines;
})()`;

t.test('no quotation mark stands alone on a line of a narrow screen, whatever was searched for', async (t) => {
  const { context, page } = await openPage(browser, base, { viewport: { width: 320, height: 800 } });
  t.teardown(() => context.close());
  for (const lang of ['da', 'de', 'fr'])
    for (const word of ['sagsbehandlinger', 'sagsbehandlingssystemer']) {
      await page.goto(`${base}/${lang}/search?q=${word}`);
      const lines = (await page.evaluate(LINES)) as string[];
      t.ok(lines.join('').includes(word), lines.join('|'));
      t.same(
        lines.filter((line) => line.replace(/[^\p{L}]/gu, '').length < 3),
        [],
        `${lang}: ${lines.join('|')}`,
      );
    }
});

t.test('pages and style sheet are small', async (t) => {
  const weights: { path: string; bytes: number }[] = [];
  let css = '';
  for (const path of PAGES) {
    const html = await (await fetch(`${base}/en${path}`, { headers: { accept: 'text/html' } })).text();
    css = /href="(\/static\/[^"]+\.css)"/.exec(html)?.[1] ?? '';
    const bytes = Buffer.byteLength(html);
    weights.push({ path, bytes });
    t.ok(bytes <= HTML_BYTES, `${path}: ${bytes} bytes`);
  }
  const style = Buffer.byteLength(await (await fetch(base + css)).text());
  t.ok(style > 10_000 && style <= CSS_BYTES, `${style} bytes of CSS`);
  weights.sort((a, b) => b.bytes - a.bytes);
  for (const { path, bytes } of weights.slice(0, 10)) t.comment(`${bytes} bytes: /en${path}`);
  t.comment(`style sheet: ${style} bytes`);
});
