import type { ComponentChild, ComponentChildren, VNode } from 'preact';
import type { LocalisedText } from '../../schemas.gen.ts';
import { pieces, type TextKey } from '../locales/text.ts';
import type { PageContext } from './context.ts';
import { pick } from './localised.ts';

/** A text that stands in several languages, in the reader's where there is one; other languages are marked. */
export function Say({ context, text }: { context: PageContext; text: LocalisedText | undefined }): ComponentChild {
  const found = pick(text, context.lang);
  if (found === undefined) return null;
  return found.lang === undefined ? found.value : <span lang={found.lang}>{found.value}</span>;
}

interface FillProps {
  context: PageContext;
  text: TextKey;
  parts: Record<string, ComponentChildren>;
  /** Chooses the plural form. */
  count?: number;
}

/** A text of the language files with links or other parts in the places of its placeholders. */
export function Fill(props: FillProps): VNode {
  const texts = pieces(props.context.lang, props.text, props.count);
  return <>{texts.map((piece) => (typeof piece === 'string' ? piece : props.parts[piece.name]))}</>;
}

/** A closing quotation mark, the narrow space that French sets before it, and the last letters of the word that it closes. */
const CLOSING = /\S{0,4}\u202f?[»«“”’]$/;

/** A heading that ends with quoted words: where the last one is broken, as it fits no line, letters go down with the mark. */
export function Quoting({ text }: { text: string }): VNode {
  const at = CLOSING.exec(text)?.index ?? text.length;
  return (
    <>
      {text.slice(0, at)}
      <span class="whole">{text.slice(at)}</span>
    </>
  );
}

/** What a thing is also called: names that nobody has said the language of. */
export const AlsoCalled = ({ context, names }: { context: PageContext; names: readonly string[] }): VNode => (
  <p class="aliases">
    <Fill context={context} text="item.aliases" parts={{ names: <span lang="">{names.join(', ')}</span> }} />
  </p>
);

/** An address outside, shown without its scheme. */
export const Outside = ({ href, children }: { href: string; children?: ComponentChildren }): VNode => (
  <a class="ds-link outside" href={href} rel="external">
    {children ?? shorten(href)}
  </a>
);

const shorten = (href: string): string => href.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');

/** Paragraphs of a plain text: what comes from a manifest is shown as it is written, never as markup. */
export function Paragraphs({ text, lang }: { text: string; lang?: string | undefined }): VNode {
  const parts = text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return (
    <div class="prose" lang={lang}>
      {parts.map((part) => (
        <p>{part.trim()}</p>
      ))}
    </div>
  );
}

/** Links in a line, each together with the comma behind it, which would begin the next line else. */
export const Listed = ({ items }: { items: VNode[] }): VNode => (
  <>
    {items.map((item, i) => (
      <>
        <span class="together">
          {item}
          {i < items.length - 1 && ','}
        </span>{' '}
      </>
    ))}
  </>
);

/** So many of a list are shown; a page stays one that can be read and sent. */
export const SHOWN_AT_MOST = 100;

/** Says how many of a list are left out, where some are: all of them are in the data. */
export function CutShort(props: { context: PageContext; all: unknown[]; shown?: number }): VNode | null {
  const { context, all, shown = SHOWN_AT_MOST } = props;
  if (all.length <= shown) return null;
  return <p class="hint">{context.t('list.cut', { count: all.length - shown })}</p>;
}
