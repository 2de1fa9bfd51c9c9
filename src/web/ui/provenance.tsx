import type { VNode } from 'preact';
import { isManifest } from '../licence-link.ts';
import type { RecordView } from '../pages/record.ts';
import type { PageContext } from './context.ts';
import { dateText } from './dates.ts';
import { Fill, Outside } from './text.tsx';
import { word } from './words.ts';

type View = Pick<RecordView<unknown>, 'origin' | 'source' | 'sources' | 'filled' | 'updated' | 'kind'>;

/** Whose words a record is made of, and as of when: stands before anything that it says. */
export function Provenance({ context, view }: { context: PageContext; view: View }): VNode {
  const { lang, t } = context;
  return (
    <div class="provenance">
      <p>
        <WhoseWords context={context} view={view} /> {t('provenance.updated', { date: dateText(lang, view.updated) })}
      </p>
      {view.sources.length > 0 && (
        <p>{t('provenance.further', { count: view.sources.length, names: further(context, view) })}</p>
      )}
      <Filled context={context} view={view} />
    </div>
  );
}

function WhoseWords({ context, view }: { context: PageContext; view: View }): VNode {
  const { t } = context;
  const { origin, source } = view;
  if (origin === 'built-in') return <>{t(`provenance.builtIn.${view.kind}`)}</>;
  if (origin !== 'own') return <>{t('provenance.mirrored', { origin })}</>;
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
