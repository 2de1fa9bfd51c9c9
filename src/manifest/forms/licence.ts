import parse from 'spdx-expression-parse';
import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import ids from 'spdx-license-ids/index.json' with { type: 'json' };
import { nearest } from '../../kernel/nearest.ts';
import exceptions from '../vocabularies/licence-exceptions.json' with { type: 'json' };
import { type Form, quoted } from './finding.ts';

const IDS = new Map([...deprecated, ...ids].map((id) => [id.toLowerCase(), id]));
const EXCEPTIONS = new Map(exceptions.map((id) => [id.toLowerCase(), id]));
const TOKEN = /[()]|[^() ]+/g;
const REFERENCE = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/;
const LONGEST = 300;
const MOST_TOKENS = 60;

/**
 * An SPDX licence expression (SPDX 2.3, annex D) with ids in their official spelling, or `null` where it is none. Ids,
 * exceptions and `WITH` are taken in any case, `AND` and `OR` in capitals only; `-or-later` behind any id means `+`.
 */
export function canonicalLicence(text: string): string | null {
  const tokens = text.trim().match(TOKEN) ?? [];
  if (text.length > LONGEST || tokens.length > MOST_TOKENS || /[\t\r\n]/.test(text.trim())) return null;
  const official = tokens.map((token, i) => officialToken(token, tokens[i - 1]));
  const expression = official.join(' ').replaceAll('( ', '(').replaceAll(' )', ')');
  try {
    parse(expression);
    return expression;
  } catch {
    return null;
  }
}

/** The official spelling of a word; a word that is none keeps the parser from accepting the whole. */
function officialToken(token: string, before: string | undefined): string {
  if (/^(?:AND|OR|[()])$/.test(token) || REFERENCE.test(token)) return token;
  if (/^with$/i.test(token)) return 'WITH';
  if (before !== undefined && /^with$/i.test(before)) return EXCEPTIONS.get(token.toLowerCase()) ?? UNKNOWN;
  const lower = token.toLowerCase();
  const id = IDS.get(lower);
  if (id !== undefined) return id;
  const later = /^(.+?)(?:\+|-or-later)$/.exec(lower)?.[1];
  const base = later === undefined ? undefined : IDS.get(later);
  return base === undefined ? UNKNOWN : `${base}+`;
}

const UNKNOWN = '?';

export const licence: Form = (text) => {
  if (canonicalLicence(text) !== null) return undefined;
  const message = `${quoted(text)} is not a licence of the SPDX list.`;
  const near = nearest(text, IDS.values());
  if (near !== undefined) return { rule: 'licence', message, hint: `Did you mean \`${near}\`?`, suggestion: near };
  const hint =
    'Write an id of the SPDX list such as EUPL-1.2 or MIT, or several joined by AND or OR (spdx.org/licenses).';
  return { rule: 'licence', message, hint };
};
