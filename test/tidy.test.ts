/** The rules of the house, held against every file of the repository. What a rule means: `test/tidy-rules.test.ts`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { circles, forbiddenImports, type Room } from './helpers/import-rules.ts';
import { forbiddenPaths, forbiddenText, wrongSizes } from './helpers/text-rules.ts';
import { defaultExports, forbiddenUses, testEscapes } from './helpers/use-rules.ts';

const FLOOR_0 = [
  'kernel',
  'records',
  'manifest',
  'licence',
  'governance',
  'adopters',
  'maturity',
  'journal',
  'search',
  'versions',
  'writers',
  'claims',
  'documents',
  'schemas',
];
const VALIDATION = ['ajv', 'ajv-formats'];

const in_ = (name: string): RegExp => new RegExp(`^src/${name}/`);

/** Who may import whom. Floor 0 is pure; nobody imports upwards; only compose knows everything. */
const ROOMS: readonly Room[] = [
  { name: 'schemas', files: /^(src\/schemas\.gen\.ts|schemas\/.*\.json)$/, values: [], types: [], npm: [], node: [] },
  {
    name: 'config',
    files: /^src\/config\.ts$/,
    values: ['kernel', 'schemas'],
    types: [],
    npm: VALIDATION,
    node: ['fs', 'net', 'path', 'url'],
  },
  {
    name: 'compose',
    files:
      /^src\/(begin-epoch|compose(-crawl|-federation|-git|-hooks)?|epoch-worker|follow-peers|pull-worker|sync-peers|sync-worker)\.[jt]s$/,
    values: 'any',
    types: [],
    npm: ['pino'],
    node: 'any',
  },

  { name: 'kernel', files: in_('kernel'), values: [], types: [], npm: [], node: ['crypto'] },
  // Records come as YAML and JSON too: they are read by the manifest room's reader.
  {
    name: 'records',
    files: in_('records'),
    values: ['kernel', 'schemas', 'manifest', 'licence', 'governance'],
    types: [],
    npm: VALIDATION,
    node: [],
  },
  {
    name: 'manifest',
    files: in_('manifest'),
    values: ['kernel', 'schemas', 'licence'],
    types: [],
    npm: [...VALIDATION, 'yaml', 'semver', 'spdx-*', 'language-subtag-registry'],
    node: [],
  },
  { name: 'licence', files: in_('licence'), values: ['kernel', 'schemas'], types: [], npm: ['spdx-*'], node: [] },
  // Which versions of a host fit.
  { name: 'versions', files: in_('versions'), values: ['kernel'], types: [], npm: ['semver'], node: [] },
  // Who may write an entry.
  { name: 'writers', files: in_('writers'), values: ['kernel', 'schemas'], types: [], npm: [], node: [] },
  { name: 'governance', files: in_('governance'), values: ['kernel', 'schemas'], types: [], npm: VALIDATION, node: [] },
  // Who uses what. Tables of bodies come as CSV.
  { name: 'adopters', files: in_('adopters'), values: ['kernel', 'schemas'], types: [], npm: ['csv-parse'], node: [] },
  // What people take away: office files, tables, feeds.
  { name: 'documents', files: in_('documents'), values: ['kernel'], types: [], npm: ['fflate'], node: [] },
  { name: 'claims', files: in_('claims'), values: ['schemas'], types: [], npm: [], node: [] },
  { name: 'maturity', files: in_('maturity'), values: ['kernel', 'schemas'], types: [], npm: ['semver'], node: [] },
  {
    name: 'journal',
    files: in_('journal'),
    values: ['kernel', 'schemas'],
    types: ['records'],
    npm: [],
    node: ['crypto'],
  },
  {
    name: 'search',
    files: in_('search'),
    // Labels of categories and scopes in every language are the manifest's.
    values: ['kernel', 'schemas', 'records', 'manifest'],
    types: [],
    npm: ['@orama/stemmers'],
    node: [],
  },

  {
    name: 'store/sqlite',
    files: in_('store/sqlite'),
    values: ['store/port', 'kernel'],
    types: FLOOR_0,
    npm: ['drizzle-orm', 'better-sqlite3'],
    node: 'any',
  },
  {
    name: 'store/postgres',
    files: in_('store/postgres'),
    values: ['store/port', 'kernel'],
    types: FLOOR_0,
    npm: ['drizzle-orm', 'pg'],
    node: 'any',
  },
  { name: 'store/port', files: in_('store'), values: ['kernel'], types: FLOOR_0, npm: [], node: [] },
  {
    name: 'net',
    files: in_('net'),
    values: ['kernel'],
    types: [],
    npm: ['undici', 'ipaddr.js'],
    node: [
      'child_process',
      'crypto',
      'dns',
      'dns/promises',
      'events',
      'fs',
      'fs/promises',
      'net',
      'os',
      'path',
      'stream',
      'timers/promises',
      'url',
      'zlib',
    ],
  },

  // Reading files of folders that others write in.
  { name: 'files', files: in_('files'), values: ['kernel'], types: [], npm: [], node: ['fs', 'fs/promises', 'path'] },

  {
    name: 'registry/deliver',
    files: /^src\/registry\/deliver/,
    values: [...FLOOR_0, 'registry', 'net'],
    types: ['store/port'],
    npm: [],
    node: 'any',
  },
  { name: 'registry', files: in_('registry'), values: FLOOR_0, types: ['store/port'], npm: [], node: 'any' },

  // Who publishes without being the operator.
  {
    name: 'access',
    files: in_('access'),
    values: ['registry', 'writers', 'records', 'net', 'kernel'],
    types: [...FLOOR_0, 'store/port'],
    npm: ['jose'],
    node: ['crypto'],
  },
  {
    name: 'logs',
    files: in_('logs'),
    values: ['journal', 'kernel'],
    types: [...FLOOR_0, 'store/port'],
    npm: [],
    node: 'any',
  },
  // Texts of people in each language, and sentences of judgements in them: for pages and for commands.
  { name: 'locales', files: in_('web/locales'), values: ['kernel'], types: [], npm: [], node: [] },
  {
    name: 'web',
    files: in_('web'),
    // Pages show what a framework's ratings and levels mean in its own words.
    values: [
      'registry',
      'logs',
      'documents',
      'governance',
      'journal',
      'kernel',
      'licence',
      'locales',
      'maturity',
      'records',
      'schemas',
      'search',
      'writers',
    ],
    types: [...FLOOR_0, 'store/port', 'config', 'checking', 'crawl', 'access', 'federation', 'registry/deliver'],
    npm: [
      'fastify',
      '@fastify/*',
      'preact',
      'preact-render-to-string',
      'prom-client',
      '@digdir/*',
      'iso-3166',
      ...VALIDATION,
    ],
    node: 'any',
  },
  // Checking for strangers: texts in a worker, files and pages of others through the door out.
  {
    name: 'checking',
    files: in_('checking'),
    values: ['manifest', 'registry', 'net', 'kernel'],
    types: ['schemas'],
    npm: [],
    node: ['worker_threads'],
  },
  {
    name: 'crawl',
    files: in_('crawl'),
    // What package files declare is read as the rooms of licences and versions read them, drafts are made as `draft` makes them.
    values: ['registry', 'net', 'files', 'kernel', 'records', 'licence', 'manifest', 'versions'],
    types: ['manifest', 'schemas', 'store/port'],
    npm: ['octokit', 'sharp'],
    node: 'any',
  },
  {
    name: 'federation',
    files: in_('federation'),
    values: ['registry', 'net', 'journal', 'logs', 'kernel'],
    types: ['records', 'schemas', 'store/port'],
    npm: [],
    node: 'any',
  },
  {
    name: 'cli',
    files: in_('cli'),
    values: [
      'compose',
      'config',
      'federation',
      'registry',
      'crawl',
      'files',
      'manifest',
      'journal',
      'kernel',
      'records',
      'adopters',
      'licence',
      'checking',
      'governance',
      'locales',
      'logs',
      'writers',
    ],
    types: [...FLOOR_0, 'store/port', 'access', 'net', 'registry/deliver'],
    npm: [],
    node: 'any',
  },
];

