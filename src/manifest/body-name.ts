import { foldedWords } from '../kernel/fold-text.ts';
import bodyWords from './vocabularies/body-words.json' with { type: 'json' };
import countries from './vocabularies/countries.json' with { type: 'json' };
import furtherDomains from './vocabularies/top-level-domains.json' with { type: 'json' };

/** Words, folded, that stand in the names of bodies and hardly in those of people. Their legal forms too. */
const BODY_WORDS = new Set(bodyWords);
/** Legal forms of two letters: only in capitals and at the end, since they are surnames too. */
const SHORT_FORM = /(?:^|\s)(?:A\/S|A\.S\.|AS|AB|AG|S\.A\.|SA|N\.V\.|NV|B\.V\.|BV|Oy|OY|OÜ|SE|SL)$/;
const ACRONYM = /^[\p{Lu}\d][\p{Lu}\d.&-]{1,5}$/u;
/** An acronym that can hardly be a surname in capitals. */
const SURE_ACRONYM = /[\d&]/;
const DOMAIN = /^(?<first>[\p{L}\d-]+)(?<further>\.[\p{L}\d-]+)*\.(?<last>[a-z]{2,})$/u;
/** The last label of a domain: countries, and what else public bodies are found under. Any word would take in `ada.rossi`. */
const TOP_LEVEL = new Set([...countries.map((country) => country.toLowerCase()), ...furtherDomains]);
/** These are surnames as well: behind a single word that may be a first name they tell nothing. */
const SURNAMES = new Set(
  'an ba bo do fu ga gu hu im ki la li lu ma mo na ng om pa re ro sa se so sy to ye yu amsterdam berlin hamburg paris wales wien'.split(
    ' ',
  ),
);
/** What separates a person from the body behind it in one line. */
const SEPARATORS = /[,;()|/]+(?!S\b)|\s[-–—]\s|\bc\/o\b/;

/**
 * Whether a name is surely that of a body: by a word such as *Comune*, *Kommune*, *University*, *GmbH*, as an acronym, or as
 * a domain name. "No" means not sure: then it may be a person, and is treated as one.
 */
export function looksLikeBody(name: string): boolean {
  return ACRONYM.test(name.trim()) || saysBody(name);
}

/** The same without the acronyms. */
function saysBody(name: string): boolean {
  const trimmed = name.trim();
  if (isDomain(trimmed) || SHORT_FORM.test(trimmed)) return true;
  return foldedWords(trimmed.replace(/(?<=\p{L})\.(?=\p{L}|\s|$)/gu, '')).some((word) => BODY_WORDS.has(word));
}

function isDomain(name: string): boolean {
  const { first = '', further, last = '' } = DOMAIN.exec(name)?.groups ?? {};
  if (!TOP_LEVEL.has(last)) return false;
  return further !== undefined || !SURNAMES.has(last) || !/^\p{L}+$/u.test(first);
}

/**
 * The part of a name that is surely a body's, and the rest, which may be a person's: "Ada Rossi, Comune di Esempio" names
 * both. Either may be absent. Of a name in parts an acronym is a body's only beside bodies: `ROSSI, Ada` is a person.
 */
export function splitName(name: string): { body?: string; person?: string } {
  const whole = name.trim();
  if (whole === '') return {};
  const parts = whole
    .split(SEPARATORS)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length < 2) return looksLikeBody(whole) ? { body: whole } : { person: whole };
  const sure = (part: string): boolean => saysBody(part) || (ACRONYM.test(part) && SURE_ACRONYM.test(part));
  const amongBodies = parts.some(sure) && parts.every(looksLikeBody);
  const bodies = amongBodies ? parts : parts.filter(sure);
  if (bodies.length === 0) return { person: whole };
  if (bodies.length === parts.length) return { body: whole };
  return { body: bodies.join(', '), person: parts.filter((part) => !sure(part)).join(', ') };
}
