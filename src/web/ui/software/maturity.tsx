import type { VNode } from 'preact';
import { ORIGIN_NAMES, OWN } from '../../../kernel/origins.ts';
import { OPENCODE_FORMULA } from '../../../maturity/formulas.ts';
import type { Part } from '../../../maturity/part.ts';
import type { Profile } from '../../../maturity/profile.ts';
import type { ToldProfile } from '../../../registry/types.ts';
import { optionalText } from '../../locales/text.ts';
import type { PageContext } from '../context.ts';
import { dateText } from '../dates.ts';
import { type Fact, Facts } from '../facts.tsx';
import { WideTable } from '../governance/words.tsx';
import { partText } from '../maturity-words.ts';
import { type Section, section } from '../record-frame.tsx';
import { Outside } from '../text.tsx';
import { word } from '../words.ts';

/** How a product is kept: a profile in words, never one number. What was not measured is said to be not known. */
export function maturitySection(context: PageContext, profile: ToldProfile): Section | null {
  const { lang, t } = context;
  const known = profile.parts.filter(({ standing }) => standing !== 'not-known');
  const unknown = profile.parts.filter(({ standing }) => standing === 'not-known');
  return section(
    'maturity',
    t('section.maturity'),
    <>
      <p class="hint">
        <Basis context={context} profile={profile} />{' '}
        <a class="ds-link" href={`/${lang}/formulas`}>
          {t('maturity.formulas')}
        </a>
      </p>
      {known.length > 0 && <Parts context={context} parts={known} />}
      {unknown.length > 0 && <Unknown context={context} parts={unknown} />}
      <h3>{t('maturity.others')}</h3>
      <Facts facts={others(context, profile)} rows />
    </>,
  );
}

function Basis({ context, profile }: { context: PageContext; profile: ToldProfile }): VNode {
  const { t, lang } = context;
  if (profile.read === null || profile.repository === null) return <>{t('maturity.basis.nothing')}</>;
  return (
    <>
      {t(`maturity.basis.${profile.basis}`, { date: dateText(lang, profile.read) })}{' '}
      <Outside href={profile.repository} />.
      <SeenBy context={context} profile={profile} />
    </>
  );
}

/** Whose observation it is, where it is not ours: that catalogue answers for it. */
function SeenBy({
  context: { lang, t },
  profile: { seen },
}: {
  context: PageContext;
  profile: ToldProfile;
}): VNode | null {
  if (seen === null || seen.origin === ORIGIN_NAMES[OWN]) return null;
  return (
    <>
      {' '}
      <a class="ds-link" href={`/${lang}${seen.page}`}>
        {t('maturity.seenBy', { origin: optionalText(lang, `value.origin.${seen.origin}`) ?? seen.origin })}
      </a>
    </>
  );
}

function Parts({ context, parts }: { context: PageContext; parts: Part[] }): VNode {
  const { lang, t } = context;
  return (
    <WideTable label={t('section.maturity')} stacked>
      <thead>
        <tr>
          <th scope="col">{t('maturity.side')}</th>
          <th scope="col">{t('maturity.standing')}</th>
          <th scope="col">{t('maturity.why')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr>
            <th scope="row">{word(lang, 'side', part.id)}</th>
            <td>{word(lang, 'standing', part.standing)}</td>
            <td>{partText(lang, part)}</td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Unknown({ context, parts }: { context: PageContext; parts: Part[] }): VNode {
  const { lang, t } = context;
  return (
    <>
      <h3>{t('maturity.unknown')}</h3>
      <ul class="relations">
        {parts.map((part) => (
          <li>
            {word(lang, 'side', part.id)}
            {context.t('colon')}
            {partText(lang, part)}
          </li>
        ))}
      </ul>
    </>
  );
}

function others({ t, lang }: PageContext, { vitality, maintained }: Profile): Fact[] {
  const index =
    vitality.index === null
      ? `${t('unknown.value')}${t('colon')}${word(lang, 'vitality', vitality.reason)}`
      : t('maturity.vitality', {
          index: vitality.index,
          from: dateText(lang, vitality.from),
          until: dateText(lang, vitality.until),
        });
  const { level, atMost } = maintained;
  const badge =
    level === null || (level < atMost && level > 0)
      ? t('maturity.badgeOpen', { least: level ?? 0, most: atMost })
      : level === 0
        ? t('maturity.badgeNone')
        : t('maturity.badge', { level });
  const criteria = maintained.criteria.map(({ id, met, figure }) => {
    const said = met === null ? t('unknown.value') : t(met ? 'yes' : 'no');
    const against = figure === null ? '' : ` (${figure})`;
    return `${t(`maturity.criterion.${id}`, WANTED)}${t('colon')}${said}${against}`;
  });
  return [
    [t('maturity.italian'), index],
    [
      t('maturity.opencode'),
      <>
        {badge}
        <ul class="relations">
          {criteria.map((text) => (
            <li>{text}</li>
          ))}
        </ul>
      </>,
    ],
  ];
}

const WANTED = {
  commits: OPENCODE_FORMULA.commits,
  months: OPENCODE_FORMULA.months,
  days: OPENCODE_FORMULA.answerDays,
  answerMonths: OPENCODE_FORMULA.answerMonths,
  bus: OPENCODE_FORMULA.busFactor,
};
