import { AxeBuilder } from '@axe-core/playwright';
import t from 'tap';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { serveCatalogue } from '../helpers/served.ts';

t.setTimeout(300_000);
const { base } = await serveCatalogue(t);
const browser = await openBrowser(t);

const BAD = `${manifestOf('Agenda', 'https://forge.example/town/agenda').replace('stable', 'stabel')}${'x'.repeat(90)}: 1\n`;

t.test('a manifest is checked without script, at the width of a telephone, and axe finds nothing', async (t) => {
  for (const [lang, colorScheme] of [
    ['en', 'light'],
    ['da', 'dark'],
  ] as const) {
    const options = { viewport: { width: 320, height: 700 }, javaScriptEnabled: false, colorScheme };
    const { page, context, complaints } = await openPage(browser, base, options);
    t.teardown(() => context.close());
    await page.goto(`${base}/${lang}/check`);
    await page.locator('#text').fill(BAD);
    await page.locator('.check-form button').click();
    await page.locator('.verdict').waitFor();
    t.equal(await page.locator('.source > li.error > code mark').first().innerText(), 'stabel');
    t.match(await page.locator('.diff .added').allInnerTexts(), [/publiccodeYmlVersion/, /stable/]);
    await page.setInputFiles('#file', {
      name: 'x.yml',
      mimeType: 'application/yaml',
      buffer: Buffer.from('name: [a\n'),
    });
    await page.locator('.check-form button').click();
    await page.locator('.source').waitFor();
    t.match(await page.locator('.check-problems').innerText(), /Line|Linje/);
    t.same(complaints, []);
  }
});

t.test('the page of a checked manifest has no fault that axe finds, and nothing sticks out', async (t) => {
  const { page, context } = await openPage(browser, base, { viewport: { width: 320, height: 700 } });
  t.teardown(() => context.close());
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${base}/en/check`);
    await page.locator('#text').fill(BAD);
    await page.locator('#address').fill('');
    await page.locator('.check-form button').click();
    await page.locator('.verdict').waitFor();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    t.same(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
      [],
      colorScheme,
    );
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    t.ok(Number(wide) <= 320, `${wide} pixels wide`);
  }
  if (process.env.SHOTS) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.screenshot({ path: `${process.env.SHOTS}/narrow.png`, fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: `${process.env.SHOTS}/wide.png`, fullPage: true });
  }
});

t.test('an address that is not asked says so above the form', async (t) => {
  const { page, context } = await openPage(browser, base);
  t.teardown(() => context.close());
  await page.goto(`${base}/en/check`);
  await page.locator('#address').fill('https://127.0.0.1/town/agenda');
  await page.locator('.check-form button').click();
  t.match(await page.locator('[role="alert"]').innerText(), /This address is not asked/);
  t.equal(await page.locator('#address').inputValue(), 'https://127.0.0.1/town/agenda');
});
