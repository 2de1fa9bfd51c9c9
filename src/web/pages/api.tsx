import type { VNode } from 'preact';
import type { PageContent, PageContext } from '../ui/context.ts';
import { Facts } from '../ui/facts.tsx';
import { InWords } from '../ui/ticks.tsx';
import { endpoints } from './endpoints.ts';
import type { PageDeps, PageHandler } from './serve.ts';

const EXAMPLES = [
  { text: 'api.example.search', path: '/api/v1/search?q=meeting&lang=en' },
  { text: 'api.example.record', path: '/api/v1/software/os2mo' },
  { text: 'api.example.adoptions', path: '/api/v1/software/os2mo/adoptions' },
  { text: 'api.example.list', path: '/api/v1/networks?limit=10' },
] as const;

/** The API for people: where it is, what it offers, how it answers. */
export const apiPage =
  ({ reference }: PageDeps): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { lang, t, site } = context;
    return {
      title: t('api.title'),
      description: t('api.lead'),
      json: '/api/v1/openapi.json',
      body: (
        <div class="wrap page prose-page">
          <h1>{t('api.title')}</h1>
          <p class="lead">{t('api.lead')}</p>
          <p>
            <a class="ds-button" href="/api/v1/openapi.json">
              {t('api.openapi')}
            </a>
          </p>
          <h2>{t('api.examples')}</h2>
          <Facts
            facts={EXAMPLES.map(({ text, path }) => [
              t(text),
              <a class="ds-link" href={path}>
                <code>
                  {site.url}
                  {path}
                </code>
              </a>,
            ])}
          />
          <h2>{t('api.rules')}</h2>
          <ul>
            {(['lists', 'errors', 'caching', 'publish', 'open'] as const).map((rule) => (
              <li>{t(`api.rule.${rule}`)}</li>
            ))}
          </ul>
          <h2>{t('api.endpoints')}</h2>
          <Endpoints context={context} reference={reference} />
          <p>
            <a class="ds-link" href={`/${lang}/reference`}>
              {t('nav.reference')}
            </a>
          </p>
        </div>
      ),
    };
  };

/** Every endpoint in one line each; the reference has their parameters. */
function Endpoints({ context, reference }: { context: PageContext; reference: PageDeps['reference'] }): VNode {
  return (
    <ul class="endpoints">
      {endpoints(reference.openApi()).map(({ method, path, id, operation }) => (
        <li>
          <a class="ds-link" href={`/${context.lang}/reference/endpoints#${id}`}>
            <code>
              {method} {path}
            </code>
          </a>{' '}
          <InWords context={context} text={operation.summary ?? ''} />
        </li>
      ))}
    </ul>
  );
}
