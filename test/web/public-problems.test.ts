import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { type FolderSource, loadFolder } from '../../src/crawl/load-folder.ts';
import { checkSources } from '../../src/crawl/sources.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { openApp } from '../helpers/open-app.ts';

const MAIL = 'karen.testperson@town.example';
const NAME = 'Karen Testperson';
const PRIVATE = /karen|testperson/i;

/** A person where no person belongs: as a value, a key, a language, an address, in what is no YAML, in a manifest. */
const FILES: Record<string, string> = {
  'software/enum.yml': `name: X\nstatus: ${MAIL}\n`,
  'software/form.yml': `name: X\nurl: ${NAME}\n`,
  'software/key.yml': `name: X\n${NAME}: here\n`,
  'software/deep.yml': `name: X\ndescription:\n  en:\n    short: A\n    ${NAME}: "${MAIL}"\n`,
  'software/language.yml': `name: X\ndescription:\n  ${NAME}:\n    short: 1\n    shrt: x\n`,
  'software/hint.yml': `name: X\nstatus: stabel ${NAME}\nlicence:\n  spdx: MIT ${NAME}\n`,
  'software/quote.yml': `name: X\nstatus: 'a”, ${MAIL} “b'\n`,
  'software/syntax.yml': `name: [${NAME}\n${MAIL}: "\n`,
  'software/twice.yml': `name: X\n${NAME}: 1\n${NAME}: 2\n`,
  'software/json.json': `{"name": "X", ${NAME}}`,
  'software/mail.yml': `name: X\ndescription:\n  en:\n    short: Ask ${MAIL}\n`,
  'software/manifest.yml': `${manifestOf('X', 'https://forge.example/t/x').replace(/^developmentStatus:.*$/m, `developmentStatus: ${MAIL}`)}${NAME}: 1\n`,
  'organisations/mailbox.yml': `name: X\nmailbox: ${NAME} <${MAIL}>\n`,
  'adoptions/ref.yml': `organisation: ${NAME}\nsoftware: ${MAIL}\nstate: ${NAME}\n`,
  'sources.yml': `forges:\n  - mailto:${MAIL}\n${NAME}: 1\nrepositories: "${NAME}\n`,
};

const PAGES = ['', '/about', '/search', '/search?q=town', '/software', '/organisations', '/networks', '/reference'];
const DATA = ['/status', '/search', '/search?q=town', '/software', '/organisations', '/networks', '/adoptions'];

t.test('what stands in a broken file of a catalogue folder is shown nowhere', async (t) => {
  const opened = await openApp(t);
  const path = join(opened.folder, 'catalogue');
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  const source: FolderSource = { path, name: 'own', origin: 'own', removalDays: 30 };
  const clock = { now: () => opened.clock.time };
  const count = Object.keys(FILES).length;
  t.match(await loadFolder({ ...opened, clock }, source), { changed: 0, broken: count - 1 });
  t.equal(await checkSources(opened.store, source), 1);
  const addresses = [
    ...['en', 'da'].flatMap((lang) => PAGES.map((page) => `/${lang}${page}`)),
    ...DATA.map((place) => `/api/v1${place}`),
    ...['/metrics', '/readyz'],
  ];
  for (const url of addresses) {
    const { statusCode, body } = await opened.app.inject({ url, headers: { accept: 'text/html,*/*' } });
    t.equal(statusCode, 200, url);
    t.notMatch(body, PRIVATE, url);
  }
  t.notMatch(JSON.stringify(await opened.store.listBroken(1_000)), PRIVATE, 'nor is it stored');
  const { broken } = (await opened.app.inject('/api/v1/status')).json() as {
    broken: { file: string; problems: { rule: string; pointer: string; line?: number }[] }[];
  };
  t.same(broken.map(({ file }) => file).sort(), Object.keys(FILES).sort(), 'the files are named');
  const of = (name: string) => broken.find(({ file }) => file === name)?.problems ?? [];
  const has = (name: string, pointer: string, line: number) =>
    t.ok(
      of(name).some((problem) => problem.pointer === pointer && problem.line === line),
      `${name} ${pointer}`,
    );
  has('software/enum.yml', '/status', 2);
  has('software/deep.yml', '/description/en/…', 5);
  has('software/manifest.yml', '/developmentStatus', 6);
  t.ok(broken.every(({ problems }) => problems.length > 0));
});
