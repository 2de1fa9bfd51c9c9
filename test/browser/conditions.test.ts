/**
 * What axe does not see: 400 % zoom, text spacing, forced colours, less motion, the size of targets, focus that is seen and
 * not covered, what is told as status, data that stands in a page under its strict policy, and what is left on paper.
 */
import type { Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { serveCatalogue } from '../helpers/served.ts';

t.setTimeout(600_000);
const { base } = await serveCatalogue(t);
const browser = await openBrowser(t);

/** A page of each kind of layout. */
const LAYOUTS = [
  '',
  '/search?q=meeting',
  '/software/everything',
  '/networks/os2',
  '/frameworks/house-list',
  '/check',
  '/accessibility',
];

t.test('at 400 % zoom with wide text spacing nothing sticks out, is cut off or too small to press', async (t) => {
  const { context, page, complaints } = await openPage(browser, base, { viewport: { width: 320, height: 256 } });
  t.teardown(() => context.close());
  for (const path of LAYOUTS) {
    await page.goto(`${base}/en${path}`);
    t.same(await page.evaluate(SMALL_TARGETS), [], `${path || '/'}: targets of at least 24 pixels`);
    await page.evaluate(TEXT_SPACING);
    t.equal(
      await page.evaluate('document.documentElement.scrollWidth'),
      320,
      `${path || '/'}: no wider than the screen`,
    );
    t.same(await page.evaluate(CUT_OFF), [], `${path || '/'}: nothing is cut off`);
  }
  t.same(complaints, []);
});

t.test('by keyboard every stop is seen, whole and not covered, with the colours of the reader too', async (t) => {
  const { context, page } = await openPage(browser, base, { viewport: { width: 1280, height: 600 } });
  t.teardown(() => context.close());
  for (const forcedColors of ['none', 'active'] as const) {
    await page.emulateMedia({ forcedColors, reducedMotion: 'reduce' });
    await page.goto(`${base}/en/software/os2mo`);
    t.same(await page.evaluate(MOVING), [], 'nothing moves for whoever wants no motion');
    const stops: Stop[] = [];
    for (let i = 0; i < 60; i++) {
      const stop = await nextStop(page);
      if (stop.tag === 'BODY') break;
      stops.push(stop);
    }
    t.ok(stops.length > 20, `${stops.length} stops`);
    t.same(
      stops.filter(({ seen, ring }) => !seen || !ring),
      [],
      `forced colours ${forcedColors}`,
    );
    t.equal(new Set(stops.map(({ at }) => at)).size, stops.length, 'no stop comes twice: there is no trap');
  }
});

t.test('how many results there are is told as status; data in a page runs nothing and breaks no rule', async (t) => {
  const { context, page, complaints } = await openPage(browser, base);
  t.teardown(() => context.close());
  await page.goto(`${base}/en/search?q=meeting`);
  const tree = await context.newCDPSession(page);
  const { nodes } = (await tree.send('Accessibility.getFullAXTree' as never)) as unknown as { nodes: AxNode[] };
  const status = nodes.find(({ role }) => role?.value === 'status');
  t.equal(status?.properties?.find(({ name }) => name === 'live')?.value.value, 'polite');
  const number = await page.locator('main [role="status"]:not(form *)').innerText();
  t.match(number, /^\d+ /);
  t.match(await page.title(), `(${Number.parseInt(number, 10)})`, 'and stands in the title that is read first');
  await page.goto(`${base}/en/software/everything`);
  const data = await page.locator('script[type="application/ld+json"]').textContent();
  t.match(JSON.parse(data ?? ''), { '@context': 'https://schema.org' });
  t.same(complaints, [], 'the policy refuses nothing');
});

t.test('on paper all is unfolded, addresses are told, and nothing is left to press', async (t) => {
  const { context, page } = await openPage(browser, base);
  t.teardown(() => context.close());
  await page.emulateMedia({ media: 'print' });
  for (const path of [
    ...LAYOUTS,
    '/software/everything/adopters',
    '/compare?id=software/everything&id=software/os2mo',
  ]) {
    await page.goto(`${base}/en${path}`);
    t.same(await page.evaluate(LEFT_ON_PAPER), [], path || '/');
    if (path.startsWith('/search')) t.ok(await page.locator('.items a').first().isVisible(), 'the results are there');
    t.ok(
      (await page.locator('.printed-address').innerText()).endsWith(`/en${path}`),
      `${path || '/'}: its own address`,
    );
  }
});

interface AxNode {
  role?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
}

interface Stop {
  tag: string;
  at: string;
  seen: boolean;
  ring: boolean;
}

/** Presses Tab and tells where that leads: whether it lies in the window with nothing above it, and has a ring. */
async function nextStop(page: Page): Promise<Stop> {
  await page.keyboard.press('Tab');
  return page.evaluate(`(() => {
    const element = document.activeElement;
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const index = [...document.querySelectorAll('*')].indexOf(element);
    return {
      tag: element.tagName,
      at: element.tagName + ' ' + index + ' ' + (element.getAttribute('href') ?? ''),
      seen: box.top >= 0 && box.bottom <= innerHeight + 1 && (top === element || element.contains(top) || top?.contains(element)),
      ring: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || element.classList.contains('ds-skip-link'),
    };
  })()`);
}

/** WCAG 2.2, 2.5.8: at least 24 by 24 pixels, or a circle of that size touches no other; links within a sentence are excepted. */
const SMALL_TARGETS = `(() => {
  const all = [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')];
  const shown = all.map((element) => ({ element, box: element.getBoundingClientRect() })).filter(({ box }) => box.width > 1 && box.height > 1);
  const inSentence = ({ parentElement }) => [...parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
  const far = (a, b) => {
    const [x, y] = middle(a);
    const dx = Math.max(b.left - x, 0, x - b.right);
    const dy = Math.max(b.top - y, 0, y - b.bottom);
    return Math.hypot(dx, dy) >= 12;
  };
  return shown
    .filter(({ element, box }) => (box.width < 24 || box.height < 23.9) && getComputedStyle(element).display.startsWith('inline') && !inSentence(element)
      ? shown.some((other) => other.element !== element && !far(box, other.box))
      : (box.width < 24 || box.height < 23.9) && !inSentence(element) && shown.some((other) => other.element !== element && !far(box, other.box)))
    .map(({ element, box }) => element.outerHTML.slice(0, 120) + ' ' + Math.round(box.width) + 'x' + Math.round(box.height));
})()`;

/** WCAG 2.2, 1.4.12, by a sheet that the policy of the page does not have to allow. */
const TEXT_SPACING = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
})()`;

/** What is only read aloud is cut off on purpose, and whole. */
const CUT_OFF = `[...document.querySelectorAll('main *')]
  .filter((element) => ['hidden', 'clip'].includes(getComputedStyle(element).overflowY)
    && !element.closest('.ds-sr-only') && getComputedStyle(element).clipPath !== 'inset(50%)'
    && (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2))
  .map((element) => element.outerHTML.slice(0, 120))`;

const MOVING = `[...document.querySelectorAll('*')]
  .filter((element) => { const { animationName, transitionDuration } = getComputedStyle(element);
    return animationName !== 'none' || transitionDuration.split(',').some((time) => parseFloat(time) > 0); })
  .map((element) => element.outerHTML.slice(0, 80)).slice(0, 5)`;

/** Fields and menus that are printed, parts that stay folded, links to elsewhere without their address. */
const LEFT_ON_PAPER = `(() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const pressed = shown('button, input:not([type=hidden]), select, textarea, nav, [role=button]');
  const folded = shown('main details').filter((details) =>
    [...details.children].some((part) => part.tagName !== 'SUMMARY' && !part.checkVisibility()));
  const mute = shown('main a[href^="http"]').filter((link) =>
    !getComputedStyle(link, '::after').content.includes(link.getAttribute('href')));
  return [...pressed, ...folded, ...mute].map((element) => element.outerHTML.slice(0, 120));
})()`;
