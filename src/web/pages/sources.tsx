import type { ComponentChildren, VNode } from 'preact';
import { LIMITS } from '../../kernel/limits.ts';
import type { SourceAnswer } from '../../schemas.gen.ts';
import type { SourceReader } from '../deps.ts';
import { sentenceIn } from '../locales/sentences.ts';
import { formatNumber, optionalText } from '../locales/text.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { type Fact, Facts } from '../ui/facts.tsx';
import { WideTable } from '../ui/governance/words.tsx';
import { Judged } from '../ui/judged.tsx';
import { Pager } from '../ui/pager.tsx';
import { eventText, lineText, stateText, verdictText } from '../ui/source.tsx';
import { Outside } from '../ui/text.tsx';
import type { PageDeps, PageHandler } from './serve.ts';
import { sourceFeedLinks } from './source-feed.ts';

const STATES = ['new', 'alive', 'unreachable', 'gone'] as const;
const VERDICTS = ['valid', 'invalid', 'none'] as const;

type Filter = { state?: (typeof STATES)[number] | undefined; verdict?: (typeof VERDICTS)[number] | undefined };

/** Everything that is crawled, with its state: the whole, or those in one state or with one verdict. */
export const sourcesPage =
  ({ crawl }: PageDeps): PageHandler =>
  async ({ context, query }): Promise<PageContent> => {
    const { lang, t } = context;
    const filter: Filter = {
      state: STATES.find((state) => state === query.state),
      verdict: VERDICTS.find((verdict) => verdict === query.verdict),
    };
    const cursor = typeof query.cursor === 'string' ? query.cursor : undefined;
    const { items, next, total } = await crawl.list(LIMITS.pageSize, cursor, filter);
    const here = `/${lang}/sources?${parameters(filter)}`;
    return {
      title: t('sources.title'),
      part: 'about',
      json: `/api/v1/sources${parameters(filter) === '' ? '' : `?${parameters(filter)}`}`,
      body: (
        <div class="wrap page">
          <h1>{t('sources.title')}</h1>
          <p class="lead">{t('sources.lead')}</p>
          <Facts facts={await counts(context, crawl)} />
          {total === 0 ? <p>{t('sources.empty')}</p> : <Table context={context} items={items} total={total} />}
          <Pager context={context} first={cursor === undefined ? null : here} next={next && `${here}&cursor=${next}`} />
        </div>
      ),
    };
  };

const parameters = (filter: Filter): string =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

