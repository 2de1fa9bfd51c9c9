import type { VNode } from 'preact';
import { toRfc3339 } from '../../kernel/clock.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Kind } from '../../records/kinds.ts';
import type { Difference } from '../../registry/types.ts';
import type { VersionRow } from '../../store/port.ts';
import { linkOf } from '../licence-link.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { dateText } from '../ui/dates.ts';
import { HandOverNotes } from '../ui/hand-over.tsx';
import { nameLang } from '../ui/localised.ts';
import { Pager } from '../ui/pager.tsx';
import { Fill } from '../ui/text.tsx';
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
    const found = await findRecord(read, kind, address, { former: true });
    if ('redirect' in found) return { redirect: `${found.redirect}/versions` };
    const { row, view } = found;
    const cursor = typeof query.cursor === 'string' ? query.cursor : undefined;
    const { items: versions, next } = await read.versions(row, LIMITS.pageSize, cursor);
    const from = readNumber(query.from, row.version);
    const to = readNumber(query.to, row.version);
    const both = from !== undefined && to !== undefined && from !== to;
    const changes = both ? await read.compare(row, from, to) : undefined;
    const moved = kind === 'software' ? await read.handOver(row) : [];
    const title = context.t('versions.title', { name: view.name });
    const here = `/${context.lang}${context.path}`;
    return {
      title,
      unlisted: true,
      json: `${jsonAddress(kind, address)}/versions`,
      link: linkOf(view.source),
      body: (
        <div class="wrap page">
          <p class="crumbs">
            <a
              class="ds-link"
              href={`/${context.lang}${context.path.replace(/\/versions$/, '')}`}
              lang={nameLang(kind)}
            >
              {view.name}
            </a>
          </p>
          <h1>
            <Fill
              context={context}
              text="versions.title"
              parts={{ name: <span lang={nameLang(kind)}>{view.name}</span> }}
            />
          </h1>
          <HandOverNotes context={context} id={idOf(view)} reports={moved} />
          {row.version > 1 && <Compare context={context} versions={versions} from={from} to={to} cursor={cursor} />}
          {changes !== undefined && both && <Changes context={context} changes={changes} from={from} to={to} />}
          <h2>{context.t('versions.all')}</h2>
          <ol class="versions">
            {versions.map((version) => (
              <Version context={context} version={version} data={jsonAddress(kind, address)} />
            ))}
          </ol>
          <Pager context={context} first={cursor === undefined ? null : here} next={next && `${here}?cursor=${next}`} />
        </div>
      ),
    };
  };

/** As a hand-over names it. */
export const idOf = ({ id, origin }: { id: string; origin: string }): string =>
  origin === 'own' ? id : `${id}@${origin}`;

/** The number of a version that exists; anything else counts as not asked for. */
function readNumber(value: unknown, newest: number): number | undefined {
  const n = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
  return n >= 1 && n <= newest ? n : undefined;
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
  const ways = ['push', 'run', 'crawl', 'folder', 'import', 'mirror', 'hand-over'] as const;
  const way = ways.find((known) => known === by);
  return way === undefined ? by : t(`versions.by.${way}`);
}

function Compare(props: {
  context: PageContext;
  versions: VersionRow[];
  from: number | undefined;
  to: number | undefined;
  cursor: string | undefined;
}): VNode {
  const { context, versions, from, to, cursor } = props;
  const newest = versions[0]?.n ?? 1;
  // Those of this page, and what was chosen on another one.
  const chosen = [from, to].filter((n) => n !== undefined);
  const offered = [...new Set([...versions.map(({ n }) => n), ...chosen])].sort((a, b) => b - a);
  const choice = (name: 'from' | 'to', chosen: number) => (
    <div>
      <label for={name}>{context.t(`versions.${name}`)}</label>
      <select id={name} name={name}>
        {offered.map((n) => (
          <option value={n} selected={n === chosen}>
            {context.t('versions.number', { n })}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <form class="compare" method="get" action={`/${context.lang}${context.path}`}>
      {cursor !== undefined && <input type="hidden" name="cursor" value={cursor} />}
      {choice('from', from ?? newest - 1)}
      {choice('to', to ?? newest)}
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