const TOP_LEVEL = [
  ...[
    '.ci',
    '.gitlab',
    '.gitignore',
    '.npmrc',
    '.taprc',
    'action.yml',
    'biome.json',
    'knip.json',
    'package-lock.json',
    'package.json',
  ],
  ...['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'tsconfig.json'],
  ...['catalogue', 'schemas', 'scripts', 'src', 'test'],
];

const ROOM_README_LINES = 60;

const root = fileURLToPath(new URL(import.meta.resolve('#root/package.json'))).replace(/package\.json$/, '');
const read = (path: string): string => readFileSync(root + path, 'utf8');

/** Everything that is committed or would be by `git add`: what git ignores is nobody's business. */
const paths = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(root + path) && statSync(root + path).isFile());

const isCode = (path: string): boolean => /\.tsx?$/.test(path);
const source = paths
  .filter((path) => path.startsWith('src/') && isCode(path))
  .map((path) => ({ path, text: read(path) }));
const code = paths
  .filter((path) => /^(scripts|test)\//.test(path) && isCode(path))
  .map((path) => ({ path, text: read(path) }));

t.test('The repository was found', async (t) => {
  t.ok(source.length > 10);
  t.ok(code.some(({ path }) => path === 'test/tidy.test.ts'));
});

t.test('Rooms import only what the table allows', async (t) => t.same(forbiddenImports(source, ROOMS), []));

t.test('No files import each other in a circle', async (t) => t.same(circles(source), []));

t.test('Network, environment, clock, SQL, HTTP statuses and browser stay in their rooms', async (t) => {
  t.same(
    source.flatMap(({ path, text }) => forbiddenUses(path, text)),
    [],
  );
});

t.test('Files are short, and most of them very short', async (t) => {
  const made = source.filter(({ path }) => !path.endsWith('.gen.ts'));
  const sizes = made.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
  t.same(wrongSizes(sizes), []);
});

t.test('There are no default exports', async (t) => {
  t.same(
    [...source, ...code].flatMap(({ path, text }) => defaultExports(path, text)),
    [],
  );
});

t.test('No test is left out', async (t) => {
  t.same(
    code.filter(({ path }) => path.startsWith('test/')).flatMap(({ path, text }) => testEscapes(path, text)),
    [],
  );
});

t.test('Files lie where they belong and are called after what they hold', async (t) => {
  t.same(forbiddenPaths(paths, TOP_LEVEL), []);
});

t.test('Each room says on one page what it is', async (t) => {
  const rooms = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of rooms) {
    const readme = `src/${name}/README.md`;
    if (!paths.includes(readme)) t.fail(`${readme} is missing`);
    else t.ok(read(readme).trimEnd().split('\n').length <= ROOM_README_LINES, `${readme} has at most 60 lines`);
  }
});

t.test('Files speak of the project alone', async (t) => {
  const texts = paths.map((path) => ({ path, text: read(path) })).filter(({ text }) => !text.includes('\0'));
  t.same(
    texts.flatMap(({ path, text }) => forbiddenText(path, text)),
    [],
  );
});

t.test('The lock file names no address, so that any registry can serve it', async (t) => {
  t.notMatch(read('package-lock.json'), /"resolved"/);
});
