import type { Software } from '../../../schemas.gen.ts';
import { facetLabel } from '../../labels.ts';
import { optionalText } from '../../locales/text.ts';
import { Cite } from '../cite.tsx';
import { type Fact, Facts, listFact } from '../facts.tsx';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { countryName, languageName } from '../words.ts';

type Page = RecordContext<Software>;
type Dependency = NonNullable<NonNullable<Software['dependsOn']>['open']>[number];

/** For whom it is made, where it runs, what it needs. */
export function technicalSection(page: Page): Section | null {
  const { context, record } = page;
  const { lang, t } = context;
  const { audience = {}, localisation, dependsOn = {} } = record;
  const facts: (Fact | null)[] = [
    listFact(
      t('facet.scope'),
      (audience.scope ?? []).map((scope) => facetLabel(lang, 'scope', scope)),
    ),
    listFact(
      t('technical.countries'),
      (audience.countries ?? []).map((code) => countryName(lang, code)),
    ),
    listFact(
      t('technical.notCountries'),
      (audience.unsupportedCountries ?? []).map((code) => countryName(lang, code)),
    ),
    listFact(
      t('facet.platform'),
      (record.platforms ?? []).map((name) => optionalText(lang, `value.platform.${name.toLowerCase()}`) ?? name),
    ),
    listFact(
      t('technical.languages'),
      (localisation?.languages ?? []).map((tag) => languageName(lang, tag)),
    ),
    localisation?.ready === undefined ? null : [t('technical.translatable'), t(localisation.ready ? 'yes' : 'no')],
    dependencies(t('technical.needsOpen'), page, dependsOn.open),
    dependencies(t('technical.needsProprietary'), page, dependsOn.proprietary),
    dependencies(t('technical.needsHardware'), page, dependsOn.hardware),
    listFact(t('technical.supports'), record.supports ?? []),
    standards(page),
  ];
  const known = facts.some((fact) => fact !== null);
  return section('technical', t('section.technical'), known ? <Facts facts={facts} rows /> : null);
}

const dependencies = (name: string, page: Page, all: Dependency[] = []): Fact | null =>
  listFact(
    name,
    all.map((dependency) => dependencyText(page, dependency)),
  );

function dependencyText({ context }: Page, { name, version, versionMin, versionMax, optional }: Dependency): string {
  const range =
    version ??
    (versionMin !== undefined && versionMax !== undefined
      ? `${versionMin}–${versionMax}`
      : versionMin !== undefined
        ? `≥ ${versionMin}`
        : versionMax !== undefined
          ? `≤ ${versionMax}`
          : '');
  const text = range === '' ? name : `${name} ${range}`;
  return optional ? context.t('technical.optional', { name: text }) : text;
}

const standards = ({ context, record, cites }: Page): Fact | null =>
  listFact(
    context.t('technical.standards'),
    (record.standards ?? []).map(({ name, source }) => (
      <>
        {name}
        <Cite context={context} cites={cites} source={source} />
      </>
    )),
  );
