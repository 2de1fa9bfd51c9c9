import type { VNode } from 'preact';
import type { LocalisedText } from '../../../schemas.gen.ts';
import type { PageContext } from '../context.ts';
import type { Fact } from '../facts.tsx';
import { Say } from '../text.tsx';

/** Several sentences under one name, or nothing. */
export const textsFact = (context: PageContext, name: string, texts: LocalisedText[] = []): Fact | null =>
  texts.length === 0 ? null : [name, <Texts context={context} texts={texts} />];

export const Texts = ({ context, texts }: { context: PageContext; texts: LocalisedText[] }): VNode => (
  <ul class="relations">
    {texts.map((text) => (
      <li>
        <Say context={context} text={text} />
      </li>
    ))}
  </ul>
);

export const textFact = (context: PageContext, name: string, text: LocalisedText | undefined): Fact | null =>
  text === undefined ? null : [name, <Say context={context} text={text} />];
