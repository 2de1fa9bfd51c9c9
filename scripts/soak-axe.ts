import { LANGUAGES } from '../src/web/locales/text.ts';
import { ALL_RULES_AT_BOTH_WIDTHS, visitStates } from '../test/helpers/axe-states.ts';
import { openBrowser, openPage } from '../test/helpers/browser.ts';
import { PAGES, serveCatalogue } from '../test/helpers/served.ts';

/** Every page in every language, light and dark, wide and narrow (axe [LANGUAGE …]). */
export async function axe(wanted: string[]): Promise<boolean> {
  const ends: (() => unknown)[] = [];
  const t = { teardown: (end: () => unknown) => void ends.unshift(end) };
  let [states, found] = [0, 0];
  try {
    const { base } = await serveCatalogue(t);
    const browser = await openBrowser(t);
    for (const lang of wanted.length > 0 ? wanted : LANGUAGES) {
      const watched = await openPage(browser, base);
      for (const path of PAGES) {
        const faults = await visitStates(watched, `${base}/${lang}${path}`, ALL_RULES_AT_BOTH_WIDTHS);
        states += ALL_RULES_AT_BOTH_WIDTHS.length;
        found += faults.length;
        for (const fault of faults) console.log(`/${lang}${path} ${fault}`);
      }
      found += watched.complaints.length;
      for (const complaint of watched.complaints) console.log(complaint);
      await watched.context.close();
      console.log(`${lang}: ${states} states, ${found} faults so far`);
    }
  } finally {
    for (const end of ends) await end();
  }
  console.log(`${states} states, ${found} faults`);
  return found === 0;
}
