import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { JOURNEYS, type Step } from '../helpers/journeys.ts';
import { serveCatalogue } from '../helpers/served.ts';

// A browser on a busy machine is slow; alone this takes a few seconds.
t.setTimeout(600_000);
const { base } = await serveCatalogue(t);
const browser = await openBrowser(t);

const heading = (page: Page): Promise<string> => page.locator('h1').innerText();
const count = async (page: Page): Promise<number> => Number.parseInt(await page.locator('#count').innerText(), 10);

t.test('without script one finds, narrows, opens, changes the language and goes on', async (t) => {
  const { context, page, complaints } = await openPage(browser, base, { javaScriptEnabled: false });
  t.teardown(() => context.close());
  await page.goto(`${base}/en`);
  await page.getByLabel('Search the catalogue').fill('meeting');
  await page.getByRole('button', { name: 'Search' }).click();
  t.equal(await heading(page), 'Results for “meeting”');
  const all = await count(page);
  t.ok(all > 1, `${all} results`);

  await page
    .locator('.facet-list')
    .getByRole('link', { name: /^Belgium/ })
    .first()
    .click();
  const some = await count(page);
  t.ok(some > 0 && some < all, `${some} of them are Belgian`);
  await page.getByRole('link', { name: 'Remove the filter Country: Belgium' }).click();
  t.equal(await count(page), all, 'taking the filter away shows all again');

  await page.locator('.items').getByRole('link', { name: 'PloneMeeting', exact: true }).click();
  t.equal(await heading(page), 'PloneMeeting');
  t.match(await page.locator('#sources').innerText(), 'Sources');
  await page.locator('.languages summary').click();
  await page.getByRole('link', { name: 'Dansk' }).click();
  t.equal(new URL(page.url()).pathname, '/da/software/plonemeeting', 'the same product');
  t.equal(await page.locator('html').getAttribute('lang'), 'da');
  t.equal(await page.getByRole('heading', { name: 'Kilder' }).count(), 1);

  await page.getByRole('link', { name: 'iMio', exact: true }).first().click();
  t.match(new URL(page.url()).pathname, /^\/da\/networks\//);
  await page.goto(`${base}/da/networks/os2`);
  await page.locator('.members').getByRole('link', { name: 'Ballerup Kommune' }).click();
  t.equal(await heading(page), 'Ballerup Kommune');
  await page.getByRole('link', { name: 'OS2', exact: true }).first().click();
  t.equal(await heading(page), 'OS2');
  t.same(complaints, []);
});

t.test('on a narrow screen without script the filters open by their summary', async (t) => {
  const viewport = { width: 320, height: 700 };
  const { context, page } = await openPage(browser, base, { javaScriptEnabled: false, viewport });
  t.teardown(() => context.close());
  await page.goto(`${base}/en/search`);
  const facet = page
    .locator('.facet-list')
    .getByRole('link', { name: /^Denmark/ })
    .first();
  t.equal(await facet.isVisible(), false);
  await page.locator('.facets > summary').click();
  await facet.click();
  t.match(page.url(), /country=DK/);
});

t.test('by keyboard one skips to the content, and reaches the search, the filters and the results', async (t) => {
  const { context, page } = await openPage(browser, base);
  t.teardown(() => context.close());
  await page.goto(`${base}/en/search?q=meeting`);
  const first = await tab(page);
  t.match(first, { href: '#main', visible: true, ring: true }, 'the first stop is the way to the content');
  await page.keyboard.press('Enter');
  t.equal(await page.evaluate('document.activeElement.id'), 'main');

  await page.goto(`${base}/en/search?q=meeting`);
  const stops: Stop[] = [];
  for (let i = 0; i < 120; i++) {
    const stop = await tab(page);
    stops.push(stop);
    if (/\/en\/software\//.test(stop.href)) break;
  }
  t.ok(
    stops.some(({ name }) => name === 'q'),
    'the search field',
  );
  t.ok(
    stops.some(({ href }) => href.includes('country=')),
    'a filter',
  );
  t.match(stops.at(-1)?.href, /\/en\/software\//, 'a result');
  t.same(
    stops.filter(({ visible, ring }) => !visible || !ring),
    [],
    'every stop is seen and has a ring',
  );
});

t.test('whoever types is offered what it may become, by keyboard, by mouse and in words', async (t) => {
  for (const viewport of [
    { width: 1280, height: 900 },
    { width: 320, height: 700 },
  ]) {
    const { context, page, complaints } = await openPage(browser, base, { viewport });
    t.teardown(() => context.close());
    await page.goto(`${base}/en/software/os2mo`);
    const field = page.getByRole('combobox', { name: 'Search the catalogue' });
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    // On a slow machine what was offered for half a word may stand for a moment.
    const whole = page.waitForResponse((response) => /\/suggest\?.*\bmeeting\b/.test(response.url()));
    await field.pressSequentially('meeting');
    await (await whole).finished();
    await options.filter({ hasText: 'Meeting management' }).first().waitFor();
    t.equal(await field.getAttribute('aria-expanded'), 'true');
    t.match(await page.getByRole('status').filter({ hasText: 'Suggestions' }).innerText(), /Suggestions: \d+/);
    await page.keyboard.press('ArrowUp');
    t.equal(await active(page), await options.last().innerText(), 'up from the field is the last');
    await page.keyboard.press('ArrowDown');
    t.equal(await active(page), '', 'behind the last is the field');
    await page.keyboard.press('ArrowDown');
    t.match(await active(page), /^Meeting management\s*Task/);
    const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
    t.equal(await page.evaluate(fits), true, `nothing sticks out at ${viewport.width}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    t.same(
      violations.map(({ id }) => id),
      [],
    );
    await page.keyboard.press('Escape');
    t.equal(await options.count(), 0);
    t.equal(await field.inputValue(), 'meeting', 'what was typed stays');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/en\/tasks\/meeting-management$/);
    await page.getByRole('combobox').pressSequentially('plonem');
    await options.filter({ hasText: 'PloneMeeting' }).first().click();
    await page.waitForURL(/\/en\/software\/plonemeeting/);
    await page.getByRole('combobox').pressSequentially('zzzz');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/en\/search\?q=zzzz/);
    t.same(complaints, []);
  }
});

/** What the active option of the field says. */
const active = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const id = document.activeElement.getAttribute('aria-activedescendant');
    return id === null ? '' : document.getElementById(id).innerText;
  })()`);

t.test('the twenty journeys are those that the room names', async (t) => {
  const text = readFileSync(new URL(import.meta.resolve('#root/src/web/JOURNEYS.md')), 'utf8');
  const named = [...text.matchAll(/^\d+\. (.+)$/gm)].map(([, name]) => name);
  t.equal(named.length, 20);
  t.same(
    JOURNEYS.map(({ name }) => name),
    named,
  );
});

/** Without script, 1280 by 1024 pixels enlarged four times, and the reader's own colours: all at once. */
const HARD = { javaScriptEnabled: false, viewport: { width: 320, height: 256 }, forcedColors: 'active' as const };

t.test('each journey is made without script, at 400 % zoom and with forced colours', async (t) => {
  const { context, page, complaints } = await openPage(browser, base, HARD);
  t.teardown(() => context.close());
  for (const { name, steps } of JOURNEYS) t.equal(await travel(page, steps, byPointer), 'arrived', name);
  t.same(complaints, []);
});

t.test('each journey is made by keyboard alone', async (t) => {
  const { context, page, complaints } = await openPage(browser, base);
  t.teardown(() => context.close());
  for (const { name, steps } of JOURNEYS) t.equal(await travel(page, steps, byKeyboard), 'arrived', name);
  t.same(complaints, []);
});

/** How a reader acts on something; `toggle` is what opens and ticks. */
interface Hands {
  press(page: Page, what: Locator): Promise<void>;
  toggle(page: Page, what: Locator): Promise<void>;
}

const byPointer: Hands = {
  press: (_, what) => what.click(),
  toggle: (_, what) => what.click(),
};

const byKeyboard: Hands = {
  press: (page, what) => onFocus(page, what, 'Enter'),
  toggle: (page, what) => onFocus(page, what, 'Space'),
};

/** Presses a key on what Tab can reach: an element with a place in the order of tabs that takes the focus. */
async function onFocus(page: Page, what: Locator, key: string): Promise<void> {
  await what.focus();
  const reached = await page.evaluate(
    'document.activeElement !== document.body && document.activeElement.tabIndex >= 0',
  );
  if (reached !== true) throw new Error('it cannot be reached by keyboard');
  await page.keyboard.press(key);
}

/** `arrived`, or where the journey ended instead. */
async function travel(page: Page, steps: Step[], hands: Hands): Promise<string> {
  for (const step of steps) {
    try {
      await take(page, step, hands);
    } catch (error) {
      return `${page.url()}: ${JSON.stringify(step)}: ${(error as Error).message.slice(0, 200)}`;
    }
  }
  return 'arrived';
}

async function take(page: Page, step: Step, hands: Hands): Promise<void> {
  const at = (selector: string): Locator => page.locator(selector).first();
  if ('open' in step) await page.goto(`${base}/en${step.open}`);
  if ('follow' in step) await hands.press(page, at(step.follow));
  if ('press' in step) await hands.press(page, at(step.press));
  if ('tick' in step) await hands.toggle(page, at(step.tick));
  if ('unfold' in step) {
    // A key doesn't wait for the page that it leads to.
    await at(step.unfold).waitFor({ state: 'attached' });
    // What a wide screen shows anyway has nothing to unfold.
    if (await at(step.unfold).isVisible()) await hands.toggle(page, at(step.unfold));
  }
  if ('write' in step) await at(step.write).fill(step.text);
  if ('fetch' in step) {
    const href = await at(step.fetch).getAttribute('href');
    const text = await (await fetch(`${base}${href}`)).text();
    if (!step.text.test(text)) throw new Error(`${href} holds ${text.slice(0, 80)}`);
  }
  if ('see' in step) {
    const seen = page.locator(step.see);
    await (step.text === undefined ? seen : seen.filter({ hasText: step.text })).first().waitFor();
  }
}

interface Stop {
  href: string;
  name: string;
  visible: boolean;
  ring: boolean;
}

/** Presses Tab and tells where that leads. */
async function tab(page: Page): Promise<Stop> {
  await page.keyboard.press('Tab');
  return page.evaluate(`(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth, backgroundColor } = getComputedStyle(element);
    return {
      href: element.getAttribute('href') ?? '',
      name: element.getAttribute('name') ?? '',
      visible: box.width > 1 && box.height > 1,
      ring: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || element.classList.contains('ds-skip-link'),
    };
  })()`);
}
