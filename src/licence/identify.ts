import { type Agreement, compareText, fileWords } from './compare-text.ts';
import { readExpression, writeExpression } from './expression.ts';
import { type Template, toTemplate } from './template.ts';

/** What a licence file's text is. */
export interface Identified {
  /**
   * `same`: word for word one of the list's texts. `with-additions`: it holds one whole, with further words that may change
   * what it means. `unknown`: none of them.
   */
  is: 'same' | 'with-additions' | 'unknown';
  /**
   * SPDX ids whose text this is, superseded ones left out. Several have the very same text ("only" and "or later" among
   * them): only a notice in the sources tells them apart.
   */
  ids: string[];
}

let loaded: Promise<Template[]> | undefined;

/**
 * The licence texts of the SPDX list, made ready once. It takes some seconds: for workers and the command line, never for
 * the thread that serves.
 */
export function licenceTexts(): Promise<Template[]> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Template[]> {
  const { default: texts } = await import('spdx-license-list/full.js');
  return Object.entries(texts).map(([id, { licenseText }]) => toTemplate(id, licenseText));
}

/** Compares a file's text with every text of the list (`licenceTexts`). The answer is never a guess. */
export function identifyText(text: string, texts: readonly Template[]): Identified {
  const file = fileWords(text);
  const found = texts.flatMap((template) => compareText(file, template) ?? []);
  const clean = best(found.filter(({ additions }) => !additions));
  if (clean.length > 0) return { is: 'same', ids: clean };
  const more = best(found);
  return more.length > 0 ? { is: 'with-additions', ids: more } : { is: 'unknown', ids: [] };
}

/** The longest agreement; of equal ones those that read like the list's text in the variable places too. */
function best(found: Agreement[]): string[] {
  const words = Math.max(0, ...found.map((one) => one.words));
  const longest = found.filter((one) => one.words === words);
  const exact = Math.max(0, ...longest.map((one) => one.exact));
  const ids = longest.filter((one) => one.exact === exact).flatMap(({ id }) => idsToday(id));
  return [...new Set(ids)].sort();
}

/** Superseded ids become those of today; a GNU text never says whether later versions are allowed, so it is both. */
function idsToday(id: string): string[] {
  const expression = readExpression(id);
  const today = expression === null ? id : writeExpression(expression);
  const base = /^(.+)-(?:only|or-later)$/.exec(today)?.[1];
  return base === undefined ? [today] : [`${base}-only`, `${base}-or-later`];
}

/** What a notice in the sources says of later versions. Only the words of the GNU notice count. */
export function laterByNotice(notice: string): 'only' | 'or-later' | 'unknown' {
  const words = fileWords(notice);
  if (/ (?:any|or) later version /.test(words)) return 'or-later';
  return / version \d (?:\d )?only | only version \d | version \d of the license only /.test(words)
    ? 'only'
    : 'unknown';
}
