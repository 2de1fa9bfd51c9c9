import type { Item, Reader } from '../../../registry/types.ts';
import type { PageContext } from '../context.ts';
import { type Section, section } from '../record-frame.tsx';
import { Related } from '../related.tsx';

/** So many of each stand on a product's page. */
const SHOWN = 5;

/** What is about the same as a product: other products, and needs that nothing meets yet. */
export interface Near {
  similar: Item[];
  needs: Item[];
}

export async function loadNear(read: Reader, row: { ord: number; kind: Item['kind'] }, lang: string): Promise<Near> {
  const [similar, needs] = await Promise.all([read.similar(row, lang, SHOWN), read.needs(row, lang, SHOWN)]);
  return { similar, needs };
}

export function nearSections(context: PageContext, { similar, needs }: Near): (Section | null)[] {
  const { t } = context;
  return [
    similar.length === 0
      ? null
      : section(
          'similar',
          t('section.similar'),
          <>
            <p class="hint">{t('similar.hint')}</p>
            <Related
              context={context}
              items={similar}
              more={({ summary, summaryLanguage }) => ({ text: summary, lang: summaryLanguage })}
            />
          </>,
        ),
    needs.length === 0
      ? null
      : section('related-needs', t('section.relatedNeeds'), <Related context={context} items={needs} />),
  ];
}
