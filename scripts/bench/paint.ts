import { type Browser, chromium } from 'playwright-core';
import { findChromium, NO_CHROMIUM } from '../lib/chromium.ts';
import { type Figure, overRuns } from './figure.ts';

const RUNS = 5;
/** A telephone on a slow line. */
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;
/** So long after the page has loaded its largest paint is taken. */
const SETTLED_MS = 500;

/** When the largest part of results and of a product is painted: slow line, slow processor, nothing cached. */
export async function paintFigures(base: string, slugs: readonly string[]): Promise<Figure[]> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const figures: Figure[] = [];
    for (const [what, path] of [
      ['results', '/en/search?q=meeting'],
      ['a long product page', '/en/software/os2mo'],
      ['an ordinary product page', `/en/software/${slugs[0]}`],
    ] as const) {
      const took: number[] = [];
      for (let run = 0; run < RUNS; run += 1) took.push(await largestPaint(browser, `${base}${path}`));
      figures.push(
        overRuns(
          { bench: 'face', what: `largest paint of ${what}, slow line`, unit: 'ms', target: { most: 1_500 } },
          took,
        ),
      );
    }
    return figures;
  } finally {
    await browser.close();
  }
}

/** Milliseconds from asking for a page to its largest contentful paint, in a browser that has never been there. */
async function largestPaint(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', LINE);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript({
      content: `new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.largest = entry.startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });`,
    });
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForTimeout(SETTLED_MS);
    const largest = await page.evaluate('window.largest');
    if (typeof largest !== 'number') throw new Error(`${address}: nothing was painted`);
    return largest;
  } finally {
    await context.close();
  }
}
