import type { VNode } from 'preact';
import { sentenceIn } from '../locales/sentences.ts';
import type { PageContext } from './context.ts';
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
