import type { VNode } from 'preact';
import type { Observation } from '../../../schemas.gen.ts';
import { formatNumber } from '../../locales/text.ts';
import { dateText } from '../dates.ts';
import { type Fact, Facts, Inline, listFact } from '../facts.tsx';
import { WideTable } from '../governance/words.tsx';
import { type RecordContext, RefName } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { CutShort, Outside, Say } from '../text.tsx';
import { languageName, word } from '../words.ts';

type Page = RecordContext<Observation>;

/** How many releases or months stand on the page; the data has all. */
const SHOWN = 24;

/** The repository at a glance: state, age, how many take part. */
export function observationFacts(page: Page): VNode {
  const { context, record, items } = page;
  const { lang, t } = context;
  const { software, state, since, movedTo, forks = [], forkOf, branch, firstActivity, lastActivity, commits } = record;
  const facts: (Fact | null)[] = [
    [t('observation.repository'), <Outside href={record.repository} />],
    software === undefined ? null : [t('value.kind.software'), <RefName items={items} target={software} />],
    [
      t('observation.state'),
      word(lang, 'repositoryState', state) +
        (since === undefined ? '' : `, ${t('observation.since', { date: dateText(lang, since) })}`),
    ],
    [t('observation.read'), dateText(lang, record.read)],
    movedTo === undefined ? null : [t('observation.movedTo'), <Outside href={movedTo} />],
    listFact(
      t('observation.forks'),
      forks.map(({ address, reason }) => (
        <>
          <Outside href={address} /> <Say context={context} text={reason} />
        </>
      )),
    ),
    forkOf === undefined ? null : [t('observation.forkOf'), <Outside href={forkOf} />],
    branch === undefined ? null : [t('observation.branch'), <code>{branch}</code>],
    firstActivity === undefined ? null : [t('observation.first'), dateText(lang, firstActivity)],
    lastActivity === undefined ? null : [t('observation.last'), lastText(page, lastActivity)],
    commits === undefined ? null : [t('observation.commits'), formatNumber(lang, commits)],
    ...people(page),
    ...issues(page),
  ];
  return <Facts facts={facts} />;
}

function lastText({ context }: Page, { date, what }: NonNullable<Observation['lastActivity']>): string {
  const day = dateText(context.lang, date);
  if (what === undefined) return day;
  return context.t('observation.lastWhat', { date: day, what: word(context.lang, 'happened', what) });
}

function people({ context, record }: Page): (Fact | null)[] {
  const { lang, t } = context;
  const { total, recent, busFactor, from, until } = record.contributors ?? {};
  const whole = total !== undefined && recent !== undefined && from !== undefined && until !== undefined;
  const told = whole
    ? t('observation.contributorsOf', { total, recent, from: dateText(lang, from), until: dateText(lang, until) })
    : total;
  return [
    told === undefined ? null : [t('observation.contributors'), told],
    busFactor === undefined ? null : [t('observation.busFactor'), busFactor],
  ];
}

function issues({ context, record }: Page): (Fact | null)[] {
  const { lang, t } = context;
  const { open, closed, answers, tracker } = record.issues ?? {};
  const counts = open === undefined || closed === undefined ? undefined : t('observation.issuesOpen', { open, closed });
  const { meanDays, opened = 0, answered = 0 } = answers ?? {};
  return [
    counts === undefined && tracker === undefined
      ? null
      : [
          t('observation.issues'),
          <>
            {counts} {tracker !== undefined && <Outside href={tracker} />}
          </>,
        ],
    answers === undefined || meanDays === undefined
      ? null
      : [
          t('observation.answers'),
          t('observation.answersOf', {
            ...{ days: meanDays, answered, opened },
            ...{ from: dateText(lang, answers.from), until: dateText(lang, answers.until) },
          }),
        ],
  ];
}

