import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { COMMANDS } from '../../src/cli/all-commands.ts';
import { serve } from '../../src/compose.ts';
import { toConfig } from '../../src/config.ts';
import { manifestOf } from './manifest.ts';
import { RICH } from './rich-records.ts';

/** Every page there is, with the states that differ in what is on them. */
export const PAGES = [
  '',
  '/search',
  '/search?q=meeting',
  '/search?kind=software&country=DK&licence=MPL-2.0&sort=name',
  '/search?q=zzzznothing&kind=software',
  '/search?q=kitso+zebra',
  '/search?cursor=damaged',
  '/tasks',
  '/tasks/meeting-management',
  '/software',
  '/organisations',
  '/networks',
  '/software/everything',
  '/software/nothing',
  '/software/os2mo',
  '/software/plone',
  '/software/plone/links/based-on',
  '/software/os2mo/links/adoption-of',
  '/software/town-hall/versions?from=1&to=2',
  '/software/gone-product',
  '/software/there-is-no-such',
  '/organisations/everybody',
  '/organisations/viborg-kommune',
  '/networks/all-of-us',
  '/networks/os2',
  '/compare?id=software/everything&id=software/os2mo&q=meeting',
  '/compare?id=software/everything',
  '/software/everything?at=40',
  '/software/everything/adopters',
  '/software/everything/adopters?like=organisation/everybody&date=2020',
  '/organisations/everybody/adopters',
  '/census',
  '/dispute?claim=adoption/aaaaaaaaaaaaaaaa@own',
  '/adoptions/aaaaaaaaaaaaaaaa',
  '/contributions/ffffffffffffffff',
  '/frameworks',
  '/frameworks/house-list',
  '/frameworks/os2-list',
  '/assessments/cccccccccccccccc',
  '/assessments/eeeeeeeeeeeeeeee',
  '/software/os2rollekatalog',
  '/check',
  '/about',
  '/changes',
  '/federation',
  '/sources',
  '/formulas',
  '/statistics',
  '/help',
  '/terms',
  '/privacy',
  '/accessibility',
  '/api',
  '/reference',
  '/reference/commands',
  '/reference/endpoints',
];
/** What a test ends with; tap's `t` is one. */
interface Ends {
  teardown(act: () => unknown): void;
}

const TOKEN = 'operator-token-of-the-browser-tests';

export interface ServedCatalogue {
  /** Where it answers, without a slash at the end. */
  base: string;
}

/**
 * The whole service on a free port: the built-in catalogues, an own folder with rich records and a broken file, one product
 * of two versions and one that was withdrawn.
 */
export async function serveCatalogue(t: Ends): Promise<ServedCatalogue> {
  const folder = await mkdtemp(join(tmpdir(), 'alminding-browser-'));
  const own = join(folder, 'own');
  const files = { ...RICH, 'software/broken.yml': 'name: Broken\nlicence: [not, a, licence]\n' };
  for (const [file, content] of Object.entries(files)) {
    const path = join(own, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  const defaults = toConfig({ values: [], problems: [] });
  const config = {
    ...defaults,
    crawlNamed: false,
    data: join(folder, 'data'),
    catalogue: own,
    port: 0,
    token: TOKEN,
    pressureMs: 0,
  };
  const served = await serve(config, {
    version: '0.0.0',
    commands: async () => COMMANDS,
    log: pino({ level: 'silent' }),
  });
  t.teardown(async () => {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });
  const base = served.url;
  const ask = async (path: string, init: RequestInit): Promise<void> => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/yaml' };
    const answer = await fetch(`${base}${path}`, { headers, ...init });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const publish = (manifest: string) => ask('/api/v1/publish', { method: 'POST', body: manifest });
  await publish(manifestOf('Town hall', 'https://example.org/town-hall'));
  await publish(manifestOf('Town hall', 'https://example.org/town-hall').replace('1.2.3', '1.3.0'));
  await publish(manifestOf('Gone product', 'https://example.org/gone'));
  await ask('/api/v1/software/gone-product?reason=retired', { method: 'DELETE' });
  return { base };
}
