import { type Facts, type Found, linesOf, packageFiles, plainLine } from './repository.ts';

/** What the package files say, the first that says something before the others. */
export function fromPackages(texts: ReadonlyMap<string, string>): Facts {
  const facts = packageFiles(texts).map((file) => {
    const text = texts.get(file) as string;
    const read = file.endsWith('.json') ? fromJson(text) : fromAssignments(linesOf(text));
    return asFacts(read, file);
  });
  return Object.assign({}, ...facts.reverse()) as Facts;
}

type Read = Partial<Record<keyof Facts, unknown>>;

function asFacts(read: Read, from: string): Facts {
  const found: Partial<Record<string, Found>> = {};
  for (const [key, value] of Object.entries(read)) {
    const text = typeof value === 'string' ? plainLine(value) : '';
    if (text !== '' && text.length <= LONGEST) found[key] = { value: text, from };
  }
  return found as Facts;
}

const LONGEST = 1_000;

/** package.json and composer.json: they name things alike. */
function fromJson(text: string): Read {
  const { name, version, description, homepage, repository, support, type } = objectOf(text);
  const { source, docs } = recordOf(support);
  return {
    // `@scope/name`, `vendor/name`
    name: typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : undefined,
    softwareVersion: version,
    shortDescription: description,
    landingURL: homepage,
    url: typeof repository === 'string' ? atForge(repository) : (recordOf(repository).url ?? source),
    documentation: docs,
    softwareType: typeof type === 'string' ? COMPOSER_TYPES[type] : undefined,
  };
}

/** Types of Composer that say what the standard asks for. `module` and `commonjs` are Node's and say nothing. */
const COMPOSER_TYPES: Readonly<Record<string, string>> = {
  'typo3-cms-extension': 'addon',
  'wordpress-plugin': 'addon',
  'wordpress-theme': 'addon',
  'drupal-module': 'addon',
  'drupal-theme': 'addon',
  'ckan-extension': 'addon',
  'symfony-bundle': 'library',
  library: 'library',
};

/** npm's short forms: `owner/name` and `github:owner/name`. */
function atForge(text: string): string {
  const [, forge = 'github', path] = /^(?:(github|gitlab|bitbucket):)?([\w.-]{1,100}\/[\w.-]{1,100})$/.exec(text) ?? [];
  const host = forge === 'bitbucket' ? 'bitbucket.org' : `${forge}.com`;
  return path === undefined ? text : `https://${host}/${path}`;
}

function objectOf(text: string): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return {};
  }
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** pyproject.toml, setup.cfg, setup.py: lines `key = value`, as far as they stand in one line. */
function fromAssignments(lines: readonly string[]): Read {
  const values = new Map<string, string>();
  let section = '';
  for (const line of lines) {
    const header = /^\[([\w.-]{1,60})\]\s*$/.exec(line);
    if (header) section = header[1] as string;
    else if (SECTIONS.has(section)) takeLine(line, section, values);
  }
  const status = lines.map((line) => /Development Status :: (\d) - /.exec(line)?.[1]).find((found) => found);
  const own = (key: string): string | undefined => values.get(key);
  return {
    name: own('name'),
    softwareVersion: own('version'),
    shortDescription: own('description'),
    landingURL: own('homepage') ?? own('url'),
    url: own('repository') ?? own('source') ?? own('source code'),
    documentation: own('documentation'),
    developmentStatus: status === undefined ? undefined : STATUSES[status],
  };
}

/** `''` is setup.py, which has none. */
const SECTIONS = new Set(['', 'project', 'project.urls', 'tool.poetry', 'tool.poetry.urls', 'metadata', 'options']);
const QUOTED =
  /^\s{0,20}"?([A-Za-z][A-Za-z ]{0,30}?)"?\s{0,4}=\s{0,4}(?:"([^"\\]{1,1000})"|'([^'\\]{1,1000})')\s*,?\s*(?:#.*)?$/;
const BARE = /^([a-z]{1,30})\s{0,4}=\s{0,4}([^\s"'[{(][^#]{0,1000})$/;

function takeLine(line: string, section: string, values: Map<string, string>): void {
  const [, key, double, single] = QUOTED.exec(line) ?? (section === 'metadata' ? (BARE.exec(line) ?? []) : []);
  const value = (double ?? single)?.trim();
  if (key === undefined || value === undefined || /^(?:attr|file):/.test(value)) return;
  const name = key.toLowerCase();
  if (!values.has(name)) values.set(name, value);
}

/** Classifiers of the Python package index. */
const STATUSES: Readonly<Record<string, string>> = {
  1: 'concept',
  2: 'development',
  3: 'development',
  4: 'beta',
  5: 'stable',
  6: 'stable',
  7: 'obsolete',
};
