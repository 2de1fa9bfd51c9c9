/**
 * A visit to a catalogue in which strangers have tried everything: script, markup, addresses that run, Markdown, turns of
 * direction, endless words, a thousand pictures; in records of ours, in those of a peer, and in a manifest to be checked.
 */
import type { Page } from 'playwright-core';
import t from 'tap';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { EXTREME, HOSTILE, hostile } from '../helpers/hostile.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { openApp } from '../helpers/open-app.ts';
import { publishRich, RICH } from '../helpers/rich-records.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';

t.setTimeout(600_000);
const PEER = 'catalogue.os2.example';
const LONGEST = 10_000;

const opened = await openApp(t);
await publishRich(opened, hostile);
for (const [slug, record] of Object.entries(EXTREME)) await opened.builtIn('software', slug, record);
const peers = {
  ...EXTREME,
  everything: hostile(RICH['software/everything.json']) as object,
  'no-end': { name: 'W'.repeat(LONGEST), description: { en: { short: HOSTILE } } },
  runs: { name: `Runs ${HOSTILE}`, url: 'javascript:hit=1', landingUrl: 'javascript:hit=1' },
};
const log = new TestLog(PEER);
for (const [slug, record] of Object.entries(peers)) log.put(`software/${slug}`, record);
const peer = await opened.store.putPeer(newPeer(log));
const mirror = await opened.store.openMirror(peer.origin, log.origin);
await opened.registry.mirror(mirror.log, log.bundle());
await opened.registry.mirrorHead(mirror.log, log.head());
const base = await opened.app.listen({ port: 0, host: '127.0.0.1' });
const browser = await openBrowser(t);

const PAGES = [
  '',
  '/search',
  `/search?q=${encodeURIComponent(HOSTILE)}`,
  '/software/everything',
  '/software/everything/adopters',
  '/software/everything/links/adoption-of',
  '/organisations/everybody',
  '/networks/all-of-us',
  '/assessments/cccccccccccccccc',
  `/compare?id=software/everything&id=software/everything@${PEER}`,
  '/federation',
  ...Object.keys(EXTREME).map((slug) => `/software/${slug}`),
  ...Object.keys(peers).map((slug) => `/software/${slug}@${PEER}`),
];

t.test('nothing of it runs or breaks the policy, and every page can be read and left at 320 pixels', async (t) => {
  const { context, page, complaints } = await openPage(browser, base, { viewport: { width: 320, height: 700 } });
  t.teardown(() => context.close());
  page.on('dialog', (dialog) => complaints.push(`${page.url()} says ${dialog.message()}`));
  await page.addInitScript(
    `window.broken = []; addEventListener('securitypolicyviolation', (event) => window.broken.push(event.violatedDirective));`,
  );
  for (const path of PAGES) {
    await page.goto(`${base}/en${path}`);
    t.same(await faultsOf(page), [], path || '/');
  }
  await page.goto(`${base}/en/check`);
  await page.locator('#text').fill(hostileManifest());
  await page.locator('.check-form button').click();
  await page.locator('.verdict').waitFor();
  t.same(await faultsOf(page), [], 'a manifest that was checked');
  t.same(complaints, [], 'nobody else is asked, and nothing is refused');
});

t.test(
  'a peer’s record with a name without end is kept away, and one with a thousand pictures asks for none',
  async (t) => {
    const endless = await opened.app.inject(`/en/software/no-end@${PEER}`);
    t.notMatch(endless.body, 'W'.repeat(1_000));
    const many = await opened.app.inject(`/en/software/many-pictures@${PEER}`);
    t.equal(many.statusCode, 200);
    t.notMatch(many.body, /example\.org\/shots/);
    const runs = await opened.app.inject(`/en/software/runs@${PEER}`);
    t.notMatch(runs.body, /(href|src)="javascript/);
  },
);

function hostileManifest(): string {
  const shots = Array.from({ length: 1_000 }, (_, i) => `      - https://example.org/shots/${i}.png`).join('\n');
  return manifestOf('x'.repeat(LONGEST), 'javascript:hit=1').replace(
    /shortDescription: .*/,
    `shortDescription: ${JSON.stringify(HOSTILE)}\n    screenshots:\n${shots}`,
  );
}

/** What is wrong with a page: something ran, was refused, sticks out, turns the direction, or the page has no way on. */
async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    const faults = [];
    if (typeof hit !== 'undefined') faults.push('it ran');
    faults.push(...window.broken);
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over > 0) faults.push('sticks out by ' + over);
    if (document.querySelectorAll('h1').length !== 1) faults.push('no heading');
    if (document.querySelector('h1')?.getBoundingClientRect().height > 1400) faults.push('nothing but its heading is seen');
    if (document.querySelector('form[action="/en/search"] input')?.checkVisibility() !== true) faults.push('no search');
    if (document.querySelectorAll('footer a').length < 5) faults.push('no way on');
    if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)) faults.push('turns the direction');
    for (const link of document.querySelectorAll('a[href]'))
      if (!['http:', 'https:', 'mailto:'].includes(link.protocol)) faults.push(link.href);
    return faults;
  })()`) as Promise<string[]>;
}
