/** Small words that most sentences of a language hold, and that no other language of the pages has. */
const SMALL: Record<string, string> = {
  en: 'the of and are with this that from which been has have their they was were its not each what when where there',
  da: 'og af ikke også blev hvad deres hvor nogle uden hvilke fordi mellem',
};
const WORDS = Object.entries(SMALL).map(([lang, words]) => ({ lang, words: new Set(words.split(' ')) }));
/** But for these. */
const ALIKE: Record<string, readonly string[]> = { nl: ['of', 'was'] };
/** So many different ones are no accident. */
const LEAST = 2;

/** English or Danish, the languages in which texts are written first, where a text seems to be in one that it should not be. */
function seemsToBe(text: string, lang: string): string | undefined {
  if (lang === '') return undefined;
  const alike = ALIKE[lang] ?? [];
  // Slugs and addresses are made of words and no sentences.
  const tokens = new Set(
    text
      .toLowerCase()
      .replace(/\S*\w[-_/.@]\w\S*/g, ' ')
      .match(/\p{L}+/gu),
  );
  const found = WORDS.find(
    (of) =>
      of.lang !== lang && [...tokens].filter((word) => of.words.has(word) && !alike.includes(word)).length >= LEAST,
  );
  return found?.lang;
}

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
const NO_TEXT = /^(script|style|code|pre|textarea|time)$/;
const INLINE = /^(a|abbr|b|bdi|cite|dfn|em|i|mark|q|s|small|span|strong|sub|sup|u|time|code)$/;
const SAID = /\s(?:aria-label|alt|title|placeholder|content)="([^"]*)"/g;

/** The language of an element that names one; `''` where it says that it is not known. */
const langOf = (tag: string): string | undefined =>
  /\s(?:lang|hreflang)="([a-z]{2})/.exec(tag)?.[1] ?? (/\slang(?:=""|(?=[\s>]|$))/.test(tag) ? '' : undefined);

interface Part {
  name: string;
  lang: string;
  silent: boolean;
}

/**
 * Texts of a page that seem to be in another language than the one that they are marked as, by `lang` of the page or of what
 * they stand in. A block's text counts as one; code and what a reader has written are no texts.
 */
export function strayTexts(html: string): string[] {
  const reader = new Reader();
  for (const [, tag, text] of html.matchAll(/<([^>]+)>|([^<]+)/g)) {
    if (text !== undefined) reader.text(text);
    else reader.tag(tag ?? '');
  }
  reader.end();
  return reader.stray;
}

class Reader {
  readonly stray: string[] = [];
  readonly #stack: Part[] = [];
  #block = '';
  #lang = '';

  text(text: string): void {
    const here = this.#stack.at(-1);
    if (here === undefined || here.silent) return;
    if (here.lang !== this.#lang) this.end();
    this.#lang = here.lang;
    this.#block += text.replace(/&[a-z#0-9]+;/g, ' ');
  }

  tag(tag: string): void {
    const [, close, name = ''] = /^(\/?)([a-z0-9]+)/i.exec(tag) ?? [];
    if (name === '') return;
    if (!INLINE.test(name)) this.end();
    if (close) this.#close(name);
    else this.#open(name, tag);
  }

  #open(name: string, tag: string): void {
    const here = this.#stack.at(-1);
    const lang = langOf(tag) ?? here?.lang ?? '';
    for (const [, said = ''] of tag.matchAll(SAID)) this.#judge(said, lang);
    if (VOID.test(name) || tag.endsWith('/')) return;
    this.#stack.push({ name, lang, silent: (here?.silent ?? false) || NO_TEXT.test(name) });
  }

  #close(name: string): void {
    while (this.#stack.length > 0 && this.#stack.pop()?.name !== name);
  }

  /** The end of a block. */
  end(): void {
    this.#judge(this.#block.replace(/\s+/g, ' ').trim(), this.#lang);
    this.#block = '';
  }

  #judge(text: string, lang: string): void {
    const seems = seemsToBe(text, lang);
    if (seems !== undefined) this.stray.push(`${lang}/${seems}: ${text}`);
  }
}
