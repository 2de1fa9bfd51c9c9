import { type FacetName, isFacet } from '../kernel/facets.ts';
import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { wordsOf } from './words.ts';

/** A word or phrase that is looked for. */
export interface Term {
  /** One word, or those of a phrase in order. */
  words: string[];
  phrase: boolean;
  /** It may still be typed: what begins so is found too. */
  open: boolean;
}

/** What a reader's text asks for. */
export interface Asked {
  terms: Term[];
  /** What is found by one of these is left out. */
  excluded: Term[];
  filters: { facet: FacetName; value: string }[];
  /** The words outside of fields and exclusions, as a name may be written. */
  name: string;
}

/** Words for the fields besides their names, as readers of several languages write them. */
const FIELD_WORDS: Record<string, FacetName> = {
  ...{ license: 'licence', licens: 'licence', lizenz: 'licence', licentie: 'licence', licenza: 'licence' },
  ...{ land: 'country', pays: 'country', paese: 'country', pais: 'country', countries: 'country' },
  ...{ kategori: 'category', kategorie: 'category', categorie: 'category', categoria: 'category' },
  ...{ opgave: 'task', aufgabe: 'task', tache: 'task', taak: 'task', compito: 'task', tarea: 'task', tarefa: 'task' },
  ...{ netvaerk: 'network', netzwerk: 'network', reseau: 'network', rete: 'network', netwerk: 'network' },
  ...{ sprog: 'language', sprache: 'language', langue: 'language', lingua: 'language', lang: 'language' },
  ...{ etat: 'status', stato: 'status', estado: 'status', tilstand: 'status', zustand: 'status', stand: 'status' },
  ...{ typ: 'type', tipo: 'type', livscyklus: 'lifecycle', lebenszyklus: 'lifecycle', levenscyclus: 'lifecycle' },
  ...{ plattform: 'platform', plateforme: 'platform', piattaforma: 'platform', plataforma: 'platform' },
  ...{ vaert: 'host', hote: 'host', ursprung: 'origin', oprindelse: 'origin', origine: 'origin', origen: 'origin' },
  ...{ brugtaf: 'adopter-kind', tilgaengelighed: 'accessibility', barrierefreiheit: 'accessibility' },
  ...{ niveau: 'level', slags: 'kind', art: 'kind', soort: 'kind' },
};

// A field with its value, an exclusion, a phrase, or a piece without spaces. Each branch ends by itself, so that no text takes long.
const PIECE = /(-?)([\p{L}-]{2,20}):("[^"]*"|[^\s"]+)|(-?)"([^"]*)"|\S+/gu;

/** Takes a query apart. Any text is one: what is no field, phrase or exclusion is words. */
export function readQuery(text: string): Asked {
  const cut = text.normalize('NFC').slice(0, LIMITS.queryLength);
  const asked: Asked = { terms: [], excluded: [], filters: [], name: '' };
  const name: string[] = [];
  for (const match of cut.matchAll(PIECE)) readPiece(match, match.index + match[0].length === cut.length, asked, name);
  asked.terms = asked.terms.slice(0, LIMITS.queryTerms);
  asked.excluded = asked.excluded.slice(0, LIMITS.queryTerms);
  asked.filters = asked.filters.slice(0, LIMITS.filterValues);
  asked.name = name.join(' ');
  return asked;
}

function readPiece(match: RegExpMatchArray, open: boolean, asked: Asked, name: string[]): void {
  const [piece, minus = '', field = '', value = '', minusPhrase = '', phrase] = match;
  const facet = field === '' || minus !== '' ? undefined : facetOf(field);
  if (facet !== undefined) {
    asked.filters.push({ facet, value: value.replaceAll('"', '') });
  } else if (phrase !== undefined) {
    putPhrase(minusPhrase === '' ? asked.terms : asked.excluded, phrase, name, minusPhrase === '');
  } else if (isExclusion(piece)) {
    asked.excluded.push(...termsOf(piece, false));
  } else {
    asked.terms.push(...termsOf(piece, open));
    name.push(piece);
  }
}

const isExclusion = (piece: string): boolean => /^-[\p{L}\p{N}]/u.test(piece);

function facetOf(field: string): FacetName | undefined {
  const word = fold(field);
  return isFacet(word) ? word : Object.hasOwn(FIELD_WORDS, word) ? FIELD_WORDS[word] : undefined;
}

function putPhrase(into: Term[], text: string, name: string[], named: boolean): void {
  const words = wordsOf(text).slice(0, LIMITS.queryTerms);
  // The same phrase again asks for nothing more.
  const again = into.some((term) => term.phrase && term.words.join(' ') === words.join(' '));
  if (words.length > 0 && !again) into.push({ words, phrase: words.length > 1, open: false });
  if (named) name.push(text);
}

/** The words of a piece; the last one is open where nothing stands behind it, not even a mark. */
function termsOf(piece: string, open: boolean): Term[] {
  const words = wordsOf(piece);
  const typing = open && /[\p{L}\p{N}\p{M}]$/u.test(piece);
  return words.map((word, i) => ({ words: [word], phrase: false, open: typing && i === words.length - 1 }));
}
