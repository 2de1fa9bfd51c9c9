import { LIMITS } from '../kernel/limits.ts';
import { readExpression } from './expression.ts';

/** What a file of a repository declares, as the file writes it. */
export interface FoundLicence {
  /** Where in the file: a key, or `classifier`. */
  at: string;
  value: string;
  /** The SPDX expression, where the value names the licence exactly. */
  spdx?: string;
}

/**
 * The licences that a package file declares: package.json, composer.json, setup.py, setup.cfg, pyproject.toml, by the name of
 * the file. Values are told as they are written. A file that cannot be read, or is none of these, declares nothing.
 */
export function readFound(file: string, text: string): FoundLicence[] {
  const read = READERS[file.slice(file.lastIndexOf('/') + 1)];
  if (read === undefined || text.length > LIMITS.licenceTextLength) return [];
  return read(text).slice(0, MOST);
}

const MOST = 20;

const READERS: Readonly<Record<string, (text: string) => FoundLicence[]>> = {
  'package.json': (text) => fromJson(text, ' OR '),
  'composer.json': (text) => fromJson(text, ' OR '),
  'setup.py': (text) => [
    ...assigned(text, /^(?:[^\n#]*[\s(,])?license\s*=\s*(["'])((?:(?!\1)[^\n])+)\1/gm),
    ...classifiers(text),
  ],
  'setup.cfg': (text) => [...assigned(text, /^license\s*=(\s*)([^\s#][^\n]*)$/gm), ...classifiers(text)],
  'pyproject.toml': (text) => [
    ...assigned(text, /^license\s*=\s*(?:\{[^}\n]*\btext\s*=\s*)?(["'])((?:(?!\1)[^\n])+)\1/gm),
    ...classifiers(text),
  ],
};

/** `license` as text, as object of old packages, or as list, which means a choice. */
function fromJson(text: string, or: string): FoundLicence[] {
  const { license, licenses } = objectOf(text);
  const values = [license ?? licenses].flat().map((one) => typeOf(one));
  const named = values.filter((value): value is string => typeof value === 'string' && value.trim() !== '');
  if (named.length === 0) return [];
  const single = named.length === 1 ? (named[0] as string) : `[${named.map((one) => JSON.stringify(one)).join(', ')}]`;
  const spdx = readable(named.length === 1 ? single : named.map((one) => (/ /.test(one) ? `(${one})` : one)).join(or));
  return [{ at: license === undefined ? 'licenses' : 'license', value: single, ...spdx }];
}

const typeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : value;

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const assigned = (text: string, pattern: RegExp): FoundLicence[] =>
  [...text.matchAll(pattern)].map(([, , value = '']) => ({ at: 'license', value: value.trim(), ...readable(value) }));

const CLASSIFIER = /^[ \t]*["']?(License :: [^"'\n]{1,200})["']?\s*,?\s*$/gm;

/** Classifiers of the Python package index that name one licence of the SPDX list exactly; the others leave a version open. */
const EXACT: Readonly<Record<string, string>> = {
  'MIT License': 'MIT',
  'Mozilla Public License 2.0 (MPL 2.0)': 'MPL-2.0',
  'Mozilla Public License 1.1 (MPL 1.1)': 'MPL-1.1',
  'European Union Public Licence 1.1 (EUPL 1.1)': 'EUPL-1.1',
  'European Union Public Licence 1.2 (EUPL 1.2)': 'EUPL-1.2',
  'GNU General Public License v2 or later (GPLv2+)': 'GPL-2.0-or-later',
  'GNU General Public License v3 or later (GPLv3+)': 'GPL-3.0-or-later',
  'GNU Affero General Public License v3 or later (AGPLv3+)': 'AGPL-3.0-or-later',
  'GNU Lesser General Public License v2 or later (LGPLv2+)': 'LGPL-2.0-or-later',
  'GNU Lesser General Public License v3 or later (LGPLv3+)': 'LGPL-3.0-or-later',
};

function classifiers(text: string): FoundLicence[] {
  return [...text.matchAll(CLASSIFIER)].map(([, value = '']) => {
    const spdx = EXACT[value.slice(value.lastIndexOf(':: ') + ':: '.length)];
    return { at: 'classifier', value, ...(spdx === undefined ? {} : { spdx }) };
  });
}

const readable = (value: string): { spdx?: string } =>
  readExpression(value.trim()) === null ? {} : { spdx: value.trim() };
