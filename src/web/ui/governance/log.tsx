import type { VNode } from 'preact';
import type { Assessed, AssessmentStory } from '../../../registry/types.ts';
import type { Assessment } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import type { PageContext } from '../context.ts';
import { Judged } from '../judged.tsx';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Fill, Say } from '../text.tsx';
import { word } from '../words.ts';
import { History, Void } from './history.tsx';
import { StandingFacts } from './standing.tsx';
import { actText, dayText, Level, Requirement, verdictText } from './words.tsx';

/** What contradicts its framework: only found with what another catalogue wrote, which is kept and marked. */
export function faultsSection(context: PageContext, { assessed: { faults } }: AssessmentStory): Section | null {
  if (faults.length === 0) return null;
  return section(
    'faults',
    context.t('section.faults'),
    <>
      <p>{context.t('faults.hint')}</p>
      <ul class="faults">
        {faults.map(({ pointer, message }) => (
          <li>
            <Judged context={context} text={message} /> <code>{pointer}</code>
          </li>
        ))}
      </ul>
    </>,
  );
}

/** What follows from all assessments by the same framework. */
export const standingSection = (
  { context, cites }: RecordContext<Assessment>,
  story: AssessmentStory,
): Section | null =>
  section('standing', context.t('section.standing'), <StandingFacts context={context} level={story} cites={cites} />);

/** What became better or worse since the assessment before. */
export function changesSection(context: PageContext, { since, framework }: AssessmentStory): Section | null {
  if (since === null) return null;
  const { lang, t } = context;
  return section(
    'changes',
    t('section.changes'),
    <>
      <p>
        {t('changes.since')}{' '}
        <a class="ds-link" href={since.item.page}>
          {word(lang, 'act', String(since.item.facts.type))}, {dayText(context, text(since.item.facts.date))}
        </a>
      </p>
      {since.changes.length === 0 ? (
        <p>{t('changes.none')}</p>
      ) : (
        <ul>
          {since.changes.map(({ requirement, before, after, step }) => (
            <li>
              <Requirement context={context} framework={framework.record} id={requirement} /> –{' '}
              {verdictText(context, before)} → {verdictText(context, after)} ({word(lang, 'step', step)})
            </li>
          ))}
        </ul>
      )}
    </>,
  );
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** All acts on the same thing by the same framework, and every decision with its ground. */
export function logSection(page: RecordContext<Assessment>, story: AssessmentStory): Section | null {
  const { context } = page;
  const decisions = story.history.filter(({ record }) => record.decision !== undefined);
  return section(
    'log',
    context.t('section.log'),
    <>
      <History context={context} history={story.history} own={story.assessed.item.id} />
      {decisions.length > 0 && (
        <>
          <h3>{context.t('log.decisions')}</h3>
          <ul class="notes">
            {decisions.map((one) => (
              <Decision page={page} one={one} />
            ))}
          </ul>
        </>
      )}
    </>,
  );
}

function Decision({ page, one }: { page: RecordContext<Assessment>; one: Assessed }): VNode {
  const { context, cites } = page;
  const { t } = context;
  const { decision, date, levels, type } = one.record;
  const by = decision?.name ?? page.items.get(decision?.by ?? '')?.name ?? decision?.by;
  return (
    <li>
      {dayText(context, decision?.date ?? date)}
      {t('colon')}
      {actText(context, type)}
      {levels?.decided !== undefined && (
        <>
          {', '}
          <Fill
            context={context}
            text="said.decided"
            parts={{ level: <Level context={context} framework={one.framework.record} level={levels.decided} /> }}
          />
        </>
      )}
      {by !== undefined && `, ${t('log.by', { by })}`}
      <Void context={context} one={one} />
      {decision?.text !== undefined && (
        <>
          {' – '}
          <Say context={context} text={decision.text} />
        </>
      )}
      {decision?.basis !== undefined && (
        <p class="aside">
          {t('log.basis')} <Say context={context} text={decision.basis} />
        </p>
      )}
      <Cite context={context} cites={cites} source={decision?.reference} />
    </li>
  );
}
