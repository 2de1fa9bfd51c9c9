import t, { type Test } from 'tap';
import { violations } from '../helpers/axe.ts';
import { EACH_RULE_WHERE_IT_MAY_DIFFER, IN_A_SECOND_LANGUAGE, NARROW, visitStates } from '../helpers/axe-states.ts';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { PAGES, serveCatalogue } from '../helpers/served.ts';
import { TURNING } from '../helpers/turning.ts';

// A browser on a busy machine is slow; alone this takes a minute and a half.
t.setTimeout(1_200_000);
const { base } = await serveCatalogue(t);
const browser = await openBrowser(t);
/** So many pages of the browser at once, each a process of its own; the service needs little beside them. */
const AT_ONCE = 2;
let visited = 0;

t.comment(`English and ${TURNING}`);
for (const lang of ['en', TURNING]) {
  t.test(
    `axe finds nothing on any page in ${lang}, light or dark, wide or narrow, and the console is clean`,
    async (t) => {
      const left = [...PAGES];
      await Promise.all(Array.from({ length: AT_ONCE }, () => visitAll(t, lang, left)));
    },
  );
}

/** Takes pages from the list until none is left. */
async function visitAll(t: Test, lang: string, left: string[]): Promise<void> {
  const watched = await openPage(browser, base);
  t.teardown(() => watched.context.close());
  const states = lang === 'en' ? EACH_RULE_WHERE_IT_MAY_DIFFER : IN_A_SECOND_LANGUAGE;
  for (let path = left.shift(); path !== undefined; path = left.shift()) {
    t.same(await visitStates(watched, `${base}/${lang}${path}`, states), [], path || '/');
    visited += states.length;
  }
  t.same(watched.complaints, []);
}

t.test('axe finds nothing on a narrow screen with the filters open', async (t) => {
  const watched = await openPage(browser, base, { viewport: NARROW });
  t.teardown(() => watched.context.close());
  await watched.page.goto(`${base}/da/search?q=m%C3%B8de`);
  await watched.page.locator('.facets > summary').click();
  t.same(await violations(watched), []);
  t.comment(`${visited + 1} states`);
});
