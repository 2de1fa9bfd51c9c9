import { AxeBuilder } from '@axe-core/playwright';
import t from 'tap';
import { openBrowser, openPage, type Watched } from '../helpers/browser.ts';
import { PAGES, serveCatalogue } from '../helpers/served.ts';
import { TURNING } from '../helpers/turning.ts';

// A browser on a busy machine is slow; alone this takes less than a minute.
t.setTimeout(600_000);
const { base } = await serveCatalogue(t);
const browser = await openBrowser(t);

/** Of all rules of axe only these look at colours; the others see the same document in both schemes. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

t.comment(`English and ${TURNING}`);
for (const lang of ['en', TURNING]) {
  t.test(`axe finds nothing on any page in ${lang}, light or dark, and the console is clean`, async (t) => {
    const watched = await openPage(browser, base);
    t.teardown(() => watched.context.close());
    for (const path of PAGES) {
      await watched.page.emulateMedia({ colorScheme: 'light' });
      await watched.page.goto(`${base}/${lang}${path}`);
      t.same(await violations(watched), [], `${path || '/'} light`);
      await watched.page.emulateMedia({ colorScheme: 'dark' });
      t.same(await violations(watched, COLOUR_RULES), [], `${path || '/'} dark`);
    }
    t.same(watched.complaints, []);
  });
}

t.test('axe finds nothing on a narrow screen with the filters open', async (t) => {
  const watched = await openPage(browser, base, { viewport: { width: 320, height: 700 } });
  t.teardown(() => watched.context.close());
  await watched.page.goto(`${base}/da/search?q=m%C3%B8de`);
  await watched.page.locator('.facets > summary').click();
  t.same(await violations(watched), []);
});

/** What axe finds, in words short enough to read. There are no frames, so it need not look for any. */
async function violations({ page }: Watched, rules?: string[]): Promise<string[]> {
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
