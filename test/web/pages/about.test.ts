import t, { type Test } from 'tap';
import { createHooks } from '../../../src/access/hooks.ts';
import { COMMANDS } from '../../../src/cli/all-commands.ts';
import { openFederation } from '../../../src/compose-federation.ts';
import { toConfig } from '../../../src/config.ts';
import { createDraftDesk } from '../../../src/crawl/drafts.ts';
import { createSourceReader } from '../../../src/crawl/report.ts';
import { ERRORS } from '../../../src/kernel/errors.ts';
import { LIMITS } from '../../../src/kernel/limits.ts';
import { createLogs } from '../../../src/logs/logs.ts';
import { createNet } from '../../../src/net/safe-fetch.ts';
import type { Submission } from '../../../src/registry/types.ts';
import { buildApp } from '../../../src/web/app.ts';
import { LANGUAGES } from '../../../src/web/locales/text.ts';
import { configurationKeys } from '../../../src/web/pages/configuration.ts';
import { endpoints, metricDocs } from '../../../src/web/pages/endpoints.ts';
import { openApp } from '../../helpers/open-app.ts';
import { readPage } from '../../helpers/read-page.ts';
import { publishRich } from '../../helpers/rich-records.ts';

t.test('the catalogue says what is in it, whose it is, and as of when', async (t) => {
  const opened = await openApp(t, { name: 'Our catalogue' });
  await opened.builtIn('software', 'one', { name: 'One' });
  await publishRich(opened);
  const { text, headings } = await readPage(opened, '/en/about');
  t.same(headings[0], [1, 'About Our catalogue']);
  t.match(text, 'Last change 22 November 2026');
  t.match(
    text,
    'Software 2 1 Organisations 2 0 Networks 2 0 Frameworks 2 0 Adoptions 2 0 Contributions 2 0 Assessments 3 0',
  );
  t.match(text, 'CC0 1.0');
  t.match(text, 'Every file of the catalogue folders was read.');
  const empty = await readPage(await openApp(t), '/da/about');
  t.match(empty.text, 'Der er ikke kommet noget ind endnu');
});

t.test('files that could not be read are named with line and reason', async (t) => {
  const opened = await openApp(t);
  await opened.store.putFiles([
    {
      ...{ folder: 'own', file: 'software/broken.yml', digest: 'd', entry: null, missingSince: null },
      problems: JSON.stringify([
        { rule: 'type', severity: 'error', pointer: '/name', message: 'This must be a text.', line: 3 },
      ]),
    },
  ]);
  const { text } = await readPage(opened, '/en/about');
  t.match(text, 'own / software/broken.yml line 3: This must be a text. /name'.replace(' / ', '/'));
  t.match((await readPage(opened, '/da/about')).text, 'linje 3:');
});

