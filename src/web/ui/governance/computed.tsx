import type { ComponentChild, VNode } from 'preact';
import type { Attainment, Missing } from '../../../governance/attainment.ts';
import type { LevelOf } from '../../../registry/types.ts';
import { formatNumber, pieces, type TextKey } from '../../locales/text.ts';
import { capital } from '../adoptions.tsx';
import type { PageContext } from '../context.ts';
import { Fill } from '../text.tsx';
import { actText, dayText, Level, Requirement, Theme, verdictText } from './words.tsx';

interface ComputedProps {
  context: PageContext;
  level: LevelOf;
}

/** The level that ratings give, theme by theme, and what stands between it and the next; or why none can be computed. */
export function Computed({ context, level }: ComputedProps): VNode {
  const { t } = context;
  const { framework, standing } = level;
  const { computed } = standing;
  if (computed === null) return <em>{t(`level.notComputed.${whyNot(level)}`)}</em>;
  const { next } = computed;
  const name = (id: string | null, begins = false): ComponentChild => {
    if (id !== null) return <Level context={context} framework={framework.record} level={id} begins={begins} />;
    return begins ? capital(t('level.belowAll')) : t('level.belowAll');
  };
  const far = howFar(computed);
  return (
    <>
      <p>
        <Fill
          context={context}
          text={far}
          parts={{
            level: name(computed.level, typeof pieces(context.lang, far)[0] === 'object'),
            act: actText(context, computed.type),
            date: dayText(context, computed.date),
          }}
        />
      </p>
      {computed.themes.length > 0 && (
        <ul class="inline">
          {computed.themes.map(({ theme, level }) => (
            <li>
              <Theme context={context} framework={framework.record} theme={theme} />
              {context.t('colon')}
              {name(level)}
            </li>
          ))}
        </ul>
      )}
      {next !== null && (
        <details>
          <summary>
            <Fill
              context={context}
              text="level.toNext"
              count={next.missing.length}
              parts={{ level: name(next.level), count: formatNumber(context.lang, next.missing.length) }}
            />
          </summary>
          <MissingList context={context} level={level} missing={next.missing} />
        </details>
      )}
    </>
  );
}

/** Ratings that are known may already keep it from more, whatever the others are. */
function howFar({ level, complete, next }: Attainment): TextKey {
  if (complete || next === null) return 'level.computedFrom';
  if (next.missing.some(({ verdict }) => verdict !== 'not-given')) return 'level.computedNotHigher';
  return level === null ? 'level.computedOpen' : 'level.computedAtLeast';
}

function MissingList({ context, level, missing }: ComputedProps & { missing: Missing[] }): VNode {
  return (
    <ul>
      {missing.map(({ requirement, verdict }) => (
        <li>
          <Requirement context={context} framework={level.framework.record} id={requirement} /> –{' '}
          {verdictText(context, verdict)}
        </li>
      ))}
    </ul>
  );
}

function whyNot({ framework }: LevelOf): 'framework' | 'requirements' | 'ratings' {
  if (framework.record === null) return 'framework';
  if ((framework.record.requirements ?? []).length === 0) return 'requirements';
  return 'ratings';
}
