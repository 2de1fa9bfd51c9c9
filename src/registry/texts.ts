import { isSearched, type Kind } from '../records/kinds.ts';
import type { Framework, LocalisedText, Network, Organisation, Software } from '../schemas.gen.ts';
import { FIELDS, type Field } from '../search/fields.ts';
import { conceptWord, type IndexWord, readWords } from '../search/lexicon.ts';
import { isStemmed, type WordLanguage } from '../search/stems.ts';
import { tasksIn } from '../search/tasks-in.ts';
import { partsOfName } from '../search/words.ts';
import type { IndexedText } from '../store/port.ts';
import type { AnyRecord, ItemData } from './decided.ts';

/** The tasks of a record: those that it names, and those that the catalogue finds in what it says of itself. */
export interface Tasks {
  named: string[];
  found: string[];
}

/** The words of texts of one record, each text taken apart once: most are read for tasks and for the index. */
export type WordReader = (text: string, lang: WordLanguage) => IndexWord[];

export function wordReader(): WordReader {
  const read = new Map<string, { lang: WordLanguage; words: IndexWord[] }>();
  return (text, lang) => {
    const known = read.get(text);
    if (known?.lang === lang) return known.words;
    const words = readWords(text, lang);
    read.set(text, { lang, words });
    return words;
  };
}

export function tasksOf(kind: Kind, record: AnyRecord, words: WordReader): Tasks {
  if (kind !== 'software') return { named: [], found: [] };
  const s = record as Software;
  const named = s.tasks ?? [];
  if (named.length > 0) return { named, found: [] };
  const found = new Set<string>();
  const read = (text: string | undefined, lang: string): void => {
    if (text !== undefined && isStemmed(lang)) for (const task of tasksIn(words(text, lang), lang)) found.add(task);
  };
  for (const [lang, { name, generic, short, features }] of Object.entries(s.description ?? {}))
    for (const text of [name, generic, short].concat(features ?? [])) read(text, lang);
  for (const texts of [s.subject ?? {}].concat(s.features ?? []))
    for (const [lang, text] of Object.entries(texts)) read(text, lang);
  return { named, found: [...found] };
}

/** Everything that a search finds a record by, text for text, with its field and its language. */
export function textsOf(
  kind: Kind,
  record: AnyRecord,
  item: ItemData,
  tasks: Tasks,
  wordsIn: WordReader,
): IndexedText[] {
  if (!isSearched(kind)) return [];
  const texts: IndexedText[] = [];
  const put = (field: Field, text: string | undefined, lang: string): void => {
    if (text === undefined) return;
    const words = wordsIn(text, isStemmed(lang) ? lang : '');
    if (words.length > 0) texts.push({ field: FIELDS.indexOf(field), words });
  };
  const all = (field: Field, localised: LocalisedText | undefined): void => {
    for (const [lang, text] of Object.entries(localised ?? {})) put(field, text, lang);
  };
  const name = (field: Field, text: string): void => {
    put(field, text, '');
    put(field, partsOfName(text).join(' '), '');
  };
  name('name', item.name);
  all('name', item.names);
  for (const alias of item.aliases) name('alias', alias);
  // What it is for above all comes first; what it does besides counts less.
  const named = tasks.named.map((task) => `task/${task}`);
  const found = tasks.found.map((task) => `task/${task}`);
  putConcepts(texts, 'task', named.slice(0, 1));
  putConcepts(texts, 'label', named.slice(1).concat(found));
  all('summary', item.summaries);
  if (kind === 'software') softwareTexts(record as Software, texts, put, all);
  for (const other of otherTexts(kind, record)) put('other', other, '');
  for (const other of localisedOthers(kind, record)) all('other', other);
  return texts;
}

function putConcepts(texts: IndexedText[], field: Field, concepts: string[]): void {
  if (concepts.length > 0) texts.push({ field: FIELDS.indexOf(field), words: concepts.map(conceptWord) });
}

type Put = (field: Field, text: string | undefined, lang: string) => void;

function softwareTexts(
  s: Software,
  texts: IndexedText[],
  put: Put,
  all: (field: Field, localised: LocalisedText | undefined) => void,
): void {
  put('alias', s.applicationSuite, '');
  all('label', s.subject);
  const categories: string[] = s.categories ?? [];
  const scopes: string[] = s.audience?.scope ?? [];
  const ids = categories.map((id) => `category/${id}`).concat(scopes.map((id) => `scope/${id}`));
  putConcepts(texts, 'label', ids);
  for (const label of categories.concat(scopes)) put('label', label, 'en');
  for (const [lang, block] of Object.entries(s.description ?? {})) {
    if (block.generic !== undefined && block.short !== undefined) put('summary', block.generic, lang);
    for (const feature of block.features ?? []) put('feature', feature, lang);
    put('long', block.long, lang);
  }
  for (const feature of s.features ?? []) all('feature', feature);
}

function otherTexts(kind: Kind, record: AnyRecord): (string | undefined)[] {
  if (kind === 'software') {
    const s = record as Software;
    const suppliers = s.suppliers?.map(({ name }) => name) ?? [];
    const named = [s.owner?.name, s.publisher?.name, s.copyrightOwner, s.network?.split('/')[1], s.licence?.spdx];
    return named.concat(suppliers);
  }
  if (kind === 'framework') {
    const { publisher, version } = record as Framework;
    return [publisher, version];
  }
  const { type, country, identifiers = [] } = record as Organisation;
  return [type, country, ...identifiers.map(({ value }) => value)];
}

function localisedOthers(kind: Kind, record: AnyRecord): (LocalisedText | undefined)[] {
  if (kind === 'framework') {
    const { requirements = [], levels } = record as Framework;
    return [...levels, ...requirements].map(({ title }) => title);
  }
  const { purpose = [], values = [], criteria = [] } = record as Network;
  return kind === 'network' ? [...purpose, ...values, ...criteria] : [];
}
