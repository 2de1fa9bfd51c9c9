import type { VNode } from 'preact';
import { sentenceIn } from '../locales/sentences.ts';
import type { PageContext } from './context.ts';

/** Words between backticks are code. */
export const Ticks = ({ text }: { text: string }): VNode => (
  <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code>{part}</code> : part))}</>
);

/** What the program says in English, in the reader's language where it is known there; else marked as what it is. */
export function InWords({ context, text }: { context: PageContext; text: string }): VNode {
  const said = sentenceIn(context.lang, text);
  if (said !== undefined) return <Ticks text={said} />;
  return (
    <span lang="en">
      <Ticks text={text} />
    </span>
  );
}