async function counts({ lang, t }: PageContext, crawl: SourceReader): Promise<Fact[]> {
  const rows = await crawl.counts();
  const of = (fits: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(fits).reduce((sum, { count }) => sum + count, 0);
  const linked = (name: string, parameter: string, count: number): Fact => [
    name,
    <a href={`/${lang}/sources${parameter}`}>{formatNumber(lang, count)}</a>,
  ];
  return [
    linked(
      t('sources.all'),
      '',
      of(() => true),
    ),
    ...VERDICTS.map((verdict) =>
      linked(
        t(`sources.verdict.${verdict}`),
        `?verdict=${verdict}`,
        of((row) => row.verdict === verdict),
      ),
    ),
    linked(
      t('sources.state.unreachable'),
      '?state=unreachable',
      of(({ state }) => state === 'unreachable'),
    ),
    linked(
      t('sources.state.gone'),
      '?state=gone',
      of(({ state }) => state === 'gone'),
    ),
  ];
}

function Table({ context, items, total }: { context: PageContext; items: SourceAnswer[]; total: number }): VNode {
  const { lang, t } = context;
  return (
    <div class="stacked">
      <WideTable label={t('sources.count', { count: total })}>
        <thead>
          <tr>
            <th scope="col">{t('sources.address')}</th>
            <th scope="col">{t('sources.state')}</th>
            <th scope="col">{t('sources.manifest')}</th>
            <th scope="col">{t('sources.looked')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((source) => (
            <tr>
              <th scope="row">
                <a class="ds-link" href={`/${lang}/sources/${source.id}`}>
                  {source.url.replace(/^https?:\/\//, '')}
                </a>
              </th>
              <td data-of={t('sources.state')}>{stateText(context, source)}</td>
              <td data-of={t('sources.manifest')}>{verdictText(context, source)}</td>
              <td data-of={t('sources.looked')}>
                {source.looked === null ? t('sources.never') : dateText(lang, source.looked)}
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </div>
  );
}

/** What a maintainer asks: was my repository looked at, what was seen, what is wrong, what am I to do. */
export const sourcePage =
  ({ crawl }: PageDeps): PageHandler =>
  async ({ context, params }): Promise<PageContent> => {
    const source = await crawl.get(params.id ?? '');
    const { lang, t } = context;
    const name = source.url.replace(/^https?:\/\//, '');
    return {
      title: t('sources.single', { name }),
      unlisted: true,
      json: `/api/v1/sources/${source.id}`,
      feeds: sourceFeedLinks(context, source),
      body: (
        <div class="wrap page prose-page">
          <p class="crumbs">
            <a class="ds-link" href={`/${lang}/sources`}>
              {t('sources.title')}
            </a>
          </p>
          <h1>{name}</h1>
          <p class="lead">{advice(context, source)}</p>
          <Facts facts={facts(context, source)} />
          <Problems context={context} source={source} />
          <History context={context} source={source} />
          {source.role === 'repository' && <Badge context={context} source={source} />}
        </div>
      ),
    };
  };

/** Of a manifest: what is no repository of software has none. */
function Badge({ context, source }: { context: PageContext; source: SourceAnswer }): VNode {
  const { t } = context;
  return (
    <>
      <h2>{t('sources.badge')}</h2>
      <p>
        <img src={`/api/v1/sources/${source.id}/badge.svg`} alt={verdictText(context, source)} height="20" />
      </p>
      <p>{t('sources.badgeText')}</p>
      <p>
        <code>{`${context.site.url}/api/v1/sources/${source.id}/badge.svg`}</code>
      </p>
    </>
  );
}

function advice({ lang, t }: PageContext, { state, verdict, role, looked, entry, seen }: SourceAnswer): string {
  if (looked === null) return t('sources.advice.new');
  if (state === 'gone') return t('sources.advice.gone');
  if (state === 'unreachable') return t('sources.advice.unreachable');
  if (role === 'folder') return t(FOLDER_ADVICE[verdict ?? 'none']);
  if (role !== 'repository') return t('sources.advice.list');
  if (verdict === 'valid') return t('sources.advice.valid');
  if (verdict === 'none') return t('sources.advice.none');
  if (verdict === null) return t('sources.advice.new');
  if (entry === null || seen.invalidSince === null) return t('sources.advice.invalid');
  return t('sources.advice.invalidSince', { date: dateText(lang, seen.invalidSince) });
}

const FOLDER_ADVICE = {
  valid: 'sources.advice.folder',
  invalid: 'sources.advice.folderInvalid',
  none: 'sources.advice.folderNone',
} as const;

function facts(context: PageContext, source: SourceAnswer): (Fact | null)[] {
  const { lang, t } = context;
  const { seen, entry, url, looked, due } = source;
  const marks = (['archived', 'fork', 'template', 'mirror'] as const).filter((mark) => seen[mark] === true);
  return [
    [t('sources.address'), <Outside href={url} />, true],
    [
      t('sources.state'),
      `${stateText(context, source)} (${t('sources.sinceDate', { date: dateText(lang, source.since) })})`,
    ],
    source.role === 'repository' ? [t('sources.manifest'), verdictText(context, source)] : null,
    [t('sources.looked'), looked === null ? t('sources.never') : dateText(lang, looked)],
    [t('sources.due'), dateText(lang, due)],
    seen.commit === null ? null : [t('sources.commit'), <code>{seen.commit.slice(0, 12)}</code>],
    seen.manifest === null ? null : [t('sources.path'), <code>{seen.manifest}</code>],
    entry === null
      ? null
      : [
          t('sources.entry'),
          <a class="ds-link" href={`/${lang}/${entry}`}>
            {entry}
          </a>,
        ],
    [t('sources.addedBy'), <AddedBy context={context} by={source.addedBy} />],
    seen.aliases.length === 0 ? null : [t('sources.aliases'), seen.aliases.join(', '), true],
    marks.length === 0 ? null : [t('sources.marks'), marks.map((mark) => t(`sources.mark.${mark}`)).join(', ')],
    seen.named === undefined ? null : [t('sources.named'), `${seen.crawled ?? 0} / ${seen.named}`],
    seen.records === undefined ? null : [t('sources.records'), recordsText(context, seen.records, seen.broken ?? 0)],
    seen.failure === null ? null : [t('sources.failure'), failureText(context, seen.failure), true],
  ];
}

/** Why it was not read: by the code in the reader's language where what was said exactly is English alone. */
function failureText(context: PageContext, { code, message }: { code: string; message: string }): ComponentChildren {
  const title = sentenceIn(context.lang, message) === undefined && optionalText(context.lang, `error.${code}`);
  return (
    <>
      {title && `${title}: `}
      <Judged context={context} text={message} />
    </>
  );
}

function AddedBy({ context: { lang, t }, by }: { context: PageContext; by: string }): VNode {
  const [how, name] = [by.split(':')[0], by.slice(by.indexOf(':') + 1)];
  if (how === 'folder') return <>{t('sources.by.folder', { name })}</>;
  if (how !== 'source' && how !== 'record') return <>{t('sources.by.operator')}</>;
  return (
    <>
      {t(`sources.by.${how}`)}{' '}
      <a class="ds-link" href={`/${lang}/${how === 'source' ? `sources/${name}` : name}`}>
        {name}
      </a>
    </>
  );
}

const recordsText = ({ lang, t }: PageContext, records: number, broken: number): string =>
  broken === 0
    ? formatNumber(lang, records)
    : t('sources.brokenFiles', { broken: formatNumber(lang, broken), records: formatNumber(lang, records) });

function Problems({ context, source }: { context: PageContext; source: SourceAnswer }): VNode | null {
  const { t } = context;
  const { problems = [] } = source;
  if (problems.length === 0) return null;
  return (
    <>
      <h2 id="problems">{t('sources.problems', { count: problems.length })}</h2>
      {source.role === 'repository' && <p>{t('sources.problemsText')}</p>}
      <ul class="broken">
        {problems.map(({ message, line, pointer, severity }) => (
          <li>
            <strong>{t(`sources.severity.${severity}`)}</strong>{' '}
            {line !== undefined && <code>{lineText(source, pointer, line)}</code>}{' '}
            <Judged context={context} text={message} />{' '}
            {pointer !== '' && lineText(source, pointer, line ?? 0) !== `${pointer}:${line}` && <code>{pointer}</code>}
          </li>
        ))}
      </ul>
    </>
  );
}

function History({ context, source }: { context: PageContext; source: SourceAnswer }): VNode {
  const { lang, t } = context;
  const { history = [] } = source;
  return (
    <>
      <h2 id="history">{t('sources.history')}</h2>
      <p>
        {t('sources.follow')}{' '}
        {sourceFeedLinks(context, source).map(({ href }, n) => (
          <>
            {n > 0 && ', '}
            <a class="ds-link" href={href}>
              {n === 0 ? 'Atom' : 'JSON Feed'}
            </a>
          </>
        ))}
      </p>
      {history.length === 0 && <p>{t('sources.noHistory')}</p>}
      <ol class="versions">
        {history.map(({ at, event, detail }) => {
          const { commit, to } = detail as Record<string, unknown>;
          return (
            <li>
              {dateText(lang, at)}
              {context.t('colon')}
              {eventText(context, event)} {typeof commit === 'string' && <code>{commit.slice(0, 12)}</code>}{' '}
              {typeof to === 'string' && <code>{to}</code>}
            </li>
          );
        })}
      </ol>
    </>
  );
}
