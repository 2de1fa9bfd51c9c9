import type { VNode } from 'preact';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { Kind } from '../../records/kinds.ts';
import type { Difference } from '../../registry/types.ts';
import type { VersionRow } from '../../store/port.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { findRecord, jsonAddress } from './record.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/** Differences and characters of a value that are shown; the API gives the whole. */
const CHANGES_SHOWN = 200;
const VALUE_SHOWN = 600;

/** The versions of an entry, and what changed between two of them (`?from=1&to=2`). */
export const versionsPage =
  ({ read }: PageDeps, kind: Kind): PageHandler =>
  async ({ context, params, query }): Promise<PageContent | { redirect: string }> => {
    const { address = '' } = params;
    const found = await findRecord(read, kind, address);
    if ('redirect' in found) return { redirect: `${found.redirect}/versions` };
    const { row, view } = found;
    const versions = await read.versions(row);
    const from = readNumber(query.from, versions);
    const to = readNumber(query.to, versions);
    const both = from !== undefined && to !== undefined && from !== to;
    const changes = both ? await read.compare(row, from, to) : undefined;
    const title = context.t('versions.title', { name: view.name });
    return {
      title,
      unlisted: true,
      json: `${jsonAddress(kind, address)}/versions`,
      body: (
        <div class="wrap page">
          <p class="crumbs">
            <a class="ds-link" href={`/${context.lang}${context.path.replace(/\/versions$/, '')}`}>
              {view.name}
            </a>
          </p>
          <h1>{title}</h1>
          {versions.length > 1 && <Compare context={context} versions={versions} from={from} to={to} />}
          {changes !== undefined && both && <Changes context={context} changes={changes} from={from} to={to} />}
          <h2>{context.t('versions.all')}</h2>
          <ol class="versions">
            {versions.map((version) => (
              <Version context={context} version={version} data={jsonAddress(kind, address)} />
            ))}
          </ol>
        </div>
      ),
    };
  };

/** The number of a version that exists; anything else counts as not asked for. */
function readNumber(value: unknown, versions: VersionRow[]): number | undefined {
  const n = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  return versions.some((version) => version.n === n) ? n : undefined;
}

function Version(props: { context: PageContext; version: VersionRow; data: string }): VNode {
  const { context, version, data } = props;
  const { lang, t } = context;
  return (
    <li>
      <strong>{t('versions.number', { n: version.n })}</strong>, {dateText(lang, toRfc3339(version.created))},{' '}
      {cameBy(context, version)}.{' '}
      <a class="ds-link" href={`${data}/body?version=${version.n}`}>
        {t('versions.body', { n: version.n })}
      </a>
      <br />
      <code class="digest">{version.digest}</code>
    </li>
  );
}

function cameBy({ t }: PageContext, { provenance }: VersionRow): string {
  const { by = '' } = JSON.parse(provenance) as { by?: string };
  const ways = ['push', 'crawl', 'folder', 'import'] as const;
  const way = ways.find((known) => known === by);
  return way === undefined ? by : t(`versions.by.${way}`);
}

function Compare(props: {
  context: PageContext;
  versions: VersionRow[];
  from: number | undefined;
  to: number | undefined;
}): VNode {
  const { context, versions } = props;
  const newest = versions[0]?.n ?? 1;
  const choice = (name: 'from' | 'to', chosen: number) => (
    <div>
      <label for={name}>{context.t(`versions.${name}`)}</label>
      <select id={name} name={name}>
        {versions.map(({ n }) => (
          <option value={n} selected={n === chosen}>
            {context.t('versions.number', { n })}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <form class="compare" method="get" action={`/${context.lang}${context.path}`}>
      {choice('from', props.from ?? newest - 1)}
      {choice('to', props.to ?? newest)}
      <button class="ds-button" data-variant="secondary" type="submit">
        {context.t('versions.compare')}
      </button>
    </form>
  );
}

function Changes(props: { context: PageContext; changes: Difference[]; from: number; to: number }): VNode {
  const { context, changes, from, to } = props;
  const { t } = context;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{t('versions.changes', { from, to })}</h2>
      {changes.length === 0 && <p>{t('versions.same')}</p>}
      <dl class="changes">
        {changes.slice(0, CHANGES_SHOWN).map((change) => (
          <div>
            <dt>
              <code>{change.pointer === '' ? '/' : change.pointer}</code>
            </dt>
            <dd>
              {change.before !== undefined && (
                <p>
                  <span class="ds-sr-only">{t('versions.before')} </span>
                  <del>{shown(change.before)}</del>
                </p>
              )}
              {change.after !== undefined && (
                <p>
                  <span class="ds-sr-only">{t('versions.after')} </span>
                  <ins>{shown(change.after)}</ins>
                </p>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {changes.length > CHANGES_SHOWN && <p>{t('versions.moreChanges', { count: changes.length - CHANGES_SHOWN })}</p>}
    </section>
  );
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > VALUE_SHOWN ? `${text.slice(0, VALUE_SHOWN)}…` : text;
}
