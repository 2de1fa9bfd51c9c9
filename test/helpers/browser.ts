import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium, NO_CHROMIUM } from '../../scripts/lib/chromium.ts';

/** What a test ends with; tap's `t` is one. */
interface Ends {
  teardown(act: () => unknown): void;
}

/** No sandbox, as tests run as root in containers; nothing that would ask anybody else. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PAGE_LIMIT_MS = 20_000;

/** An installed Chromium with a profile of its own, closed when the test ends. Throws where there is none. */
export async function openBrowser(t: Ends): Promise<Browser> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  t.teardown(() => browser.close());
  return browser;
}

export interface Watched {
  context: BrowserContext;
  page: Page;
  /** What the browser complained about: errors, warnings, refused requests, foreign requests. */
  complaints: string[];
}

/** A page whose complaints are kept. A status that a test asks for is no complaint. */
export async function openPage(browser: Browser, base: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PAGE_LIMIT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const expected = message.type() === 'error' && /status of (404|410|400)\b/.test(message.text());
    if (!expected && ['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) complaints.push(`${page.url()} asks ${request.url()}`);
  });
  return { context, page, complaints };
}
