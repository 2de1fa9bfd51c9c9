import type { ComponentChildren } from 'preact';
import type { Counted, LevelOf } from '../../../registry/types.ts';
import { pieces } from '../../locales/text.ts';
import { capital } from '../adoptions.tsx';
import type { Citations } from '../cite.tsx';
import type { PageContext } from '../context.ts';
import type { Fact } from '../facts.tsx';
import { type Section, section } from '../record-frame.tsx';
import { History } from './history.tsx';
import { filedBy, StandingFacts } from './standing.tsx';
import { dayText, FrameworkLink, Level } from './words.tsx';

/** The standing under each framework, side by side and never converted, with all assessments. */
export function levelsSection(context: PageContext, levels: LevelOf[], cites: Citations): Section | null {
  if (levels.length === 0) return null;
  const { t } = context;
  return section(
    'levels',
    t('section.levels'),
    <>
      {levels.length > 1 && <p class="hint">{t('level.notCompared')}</p>}
      {levels.map((level) => (
        <div class="level">
          <h3>
            <FrameworkLink framework={level.framework} />
          </h3>
          <StandingFacts context={context} level={level} cites={cites} />
          <h4>{t('assessment.history')}</h4>
          <History context={context} history={level.history} />
        </div>
      ))}
    </>,
  );
}

/** The level in a line: "listed at 3 (date not known: slides); recommended 2 (29 September 2026)". */
export function levelFact(context: PageContext, levels: LevelOf[]): Fact | null {
  const words = (['decided', 'listed', 'recommended'] as const).flatMap((word) =>
    levels.flatMap(({ standing, framework, history }) => {
      const found = standing[word];
      // Once something is decided, what was listed or recommended is history.
      if (found === null || (word !== 'decided' && standing.decided !== null)) return [];
      const name = <Level context={context} framework={framework.record} level={found.level} />;
      const date = found.date === undefined ? undatedText(context, filedBy(history, found.assessment)) : null;
      const fill: Record<string, ComponentChildren> = { level: name, date: date ?? dayText(context, found.date) };
      return [
        pieces(context.lang, `level.short.${word}`).map((part) => (typeof part === 'string' ? part : fill[part.name])),
      ];
    }),
  );
  if (words.length === 0) return null;
  const text = words.flatMap((said, i) => (i === 0 ? said : ['; ', ...said]));
  return [
    context.t('facet.level'),
    <a class="ds-link" href="#levels">
      {text.map((part, i) => (i === 0 && typeof part === 'string' ? capital(part) : part))}
    </a>,
  ];
}

/** That the day is not known, and what its source says of itself: what a list without a date is worth hangs on that. */
function undatedText(context: PageContext, filed: Counted | undefined): ComponentChildren {
  const note = filed?.record.sources?.[0]?.note;
  if (note === undefined) return null;
  return (
    <>
      {dayText(context, undefined)}
      {context.t('colon')}
      <span lang="">{note.replace(/\.$/, '')}</span>
    </>
  );
}
