import { foldedWords } from '../kernel/fold-text.ts';
import bodyWords from './vocabularies/body-words.json' with { type: 'json' };

/** Words, folded, that stand in the names of bodies and hardly in those of people. Their legal forms too. */
const BODY_WORDS = new Set(bodyWords);
/** Legal forms of two letters: only in capitals and at the end, since they are surnames too. */
const SHORT_FORM = /(?:^|\s)(?:A\/S|A\.S\.|AS|AB|AG|S\.A\.|SA|N\.V\.|NV|B\.V\.|BV|Oy|OY|OÜ|SE|SL)$/;
const ACRONYM = /^[\p{Lu}\d][\p{Lu}\d.&-]{1,5}$/u;
const DOMAIN = /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u;
/** What separates a person from the body behind it in one line. */
const SEPARATORS = /[,;()|/]+(?!S\b)|\s[-–—]\s|\bc\/o\b/;

/**
 * Whether a name is surely that of a body: by a word such as *Comune*, *Kommune*, *University*, *GmbH*, as an acronym, or as
 * a domain name. "No" means not sure: then it may be a person, and is treated as one.
 */
export function looksLikeBody(name: string): boolean {
  const trimmed = name.trim();
  if (ACRONYM.test(trimmed) || DOMAIN.test(trimmed) || SHORT_FORM.test(trimmed)) return true;
  return foldedWords(trimmed.replace(/(?<=\p{L})\.(?=\p{L}|\s|$)/gu, '')).some((word) => BODY_WORDS.has(word));
}

/**
 * The part of a name that is surely a body's, and the rest, which may be a person's: "Ada Rossi, Comune di Esempio" names
 * both. Either may be absent.
 */
export function splitName(name: string): { body?: string; person?: string } {
  const whole = name.trim();
  if (whole === '') return {};
  const parts = whole
    .split(SEPARATORS)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const bodies = parts.filter(looksLikeBody);
  const mixed = bodies.length > 0 && bodies.length < parts.length;
  if (!mixed) return looksLikeBody(whole) ? { body: whole } : { person: whole };
  const rest = parts.filter((part) => !looksLikeBody(part));
  return { body: bodies.join(', '), person: rest.join(', ') };
}
