import semver from 'semver';
import { isLanguageTag } from '../forms/language-tag.ts';
import { day } from '../forms/texts.ts';
import type { Found, Repository } from './repository.ts';
import { changelogOf, linesOf } from './repository.ts';

const MOST_PATHS = 20_000;
const LOGO = /^(?:[\w.-]{1,40}\/){0,3}logo\.(?:svg|png)$/i;
/** Folders in which programs keep their texts, a file or folder a language. */
const TEXTS =
  /^(?:[\w.@-]{1,60}\/){0,6}(?:locales?|i18n|translations?|langs?|languages)\/([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)(?:\.(?:json|ya?ml|po|ts|js|properties|xlf|php)|\/)/;

/** The logo that lies nearest to the root. */
export function logoIn(paths: readonly string[]): Found | undefined {
  const [path] = paths
    .slice(0, MOST_PATHS)
    .filter((path) => LOGO.test(path))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  return path === undefined ? undefined : { value: path, from: path };
}

/** Languages for which there are files of texts. */
export function languagesIn(paths: readonly string[]): Found<string[]> | undefined {
  const found = new Map<string, string>();
  for (const path of paths.slice(0, MOST_PATHS)) {
    const [, written = ''] = TEXTS.exec(path) ?? [];
    const tag = tidy(written.replace('_', '-'));
    if (tag !== null && !found.has(tag)) found.set(tag, path);
  }
  const [from] = found.values();
  return from === undefined ? undefined : { value: [...found.keys()].sort(), from };
}

function tidy(tag: string): string | null {
  if (tag === '' || !isLanguageTag(tag)) return null;
  const [better = tag] = Intl.getCanonicalLocales(tag);
  return isLanguageTag(better) ? better : null;
}

interface Release {
  version: string;
  date?: string;
  from: string;
}

/** The newest stable release, with its day where a file or the forge tells it. */
export function releaseOf({ releases = [], texts }: Repository): Release | undefined {
  const file = changelogOf(texts);
  const logged = file === undefined ? [] : stableOf(releasesIn(texts.get(file) as string), file);
  const named = stableOf(releases.slice(0, MOST_RELEASES), 'releases');
  const [newest] = named.length > 0 ? named : logged;
  if (newest === undefined || newest.date !== undefined) return newest;
  const { date } = logged.find(({ version }) => version === newest.version) ?? {};
  return date === undefined ? newest : { ...newest, date };
}

const MOST_RELEASES = 1_000;

/** Without trial versions and what is no version; the newest first. */
function stableOf(releases: readonly { version: string; date?: string }[], from: string): Release[] {
  const read = releases.flatMap(({ version, date }) => {
    const written = bare(version.slice(0, 100));
    const parsed = semver.parse(/^\d+\.\d+$/.test(written) ? `${written}.0` : written);
    if (parsed === null || parsed.prerelease.length > 0) return [];
    const known = date !== undefined && day(date) === undefined;
    return [{ parsed, release: { version: written, from, ...(known ? { date } : {}) } }];
  });
  return read.sort((a, b) => semver.rcompare(a.parsed, b.parsed)).map(({ release }) => release);
}

/** `v1.2.0` and `release-1.2.0` are the version 1.2.0. */
const bare = (version: string): string => version.trim().replace(/^[A-Za-z]{0,20}[-_/ ]?(?=\d)/, '');

const HEADING =
  /^(?:#{1,3}\s{1,5})?\[?[vV]?(\d{1,6}\.\d{1,6}(?:\.\d{1,6})?(?:[-+][\w.]{1,40})?)\]?(?:[^\d]{0,300}(\d{4}-\d\d-\d\d))?/;
const UNDERLINE = /^([-=~^])\1{2,300}\s{0,5}$/;

/** Headings of a change log: `## [1.2.0] - 2026-05-01`, or `1.2.0 (2026-05-01)` underlined, and their like. */
const releasesIn = (text: string): { version: string; date?: string }[] =>
  linesOf(text).flatMap((line, i, lines) => {
    if (!line.startsWith('#') && !UNDERLINE.test(lines[i + 1] ?? '')) return [];
    const [, version, date] = HEADING.exec(line) ?? [];
    return version === undefined ? [] : [{ version, ...(date === undefined ? {} : { date }) }];
  });
