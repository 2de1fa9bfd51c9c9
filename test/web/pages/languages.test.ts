/** Pages of the built-in catalogues in the languages of their readers: what is in another one says so. */
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { loadFolder } from '../../../src/crawl/load-folder.ts';
import { LANGUAGES } from '../../../src/web/locales/text.ts';
import { manifestOf } from '../../helpers/manifest.ts';
import { openApp } from '../../helpers/open-app.ts';
import { strayTexts } from '../../helpers/page-language.ts';
import { readPage } from '../../helpers/read-page.ts';

const FOLDERS = ['shared', 'os2', 'plonegov'];
const PAGES = [
  '/networks/os2',
  '/networks/plonegov',
  '/frameworks/os2-1.1.0',
  '/frameworks/standard-for-public-code-0.8.0',
  '/software/os2udoglaer',
  '/assessments/3ihkgt52pxd6lk4g',
  '/stories/5nlh7xagbn4hoimb',
  '/compare?id=software/os2mo&id=software/plonemeeting',
  '/check',
  '/frameworks',
  '/about',
];

/** The texts are complete in all eight; whether the code says them is seen in some. */
const LOOKED_AT: readonly string[] = ['en', 'da', 'de', 'fr', 'nl'];

/** Wrong in many ways, with an English text that is the writer's own. */
const BAD = manifestOf('Agenda', 'https://forge.example/town/agenda')
  .replace('stable', 'stabel')
  .replace('legal:', 'leagl:')
  .replace(/^platforms:.*\n/m, 'platforms: The name of the thing that is there\n');

t.test('no page of a framework, an assessment, a network or a check mixes languages unless it says so', async (t) => {
  const opened = await openApp(t);
  for (const name of FOLDERS) {
    const path = fileURLToPath(new URL(`../../../catalogue/${name}/`, import.meta.url));
    await loadFolder(
      { ...opened, clock: { now: () => opened.clock.time } },
      { name, path, origin: 'built-in', removalDays: 30 },
    );
  }
  for (const lang of LANGUAGES) {
    for (const path of LOOKED_AT.includes(lang) ? PAGES : []) {
      const { html, response } = await readPage(opened, `/${lang}${path}`);
      t.equal(response.statusCode, 200, path);
      t.same(strayTexts(html), [], `/${lang}${path}`);
    }
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    const payload = `text=${encodeURIComponent(BAD)}`;
    const checked = await opened.ask({ method: 'POST', url: `/${lang}/check`, payload, headers });
    t.same(strayTexts(checked.body), [], `the checked file in ${lang}`);
    const main = checked.body.replace(/^.*<main|<\/main>.*$/gs, '');
    if (lang !== 'en') t.notMatch(main, / lang="en"/, `nothing of the judgement is English in ${lang}`);
  }
});

t.test('a text in another language than its page is found, and one that says so is not', async (t) => {
  const page = (body: string): string => `<!doctype html><html lang="de"><body>${body}</body></html>`;
  t.same(strayTexts(page('<p>Die Liste ist nicht für alle.</p><p>The list is not for <b>all of them</b>.</p>')), [
    'de/en: The list is not for all of them.',
  ]);
  t.same(strayTexts(page('<p lang="en">The list is not for all.</p><cite lang="">It is the one of that.</cite>')), []);
  t.same(strayTexts(page('<code>the one that is</code><pre>the list of it</pre><p>Stufe 2</p>')), []);
  t.same(strayTexts(page('<img alt="The picture of the town">')), ['de/en: The picture of the town']);
});
