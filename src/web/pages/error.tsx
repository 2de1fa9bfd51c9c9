import type { FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { type Kind, PLURAL, parseRef } from '../../records/kinds.ts';
import type { ProblemDocument } from '../deps.ts';
import { readerLanguage } from '../language.ts';
import { sentenceIn } from '../locales/sentences.ts';
import { isLang, LANGUAGES, type Lang, optionalText } from '../locales/text.ts';
import type { RenderErrorPage } from '../plugins/problem.ts';
import type { PageContext, Site } from '../ui/context.ts';
import { Glossary } from '../ui/glossary.tsx';
import { renderDocument } from '../ui/layout.tsx';
import { Ticks } from '../ui/ticks.tsx';
import { word } from '../ui/words.ts';
import { contextOf } from './serve.ts';

/** Makes pages of refusals, in the language of the address, else of the browser. */
export const errorPages = (site: Site): RenderErrorPage => {
  return (problem, request) => {
    const context = contextOf(site, languageOf(request), request);
    return renderDocument(context, {
      title: titleOf(context, problem),
      unlisted: true,
      body: <ErrorBody context={context} problem={problem} />,
    });
  };
};

function languageOf(request: FastifyRequest): Lang {
  const first = request.url.split(/[/?#]/, 2)[1];
  if (isLang(first)) return first;
  const best = readerLanguage(undefined, request.headers['accept-language'], LANGUAGES);
  return isLang(best) ? best : 'en';
}

const titleOf = ({ lang }: PageContext, problem: ProblemDocument): string =>
  optionalText(lang, `error.${isErased(problem) ? 'erased' : problem.code}`) ?? problem.title;

/** Nothing is shown of it now, and it was not withdrawn. */
const isErased = ({ code, reason }: ProblemDocument): boolean => code === 'gone' && reason === 'erased';

function ErrorBody({ context, problem }: { context: PageContext; problem: ProblemDocument }): VNode {
  const { lang, t } = context;
  const { candidates = [], successor, reason, status, code } = problem;
  return (
    <div class="wrap page error-page">
      <p class="kicker">{t('errorPage.status', { status: String(status) })}</p>
      <h1>{titleOf(context, problem)}</h1>
      <p class="lead">
        {isErased(problem)
          ? t('problem.what-stood-here-was-erased-the')
          : new Glossary(context).explain(optionalText(lang, `help.${code}`) ?? t('help.any'))}
      </p>
      {!isErased(problem) && <Detail context={context} problem={problem} />}
      {reason && !isErased(problem) && (
        <p>
          {t('errorPage.reason')} {word(lang, 'reason', reason)}
        </p>
      )}
      {successor && (
        <p>
          {t('errorPage.successor')} <RefLink context={context} target={successor} />
        </p>
      )}
      {candidates.length > 0 && (
        <>
          <h2>{t('errorPage.candidates')}</h2>
          <ul>
            {candidates.map((target) => (
              <li>
                <RefLink context={context} target={target} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Onwards context={context} problem={problem} />
    </div>
  );
}

/** What is refused just here, such as a limit with its figure, where that is known in the reader's language. */
function Detail({ context: { lang }, problem: { detail, title } }: { context: PageContext; problem: ProblemDocument }) {
  const said = detail === title ? undefined : sentenceIn(lang, detail);
  return said === undefined ? null : (
    <p>
      <Ticks text={said} />
    </p>
  );
}

function Onwards({ context, problem }: { context: PageContext; problem: ProblemDocument }): VNode {
  const { lang, t, path } = context;
  return (
    <>
      <ul class="links">
        {problem.code === 'invalid-cursor' && (
          <li>
            <a class="ds-link" href={`/${lang}${path}${withoutCursor(context.query)}`}>
              {t('pager.first')}
            </a>
          </li>
        )}
        <li>
          <a class="ds-link" href={`/${lang}/search`}>
            {t('errorPage.search')}
          </a>
        </li>
        <li>
          <a class="ds-link" href={`/${lang}`}>
            {t('errorPage.home')}
          </a>
        </li>
      </ul>
      <p class="hint">
        {t('errorPage.request')} <code>{problem.instance.replace('urn:uuid:', '')}</code>
      </p>
    </>
  );
}

function withoutCursor(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.delete('cursor');
  const rest = parameters.toString();
  return rest === '' ? '' : `?${rest}`;
}

/** An entry by its id, `software/kitos@x`. */
function RefLink({ context, target }: { context: PageContext; target: string }): VNode {
  const ref = parseRef(target);
  if (ref === null) return <code>{target}</code>;
  const address = ref.origin === undefined ? ref.slug : `${ref.slug}@${ref.origin}`;
  return (
    <a class="ds-link" href={`/${context.lang}/${PLURAL[ref.kind satisfies Kind]}/${address}`}>
      {target}
    </a>
  );
}
