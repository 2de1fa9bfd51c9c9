import type { VNode } from 'preact';
import type { LocalisedText } from '../../schemas.gen.ts';
import { sentenceIn } from '../locales/sentences.ts';
import type { Lang } from '../locales/text.ts';
import type { PageContext } from './context.ts';
import { tagFor } from './localised.ts';
import { Ticks } from './ticks.tsx';

/** A sentence of a judgement in the reader's language; where it is not known in it, in English and marked so. */
export function Judged({ context: { lang }, text }: { context: PageContext; text: string }): VNode {
  const own = sentenceIn(lang, text);
  if (own !== undefined) return <Ticks text={own} />;
  return (
    <span lang="en">
      <Ticks text={text} />
    </span>
  );
}

/** A text by language with the reader's own one where it lacks that and its English one is a sentence of a judgement. */
export function judgedIn(lang: Lang, texts: LocalisedText): LocalisedText {
  const tag = tagFor(texts, lang);
  const said = tag === 'en' ? sentenceIn(lang, texts.en ?? '') : undefined;
  return said === undefined ? texts : { ...texts, [lang]: said };
}
