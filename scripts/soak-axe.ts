import { LANGUAGES } from '../src/web/locales/text.ts';
import { violations } from '../test/helpers/axe.ts';
import { openBrowser, openPage, type Watched } from '../test/helpers/browser.ts';
import { PAGES, serveCatalogue } from '../test/helpers/served.ts';

const WIDTHS = [1280, 320];
const SCHEMES = ['light', 'dark'] as const;

/** Every page in every language, light and dark, wide and narrow, with all rules of axe (axe [LANGUAGE …]). */
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
        const faults = await visit(watched, `${base}/${lang}${path}`);
        states += SCHEMES.length * WIDTHS.length;
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

/** What is found at one address in all its states. */
async function visit(watched: Watched, address: string): Promise<string[]> {
  const faults: string[] = [];
  await watched.page.goto(address);
  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS) {
      await watched.page.emulateMedia({ colorScheme });
      await watched.page.setViewportSize({ width, height: 900 });
      faults.push(...(await violations(watched)).map((fault) => `${colorScheme} ${width}: ${fault}`));
    }
  return faults;
}
