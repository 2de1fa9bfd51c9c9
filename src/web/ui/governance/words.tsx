import type { ComponentChildren, VNode } from 'preact';
import type { Colour, Verdict } from '../../../governance/framework.ts';
import type { Counted, NamedFramework } from '../../../registry/types.ts';
import type { Assessment, Framework, LocalisedText } from '../../../schemas.gen.ts';
import { capital } from '../adoptions.tsx';
import type { PageContext } from '../context.ts';
import { dateText } from '../dates.ts';
import { type Localised, pick } from '../localised.ts';
import { Fill, Say } from '../text.tsx';
import { word } from '../words.ts';

/** The columns of every table of totals, in order. */
export const VERDICTS: readonly Verdict[] = ['green', 'yellow', 'red', 'grey', 'not-given'];

export const verdictText = ({ lang }: PageContext, verdict: Verdict): string => word(lang, 'verdict', verdict);

/** The title of a level; none where it only repeats the id. */
function levelTitle({ lang }: PageContext, framework: Framework | null, level: string): Localised | undefined {
  const title = pick(framework?.levels.find(({ id }) => id === level)?.title, lang);
  return title?.value === level ? undefined : title;
}

/**
 * A level as it is called, where no language can be marked: its id, with its title behind where it has one in the reader's
 * language.
 */
export function levelText(context: PageContext, framework: Framework | null, level: string): string {
  const title = levelTitle(context, framework, level);
  return title === undefined || title.lang !== undefined ? level : `${level} (${title.value})`;
}

interface LevelProps {
  context: PageContext;
  framework: Framework | null;
  level: string;
  /** It begins the sentence. */
  begins?: boolean;
}

/** A level on a page: its id, with its title behind, which is marked where it is in another language. */
export function Level({ context, framework, level, begins = false }: LevelProps): VNode {
  const title = levelTitle(context, framework, level);
  const id = begins ? capital(level) : level;
  if (title === undefined) return <>{id}</>;
  if (title.lang === undefined) return <>{`${id} (${title.value})`}</>;
  return (
    <>
      {`${id} (`}
      <span lang={title.lang}>{title.value}</span>)
    </>
  );
}

export function themeText({ lang, t }: PageContext, framework: Framework | null, theme: string | null): string {
  if (theme === null) return t('framework.noTheme');
  return pick(framework?.themes?.find(({ id }) => id === theme)?.title, lang)?.value ?? theme;
}

/** The same on a page, marked where it is in another language. */
export function Theme(props: { context: PageContext; framework: Framework | null; theme: string | null }): VNode {
  const { context, framework, theme } = props;
  const title = framework?.themes?.find(({ id }) => id === theme)?.title;
  return <>{title === undefined ? themeText(context, framework, theme) : <Say context={context} text={title} />}</>;
}

interface RequirementProps {
  context: PageContext;
  framework: Framework | null;
  id: string;
}

/** "F1: All code is developed in the open", or the id alone where its text is not known. */
export function Requirement({ context, framework, id }: RequirementProps): VNode {
  const title = framework?.requirements?.find((one) => one.id === id)?.title;
  if (title === undefined) return <>{id}</>;
  return (
    <>
      {id}
      {context.t('colon')}
      <Say context={context} text={title} />
    </>
  );
}

export const actText = ({ lang }: PageContext, type: Assessment['type']): string => word(lang, 'act', type);

/** The day of an assessment in words, or that it is not known. */
export const dayText = ({ lang, t }: PageContext, date: string | undefined): string =>
  date === undefined ? t('assessment.undated') : dateText(lang, date);

/** What an assessment says of the level: "recommended 2, decided 1". */
export function Levels({ context, one: { record, framework } }: { context: PageContext; one: Counted }): VNode {
  const { levels = {} } = record;
  const said = (['claimed', 'listed', 'recommended', 'decided'] as const).flatMap((word) => {
    const level = levels[word];
    if (level === undefined) return [];
    const parts = { level: <Level context={context} framework={framework.record} level={level} /> };
    return [<Fill context={context} text={`said.${word}`} parts={parts} />];
  });
  return (
    <>
      {said.map((one, i) => (
        <>
          {i > 0 && ', '}
          {one}
        </>
      ))}
    </>
  );
}

/** What a source prints as totals, and of which of its tables, as it calls it. */
export function StatedOf({ context, of }: { context: PageContext; of: LocalisedText | undefined }): VNode {
  if (of === undefined) return <>{context.t('assessment.stated')}</>;
  return <Fill context={context} text="assessment.statedOf" parts={{ table: <Say context={context} text={of} /> }} />;
}

export function FrameworkLink({ framework }: { framework: NamedFramework }): VNode {
  if (framework.page === null) return <>{framework.name}</>;
  return (
    <a class="ds-link" href={framework.page}>
      {framework.name}
    </a>
  );
}

export const printed = (counts: Partial<Record<Colour, number>>, verdict: Verdict): number | undefined =>
  verdict === 'not-given' ? undefined : counts[verdict];

interface WideTableProps {
  label: string;
  children: ComponentChildren;
  /** On a narrow screen its cells stand below each other: for sentences, which read well in that order. */
  stacked?: boolean;
}

/** A table that may be wider than a narrow screen: it then scrolls by itself, with the keyboard too. */
export function WideTable({ label, children, stacked = false }: WideTableProps): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard (WCAG 2.1.1).
    // biome-ignore lint/a11y/useSemanticElements: it is no section of the page, and sections are counted on.
    <div class={stacked ? 'scroll stacked' : 'scroll'} role="group" tabIndex={0} aria-label={label}>
      <table>
        <caption class="ds-sr-only">{label}</caption>
        {children}
      </table>
    </div>
  );
}
