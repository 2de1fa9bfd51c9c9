import type { VNode } from 'preact';
import type { FacetCount } from '../../../registry/search-type.ts';
import type { Item } from '../../../registry/types.ts';
import { levelParts, type NameOf } from '../../labels.ts';
import type { PageContext } from '../context.ts';
import { ItemLinks } from '../item.tsx';
import { type Section, section } from '../record-frame.tsx';

interface Governance {
  frameworks: Item[];
  levels: FacetCount[];
  names: NameOf;
}

/** A network's checklists, and how many of its products hold which of their levels: each leads to those products. */
export function byLevelSection(context: PageContext, network: string, governance: Governance): Section | null {
  const { frameworks, levels, names } = governance;
  if (frameworks.length === 0 && levels.length === 0) return null;
  const { t } = context;
  const used = [...new Set(levels.map(({ value }) => levelParts(value).framework))].sort();
  return section(
    'by-level',
    t('network.byLevel'),
    <>
      {used.map((framework) => (
        <>
          <h3>{names(framework, 'framework') ?? framework}</h3>
          <ul>
            {ofFramework(levels, framework).map((count) => (
              <LevelLink context={context} network={network} count={count} />
            ))}
          </ul>
        </>
      ))}
      {used.length === 0 && <p>{t('network.noLevels')}</p>}
      {frameworks.length > 0 && (
        <>
          <h3>{t('network.frameworks')}</h3>
          <ItemLinks items={frameworks} />
        </>
      )}
    </>,
  );
}

/** The highest level first, as far as names tell: `3`, `2`, `1+`, `1`. */
const ofFramework = (levels: FacetCount[], framework: string): FacetCount[] =>
  levels.filter(({ value }) => levelParts(value).framework === framework).sort((a, b) => (a.value < b.value ? 1 : -1));

function LevelLink(props: { context: PageContext; network: string; count: FacetCount }): VNode {
  const { context, network, count } = props;
  const { level } = levelParts(count.value);
  const query = new URLSearchParams({ kind: 'software', network, level: count.value });
  return (
    <li>
      <a class="ds-link" href={`/${context.lang}/search?${query}`}>
        {context.t('network.atLevel', { level, count: count.count })}
      </a>
    </li>
  );
}
