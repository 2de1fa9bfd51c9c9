import type { ComponentChildren, VNode } from 'preact';
import type { PageContext } from './context.ts';

interface PartProps {
  id: string;
  title: ComponentChildren;
  children: ComponentChildren;
  before?: ComponentChildren;
}

/** A list of things that have a name and an address of their own, below a heading. */
export const Part = ({ id, title, children, before }: PartProps): VNode => (
  <section aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {before}
    <dl class="reference">{children}</dl>
  </section>
);

export const Entry = ({ id, name, children }: { id: string; name: string; children: ComponentChildren }): VNode => (
  <div id={id}>
    <dt>
      <code>{name}</code>
    </dt>
    <dd>{children}</dd>
  </div>
);

/** The parts of the reference that have a page of their own. */
export type ReferencePart = 'commands' | 'endpoints';

interface LinksProps {
  context: PageContext;
  part: ReferencePart;
  /** Address of each on its page, and its name. */
  links: readonly (readonly [id: string, name: string])[];
}

/** What stands on a page of its own, in a line each; old links to it lead here, by the same name, and one step further. */
export const Elsewhere = ({ context: { lang, t }, part, links }: LinksProps): VNode => (
  <section aria-labelledby={part}>
    <h2 id={part}>
      <a class="ds-link" href={`/${lang}/reference/${part}`}>
        {t(`reference.${part}`)}
      </a>
    </h2>
    <p>{t(`reference.${part}Lead`)}</p>
    <ul class="endpoints">
      {links.map(([id, name]) => (
        <li id={id}>
          <a class="ds-link" href={`/${lang}/reference/${part}#${id}`}>
            <code>{name}</code>
          </a>
        </li>
      ))}
    </ul>
  </section>
);

/** The head of a page of the reference. */
export const ReferenceHead = ({ context: { lang, t }, part }: { context: PageContext; part: ReferencePart }): VNode => (
  <>
    <h1>{t(`reference.${part}`)}</h1>
    <p class="lead">{t(`reference.${part}Lead`)}</p>
    <p>
      <a class="ds-link" href={`/${lang}/reference`}>
        {t('reference.whole')}
      </a>
    </p>
  </>
);
