import ids from 'spdx-license-ids/index.json' with { type: 'json' };
import type { CheckProblem } from '../check.ts';
import { canonicalLicence } from '../forms/licence.ts';
import { type Repair, rewritten } from './repair.ts';
import type { Sheet } from './sheet.ts';

const PLACE = '/legal/license';

/**
 * SPDX ids that were given up for others with the same meaning (spdx.org/licenses, section "Deprecated License Identifiers"):
 * the bare ids of GNU licences mean this version only.
 */
const GNU = /\b(A?GPL|LGPL|GFDL)-(\d\.\d)(\+?)(?![\w.+-])/g;
const WITH_EXCEPTION: Readonly<Record<string, string>> = {
  'GPL-2.0-with-GCC-exception': 'GPL-2.0-only WITH GCC-exception-2.0',
  'GPL-2.0-with-autoconf-exception': 'GPL-2.0-only WITH Autoconf-exception-2.0',
  'GPL-2.0-with-bison-exception': 'GPL-2.0-only WITH Bison-exception-2.2',
  'GPL-2.0-with-classpath-exception': 'GPL-2.0-only WITH Classpath-exception-2.0',
  'GPL-2.0-with-font-exception': 'GPL-2.0-only WITH Font-exception-2.0',
  'GPL-3.0-with-GCC-exception': 'GPL-3.0-only WITH GCC-exception-3.1',
  'GPL-3.0-with-autoconf-exception': 'GPL-3.0-only WITH Autoconf-exception-3.0',
  'StandardML-NJ': 'SMLNJ',
};

/** Names under which licences are known besides their ids, without case, `the`, commas and `version`. */
const NAMES: Readonly<Record<string, string>> = {
  'mit license': 'MIT',
  'apache license 2.0': 'Apache-2.0',
  'apache 2': 'Apache-2.0',
  'apache license 2': 'Apache-2.0',
  'bsd 3-clause license': 'BSD-3-Clause',
  'bsd 2-clause license': 'BSD-2-Clause',
  'isc license': 'ISC',
  'mozilla public license 2.0': 'MPL-2.0',
  'european union public licence 1.2': 'EUPL-1.2',
  'european union public license 1.2': 'EUPL-1.2',
  'european union public licence 1.1': 'EUPL-1.1',
  'european union public license 1.1': 'EUPL-1.1',
};

/** Licence ids in another case or under an old name. */
export const licences: Repair = {
  rule: 'licence',
  propose({ pointer, rule }, sheet) {
    if (pointer !== PLACE || (rule !== 'licence' && rule !== SPELLING)) return undefined;
    const text = sheet.scalar(pointer)?.text ?? '';
    const better = rule === SPELLING ? currentSpelling(text) : byName(text);
    if (better === undefined) return { leave: reasonFor(text) };
    return rewritten(sheet, pointer, better, 'This is how the SPDX list writes it today.');
  },
};

/** No problem of the manifest, but an id that is written otherwise today. */
const SPELLING = 'licence-spelling';

/** What nobody complains of and is mended all the same. */
export function licenceSpelling(sheet: Sheet): CheckProblem | undefined {
  const text = sheet.scalar(PLACE)?.text ?? '';
  if (text === '' || currentSpelling(text) === undefined) return undefined;
  const message = 'The id of the licence is spelled otherwise today.';
  const place = { line: 0, column: 0, length: 0 };
  return { level: 'warning', rule: SPELLING, key: 'legal.license', pointer: PLACE, message, ...place };
}

/** The spelling of today of a valid expression; `undefined` where it has that already, or would change in another way. */
function currentSpelling(text: string): string | undefined {
  const official = canonicalLicence(text);
  if (official === null) return undefined;
  const same = official.toLowerCase() === text.trim().replace(/ +/g, ' ').toLowerCase();
  const base = same ? official : text;
  const current = base
    .split(/(?<=[ ()])|(?=[ ()])/)
    .map((word) => (Object.hasOwn(WITH_EXCEPTION, word) ? `(${WITH_EXCEPTION[word]})` : word))
    .join('')
    .replace(/^\((.*)\)$/, (whole, inner: string) => (/[()]/.test(inner) || whole === base ? whole : inner))
    .replace(GNU, (_, family, number, later) => `${family}-${number}-${later === '+' ? 'or-later' : 'only'}`);
  return current !== text && canonicalLicence(current) !== null ? current : undefined;
}

const LOOSE = new Map<string, string[]>();
for (const id of ids) {
  const bare = bareOf(id);
  LOOSE.set(bare, [...(LOOSE.get(bare) ?? []), id]);
}

function byName(text: string): string | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/,? *(?:version |v\.? ?)(?=\d)/, ' ')
    .replace(/\s+/g, ' ');
  if (Object.hasOwn(NAMES, name)) return NAMES[name];
  const found = LOOSE.get(bareOf(text.replace(/\bv(?:ersion)?\.? ?(?=\d)/i, ''))) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

function bareOf(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

function reasonFor(text: string): string {
  if (/\b(?:a|l)?gpl|\bgnu\b/i.test(text))
    return 'It does not say whether only this version is meant (-only) or later ones too (-or-later).';
  return 'It is not known which licence of the SPDX list is meant.';
}
