/** What a draft is made from: names and texts of files, and what the forge says. Nothing of it is trusted. */
export interface Repository {
  /** Name of its folder, or at its forge. */
  name: string;
  /** Address in any form that git takes; user-info in it is never passed on. */
  url?: string;
  /** What its forge says of it. */
  description?: string;
  homepage?: string;
  /** Files by their paths from the root, with `/`. The more, the better; none has to be there. */
  paths: readonly string[];
  /** Texts of the files that `isDraftFile` names. */
  texts: ReadonlyMap<string, string>;
  /** Names of releases or tags in any order; days as YYYY-MM-DD. */
  releases?: readonly { version: string; date?: string }[];
}

/** One value that was found, and where. */
export interface Found<Value = string> {
  value: Value;
  /** The file, or `remote`, `forge`, `folder`, `releases`. */
  from: string;
}

/** A value of a draft, by dotted key. */
export interface FoundValue {
  key: string;
  value: string | boolean | string[];
  from: string;
}

/** A key that is for a person to fill in, and why. */
export interface Left {
  key: string;
  why: string;
}

/** What the readers of single files say, by key of the standard; the first of several counts. */
export interface Facts {
  name?: Found;
  url?: Found;
  landingURL?: Found;
  softwareVersion?: Found;
  releaseDate?: Found;
  developmentStatus?: Found;
  softwareType?: Found;
  shortDescription?: Found;
  documentation?: Found;
}

const PACKAGES = ['package.json', 'composer.json', 'pyproject.toml', 'setup.cfg', 'setup.py'] as const;
const README = /^readme(?:\.(?:md|markdown|rst|txt))?$/i;
const CHANGELOG = /^(?:changelog|changes|history|release[-_]?notes)(?:\.(?:md|markdown|rst|txt))?$/i;
const LICENCE = /^(?:licen[cs]e|copying|eupl)(?:[-_.][a-z0-9.-]{1,30})?$/i;

export const packageFiles = (texts: ReadonlyMap<string, string>): string[] =>
  PACKAGES.filter((name) => texts.has(name));
export const readmeOf = (texts: ReadonlyMap<string, string>): string | undefined => firstOf(texts, README);
export const changelogOf = (texts: ReadonlyMap<string, string>): string | undefined => firstOf(texts, CHANGELOG);
export const licenceFiles = (texts: ReadonlyMap<string, string>): string[] =>
  [...texts.keys()].filter((path) => LICENCE.test(path)).sort();

/** Whether the text of a file is of use: the package files, README, change log and licences in the root. */
export const isDraftFile = (path: string): boolean =>
  PACKAGES.some((name) => name === path) || README.test(path) || CHANGELOG.test(path) || LICENCE.test(path);

/** In byte order, with the plain forms for writing before others. */
const firstOf = (texts: ReadonlyMap<string, string>, pattern: RegExp): string | undefined =>
  [...texts.keys()].filter((path) => pattern.test(path)).sort()[0];

/** Lines of a file as far as a draft looks: long ones are cut, since expressions are held against them. */
export const linesOf = (text: string): string[] =>
  text
    .slice(0, MOST_CHARACTERS)
    .split(/\r\n?|\n/)
    .slice(0, MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE));

const MOST_CHARACTERS = 200_000;
const MOST_LINES = 5_000;
const LONGEST_LINE = 2_000;

/** One line of plain text: no control characters, no runs of spaces. */
export const plainLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
