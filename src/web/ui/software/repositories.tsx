import type { VNode } from 'preact';
import type { Software } from '../../../schemas.gen.ts';
import { formatNumber } from '../../locales/text.ts';
import { Cite } from '../cite.tsx';
import { dateText } from '../dates.ts';
import { type Fact, Facts } from '../facts.tsx';
import type { RecordContext } from '../record-context.tsx';
import { type Section, section } from '../record-frame.tsx';
import { CutShort, Outside, Say } from '../text.tsx';

/** A product of many repositories lists its own in the data; a card each would bury the page. */
const REPOSITORIES = 40;

type Repository = NonNullable<Software['repositories']>[number];

/** Where the source code lies, and what each repository shows of itself. */
export function repositoriesSection(page: RecordContext<Software>): Section {
  const { context, record } = page;
  const { repositories = [], url } = record;
  const title = context.t('section.repositories');
  if (repositories.length === 0)
    return {
      id: 'code',
      title,
      body: <p>{url === undefined ? context.t('unknown.repository') : <Outside href={url} />}</p>,
    };
  return section(
    'code',
    title,
    <>
      <ul class="cards">
        {repositories.slice(0, REPOSITORIES).map((repository) => (
          <li class="ds-card">
            <RepositoryCard page={page} repository={repository} />
          </li>
        ))}
      </ul>
      <CutShort context={context} all={repositories} shown={REPOSITORIES} />
    </>,
  ) as Section;
}

function RepositoryCard({ page, repository }: { page: RecordContext<Software>; repository: Repository }): VNode {
  const { context } = page;
  return (
    <>
      <h3>
        <Outside href={repository.url} />
      </h3>
      {repository.role !== undefined && (
        <p>
          <Say context={context} text={repository.role} />
        </p>
      )}
      <Facts facts={facts(page, repository)} />
      {repository.note !== undefined && (
        <p class="aside">
          <Say context={context} text={repository.note} />
        </p>
      )}
    </>
  );
}

/** What a source says of the licence, in the source's own words and language. */
const Stated = ({ text, otherwise }: { text: string | undefined; otherwise: string }): VNode =>
  text === undefined ? <em>{otherwise}</em> : <span lang="">{text}</span>;

function facts({ context, cites }: RecordContext<Software>, repository: Repository): (Fact | null)[] {
  const { lang, t } = context;
  const { licence, language, latestVersion, firstCommit, lastCommit, commits, manifest } = repository;
  return [
    [
      t('facet.licence'),
      <>
        {licence?.spdx ?? <Stated text={licence?.stated} otherwise={t('unknown.licence')} />}
        <Cite context={context} cites={cites} source={licence?.source} />
      </>,
    ],
    language === undefined ? null : [t('repository.language'), language],
    latestVersion === undefined
      ? null
      : [
          t('repository.latest'),
          latestVersion.date === undefined
            ? latestVersion.name
            : `${latestVersion.name} (${dateText(lang, latestVersion.date)})`,
        ],
    firstCommit === undefined ? null : [t('repository.first'), dateText(lang, firstCommit)],
    lastCommit === undefined ? null : [t('repository.last'), dateText(lang, lastCommit)],
    commits === undefined ? null : [t('repository.commits'), formatNumber(lang, commits)],
    manifest === undefined ? null : ['publiccode.yml', t(manifest ? 'yes' : 'no')],
  ];
}
