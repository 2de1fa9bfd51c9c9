import type { VNode } from 'preact';
import type { TextKey } from '../locales/text.ts';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Glossary } from '../ui/glossary.tsx';
import type { PageHandler } from './serve.ts';

/** What people come for, in the order in which they ask, and how many paragraphs each takes. */
const PARTS = [
  ['find', 3],
  ['read', 3],
  ['may', 3],
  ['trust', 3],
  ['users', 2],
  ['take', 1],
  ['takepart', 3],
  ['wrong', 2],
  ['add', 3],
  ['words', 1],
] as const;

/** Where a part of the help leads to. */
const WAYS: Partial<Record<(typeof PARTS)[number][0], readonly [path: string, text: TextKey][]>> = {
  find: [
    ['/software', 'nav.software'],
    ['/tasks', 'tasks.title'],
  ],
  trust: [
    ['/frameworks', 'nav.frameworks'],
    ['/formulas', 'formulas.title'],
  ],
  users: [['/census', 'census.title']],
  takepart: [['/networks', 'nav.networks']],
  add: [
    ['/check', 'nav.check'],
    ['/privacy#contact', 'privacy.contact'],
    ['/reference/endpoints#about-publish', 'reference.endpoints'],
  ],
  words: [['/terms', 'terms.title']],
};

/** Help in plain words: what a person wants to do, and how. */
export const guidePage =
  (): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { t } = context;
    const glossary = new Glossary(context);
    return {
      title: t('guide.title'),
      description: t('guide.lead'),
      body: (
        <div class="wrap page prose-page">
          <h1>{t('guide.title')}</h1>
          <p class="lead">{glossary.explain(t('guide.lead'))}</p>
          {PARTS.map(([part, count]) => (
            <section aria-labelledby={part}>
              <h2 id={part}>{t(`guide.${part}.title`)}</h2>
              {Array.from({ length: count }, (_, i) => (
                <p>{glossary.explain(t(`guide.${part}.${i + 1}` as TextKey))}</p>
              ))}
              <Ways context={context} ways={WAYS[part] ?? []} />
            </section>
          ))}
        </div>
      ),
    };
  };

function Ways(props: { context: PageContext; ways: readonly [path: string, text: TextKey][] }): VNode | null {
  const { lang, t } = props.context;
  if (props.ways.length === 0) return null;
  return (
    <ul class="links">
      {props.ways.map(([path, text]) => (
        <li>
          <a class="ds-link" href={`/${lang}${path}`}>
            {t(text)}
          </a>
        </li>
      ))}
    </ul>
  );
}
