import type { Software } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import { dateText } from '../dates.ts';
import { type Fact, Facts, listFact } from '../facts.tsx';
import { Named, type RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside } from '../text.tsx';
import { word } from '../words.ts';

type Page = RecordContext<Software>;

/** Who makes, keeps, pays for and maintains it. Persons are never named. */
export function makingSection(page: Page): Section | null {
  const { context, record } = page;
  const { t } = context;
  const facts: (Fact | null)[] = [
    suppliers(page),
    maintenance(page),
    contractors(page),
    custody(page),
    record.copyrightOwner === undefined ? null : [t('making.copyright'), record.copyrightOwner],
    listFact(
      t('making.fundedBy'),
      (record.fundedBy ?? []).map(({ name, uri }) => name ?? uri ?? ''),
    ),
    record.roadmapUrl === undefined ? null : [t('making.roadmap'), <Outside href={record.roadmapUrl} />],
  ];
  const known = facts.some((fact) => fact !== null);
  return section('making', t('section.making'), known ? <Facts facts={facts} rows /> : null);
}

const suppliers = (page: Page): Fact | null =>
  listFact(
    page.context.t('software.suppliers'),
    (page.record.suppliers ?? []).map(({ name, organisation, role, source }) => (
      <Named page={page} target={organisation} name={name} role={role} source={source} />
    )),
  );

function maintenance({ context, record }: Page): Fact | null {
  const type = record.maintenance?.type;
  return type === undefined ? null : [context.t('making.maintenance'), word(context.lang, 'maintenance', type)];
}

function contractors({ context, record }: Page): Fact | null {
  const { lang, t } = context;
  const all = (record.maintenance?.contractors ?? []).map(({ name, until, website }) => (
    <>
      {website === undefined ? name : <Outside href={website}>{name}</Outside>}
      {until !== undefined && `, ${t('period.until', { date: dateText(lang, until) })}`}
    </>
  ));
  return listFact(t('making.contractors'), all);
}

function custody({ context, record, cites }: Page): Fact | null {
  const { lang, t } = context;
  const { code, documentation, cameBy = [], source } = record.custody ?? {};
  const parts = [
    code === undefined ? '' : t('custody.code', { who: word(lang, 'custody', code) }),
    documentation === undefined ? '' : t('custody.documentation', { who: word(lang, 'custody', documentation) }),
    cameBy.length === 0 ? '' : cameBy.map((way) => word(lang, 'cameBy', way)).join(', '),
  ].filter((part) => part !== '');
  // Who holds the copyright has a row of its own.
  if (parts.length === 0) return null;
  return [
    t('making.custody'),
    <>
      {parts.join('; ')}
      <Cite context={context} cites={cites} source={source} />
    </>,
  ];
}
