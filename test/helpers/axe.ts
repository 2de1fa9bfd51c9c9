import { AxeBuilder } from '@axe-core/playwright';
import type { Watched } from './browser.ts';

/** Of all rules of axe only these look at colours; the others see the same document in both schemes. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** These may find something else where a page is narrow: the document is the same, its layout is not. */
export const LAYOUT_RULES = ['target-size', 'scrollable-region-focusable'];
export const NARROW_RULES = [...COLOUR_RULES, ...LAYOUT_RULES];

/** What axe finds, in words short enough to read; by these rules, else by all of them. There are no frames to look into. */
export async function violations({ page }: Watched, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ html }) => html.slice(0, 160))
        .slice(0, 3)
        .join(' | ')}`,
  );
}
