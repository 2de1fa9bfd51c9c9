import { COLOUR_RULES, LAYOUT_RULES, NARROW_RULES, violations } from './axe.ts';
import type { Watched } from './browser.ts';

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 700 };

interface State {
  name: string;
  colorScheme: 'light' | 'dark';
  size: typeof WIDE;
  /** All rules where none are named. */
  rules?: string[];
}

/**
 * Both widths in both schemes. The first state is looked at by all rules. The document is the same in the others, so only
 * rules that look at colours or layout can find something else there.
 */
function states(narrow: string[] | undefined): State[] {
  return [
    { name: 'light', colorScheme: 'light', size: WIDE },
    { name: 'light, narrow', colorScheme: 'light', size: NARROW, ...(narrow === undefined ? {} : { rules: narrow }) },
    { name: 'dark, narrow', colorScheme: 'dark', size: NARROW, rules: COLOUR_RULES },
    { name: 'dark', colorScheme: 'dark', size: WIDE, rules: COLOUR_RULES },
  ];
}

export const EACH_RULE_WHERE_IT_MAY_DIFFER = states(NARROW_RULES);
/** Colours are the same in every language; how long a word is, is not. */
export const IN_A_SECOND_LANGUAGE = states(LAYOUT_RULES);
/** Parts that show at one width alone are looked at by all rules there as well. */
export const ALL_RULES_AT_BOTH_WIDTHS = states(undefined);

/** Loads an address once and changes its scheme and width in place; tells what axe finds, with the state. */
export async function visitStates(watched: Watched, address: string, states: State[]): Promise<string[]> {
  const { page } = watched;
  const found: string[] = [];
  const [first] = states;
  await page.emulateMedia({ colorScheme: first?.colorScheme ?? null });
  await page.setViewportSize(first?.size ?? WIDE);
  await page.goto(address);
  for (const { name, colorScheme, size, rules } of states) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    found.push(...(await violations(watched, rules)).map((fault) => `${name}: ${fault}`));
  }
  return found;
}
