import grandfathered from 'language-subtag-registry/data/json/grandfathered.json' with { type: 'json' };
import languages from 'language-subtag-registry/data/json/language.json' with { type: 'json' };
import regions from 'language-subtag-registry/data/json/region.json' with { type: 'json' };
import scripts from 'language-subtag-registry/data/json/script.json' with { type: 'json' };
import variants from 'language-subtag-registry/data/json/variant.json' with { type: 'json' };
import extlangs from '../vocabularies/extended-languages.json' with { type: 'json' };
import { type Form, quoted } from './finding.ts';

/** BCP 47: the order of the parts. Which words may stand in them is in the registry of IANA. */
const SHAPE =
  /^(?<language>[a-z]{2,3})(?<extlang>(?:-[a-z]{3}){0,3})(?:-(?<script>[a-z]{4}))?(?:-(?<region>[a-z]{2}|\d{3}))?(?<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)(?<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)(?:-x(?:-[a-z0-9]{1,8})+)?$/;
const PRIVATE = /^x(?:-[a-z0-9]{1,8})+$/;
/** Ranges that the registry leaves to private use, `UK`, which is understood everywhere, and regions of long ago. */
const PRIVATE_LANGUAGE = /^q[a-t][a-z]$/;
const PRIVATE_SCRIPT = /^qa(?:a[a-z]|b[a-x])$/;
const OTHER_REGION = /^(?:q[m-z]|x[a-z]|uk|ct|dy|fq|hv|jt|mi|nh|nq|p[cuz]|rh|vd|wk)$/;
/** Bibliographic codes of ISO 639-2: not in the registry, and taken by the usual validators. */
const BIBLIOGRAPHIC = new Set(
  'alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel'.split(' '),
);

/** Whether every part of a language tag is registered. Case does not matter. */
export function isLanguageTag(tag: string): boolean {
  const lower = tag.toLowerCase();
  if (tag.length > 100) return false;
  if (Object.hasOwn(grandfathered, lower) || PRIVATE.test(lower)) return true;
  const parts = SHAPE.exec(lower)?.groups;
  if (!parts) return false;
  const { language = '', extlang = '', script, region, variants: several = '', extensions = '' } = parts;
  return (
    (Object.hasOwn(languages, language) || PRIVATE_LANGUAGE.test(language) || BIBLIOGRAPHIC.has(language)) &&
    (extlang === '' || PREFIXES.get(extlang.slice(1)) === language) &&
    (script === undefined || Object.hasOwn(scripts, script) || PRIVATE_SCRIPT.test(script)) &&
    (region === undefined || Object.hasOwn(regions, region) || OTHER_REGION.test(region)) &&
    wordsOf(several).every((word, i, all) => Object.hasOwn(variants, word) && all.indexOf(word) === i) &&
    areExtensions(extensions)
  );
}

/** Of an extended language there is one, behind the language to which it belongs. */
const PREFIXES = new Map(Object.entries(extlangs));

/** RFC 5646, section 2.2.6: each letter once. Behind `t` (RFC 6497) stands a language. */
function areExtensions(text: string): boolean {
  const found = [...text.matchAll(/-([0-9a-wyz])((?:-[a-z0-9]{2,8})+)/g)];
  const letters = new Set(found.map(([, letter]) => letter));
  if (letters.size < found.length) return false;
  const from = found.find(([, letter]) => letter === 't')?.[2]?.slice(1);
  const language = from?.replace(/(?:^|-)[a-z]\d(?:-.*)?$/, '') ?? '';
  return language === '' || isLanguageTag(language);
}

const wordsOf = (parts: string): string[] => parts.split('-').slice(1);

export const languageTag: Form = (text) => {
  if (isLanguageTag(text)) return undefined;
  const message = `${quoted(text)} is not a language code.`;
  const [better = ''] = canonical(text.trim().replaceAll('_', '-'));
  if (better !== text && isLanguageTag(better))
    return { rule: 'language', message, hint: `Did you mean \`${better}\`?`, suggestion: better };
  return { rule: 'language', message, hint: 'Write a code such as en, da, it or pt-BR (BCP 47).' };
};

function canonical(tag: string): string[] {
  try {
    return Intl.getCanonicalLocales(tag.slice(0, 100));
  } catch {
    return [];
  }
}
