import type { ComponentChildren, VNode } from 'preact';
import { ITALIAN_FORMULA, OPENCODE_FORMULA, OWN_FORMULA, type Steps } from '../../maturity/formulas.ts';
import { PARTS } from '../../maturity/part.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { Facts } from '../ui/facts.tsx';
import { word } from '../ui/words.ts';
import type { PageHandler } from './serve.ts';

const F = OWN_FORMULA;
/** The numbers of our own formula as its sentences name them. */
const NUMBERS = {
  activityStrong: F.activity.strong,
  activityFair: F.activity.fair,
  rhythms: F.activity.rhythms,
  releasesStrong: F.releases.strong,
  releasesFair: F.releases.fair,
  rollingMonths: F.releases.rollingMonths,
  versionsStrong: `${F.versions.strong * 100} %`,
  versionsFair: `${F.versions.fair * 100} %`,
  versionsAtLeast: F.versions.atLeast,
  contributorsStrong: F.contributors.strong,
  contributorsBus: F.contributors.strongBus,
  contributorsFair: F.contributors.fair,
  ageStrong: F.age.strong,
  ageFair: F.age.fair,
  answersStrong: F.answers.strong,
  answersFair: F.answers.fair,
  documentationStrong: F.documentation.strong,
  documentationFair: F.documentation.fair,
  languages: F.localisation.strong,
  suppliersStrong: F.suppliers.strong,
  adoptersStrong: F.adopters.strong,
};

/** How maturity is worked out: every formula with its numbers and its version, made from what the program computes with. */
export const formulasPage =
  (): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { lang, t } = context;
    return {
      title: t('formulas.title'),
      body: (
        <div class="wrap page prose-page">
          <h1>{t('formulas.title')}</h1>
          <p class="lead">{t('formulas.lead')}</p>
          <p>{t('formulas.unknown')}</p>
          <h2 id={F.id}>{t('formulas.own')}</h2>
          <p>{t('formulas.version', { version: F.version, date: dateText(lang, F.since) })}</p>
          <Facts facts={PARTS.map((id) => [word(lang, 'side', id), t(`formulas.part.${id}`, NUMBERS)])} rows />
          <Italian context={context} />
          <OpenCode context={context} />
        </div>
      ),
    };
  };

function Italian({ context }: { context: PageContext }): VNode {
  const { t } = context;
  const { id, version, source, days, most, userCommunity, codeActivity, releaseHistory, longevity } = ITALIAN_FORMULA;
  return (
    <>
      <h2 id={id}>{t('maturity.italian')}</h2>
      <p>
        {t('formulas.italian', { days, most })} <Source source={source}>{version}</Source>
      </p>
      <Table context={context} title="userCommunity" steps={userCommunity} />
      <Table context={context} title="codeActivity" steps={codeActivity} />
      <Table context={context} title="releaseHistory" steps={releaseHistory} />
      <Table context={context} title="longevity" steps={longevity} />
    </>
  );
}

type Title = 'userCommunity' | 'codeActivity' | 'releaseHistory' | 'longevity';

function Table({ context, title, steps }: { context: PageContext; title: Title; steps: Steps }): VNode {
  const { t } = context;
  return (
    <table class="counts-table">
      <caption>{t(`formulas.${title}`)}</caption>
      <thead>
        <tr>
          <th scope="col">{t('formulas.from')}</th>
          <th scope="col">{t('formulas.points')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(([from, points]) => (
          <tr>
            <th scope="row">{from}</th>
            <td>{points}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OpenCode({ context }: { context: PageContext }): VNode {
  const { t } = context;
  const { id, version, source, months, answerMonths, commits, answerDays, releases, busFactor } = OPENCODE_FORMULA;
  const numbers = { months, answerMonths, commits, days: answerDays, releases, bus: busFactor };
  return (
    <>
      <h2 id={id}>{t('maturity.opencode')}</h2>
      <p>
        {t('formulas.opencode')} <Source source={source}>{version}</Source>
      </p>
      <ol>
        {([1, 2, 3] as const).map((level) => (
          <li>{t(`formulas.opencode.${level}`, numbers)}</li>
        ))}
      </ol>
    </>
  );
}

const Source = (props: {
  source: { title: string; publisher: string; address: string };
  children: ComponentChildren;
}): VNode => (
  <>
    <a class="ds-link" href={props.source.address}>
      <cite>{props.source.title}</cite>
    </a>
    , {props.source.publisher} ({props.children}).
  </>
);
