import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Context, importInto, startService } from './context.ts';
import { type Figure, percentile } from './figure.ts';
import { Connection } from './load.ts';
import { paintFigures } from './paint.ts';
import { type Program, portOf } from './program.ts';
import { makeQueries } from './queries.ts';

const LARGE = 50_000;
/** Each page is asked for so often, after a few times that are not counted. */
const TIMES = 40;
const WARM = 5;
/** So many of the slowest pages are named. */
const NAMED = 5;

/** What people see: how long any page takes the server over 50,000 software, and when results and a product are painted. */
export async function faceBench(context: Context): Promise<Figure[]> {
  const data = join(context.folder, 'face');
  await importInto(data, 'records', LARGE);
  const slugs = slugsIn(data);
  // With the built-in catalogues: networks, frameworks and adopters are theirs.
  const service = await startService(data, { ALMINDING_BUILT_IN: 'true' });
  try {
    return [await serverFigure(service, slugs), ...(await paintFigures(`http://127.0.0.1:${portOf(service)}`, slugs))];
  } finally {
    await service.stop();
  }
}

/** Addresses of each page there is, without the language; where it is about one record, about another one each time. */
function pagesOver(slugs: readonly string[]): Record<string, (n: number) => string> {
  const queries = makeQueries(TIMES + WARM, 51);
  const slug = (n: number): string => slugs[(n * 997) % slugs.length] as string;
  const fixed = (
    '/ /search /search?kind=software&sort=name /search?kind=software&country=DK&licence=MPL-2.0 /software /organisations ' +
    '/networks /frameworks /tasks /tasks/meeting-management /changes /statistics /federation /sources /census /formulas ' +
    '/about /help /terms /privacy /accessibility /api /reference /reference/commands /reference/endpoints /check /compare /networks/os2 /organisations/viborg-kommune ' +
    '/software/os2mo /software/os2mo/adopters /software/plone /software/plone/links/based-on /frameworks/os2-list ' +
    '/frameworks/os2-1.1.0 /software/there-is-no-such'
  ).split(' ');
  return {
    ...Object.fromEntries(fixed.map((path) => [path, () => (path === '/' ? '' : path)])),
    '/search?q=…': (n) => `/search?${queries[n]?.address}`,
    '/software/…': (n) => `/software/${slug(n)}`,
    '/software/…/versions': (n) => `/software/${slug(n)}/versions`,
    '/software/…/adopters': (n) => `/software/${slug(n)}/adopters`,
    '/compare?id=… (four)': (n) => `/compare?${[0, 1, 2, 3].map((i) => `id=software/${slug(4 * n + i)}`).join('&')}`,
  };
}

async function serverFigure(service: Program, slugs: readonly string[]): Promise<Figure> {
  const connection = await Connection.open(portOf(service));
  const slowest: { name: string; ms: number }[] = [];
  const pages = Object.entries(pagesOver(slugs));
  const before = service.cpu();
  try {
    for (const [name, address] of pages) {
      const took: number[] = [];
      for (let n = 0; n < WARM + TIMES; n += 1) {
        const path = `/en${address(n)}`;
        const { status, ms } = await connection.ask(path, { headers: 'accept: text/html\r\n' });
        if (status !== 200 && !name.endsWith('no-such') && !/frameworks/.test(name))
          throw new Error(`${path}: ${status}`);
        if (n >= WARM) took.push(ms);
      }
      slowest.push({ name, ms: percentile(took, 0.95) });
    }
  } finally {
    connection.close();
  }
  slowest.sort((a, b) => b.ms - a.ms);
  const cpu = ((service.cpu() - before) * 1_000) / (pages.length * (WARM + TIMES));
  const named = slowest.slice(0, NAMED).map(({ name, ms }) => `${name} ${ms.toFixed(1)}`);
  return {
    bench: 'face',
    what: `p95 of the slowest of ${pages.length} pages, ${LARGE.toLocaleString('en')} software`,
    unit: 'ms',
    value: slowest[0]?.ms ?? Number.NaN,
    target: { most: 30 },
    note: `${named.join(', ')}; ${cpu.toFixed(1)} ms of processor time on average`,
  };
}

function slugsIn(data: string): string[] {
  const db = new Database(join(data, 'alminding.db'), { readonly: true });
  const slugs = db.prepare("SELECT slug FROM records WHERE kind = 'software' ORDER BY ord").pluck().all();
  db.close();
  return slugs as string[];
}
