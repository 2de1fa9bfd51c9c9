import type { VNode } from 'preact';
import type { Item } from '../../registry/types.ts';
import type { Citation, LocalisedText, Note, Unknown } from '../../schemas.gen.ts';
import { type Citations, Cite, SourceList } from './cite.tsx';
import type { PageContext } from './context.ts';
import { dateText } from './dates.ts';
import { slugOf } from './item.tsx';
import { type Section, section } from './record-frame.tsx';
import { Say } from './text.tsx';
import { word } from './words.ts';

/** What the parts of a record's page share. */
export interface RecordContext<T> {
  context: PageContext;
  record: T;
  cites: Citations;
  /** The records that this one refers to, by reference; what dangles is not in it. */
  items: ReadonlyMap<string, Item>;
}

/** A record that is referred to: a link where it is known, else the name that the source gives. */
export function RefName(props: { items: ReadonlyMap<string, Item>; target?: string; name?: string }): VNode {
  const item = props.items.get(props.target ?? '');
  const name = props.name ?? item?.name ?? slugOf(props.target ?? '');
  if (item === undefined) return <>{name}</>;
  return (
    <a class="ds-link" href={item.page}>
      {name}
    </a>
  );
}

/** Somebody or something, with role and source behind. */
export function Named<T>(props: {
  page: RecordContext<T>;
  target?: string | undefined;
  name?: string | undefined;
  role?: LocalisedText | undefined;
  source?: Citation | undefined;
}): VNode {
  const { page, target, name, role, source } = props;
  const known = target !== undefined || name !== undefined;
  return (
    <>
      {known && (
        <RefName
          items={page.items}
          {...(target === undefined ? {} : { target })}
          {...(name === undefined ? {} : { name })}
        />
      )}
      {role !== undefined && (
        <>
          {known && ', '}
          <Say context={page.context} text={role} />
        </>
      )}
      <Cite context={page.context} cites={page.cites} source={source} />
    </>
  );
}

/** Further facts in words. */
export function notesSection<T>(page: RecordContext<T>, notes: Note[] = []): Section | null {
  const { context, cites } = page;
  if (notes.length === 0) return null;
  return section(
    'notes',
    context.t('section.notes'),
    <ul class="notes">
      {notes.map(({ text, source }) => (
        <li>
          <Say context={context} text={text} />
          <Cite context={context} cites={cites} source={source} />
        </li>
      ))}
    </ul>,
  );
}

/** What is known not to be known. */
export function unknownSection<T>(page: RecordContext<T>, unknown: readonly string[] = []): Section | null {
  const { lang, t } = page.context;
  if (unknown.length === 0) return null;
  return section(
    'unknown',
    t('section.unknown'),
    <ul>
      {unknown.map((code) => (
        <li>{word(lang, 'unknown', code satisfies string as Unknown[number])}</li>
      ))}
    </ul>,
  );
}

/** The last section but one: every source, with what holds for facts that name none. */
export function sourcesSection<T>(page: RecordContext<T>): Section {
  const { context, cites } = page;
  return {
    id: 'sources',
    title: context.t('section.sources'),
    body: <Sources context={context} cites={cites} />,
  };
}

/** A component, so that it is made after everything that gives numbers. */
function Sources({ context, cites }: { context: PageContext; cites: Citations }): VNode {
  if (cites.list.length === 0) return <p>{context.t('sources.none')}</p>;
  return (
    <>
      <p class="hint">{context.t('sources.hint')}</p>
      <SourceList context={context} cites={cites} />
    </>
  );
}

/** "since March 2019, until 2021, as of January 2020", as far as it is known. */
export function periodText(
  { lang, t }: PageContext,
  period: { from?: string; since?: string; until?: string; asOf?: string; lastConfirmed?: string },
): string {
  const from = period.from ?? period.since;
  const parts = [
    from === undefined ? '' : t('period.since', { date: dateText(lang, from) }),
    period.until === undefined ? '' : t('period.until', { date: dateText(lang, period.until) }),
    period.asOf === undefined ? '' : t('period.asOf', { date: dateText(lang, period.asOf) }),
    period.lastConfirmed === undefined ? '' : t('period.confirmed', { date: dateText(lang, period.lastConfirmed) }),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
