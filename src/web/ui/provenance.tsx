import type { VNode } from 'preact';
import { latestDay, toRfc3339 } from '../../kernel/clock.ts';
import { futureFaults } from '../../records/future.ts';
import { isManifest } from '../licence-link.ts';
import type { RecordView } from '../pages/record.ts';
import type { PageContext } from './context.ts';
import { agoText, dateText } from './dates.ts';
import { Fill, Outside } from './text.tsx';
import { word } from './words.ts';

type View = Pick<
  RecordView<unknown>,
  'origin' | 'source' | 'sources' | 'filled' | 'updated' | 'kind' | 'mirror' | 'circle' | 'id' | 'record'
>;

/** Whose words a record is made of, and as of when: stands before anything that it says. */
export function Provenance({ context, view }: { context: PageContext; view: View }): VNode {
  const { lang, t } = context;
  return (
    <div class="provenance">
      <p>
        <WhoseWords context={context} view={view} />
        {view.mirror === undefined && ` ${t('provenance.updated', { date: dateText(lang, view.updated) })}`}
      </p>
      <OriginMarks context={context} origin={view.origin} index={view.mirror?.index ?? 0} />
      <Faults context={context} view={view} />
      {view.sources.length > 0 && (
        <p>{t('provenance.further', { count: view.sources.length, names: further(context, view) })}</p>
      )}
      <Filled context={context} view={view} />
    </div>
  );
}

/** What others' records say and what cannot be: of what is published here it would have been refused. */
function Faults({ context, view }: { context: PageContext; view: View }): VNode | null {
  const { t, site } = context;
  const { circle, kind, record, id } = view;
  // An assessment tells all that is wrong with it in a section of its own.
  const faults = kind === 'assessment' ? [] : futureFaults(kind, Object(record), latestDay(site.now()));
  const dates = faults.map(({ pointer }) => dateText(context.lang, String(valueAt(record, pointer))));
  return (
    <>
      {dates.length > 0 && <p class="missing">{t('provenance.ahead', { dates: dates.join(', ') })}</p>}
      {circle !== undefined && <p class="missing">{t('provenance.circle', { way: [id, ...circle].join(' → ') })}</p>}
    </>
  );
}

const valueAt = (record: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((value: unknown, key) => Object(value)[key], record);

/** A mirrored catalogue that was not heard of for long, or has two histories: readers of its records must know. */
function OriginMarks(props: { context: PageContext; origin: string; index: number }): VNode | null {
  const { context, origin, index } = props;
  const { lang, t, marks } = context;
  const mark = marks?.get(origin);
  if (mark === undefined) return null;
  return (
    <>
      {mark.frozen !== null && <p class="missing">{t('provenance.frozen')}</p>}
      {mark.unwitnessed !== null && index >= mark.unwitnessed && <p class="hint">{t('provenance.unwitnessed')}</p>}
      {mark.stale !== null && (
        <p class="missing">{t('provenance.stale', { date: dateText(lang, toRfc3339(mark.stale)) })}</p>
      )}
    </>
  );
}

function WhoseWords({ context, view }: { context: PageContext; view: View }): VNode {
  const { t } = context;
  const { origin, source, updated } = view;
  if (origin === 'built-in') return <>{t(`provenance.builtIn.${view.kind}`)}</>;
  if (origin !== 'own') {
    const ago = agoText(context.lang, context.site.now() - Date.parse(updated));
    return <>{t('provenance.mirrored', { origin, ago })}</>;
  }
  if (source.rank === 'draft' && typeof source.url === 'string') {
    const parts = { address: <Outside href={source.url} /> };
    return <Fill context={context} text="provenance.draft" parts={parts} />;
  }
  if (source.by === 'hand-over' && source.entry !== undefined)
    return <>{t('provenance.handedOver', { catalogue: source.entry.replace(/^.*@/, '') })}</>;
  if (isManifest(source))
    return (
      <Fill
        context={context}
        text={source.rank === 'manifest' ? 'provenance.manifest' : 'provenance.imported'}
        parts={{ path: source.path ?? 'publiccode.yml', address: <Outside href={source.url} /> }}
      />
    );
  return <>{t(`provenance.${source.rank === 'account' ? 'account' : 'folder'}`, { name: context.site.name })}</>;
}

function Filled({ context, view }: { context: PageContext; view: View }): VNode | null {
  const fields = Object.entries(view.filled ?? {});
  if (fields.length === 0) return null;
  const names = fields.map(([field, by]) => `${field} (${word(context.lang, 'rank', by)})`).join(', ');
  return <p>{context.t('provenance.filled', { names })}</p>;
}

const further = ({ lang }: PageContext, { sources }: View): string =>
  sources.map(({ rank, url, file }) => [word(lang, 'rank', rank), url ?? file].filter(Boolean).join(': ')).join('; ');