/** Releases, licences, files, hosts, months, and what could not be seen. */
export function observationSections(page: Page): (Section | null)[] {
  const { context, record } = page;
  const { lang, t } = context;
  const { licences = [], files = [], hosts = [], notMeasured = [], translations = [] } = record;
  const unseen = notMeasured.map(({ what, why, note }) => (
    <li>
      {word(lang, 'seen', what)}
      {t('colon')}
      {word(lang, 'whyNot', why)} <Say context={context} text={note} />
    </li>
  ));
  return [
    released(page, 'releases', record.releases),
    released(page, 'tags', record.tags),
    list(
      page,
      'licences',
      t('value.seen.licences'),
      licences.map((one) => licenceText(page, one)),
      'licences',
    ),
    list(
      page,
      'files',
      t('observation.files'),
      files.map((one) => fileText(page, one)),
      'files',
    ),
    list(
      page,
      'translations',
      t('value.seen.translations'),
      translations.map((tag) => languageName(lang, tag)),
      'translations',
    ),
    list(
      page,
      'hosts',
      t('observation.hosts'),
      hosts.map((one) => hostText(page, one)),
      'hosts',
    ),
    months(page),
    section('not-measured', t('observation.notMeasured'), unseen.length === 0 ? null : <ul>{unseen}</ul>),
  ];
}

type Looked = NonNullable<Observation['looked']>[number];

/** What was looked for and not found is said to be so; what nobody looked for is left out. */
function list(page: Page, id: string, title: string, items: (VNode | string)[], what: Looked): Section | null {
  if (items.length > 0) return section(id, title, <Inline items={items} />);
  const looked = page.record.looked?.includes(what) === true;
  return looked ? section(id, title, <p>{page.context.t('observation.none')}</p>) : null;
}

function licenceText(
  { context }: Page,
  { path, spdx, match, value }: NonNullable<Observation['licences']>[number],
): VNode {
  return (
    <>
      <code>{path}</code>
      {context.t('colon')}
      {spdx ?? value ?? ''} ({word(context.lang, 'licenceMatch', match)})
    </>
  );
}

const fileText = ({ context }: Page, { is, path }: NonNullable<Observation['files']>[number]): VNode => (
  <>
    {word(context.lang, 'fileIs', is)}
    {context.t('colon')}
    <code>{path}</code>
  </>
);

const hostText = ({ items }: Page, { target, name, range, file }: NonNullable<Observation['hosts']>[number]): VNode => (
  <>
    <RefName items={items} name={name} {...(target && { target })} /> {range} (<code>{file}</code>)
  </>
);

function released(page: Page, what: 'releases' | 'tags', all: Observation['releases'] = []): Section | null {
  const { lang, t } = page.context;
  const items = all.slice(0, SHOWN).map(({ name, date, preRelease }) => {
    const words = [date === undefined ? '' : dateText(lang, date), preRelease ? t('observation.preRelease') : ''];
    const told = words.filter(Boolean).join(', ');
    return told === '' ? name : `${name} (${told})`;
  });
  const found = list(page, what, t(`observation.${what}`), items, what);
  if (found === null || all.length <= SHOWN) return found;
  const body = (
    <>
      {found.body}
      <CutShort context={page.context} all={all} shown={SHOWN} />
    </>
  );
  return { ...found, body };
}

function months({ context, record }: Page): Section | null {
  const { lang, t } = context;
  const rows = (record.activity?.months ?? []).slice(-SHOWN).reverse();
  if (rows.length === 0) return null;
  return section(
    'activity',
    t('observation.activity'),
    <WideTable label={t('observation.activity')}>
      <thead>
        <tr>
          {(['month', 'commits', 'merges', 'tags', 'authors'] as const).map((key) => (
            <th scope="col">{t(`observation.${key}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ on, commits, merges, tags, authors }) => (
          <tr>
            <th scope="row">{dateText(lang, on)}</th>
            {[commits, merges, tags, authors].map((count) => (
              <td>{count ?? t('unknown.value')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </WideTable>,
  );
}
