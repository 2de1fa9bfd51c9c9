import type { VNode } from 'preact';
import type { Citation } from '../../schemas.gen.ts';
import type { PageContext } from './context.ts';
import { dateText } from './dates.ts';

/** The sources of one page, each with its number; the same source named twice has one number. */
export class Citations {
  readonly list: Citation[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(sources: Citation[] = []) {
    for (const source of sources) this.number(source);
  }

  number(citation: Citation): number {
    const key = `${citation.title}\n${citation.address ?? ''}\n${citation.date ?? ''}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.list.push(citation);
    this.#numbers.set(key, this.list.length);
    return this.list.length;
  }
}

/** The number of a source beside the fact that it gives, as a link to the list of sources. */
export function Cite(props: { context: PageContext; cites: Citations; source: Citation | undefined }): VNode | null {
  if (props.source === undefined) return null;
  const number = props.cites.number(props.source);
  return (
    <a class="cite" href={`#source-${number}`} aria-label={props.context.t('source.number', { number })}>
      [{number}]
    </a>
  );
}

/** Every source of the page, so that a reader can find it. It is made last, when all numbers are given. */
export function SourceList({ context, cites }: { context: PageContext; cites: Citations }): VNode {
  return (
    <ol class="sources">
      {cites.list.map((source, i) => (
        <li id={`source-${i + 1}`}>
          <SourceText context={context} source={source} />
        </li>
      ))}
    </ol>
  );
}

/** Titles and notes stand as their records write them, in whatever language: HTML marks that by an empty `lang`. */
function SourceText({ context, source }: { context: PageContext; source: Citation }): VNode {
  const { lang, t } = context;
  const dated = source.date === undefined ? t('source.undated') : dateText(lang, source.date);
  const read = source.read === undefined ? '' : `, ${t('source.read', { date: dateText(lang, source.read) })}`;
  return (
    <>
      {source.address === undefined ? (
        <cite lang="">{source.title}</cite>
      ) : (
        <a class="ds-link" href={source.address}>
          <cite lang="">{source.title}</cite>
        </a>
      )}
      {source.publisher !== undefined && (
        <>
          , <span lang="">{source.publisher}</span>
        </>
      )}
      {`, ${dated}${read}.`}
      {source.note !== undefined && (
        <>
          {' '}
          <span lang="">{source.note}</span>
        </>
      )}
    </>
  );
}
