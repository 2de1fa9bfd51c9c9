import type { VNode } from 'preact';
import { LIMITS } from '../../kernel/limits.ts';
import { KINDS } from '../../records/kinds.ts';
import type { BrokenFile, CatalogueStatus, Dangling } from '../../registry/types.ts';
import type { FolderSources } from '../deps.ts';
import { formatNumber, LANGUAGE_NAMES, UNREAD } from '../locales/text.ts';
import { originWord } from '../origins.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { WideTable } from '../ui/governance/words.tsx';
import { Judged } from '../ui/judged.tsx';
import { Outside } from '../ui/text.tsx';
import type { PageDeps, PageHandler } from './serve.ts';

const NAMES = {
  software: 'nav.software',
  organisation: 'nav.organisations',
  network: 'nav.networks',
  framework: 'nav.frameworks',
  adoption: 'nav.adoptions',
  contribution: 'nav.contributions',
  assessment: 'nav.assessments',
  observation: 'nav.observations',
  writers: 'nav.writers',
  offer: 'nav.offers',
  need: 'nav.needs',
  story: 'nav.stories',
  claim: 'nav.claims',
} as const;
const ORIGINS = ['own', 'built-in', 'mirrored'] as const;

/** What is in this catalogue, from where, as of when, and what is broken. */
export const aboutPage =
  ({ read, sources }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const status = await read.status();
    const dangling = await read.dangling(LIMITS.danglingListed);
    const { t } = context;
    return {
      title: t('about.title', { name: context.site.name }),
      part: 'about',
      json: '/api/v1/status',
      body: (
        <div class="wrap page prose-page">
          <h1>{t('about.title', { name: context.site.name })}</h1>
          <p class="lead">{t('about.lead')}</p>
          <Facts facts={glance(context, status)} />
          <h2>{t('about.contents')}</h2>
          <Counts context={context} status={status} />
          <h2>{t('about.whose')}</h2>
          <p>{t('about.whoseOwn')}</p>
          <p>{t('about.whoseBuiltIn')}</p>
          <p>{t('about.whoseUnknown')}</p>
          <h2>{t('about.people')}</h2>
          <p>{t('about.peopleText')}</p>
          <h2>{t('about.licence')}</h2>
          <p>{t('about.licenceText')}</p>
          {sources.length > 0 && <Sources context={context} sources={sources} />}
          <h2 id="broken">{t('about.broken')}</h2>
          <Broken context={context} broken={status.broken} />
          {status.unjoined.total > 0 && <Unjoined context={context} unjoined={status.unjoined} />}
          <h2 id="dangling">{t('about.dangling')}</h2>
          <DanglingList context={context} dangling={dangling} />
          {UNREAD.length > 0 && (
            <p>{t('about.unread', { languages: UNREAD.map((lang) => LANGUAGE_NAMES[lang]).join(', ') })}</p>
          )}
        </div>
      ),
    };
  };

function glance({ lang, t }: PageContext, status: CatalogueStatus): Fact[] {
  const total = status.live.reduce((sum, { count }) => sum + count, 0);
  return [
    [t('about.records'), formatNumber(lang, total)],
    [t('about.asOf'), status.changedAt === null ? t('about.neverChanged') : dateText(lang, status.changedAt)],
    [t('about.journal'), t('about.leaves', { count: status.leaves })],
    [t('about.brokenFiles'), <a href="#broken">{formatNumber(lang, status.broken.length)}</a>],
  ];
}

function Counts({ context, status }: { context: PageContext; status: CatalogueStatus }): VNode {
  const { lang, t } = context;
  const count = (kind: string, origin: string): number =>
    status.live
      .filter((row) => row.kind === kind && originWord(row.origin) === origin)
      .reduce((sum, row) => sum + row.count, 0);
  const origins = ORIGINS.filter((origin) => origin !== 'mirrored' || KINDS.some((kind) => count(kind, origin) > 0));
  return (
    <WideTable label={t('about.contents')} stacked>
      <thead>
        <tr>
          <th scope="col">{t('facet.kind')}</th>
          {origins.map((origin) => (
            <th scope="col">{t(`about.column.${origin}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {KINDS.map((kind) => (
          <tr>
            <th scope="row">{t(NAMES[kind])}</th>
            {origins.map((origin) => (
              <td data-of={t(`about.column.${origin}`)} class="figure">
                {formatNumber(lang, count(kind, origin))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Broken({ context, broken }: { context: PageContext; broken: BrokenFile[] }): VNode {
  const { t } = context;
  if (broken.length === 0) return <p>{t('about.nothingBroken')}</p>;
  return (
    <>
      <p>{t('about.brokenText')}</p>
      <ul class="broken">
        {broken.map(({ folder, file, problems }) => (
          <li>
            <code>
              {folder}/{file}
            </code>
            <ul>
              {problems.map(({ message, line, pointer }) => (
                <li>
                  {line !== undefined && `${t('about.line', { line: String(line) })}: `}
                  <Judged context={context} text={message} />
                  {pointer !== '' && (
                    <>
                      {' '}
                      <code>{pointer}</code>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

function Unjoined({ context, unjoined }: { context: PageContext; unjoined: CatalogueStatus['unjoined'] }): VNode {
  const { t } = context;
  return (
    <>
      <h2 id="unjoined">{t('about.unjoined')}</h2>
      <p>{t('about.unjoinedText', { count: unjoined.total })}</p>
      <ul class="broken">
        {unjoined.entries.map((id) => (
          <li>
            <code>{id}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

function DanglingList({ context, dangling }: { context: PageContext; dangling: Dangling[] }): VNode {
  const { t } = context;
  if (dangling.length === 0) return <p>{t('about.nothingDangling')}</p>;
  return (
    <>
      <p>{t('about.danglingText')}</p>
      <ul class="broken">
        {dangling.map(({ from, rel, target }) => (
          <li>
            <code>{from}</code> → <code>{target}</code> ({rel})
            {!target.includes('@') && `${t('colon')}${t('about.danglingHint', { target: `${target}@built-in` })}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function Sources({ context, sources }: { context: PageContext; sources: readonly FolderSources[] }): VNode {
  const { t } = context;
  return (
    <>
      <h2 id="sources">{t('about.sources')}</h2>
      <p>{t('about.sourcesText')}</p>
      {sources.map(({ folder, forges, repositories }) => (
        <>
          <h3>
            <code>{folder}</code>
          </h3>
          <Addresses title={t('about.forges')} addresses={forges} />
          <Addresses title={t('about.repositories')} addresses={repositories} />
        </>
      ))}
    </>
  );
}

function Addresses({ title, addresses }: { title: string; addresses: string[] }): VNode | null {
  if (addresses.length === 0) return null;
  return (
    <details>
      <summary>
        {title} ({addresses.length})
      </summary>
      <ul>
        {addresses.map((address) => (
          <li>
            <Outside href={address} />
          </li>
        ))}
      </ul>
    </details>
  );
}
