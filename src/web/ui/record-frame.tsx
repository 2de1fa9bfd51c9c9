import type { ComponentChildren, VNode } from 'preact';
import type { PageContext } from './context.ts';

/** A part of a record's page with its heading; `null` parts are left out. */
export interface Section {
  id: string;
  title: string;
  body: ComponentChildren;
}

interface FrameProps {
  context: PageContext;
  /** What it is, above the name. */
  kicker: ComponentChildren;
  name: ComponentChildren;
  /** Everything between the name and the first section. */
  head: ComponentChildren;
  sections: (Section | null)[];
  /** Where one comes from: the list of this kind. */
  list: { href: string; text: string };
}

/** The page of a record: what it is, what is on the page, then section by section. */
export function RecordFrame({ context, kicker, name, head, sections, list }: FrameProps): VNode {
  const shown = sections.filter((section): section is Section => section !== null);
  return (
    <article class="wrap record">
      <header class="record-head">
        <nav class="crumbs" aria-label={context.t('crumbs.label')}>
          <a class="ds-link" href={list.href}>
            {list.text}
          </a>
        </nav>
        <p class="kicker">{kicker}</p>
        <h1>{name}</h1>
        {head}
      </header>
      <nav class="contents" aria-labelledby="contents">
        <h2 id="contents">{context.t('record.contents')}</h2>
        <ul>
          {shown.map(({ id, title }) => (
            <li>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="sections">
        {shown.map(({ id, title, body }) => (
          <section aria-labelledby={id}>
            <h2 id={id} tabIndex={-1}>
              {title}
            </h2>
            {body}
          </section>
        ))}
      </div>
    </article>
  );
}

/** A section, or nothing where there is nothing to say. */
export const section = (id: string, title: string, body: ComponentChildren): Section | null =>
  body === null || body === undefined || body === false ? null : { id, title, body };
