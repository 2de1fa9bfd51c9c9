import type { VNode } from 'preact';
import type { Item } from '../../registry/types.ts';
import type { PageContext } from './context.ts';
import { Faulty } from './item.tsx';
import { nameLang } from './localised.ts';

interface More {
  text: string;
  /** Of the text, where it may be another than the page's. */
  lang?: string | undefined;
}

interface RelatedProps {
  context: PageContext;
  items: readonly Item[];
  more?: (item: Item) => More;
}

/** Links to records, each with a word of what it is where there is one. */
export const Related = ({ context, items, more }: RelatedProps): VNode => (
  <ul class="relations">
    {items.map((item) => {
      const { text, lang } = more?.(item) ?? { text: '' };
      return (
        <li>
          <a class="ds-link" href={item.page} lang={nameLang(item.kind)}>
            {item.name}
          </a>
          {text !== '' && (
            <span class="period" lang={lang}>
              {' '}
              {text}
            </span>
          )}
          <Faulty context={context} item={item} />
        </li>
      );
    })}
  </ul>
);
