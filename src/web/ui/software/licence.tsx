import type { VNode } from 'preact';
import type { FoundLicenceAnswer, LicenceAnswer, LicenceChange, Software } from '../../../schemas.gen.ts';
import { Cite } from '../cite.tsx';
import { dateText } from '../dates.ts';
import { type Fact, Facts, Inline, listFact } from '../facts.tsx';
import { Named, type RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { Outside } from '../text.tsx';
import { word } from '../words.ts';

type Page = RecordContext<Software>;

const FREEDOMS = ['use', 'study', 'modify', 'share'] as const;

/** What the licence allows, whether the files say what is declared, who holds the code, and what changed. */
export function licenceSection(page: Page, licence: LicenceAnswer): Section | null {
  const { lang, t } = page.context;
  const freedoms = FREEDOMS.map((name) =>
    t('licence.freedom', { name: word(lang, 'freedom', name), granted: word(lang, 'granted', licence.freedoms[name]) }),
  );
  const facts: (Fact | null)[] = [
    [t('facet.licence-family'), word(lang, 'licence-family', licence.family)],
    [t('licence.marks'), <Marks page={page} licence={licence} />],
    [t('licence.freedoms'), <Inline items={freedoms} />, true],
    [t('licence.agreement'), word(lang, 'agreement', licence.agreement)],
    holders(page, licence),
  ];
  return section(
    'licence',
    t('section.licence'),
    <>
      {licence.alerts.map((alert) => (
        <p class="conflict">{word(lang, 'licenceAlert', alert)}</p>
      ))}
      <Facts facts={facts} rows />
      {licence.found.length > 0 && <FoundList page={page} found={licence.found} />}
      {licence.changes.length > 0 && <Changes page={page} changes={licence.changes} />}
    </>,
  );
}

function Marks({ page, licence }: { page: Page; licence: LicenceAnswer }): VNode {
  const { t } = page.context;
  if (licence.licences.length === 0) return <em>{t('licence.notExact')}</em>;
  const items = licence.licences.map(({ id, osi, fsf }) => {
    const marks = [osi ? t('licence.osi') : '', fsf ? t('licence.fsf') : ''].filter((mark) => mark !== '');
    return `${id}${t('colon')}${marks.length === 0 ? t('licence.noMarks') : marks.join(', ')}`;
  });
  return <Inline items={items} />;
}

function holders(page: Page, { holders, holdersAgree }: LicenceAnswer): Fact | null {
  const { lang, t } = page.context;
  const named = holders.map(({ says, name, organisation, source }) => (
    <>
      {word(lang, 'holder', says)}
      {t('colon')}
      <Named page={page} target={organisation} name={name} source={source} />
    </>
  ));
  const compared = holdersAgree === 'not known' ? [] : [word(lang, 'holdersAgree', holdersAgree)];
  return listFact(t('licence.holders'), [...named, ...compared], { lines: true });
}

function FoundList({ page, found }: { page: Page; found: FoundLicenceAnswer[] }): VNode {
  return (
    <>
      <h3>{page.context.t('licence.found')}</h3>
      <ul class="relations">
        {found.map((one) => (
          <li>
            <FoundText page={page} one={one} />
          </li>
        ))}
      </ul>
    </>
  );
}

function FoundText({ page, one }: { page: Page; one: FoundLicenceAnswer }): VNode {
  const { context, cites } = page;
  const { lang, t } = context;
  const { repository, file, value, text = [], absent, looked, agrees, source } = one;
  // As its source writes it, in whatever language that is.
  const says = looked ? <span lang="">{value ?? text.join(', ')}</span> : t('licence.notLooked');
  return (
    <>
      {file !== undefined && <code>{file}</code>}
      {file === undefined && repository !== undefined && <Outside href={repository} />}
      {t('colon')}
      {absent ? t('licence.absent') : says}
      {agrees === 'disagree' && <strong class="inferred">{word(lang, 'agreement', agrees)}</strong>}
      <Cite context={context} cites={cites} source={source} />
    </>
  );
}

function Changes({ page, changes }: { page: Page; changes: LicenceChange[] }): VNode {
  const { context, cites } = page;
  const { lang, t } = context;
  return (
    <>
      <h3>{t('licence.changes')}</h3>
      <ol class="relations">
        {changes.map(({ kind, date, from, to, source }) => (
          <li>
            {date === undefined ? t('licence.undated') : dateText(lang, date)}
            {t('colon')}
            {word(lang, 'licenceChange', kind)}
            {to !== undefined && ` (${from === undefined ? '' : `${from} → `}${to})`}
            <Cite context={context} cites={cites} source={source} />
          </li>
        ))}
      </ol>
    </>
  );
}
