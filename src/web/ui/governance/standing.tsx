import type { VNode } from 'preact';
import type { Said } from '../../../governance/standing.ts';
import type { Counted, LevelOf } from '../../../registry/types.ts';
import { type Citations, Cite } from '../cite.tsx';
import type { PageContext } from '../context.ts';
import { type Fact, Facts } from '../facts.tsx';
import { Fill } from '../text.tsx';
import { Computed } from './computed.tsx';
import { actText, dayText, Level } from './words.tsx';

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
        [t('level.holds'), <Holds context={context} level={level} />],
        ...[said('decided'), said('listed'), said('recommended'), said('claimed')],
        [t('level.computed'), <Computed context={context} level={level} />],
      ]}
    />
  );
}

/** "3 (in the published list)", or that nothing was decided. */
function Holds({ context, level: { standing, framework } }: Omit<StandingProps, 'cites'>): VNode {
  const { t } = context;
  const { holds } = standing;
  if (holds === null) return <>{t('level.none')}</>;
  const parts = { level: <Level context={context} framework={framework.record} level={holds.level} /> };
  return (
    <>
      <Fill context={context} text={`level.holdsBy.${holds.by}`} parts={parts} />
      {holds.expired && ` (${t('level.expired')})`}
    </>
  );
}

function SaidText({ context, level, said, cites }: StandingProps & { said: Said }): VNode {
  const { framework, history } = level;
  const source = filedBy(history, said.assessment);
  const day = dayText(context, said.date);
  return (
    <>
      <Level context={context} framework={framework.record} level={said.level} />, {day}
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
