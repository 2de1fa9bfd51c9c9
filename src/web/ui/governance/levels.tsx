import type { LevelOf } from '../../../registry/types.ts';
import { capital } from '../adoptions.tsx';
import type { Citations } from '../cite.tsx';
import type { PageContext } from '../context.ts';
import type { Fact } from '../facts.tsx';
import { type Section, section } from '../record-frame.tsx';
import { History } from './history.tsx';
import { StandingFacts } from './standing.tsx';
import { dayText, FrameworkLink, levelText } from './words.tsx';

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

/** The level in a line: "listed at 3 (date not known); recommended 2 (29 September 2026)". */
export function levelFact(context: PageContext, levels: LevelOf[]): Fact | null {
  const words = (['decided', 'listed', 'recommended'] as const).flatMap((word) =>
    levels.flatMap(({ standing, framework }) => {
      const found = standing[word];
      // Once something is decided, what was listed or recommended is history.
      if (found === null || (word !== 'decided' && standing.decided !== null)) return [];
      const name = levelText(context, framework.record, found.level);
      return [context.t(`level.short.${word}`, { level: name, date: dayText(context, found.date) })];
    }),
  );
  if (words.length === 0) return null;
  const text = words.join('; ');
  return [
    context.t('facet.level'),
    <a class="ds-link" href="#levels">
      {capital(text)}
    </a>,
  ];
}