t.test('the reference has every setting, error, command, endpoint and metric', async (t) => {
  const opened = await openApp(t);
  const app = await buildApp({
    ...{
      registry: opened.registry,
      checker: opened.checker,
      crawl: createSourceReader(opened.store),
      access: opened.access,
      hookDesk: opened.hookDesk,
      federation: openFederation(opened, createNet()),
      drafts: createDraftDesk({ ...opened, clock: { now: () => 0 } }),
      hooks: createHooks({ ...opened, clock: { now: () => 0 }, secrets: '', onDue: () => undefined }),
      log: false,
      clock: { now: () => opened.clock.time },
      commands: async () => COMMANDS,
    },
    config: { ...toConfig({ values: [], problems: [] }), publicUrl: 'http://catalogue.test', pressureMs: 0 },
    health: { version: '0.1.0', writable: async () => true, loops: () => 'holder' },
    logs: createLogs(opened.store, () => ({ signing: true, reason: null })),
  });
  t.teardown(() => app.close());
  await app.ready();
  const idsOf = {
    commands: COMMANDS.map(({ name }) => `command-${name}`),
    endpoints: endpoints(app.swagger() as never).map(({ id }) => id),
  };
  for (const lang of ['en', 'da']) {
    const html = (await app.inject({ url: `/${lang}/reference`, headers: { accept: 'text/html' } })).body;
    const has = (id: string) => t.ok(html.includes(`id="${id}"`), `${lang}: ${id}`);
    for (const { name, environment } of configurationKeys()) {
      has(`config-${name}`);
      t.ok(html.includes(environment), environment);
    }
    for (const code of Object.keys(ERRORS)) has(`error-${code}`);
    for (const part of ['commands', 'endpoints'] as const) {
      const ids = idsOf[part];
      const own = (await app.inject({ url: `/${lang}/reference/${part}`, headers: { accept: 'text/html' } })).body;
      for (const id of ids) {
        t.ok(own.includes(`id="${id}"`), `${lang}: ${id}`);
        has(id);
        t.ok(html.includes(`href="/${lang}/reference/${part}#${id}"`), `an old link to ${id} leads on`);
      }
      t.same(twice(own), [], 'no id twice');
    }
    for (const { name } of metricDocs((await app.inject('/metrics')).body)) has(`metric-${name}`);
    t.same(twice(html), [], 'no id twice');
  }
  await holdsNoEnglish(t, async (url) => (await app.inject({ url, headers: { accept: 'text/html' } })).body);
  const page = (await app.inject({ url: '/en/api', headers: { accept: 'text/html' } })).body;
  for (const id of idsOf.endpoints) t.ok(page.includes(`/en/reference/endpoints#${id}"`), id);
});

/** The pages for technicians say everything in the reader's language too, and stay below what a page may weigh. */
async function holdsNoEnglish(t: Test, read: (url: string) => Promise<string>): Promise<void> {
  for (const lang of LANGUAGES.filter((one) => one !== 'en'))
    for (const path of ['reference', 'reference/commands', 'reference/endpoints', 'api']) {
      const html = await read(`/${lang}/${path}`);
      const [main = ''] = /<main[\s\S]*<\/main>/.exec(html) ?? [];
      t.ok(main.length > 10_000 && !main.includes('lang="en"'), `/${lang}/${path} explains nothing in English`);
      t.ok(Buffer.byteLength(html) < 100_000, `/${lang}/${path} has ${Buffer.byteLength(html)} bytes`);
    }
}

/** Names that more than one element of a page has. */
function twice(html: string): string[] {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
  return ids.filter((id, i) => ids.indexOf(id) !== i);
}

t.test('metrics are read from their text format', async (t) => {
  const text = '# HELP a_total Counts a.\n# TYPE a_total counter\na_total 1\n# HELP b Nothing more.\n';
  t.same(metricDocs(text), [
    { name: 'a_total', help: 'Counts a.', type: 'counter' },
    { name: 'b', help: 'Nothing more.', type: 'untyped' },
  ]);
});

t.test('entries that are too many for one product are told, on the page and as data', async (t) => {
  const opened = await openApp(t);
  t.notMatch((await readPage(opened, '/en/about')).text, 'Too many entries');
  const size = LIMITS.clusterSize + 2;
  // Each names the one before it and the one behind it: a chain of one and the same product.
  const copies = Array.from({ length: size }, (_, i): Submission => {
    const mates = [i - 1, i + 1].filter((n) => n >= 0 && n < size).map((n) => `software/copy-${n}@built-in`);
    const bytes = Buffer.from(JSON.stringify({ name: `Copy ${i}`, sameAs: mates }));
    const provenance = { by: 'folder', file: `software/copy-${i}.json` } as const;
    return {
      kind: 'software',
      slug: `copy-${i}`,
      mediaType: 'application/json',
      origin: 'built-in',
      bytes,
      provenance,
    };
  });
  await opened.registry.publishAll(copies);
  const status = (await opened.ask('/api/v1/status')).json();
  t.equal(status.unjoined.total, size);
  t.ok(status.unjoined.entries.includes('software/copy-3@built-in'));
  const page = await readPage(opened, '/en/about');
  t.match(page.text, `${size} entries are the same software as more than 50 others`);
  t.match(page.text, 'software/copy-3@built-in');
  t.match((await readPage(opened, '/da/about')).text, `${size} poster er samme software`);
});
