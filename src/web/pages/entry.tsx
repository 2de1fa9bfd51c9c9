import type { Item } from '../../registry/types.ts';
import { facetLabel } from '../labels.ts';
import type { PageContext } from '../ui/context.ts';
import { type Fact, Facts, Inline } from '../ui/facts.tsx';
import type { Section } from '../ui/record-frame.tsx';
import { FOLLOWED } from './feed-links.ts';
import { jsonAddress, type RecordView } from './record.ts';

/** The last section of a record's page: the entry itself, its history, its data, and where else it is listed. */
export function entrySection(context: PageContext, view: RecordView<unknown>, cluster: Item[] = []): Section {
  const { lang, t } = context;
  const address = context.path.slice(context.path.lastIndexOf('/') + 1);
  const facts: (Fact | null)[] = [
    [t('entry.id'), <code>{view.id}</code>],
    [t('facet.origin'), facetLabel(lang, 'origin', view.origin)],
    [
      t('entry.version'),
      <a class="ds-link" href={`/${lang}${context.path}/versions`}>
        {t('entry.history', { n: view.version })}
      </a>,
    ],
    [
      t('entry.data'),
      <a class="ds-link" href={jsonAddress(view.kind, address)}>
        JSON
      </a>,
    ],
    [
      t('past.address'),
      // Which number that is, is found out by following it: named here, this page would change with every other one.
      <a class="ds-link" rel="nofollow" href={`/${lang}${context.path}?at=now`}>
        {t('past.addressIs')}
      </a>,
    ],
    (FOLLOWED as readonly string[]).includes(view.kind)
      ? [
          t('news.nav'),
          <a class="ds-link" href={`/${lang}${context.path}/changes`}>
            {t('news.title', { name: view.name })}
          </a>,
        ]
      : null,
    cluster.length === 0
      ? null
      : [
          t('entry.elsewhere'),
          <Inline
            items={cluster.map((item) => (
              <a class="ds-link" href={item.page}>
                {item.name} ({facetLabel(lang, 'origin', item.origin)})
              </a>
            ))}
          />,
        ],
  ];
  return { id: 'entry', title: t('section.entry'), body: <Facts facts={facts} /> };
}
