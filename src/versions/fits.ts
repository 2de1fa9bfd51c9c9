import semver from 'semver';
import { compareRelease, inSpecifiers, readPyVersion } from './pep440.ts';

/** How a range is written: see `ranges` in `software.schema.json`. */
export type Scheme = 'pep440' | 'classifier' | 'composer' | 'npm' | 'between';

export interface Range {
  range: string;
  scheme: Scheme;
}

export type Fit = 'yes' | 'no' | 'not known';

const LONGEST = 200;

/** Whether a version of the host is in a range. What cannot be read is `not known`, never a yes. */
export function fits(version: string, { range, scheme }: Range): Fit {
  if (version.length > LONGEST || range.length > LONGEST) return 'not known';
  return told(READ[scheme](version.trim(), range.trim()));
}

const told = (answer: boolean | null): Fit => (answer === null ? 'not known' : answer ? 'yes' : 'no');

/** Of several ranges one is enough, as a package lists the lines that it works on; none at all says nothing. */
export function fitsAny(version: string, ranges: readonly Range[]): Fit {
  const answers = ranges.map((range) => fits(version, range));
  if (answers.includes('yes')) return 'yes';
  return answers.length === 0 || answers.includes('not known') ? 'not known' : 'no';
}

const READ: Readonly<Record<Scheme, (version: string, range: string) => boolean | null>> = {
  pep440: inSpecifiers,
  classifier: inLine,
  npm: (version, range) => inSemver(version, range),
  composer: (version, range) => {
    const translated = fromComposer(range);
    return translated === null ? null : inSemver(version, translated);
  },
  between,
};

/** A classifier names a line: `4.3` has 4.3.19, and no 4.30. */
function inLine(version: string, line: string): boolean | null {
  const [a, b] = [readPyVersion(version), readPyVersion(line)];
  if (a === null || b === null) return null;
  return b.release.every((part, i) => part === (a.release[i] ?? 0));
}

function inSemver(version: string, range: string): boolean | null {
  const whole = semver.valid(version) ?? (/^v?\d+(\.\d+){0,2}$/.test(version) ? semver.coerce(version)?.version : null);
  if (whole === null || whole === undefined || range === '' || semver.validRange(range) === null) return null;
  return semver.satisfies(whole, range);
}

const CONSTRAINT =
  /^(\^|~|>=|<=|>|<|!=|=|==)?\s*v?(\d+(?:\.(?:\d+|\*|x)){0,3})(?:-?(?:alpha|beta|rc|dev|stable)\d*)?$/i;

/** Constraints of Composer as a range of npm; `null` for branches and what else has no like. */
function fromComposer(range: string): string | null {
  const either = range.split(/\s*\|\|?\s*/).map((part) => {
    const between = /^(\S+)\s+-\s+(\S+)$/.exec(part.trim());
    if (between) return part.trim();
    const all = part
      .trim()
      .replace(/\s*,\s*/g, ' ')
      .replace(/(\^|~|>=|<=|>|<|!=|=)\s+/g, '$1')
      .split(/\s+/)
      .map(constraint);
    return all.includes(null) ? null : all.join(' ');
  });
  return either.includes(null) ? null : either.join(' || ');
}

function constraint(text: string): string | null {
  if (text === '*') return text;
  const [, operator = '', version = ''] = CONSTRAINT.exec(text.replace(/@(?:stable|RC|beta|alpha|dev)$/i, '')) ?? [];
  if (version === '' || operator === '!=') return null;
  const parts = version.split('.').slice(0, 3);
  // `~1.2` goes up to 2.0 here and up to 1.3 in npm; `~1.2.3` is the same in both.
  if (operator === '~' && parts.length === 2) return `>=${parts.join('.')} <${Number(parts[0]) + 1}.0.0-0`;
  if (operator === '' && !version.includes('*') && parts.length < 3)
    return `=${[...parts, '0', '0'].slice(0, 3).join('.')}`;
  return `${operator.replace('==', '=')}${parts.join('.')}`;
}

/** `11 - 15`: least and most, either of which may be missing; the most counts as a whole line. */
function between(version: string, range: string): boolean | null {
  const [, least = '', most = ''] = /^(\S*)\s*-\s*(\S*)$/.exec(range) ?? [range, range, range];
  const read = readPyVersion(version);
  const [low, high] = [least, most].map((bound) => (bound === '' ? undefined : readPyVersion(bound)));
  if (read === null || low === null || high === null || (low === undefined && high === undefined)) return null;
  if (low !== undefined && compareRelease(read.release, low.release) < 0) return false;
  return high === undefined || compareRelease(read.release.slice(0, high.release.length), high.release) <= 0;
}
