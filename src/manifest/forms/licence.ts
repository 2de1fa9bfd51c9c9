import parse from 'spdx-expression-parse';
import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import ids from 'spdx-license-ids/index.json' with { type: 'json' };
import { nearest } from '../../kernel/nearest.ts';
import exceptions from '../vocabularies/licence-exceptions.json' with { type: 'json' };
import { type Form, quoted } from './finding.ts';

const CURRENT = new Map(ids.map((id) => [id.toLowerCase(), id]));
const IDS = new Map([...deprecated.map((id) => [id.toLowerCase(), id] as const), ...CURRENT]);
const EXCEPTIONS = new Map(exceptions.map((id) => [id.toLowerCase(), id]));
const TOKEN = /[()]|[^() ]+/g;
const REFERENCE = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/;
const LONGEST = 300;
const MOST_TOKENS = 60;

/**
 * An SPDX licence expression (SPDX 2.3, annex D) with ids in their official spelling, or `null` where it is none. Ids,
 * exceptions and `WITH` are taken in any case, `AND` and `OR` in capitals only; behind any id of today `-or-later` means `+`,
 * and `-only` nothing. Behind these three no `WITH` may follow, as the reference validator has it.
 */
export function canonicalLicence(text: string): string | null {
  const tokens = text.trim().match(TOKEN) ?? [];
  if (text.length > LONGEST || tokens.length > MOST_TOKENS || /[\t\r\n]/.test(text.trim())) return null;
  const official = tokens.map((token, i) => officialToken(token, tokens[i - 1], tokens[i + 1]));
  const expression = official.join(' ').replaceAll('( ', '(').replaceAll(' )', ')');
  try {
    parse(expression);
    return expression;
  } catch {
    return null;
  }
}

/** The official spelling of a word; a word that is none keeps the parser from accepting the whole. */
function officialToken(token: string, before = '', next = ''): string {
  if (/^(?:AND|OR|[()])$/.test(token) || REFERENCE.test(token)) return token;
  if (/^with$/i.test(token)) return 'WITH';
  if (/^with$/i.test(before)) return EXCEPTIONS.get(token.toLowerCase()) ?? UNKNOWN;
  const lower = token.toLowerCase();
  const id = IDS.get(lower);
  if (id !== undefined) return id;
  const ending = ENDING.exec(token)?.[0] ?? '';
  const bare = lower.slice(0, lower.length - ending.length);
  const base = (ending === '+' ? IDS : CURRENT).get(bare);
  const own = ending === '+' && CURRENT.has(`${bare}-or-later`);
  if (ending === '' || base === undefined || (/^with$/i.test(next) && !own)) return UNKNOWN;
  return ending === '-only' ? base : `${base}+`;
}

/** Behind an id that is not in the list with it. */
const ENDING = /(?:\+|-[oO][rR]-[lL][aA][tT][eE][rR]|-only)$/;
const UNKNOWN = '?';

export const licence: Form = (text) => {
  if (canonicalLicence(text) !== null) return undefined;
  const message = `${quoted(text)} is not a licence of the SPDX list.`;
  if (LATER_WITH.test(text)) return { rule: 'licence', message, hint: NO_LATER, note: LATER_NOTE };
  const near = nearest(text, IDS.values());
  if (near !== undefined) return { rule: 'licence', message, hint: `Did you mean \`${near}\`?`, suggestion: near };
  const hint =
    'Write an id of the SPDX list such as EUPL-1.2 or MIT, or several joined by AND or OR (spdx.org/licenses).';
  return { rule: 'licence', message, hint };
};

const LATER_WITH = /(?:\+|-or-later|-only) +with /i;
const NO_LATER = 'Leave out what stands between the id and WITH.';
const LATER_NOTE = 'SPDX allows a plus sign before WITH; the validators of the standard take none there.';
