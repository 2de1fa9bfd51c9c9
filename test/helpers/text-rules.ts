/** Words that no file of the repository may hold. They are written in pieces, so that this file does not hold them. */
const words = (...pieces: [string, string][]): RegExp =>
  new RegExp(`\\b(${pieces.map(([a, b]) => (a + b).replaceAll('.', '\\.')).join('|')})`, 'i');

interface TextRule {
  what: string;
  pattern: RegExp;
  /** Files to which it does not apply. */
  except?: RegExp;
}

const RULES: readonly TextRule[] = [
  {
    what: 'a path of one machine',
    pattern: /(^|[\s"'`(=:,[]|file:\/\/)(\/(work|home|root|Users)\/\w|[A-Z]:\\Users\\)/m,
  },
  { what: 'the host of a package registry', pattern: words(['registry.', 'npmjs.org'], ['registry.', 'yarnpkg.com']) },
  {
    what: 'a mark for work left undone',
    pattern: new RegExp(`\\b(${['FIX', 'TO', 'XX', 'HA'].map((a, i) => a + ['ME', 'DO', 'X', 'CK'][i]).join('|')})\\b`),
    except: /^package-lock\.json$/,
  },
  {
    what: 'the name of a working paper that is not part of the project',
    pattern: words(
      ['seed-', 'systems'],
      ['seed-', 'claims'],
      ['os2-', 'governance.yml'],
      ['dk-', 'municipalities'],
      ['seed ', '00'],
      ['shared/', 'facts'],
      ['shared/', 'design'],
      ['shared/', 'corpus'],
      ['shared/', 'standard'],
    ),
    // It looks for these names itself, in the catalogue's records.
    except: /^test\/catalogue\/facts\.test\.ts$/,
  },
];

/** What a file says that no file may say, with the line: `README.md:3 holds …`. */
export function forbiddenText(path: string, text: string): string[] {
  return RULES.filter(({ pattern, except }) => except?.test(path) !== true && pattern.test(text)).map(
    ({ what, pattern }) => {
      const before = text.slice(0, (pattern.exec(text)?.index ?? 0) + 1);
      return `${path}:${before.trimEnd().split('\n').length} holds ${what}`;
    },
  );
}

/** What is wrong with where a file lies and what it is called. */
export function forbiddenPaths(paths: string[], topLevel: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const [top = ''] = path.split('/');
    const wrong: string[] = [];
    if (!topLevel.includes(top)) wrong.push(`${path}: ${top} has no place at the top level`);
    if (/^src\/(.*\/)?(utils?|common|helpers?|services?)(\/|\.tsx?$)/.test(path))
      wrong.push(`${path}: a name that says nothing`);
    if (/^src\/(.*\/)?index\.tsx?$/.test(path)) wrong.push(`${path}: a barrel`);
    return wrong;
  });
}

interface Sized {
  path: string;
  lines: number;
}

export const SIZES = { cap: 400, p90: 250, median: 100 };

/** Files over the cap, and the spread of all of them: a tenth may be longer than `p90`, a half than `median`. */
export function wrongSizes(files: Sized[]): string[] {
  const wrong = files.filter(({ lines }) => lines > SIZES.cap).map(({ path, lines }) => `${path} has ${lines} lines`);
  const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  if (at(0.9) >= SIZES.p90) wrong.push(`a tenth of the files has ${at(0.9)} lines or more`);
  if (at(0.5) >= SIZES.median) wrong.push(`half of the files has ${at(0.5)} lines or more`);
  return wrong;
}
