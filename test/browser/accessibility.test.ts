import t from 'tap';
import { COLOUR_RULES, LAYOUT_RULES, NARROW_RULES, violations } from '../helpers/axe.ts';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { PAGES, serveCatalogue } from '../helpers/served.ts';
import { TURNING } from '../helpers/turning.ts';

// A browser on a busy machine is slow; alone this takes two minutes.
t.setTimeout(1_200_000);
const { base } = await serveCatalogue(t);
const browser = await openBrowser(t);
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 700 };
let states = 0;

t.comment(`English and ${TURNING}`);
for (const lang of ['en', TURNING]) {
  t.test(
    `axe finds nothing on any page in ${lang}, light or dark, wide or narrow, and the console is clean`,
    async (t) => {
      const watched = await openPage(browser, base);
      const { page } = watched;
      t.teardown(() => watched.context.close());
      for (const path of PAGES) {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize(WIDE);
        await page.goto(`${base}/${lang}${path}`);
        t.same(await violations(watched), [], `${path || '/'} light`);
        await page.setViewportSize(NARROW);
        // Colours are the same in every language; how long a word is, is not.
        t.same(
          await violations(watched, lang === 'en' ? NARROW_RULES : LAYOUT_RULES),
          [],
          `${path || '/'} light, narrow`,
        );
        await page.emulateMedia({ colorScheme: 'dark' });
        if (lang === 'en') t.same(await violations(watched, COLOUR_RULES), [], `${path || '/'} dark, narrow`);
        await page.setViewportSize(WIDE);
        t.same(await violations(watched, COLOUR_RULES), [], `${path || '/'} dark`);
        states += lang === 'en' ? 4 : 3;
      }
      t.same(watched.complaints, []);
    },
  );
}

t.test('axe finds nothing on a narrow screen with the filters open', async (t) => {
  const watched = await openPage(browser, base, { viewport: NARROW });
  t.teardown(() => watched.context.close());
  await watched.page.goto(`${base}/da/search?q=m%C3%B8de`);
  await watched.page.locator('.facets > summary').click();
  t.same(await violations(watched), []);
  t.comment(`${states + 1} states`);
});
