import type { ComponentChildren, VNode } from 'preact';
import { COLOURS, type Verdict, verdictsOf } from '../../../governance/framework.ts';
import type { Totals } from '../../../governance/totals.ts';
import type { AssessmentStory } from '../../../registry/types.ts';
import type { Assessment, Framework } from '../../../schemas.gen.ts';
import type { PageContext } from '../context.ts';
import { judgedIn } from '../judged.tsx';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Fill, Outside, Say } from '../text.tsx';
import { Level, printed, Requirement, StatedOf, Theme, VERDICTS, verdictText, WideTable } from './words.tsx';

type Rating = NonNullable<Assessment['ratings']>[number];

/** Totals by level and theme, counted from the ratings; what the source prints stands beside. */
export function totalsSection(context: PageContext, { assessed }: AssessmentStory): Section | null {
  const { totals, record, framework } = assessed;
  const stated = record.statedTotals ?? [];
  if ((totals === null || record.ratings === undefined) && stated.length === 0) return null;
  const { t } = context;
  const counted = record.ratings === undefined ? null : totals;
  return section(
    'totals',
    t('section.totals'),
    <WideTable label={t('section.totals')} stacked>
      <thead>
        <tr>
          <th scope="col">{t('totals.of')}</th>
          {VERDICTS.map((verdict) => (
            <th scope="col">{verdictText(context, verdict)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counted?.byLevel.map(({ level, totals }) => (
          <Row
            context={context}
            name={
              <Fill
                context={context}
                text="totals.level"
                parts={{ level: <Level context={context} framework={framework.record} level={level} /> }}
              />
            }
            totals={totals}
          />
        ))}
        {counted?.byTheme.map(({ theme, totals }) => (
          <Row
            context={context}
            name={<Theme context={context} framework={framework.record} theme={theme} />}
            totals={totals}
          />
        ))}
        {counted && <Row context={context} name={t('totals.all')} totals={counted.all} />}
        {stated.map(({ of, counts }) => (
          <tr class="stated">
            <th scope="row">
              <StatedOf context={context} of={of} />
            </th>
            {VERDICTS.map((verdict) => (
              <td data-of={verdictText(context, verdict)} class="figure">
                {printed(counts, verdict) ?? '–'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </WideTable>,
  );
}

function Row({ context, name, totals }: { context: PageContext; name: ComponentChildren; totals: Totals }): VNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      {VERDICTS.map((verdict) => (
        <td data-of={verdictText(context, verdict)} class="figure">
          {totals[verdict === 'not-given' ? 'notGiven' : verdict]}
        </td>
      ))}
    </tr>
  );
}

/** Every requirement with its verdict, ground and evidence; those that nobody rated are named too. */
export function ratingsSection(page: RecordContext<Assessment>, { assessed }: AssessmentStory): Section | null {
  const { context, record } = page;
  const framework = assessed.framework.record;
  if (record.ratings === undefined || framework === null) return null;
  const { t } = context;
  const byId = new Map(record.ratings.map((rating) => [rating.requirement, rating]));
  const verdicts = [...verdictsOf(framework, record)];
  const rated = verdicts.filter(([id]) => byId.has(id));
  const grounds = record.ratings.some((one) => one.ground ?? one.explanation ?? one.evidence);
  const others = verdicts.filter(([id]) => !byId.has(id)).map(([id]) => id);
  return section(
    'ratings',
    t('section.ratings'),
    <>
      <WideTable label={t('section.ratings')} stacked>
        <thead>
          <tr>
            <th scope="col">{t('requirement.title')}</th>
            <th scope="col">{t('requirement.rating')}</th>
            {grounds && <th scope="col">{t('requirement.ground')}</th>}
          </tr>
        </thead>
        <tbody>
          {rated.map(([id, verdict]) => (
            <tr>
              <th scope="row">
                <Requirement context={context} framework={framework} id={id} />
              </th>
              <td data-of={t('requirement.rating')}>
                <RatingText
                  context={context}
                  rating={byId.get(id)?.rating ?? ''}
                  verdict={verdict}
                  framework={framework}
                />
              </td>
              {grounds && (
                <td data-of={t('requirement.ground')}>
                  <Ground context={context} rating={byId.get(id)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </WideTable>
      {others.length > 0 && <p>{t('ratings.notGiven', { count: others.length, ids: others.join(', ') })}</p>}
    </>,
  );
}

interface RatingProps {
  context: PageContext;
  rating: string;
  verdict: Verdict;
  framework: Framework;
}

/** A framework's own word, with the colour that it counts as; a colour speaks for itself. */
function RatingText({ context, rating, verdict, framework }: RatingProps): VNode {
  const colour = verdictText(context, verdict);
  if (isColour(rating)) return <>{colour}</>;
  const own = framework.scale?.find(({ id }) => id === rating)?.title;
  return (
    <>
      {own === undefined ? rating : <Say context={context} text={own} />} – {colour}
    </>
  );
}

const isColour = (rating: string): boolean => (COLOURS as readonly string[]).includes(rating);

function Ground({ context, rating }: { context: PageContext; rating: Rating | undefined }): VNode {
  const { ground, explanation, evidence = [] } = rating ?? {};
  return (
    <>
      {ground !== undefined && (
        <p>
          <Say context={context} text={judgedIn(context.lang, ground)} />
        </p>
      )}
      {explanation !== undefined && (
        <p>
          {context.t('ratings.explanation')} <Say context={context} text={explanation} />
        </p>
      )}
      {evidence.map(({ address, path, commit }) => (
        <p class="aside">
          <Outside href={address}>{[path, commit?.slice(0, 12)].filter(Boolean).join(' @ ') || undefined}</Outside>
        </p>
      ))}
    </>
  );
}
