import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Watched } from './browser.ts';

/** Of all rules of axe only these look at colours; the others see the same document in both schemes. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** These may find something else where a page is narrow: the document is the same, its layout is not. */
export const LAYOUT_RULES = ['target-size', 'scrollable-region-focusable'];
export const NARROW_RULES = [...COLOUR_RULES, ...LAYOUT_RULES];

/** axe itself, of the version that its adapter for this browser names. */
const SOURCE = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/**
 * The adapter sends axe, half a megabyte, for each run, and has every element that passed described; both cost more than
 * the rules. So axe comes once a page, and only what is wrong is described. Style sheets are not fetched a second time:
 * no rule that is on reads them. There are no frames to look into.
 */
const OPTIONS = { resultTypes: ['violations'], preload: false, iframes: false };

const provided = new WeakSet<Page>();

async function provide(page: Page): Promise<void> {
  if (provided.has(page)) return;
  provided.add(page);
  await page.addInitScript({ content: SOURCE });
  await page.evaluate(`${SOURCE};undefined`);
}

/** What axe finds, in words short enough to read; by these rules, else by all of them. */
export async function violations({ page }: Watched, rules?: string[]): Promise<string[]> {
  await provide(page);
  const options = JSON.stringify(rules === undefined ? OPTIONS : { ...OPTIONS, runOnly: rules });
  const found = await page.evaluate(
    `axe.run(document, ${options}).then(({ passes, violations }) => ({
      ran: passes.length + violations.length,
      violations: violations.map(({ id, nodes }) =>
        id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')),
    }))`,
  );
  const { ran, violations } = found as { ran: number; violations: string[] };
  if (rules === undefined && ran < 10) throw new Error(`axe ran ${ran} rules`);
  return violations;
}
