import type { Scheme } from './fits.ts';

/** What a package file says that the package stands on. */
export interface Need {
  /** As the file names it. */
  name: string;
  /** Which versions fit, as the file writes it; left out where it says nothing of versions. */
  range?: string;
  scheme: Scheme;
  /** Where in the file: a key, or `classifier`. */
  at: string;
}

export interface Needs {
  needs: Need[];
  /** Keys that are there and are not written out, such as a list that a program makes: not known, never nothing. */
  unread: string[];
}

const LONGEST_TEXT = 200_000;
const MOST = 200;

/**
 * Reads `install_requires` of setup.py and setup.cfg, `dependencies` of pyproject.toml (PEP 621), classifiers of lines of a
 * framework (`Framework :: Plone :: 6.0`), `require` of composer.json, and `peerDependencies` and `dependencies` of
 * package.json. Nothing is run and nothing is guessed. `null` for other files and for what is too long.
 */
export function readNeeds(file: string, text: string): Needs | null {
  const read = READERS[file.slice(file.lastIndexOf('/') + 1)];
  if (read === undefined || text.length > LONGEST_TEXT) return null;
  const { needs, unread } = read(text);
  return { needs: needs.slice(0, MOST), unread };
}

const READERS: Readonly<Record<string, (text: string) => Needs>> = {
  'package.json': (text) => fromJson(text, ['peerDependencies', 'dependencies'], 'npm'),
  'composer.json': (text) => fromJson(text, ['require'], 'composer'),
  'setup.py': (text) =>
    together(fromList(text, 'install_requires', /\binstall_requires\s*=\s*/), fromClassifiers(text)),
  'setup.cfg': (text) => together(fromCfg(text), fromClassifiers(text)),
  'pyproject.toml': (text) => together(fromProject(text), fromClassifiers(text)),
};

const together = (...all: Needs[]): Needs => ({
  needs: all.flatMap(({ needs }) => needs),
  unread: all.flatMap(({ unread }) => unread),
});

function fromJson(text: string, keys: string[], scheme: Scheme): Needs {
  const found: Needs = { needs: [], unread: [] };
  const whole = mapOf(parsed(text));
  if (whole === null) return { needs: [], unread: keys };
  for (const key of keys) {
    if (whole[key] === undefined) continue;
    const map = mapOf(whole[key]);
    if (map === null) found.unread.push(key);
    for (const [name, range] of Object.entries(map ?? {}))
      found.needs.push({ name, ...(typeof range === 'string' && range !== '' ? { range } : {}), scheme, at: key });
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const mapOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

/** A list that is written out: quoted words, commas, comments and line breaks, and nothing else. */
const LIST = /^\[((?:\s|,|#[^\n]*|"[^"\n]*"|'[^'\n]*')*)\]/;

function fromList(text: string, key: string, start: RegExp): Needs {
  const at = start.exec(text);
  if (at === null) return { needs: [], unread: [] };
  const inside = LIST.exec(text.slice(at.index + at[0].length))?.[1];
  if (inside === undefined) return { needs: [], unread: [key] };
  const quoted = [...inside.replace(/#[^\n]*/g, '').matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b ?? '');
  return { needs: quoted.flatMap((one) => requirement(one, key)), unread: [] };
}

/** `dependencies` of the table `[project]`; those that the build makes are `dynamic`, which is not known. */
function fromProject(text: string): Needs {
  const project = /^\[project\]\s*$([\s\S]*?)(?=^\[[^\n]*\]\s*$|(?![\s\S]))/m.exec(text)?.[1] ?? '';
  if (/^dynamic\s*=\s*\[[^\]]*["']dependencies["']/m.test(project)) return { needs: [], unread: ['dependencies'] };
  return fromList(project, 'dependencies', /^dependencies\s*=\s*/m);
}

function fromCfg(text: string): Needs {
  const inside = /^install_requires\s*=([^\n]*(?:\n[ \t]+[^\n]*|\n[ \t]*(?=\n[ \t]))*)/m.exec(text)?.[1];
  if (inside === undefined) return { needs: [], unread: [] };
  if (/^\s*(?:file|attr):/.test(inside)) return { needs: [], unread: ['install_requires'] };
  const lines = inside.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return { needs: lines.flatMap((line) => requirement(line, 'install_requires')), unread: [] };
}

/** A requirement of PEP 508: name, extras, specifiers, marker. What points to an address has no range. */
const REQUIREMENT =
  /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*\(?([^;@)]*)\)?\s*(?:@[^;]*)?(?:;.*)?$/;

function requirement(text: string, at: string): Need[] {
  const [, name, specifiers = ''] = REQUIREMENT.exec(text.trim()) ?? [];
  if (name === undefined) return [];
  const range = specifiers.replace(/\s+/g, '');
  return [{ name, ...(range === '' ? {} : { range }), scheme: 'pep440', at }];
}

/** `Framework :: Plone :: 6.0`: a line of versions; `Framework :: Plone :: Addon` says nothing of versions. */
const CLASSIFIER = /["'\s]Framework\s*::\s*([A-Za-z][\w .-]*?)\s*::\s*(\d+(?:\.\d+)*)\s*(?=["'\n]|$)/g;

const fromClassifiers = (text: string): Needs => ({
  needs: [...text.matchAll(CLASSIFIER)].map(([, name = '', range = '']) => ({
    ...{ name, range, scheme: 'classifier' as const, at: 'classifier' },
  })),
  unread: [],
});
