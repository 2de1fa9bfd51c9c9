import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { LANGUAGE_NAMES, LANGUAGES } from '../locales/text.ts';
import { ASSETS } from '../static/assets.ts';
import type { PageContent, PageContext } from './context.ts';
import { dateText } from './dates.ts';
import { Head } from './head.tsx';
import { SearchForm } from './search-form.tsx';

const PARTS = [
  { part: 'software', text: 'nav.software' },
  { part: 'tasks', text: 'tasks.title' },
  { part: 'organisations', text: 'nav.organisations' },
  { part: 'networks', text: 'nav.networks' },
  { part: 'about', text: 'nav.about' },
] as const;

/** What turns the direction of all text that follows (Unicode, explicit directional formatting): no text here needs it. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** The whole HTML document of a page, from `<!doctype html>` on. */
export const renderDocument = (context: PageContext, page: PageContent): string =>
  `<!doctype html>${render(<Document context={context} page={page} />).replace(TURNS, '')}`;

function Document({ context, page }: { context: PageContext; page: PageContent }): VNode {
  return (
    <html lang={context.lang} data-color-scheme="auto" data-color="brand1">
      <Head context={context} page={page} />
      <body>
        <a class="ds-skip-link" href="#main">
          {context.t('skip')}
        </a>
        <SiteHeader context={context} page={page} />
        <main id="main" tabIndex={-1}>
          <ForkBanner context={context} />
          <PastBanner context={context} past={page.past} />
          {page.body}
        </main>
        <SiteFooter context={context} />
      </body>
    </html>
  );
}

function SiteHeader({ context, page }: { context: PageContext; page: PageContent }): VNode {
  const { lang, t, site } = context;
  return (
    <header class="site-header">
      <div class="wrap site-bar">
        <a class="brand" href={`/${lang}`}>
          <Logo site={site} />
          <span>{site.name}</span>
        </a>
        <nav class="site-nav" aria-label={t('nav.main')}>
          <ul>
            {PARTS.map(({ part, text }) => (
              <li>
                <a href={`/${lang}/${part}`} aria-current={page.part === part ? 'true' : undefined}>
                  {t(text)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Languages context={context} />
      </div>
      {!page.ownSearch && (
        <div class="wrap site-search">
          <SearchForm context={context} text="" />
        </div>
      )}
    </header>
  );
}

function Logo({ site: { theme } }: { site: PageContext['site'] }): VNode {
  const { src, width, height } = theme?.logo ?? { src: ASSETS.icon, width: 32, height: 32 };
  return <img src={src} alt="" width={width} height={height} />;
}

/** A network that shows different people different histories concerns everybody who reads its records. */
function ForkBanner({ context: { t, forked = [] } }: { context: PageContext }): VNode | null {
  if (forked.length === 0) return null;
  return (
    <div class="wrap">
      <div class="ds-alert" data-color="danger" role="note">
        <p>{t('forks.banner', { logs: forked.join(', ') })}</p>
        <a class="ds-link" href="/api/v1/forks">
          {t('forks.proofs')}
        </a>
      </div>
    </div>
  );
}

/** Nobody is to take what was for what is. */
function PastBanner({ context, past }: { context: PageContext; past: PageContent['past'] }): VNode | null {
  if (past === undefined) return null;
  const { lang, t, path } = context;
  const { at, on, changed, erased } = past;
  return (
    <div class="wrap">
      <div class="past-banner" role="note">
        <p>{t('past.banner', { at: String(at), date: dateText(lang, changed), on: dateText(lang, on) })}</p>
        {erased > 0 && <p>{t('compare.erased', { count: erased })}</p>}
        <a class="ds-link" href={`/${lang}${path}`}>
          {t('past.now')}
        </a>
      </div>
    </div>
  );
}

/** A list that opens without script: so many languages would fill a narrow screen before anything is said. */
function Languages({ context }: { context: PageContext }): VNode {
  return (
    <nav class="languages" aria-label={context.t('nav.language')}>
      <details>
        <summary>
          {context.t('nav.language')}
          {context.t('colon')}
          {LANGUAGE_NAMES[context.lang]}
        </summary>
        <ul>
          {LANGUAGES.map((lang) => (
            <li>
              <a
                href={`/${lang}${context.path}${context.query}`}
                lang={lang}
                hreflang={lang}
                aria-current={lang === context.lang ? 'true' : undefined}
              >
                {LANGUAGE_NAMES[lang]}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

function SiteFooter({ context }: { context: PageContext }): VNode {
  const { lang, t } = context;
  return (
    <footer class="site-footer">
      <div class="wrap">
        <p>{t('footer.what')}</p>
        <p class="printed-address">{`${context.site.url}/${lang}${context.path}${context.query}`}</p>
        <ul>
          <FooterLink href={`/${lang}/frameworks`}>{t('nav.frameworks')}</FooterLink>
          <FooterLink href={`/${lang}/check`}>{t('nav.check')}</FooterLink>
          <FooterLink href={`/${lang}/changes`}>{t('news.nav')}</FooterLink>
          <FooterLink href={`/${lang}/statistics`}>{t('footer.statistics')}</FooterLink>
          <FooterLink href={`/${lang}/help`}>{t('footer.help')}</FooterLink>
          <FooterLink href={`/${lang}/about`}>{t('nav.about')}</FooterLink>
          <FooterLink href={`/${lang}/sources`}>{t('sources.title')}</FooterLink>
          <FooterLink href={`/${lang}/federation`}>{t('federation.title')}</FooterLink>
          <FooterLink href={`/${lang}/api`}>{t('nav.api')}</FooterLink>
          <FooterLink href={`/${lang}/reference`}>{t('nav.reference')}</FooterLink>
          <FooterLink href={`/${lang}/terms`}>{t('footer.terms')}</FooterLink>
          <FooterLink href={`/${lang}/accessibility`}>{t('footer.accessibility')}</FooterLink>
          <FooterLink href={`/${lang}/privacy`}>{t('footer.privacy')}</FooterLink>
        </ul>
      </div>
    </footer>
  );
}

const FooterLink = ({ href, children }: { href: string; children: ComponentChildren }): VNode => (
  <li>
    <a class="ds-link" href={href}>
      {children}
    </a>
  </li>
);
