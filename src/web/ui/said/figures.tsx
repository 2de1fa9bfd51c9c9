import type { VNode } from 'preact';
import type { Filed } from '../../../claims/compare.ts';
import type { ToldClaim } from '../../../registry/types.ts';
import type { Claim } from '../../../schemas.gen.ts';
import { formatNumber } from '../../locales/text.ts';
import { type Citations, Cite } from '../cite.tsx';
import type { PageContext } from '../context.ts';
import { dateText } from '../dates.ts';
import { type Fact, Facts } from '../facts.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Say } from '../text.tsx';
import { word } from '../words.ts';

/** Figures that sources state, thing by thing: the newest dated one first, every other below it. */
export function figuresSection(context: PageContext, groups: Filed<ToldClaim>[], cites: Citations): Section | null {
  if (groups.length === 0) return null;
  const facts = groups.map((group): Fact => {
    const first = group.shown ?? group.all[0];
    const others = group.all.filter((one) => one !== first);
    const one = (told: ToldClaim) => <Told context={context} told={told} cites={cites} />;
    return [
      (<Say context={context} text={first?.claim.what} />) as unknown as string,
      <>
        {first !== undefined && one(first)}
        {others.length > 0 && (
          <ul class="relations">
            {others.map((told) => (
              <li>{one(told)}</li>
            ))}
          </ul>
        )}
      </>,
    ];
  });
  return section(
    'figures',
    context.t('section.figures'),
    <>
      <p class="hint">{context.t('figures.hint')}</p>
      <Facts facts={facts} rows />
    </>,
  );
}

function Told(props: { context: PageContext; told: ToldClaim; cites: Citations }): VNode {
  const { context, told, cites } = props;
  const { claim, item, faults } = told;
  const { t, lang } = context;
  return (
    <>
      <ClaimValue context={context} claim={claim} />{' '}
      <a class="ds-link" href={item.page}>
        ({whenText(context, claim)}, {word(lang, 'nature', claim.nature)})
      </a>
      {claim.method !== undefined && (
        <>
          {t('colon')}
          <Say context={context} text={claim.method} />
        </>
      )}
      <Cite context={context} cites={cites} source={claim.source} />
      {faults.length > 0 && <strong class="inferred">{t('figures.fault')}</strong>}
    </>
  );
}

/** `more than 727 organisations`, `1,000 EUR`, or the words of the source. */
export function ClaimValue({ context, claim }: { context: PageContext; claim: Claim }): VNode {
  const said = claimNumber(context, claim);
  if (said === null) return (<Say context={context} text={claim.text} />) as VNode;
  return (
    <>
      {said} {!isYear(claim) && <Say context={context} text={claim.unit} />}
    </>
  );
}

/** The number of a claim as it is said; null where the source has words instead. */
export function claimNumber({ lang, t }: PageContext, claim: Claim): string | null {
  const { value, upTo, precision = 'exact', text } = claim;
  if (value === undefined || text !== undefined) return null;
  const number = (n: number): string => (isYear(claim) ? String(n) : formatNumber(lang, n));
  const span = upTo === undefined ? number(value) : `${number(value)}–${number(upTo)}`;
  return precision === 'exact' ? span : t(`figures.${precision}`, { value: span });
}

/** A year is no quantity: it has no thousands. */
export const isYear = ({ unit }: Claim): boolean => /^year/.test(unit.en ?? '');

/** Of what time it tells, as exact as the source. */
export function whenText({ lang, t }: PageContext, { date }: Claim): string {
  if (date === undefined) return t('figures.undated');
  const from = date.from === undefined ? '' : `${dateText(lang, date.from)}–`;
  const day = `${from}${dateText(lang, date.date)}`;
  return date.is === 'on' ? day : t(`figures.date.${date.is}`, { date: day });
}
