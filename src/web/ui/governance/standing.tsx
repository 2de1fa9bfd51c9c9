import type { VNode } from 'preact';
import type { Said } from '../../../governance/standing.ts';
import type { Counted, LevelOf } from '../../../registry/types.ts';
import { type Citations, Cite } from '../cite.tsx';
import type { PageContext } from '../context.ts';
import { type Fact, Facts } from '../facts.tsx';
import { Computed } from './computed.tsx';
import { actText, dayText, levelText } from './words.tsx';

interface StandingProps {
  context: PageContext;
  level: LevelOf;
  cites: Citations;
}

/** What holds, and everything that is said of the level, each with whose word it is and of when. */
export function StandingFacts({ context, level, cites }: StandingProps): VNode {
  const { t } = context;
  const { standing } = level;
  const said = (word: 'decided' | 'listed' | 'recommended' | 'claimed'): Fact | null => {
    const found = standing[word];
    return found && [t(`level.${word}`), <SaidText context={context} level={level} said={found} cites={cites} />];
  };
  return (
    <Facts
      rows
      facts={[
        [t('level.holds'), holdsText(context, level)],
        ...[said('decided'), said('listed'), said('recommended'), said('claimed')],
        [t('level.computed'), <Computed context={context} level={level} />],
      ]}
    />
  );
}

/** "3 (in the published list)", or that nothing was decided. */
export function holdsText(context: PageContext, { standing: { holds }, framework }: LevelOf): string {
  const { t } = context;
  if (holds === null) return t('level.none');
  const text = t(`level.holdsBy.${holds.by}`, { level: levelText(context, framework.record, holds.level) });
  return holds.expired ? `${text} (${t('level.expired')})` : text;
}

function SaidText({ context, level, said, cites }: StandingProps & { said: Said }): VNode {
  const { framework, history } = level;
  const source = filedBy(history, said.assessment);
  const day = dayText(context, said.date);
  return (
    <>
      {levelText(context, framework.record, said.level)}, {day}
      {said.expired && ` (${context.t('level.expired')})`}{' '}
      {source && (
        <>
          <span>
            (
            <a class="ds-link" href={source.item.page}>
              {actText(context, said.type)}
              <span class="ds-sr-only"> {day}</span>
            </a>
            )
          </span>
          <Cite context={context} cites={cites} source={source.record.sources?.[0]} />
        </>
      )}
    </>
  );
}

/** The assessment of this id (with its origin). */
export const filedBy = (history: Counted[], id: string): Counted | undefined =>
  history.find(({ item }) => `${item.id}@${item.origin}` === id);
