import type { FastifyInstance } from 'fastify';
import type { VNode } from 'preact';
import { isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { AdopterActs } from '../../registry/adopters/types.ts';
import { DISPUTE_REASONS } from '../../registry/adopters/types.ts';
import { openLimit } from '../plugins/limits.ts';
import type { PageContent, PageContext, Site } from '../ui/context.ts';
import { Judged } from '../ui/judged.tsx';
import { word } from '../ui/words.ts';
import { type PageHandler, serveForm, servePage } from './serve.ts';

/** "This is not right": a form that needs neither account nor script. */
const disputePage =
  (): PageHandler =>
  async ({ context, query }): Promise<PageContent> => {
    const claim = typeof query.claim === 'string' ? query.claim.slice(0, LIMITS.addressLength) : '';
    return content(context, <Form context={context} claim={claim} />);
  };

const content = (context: PageContext, body: VNode): PageContent => ({
  title: context.t('dispute.title'),
  unlisted: true,
  body: (
    <div class="wrap page prose-page">
      <h1>{context.t('dispute.title')}</h1>
      {body}
    </div>
  ),
});

/** The answer to the form. What is wrong with it is said above it, and nothing that was written is lost. */
const disputed =
  (adopters: AdopterActs): PageHandler =>
  async ({ context, query }): Promise<PageContent> => {
    const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
    const given = { claim: text('claim'), reason: text('reason'), words: text('words') };
    try {
      const { id } = await adopters.dispute(given);
      return content(
        context,
        <>
          <p class="lead">{context.t('dispute.done')}</p>
          <p>{context.t('dispute.number', { id })}</p>
        </>,
      );
    } catch (error) {
      if (!isCoded(error, 'invalid-parameter')) throw error;
      return content(context, <Form context={context} {...given} problem={error.message} />);
    }
  };

function Form(props: {
  context: PageContext;
  claim: string;
  reason?: string;
  words?: string;
  problem?: string;
}): VNode {
  const { context, claim, reason, words = '', problem } = props;
  const { lang, t } = context;
  return (
    <>
      <p class="lead">{t('dispute.lead')}</p>
      {problem !== undefined && (
        <p class="missing" role="alert">
          {t('dispute.problem')} <Judged context={context} text={problem} />
        </p>
      )}
      <form method="post" action={`/${lang}/dispute`}>
        <input type="hidden" name="claim" value={claim} />
        <fieldset>
          <legend>{t('dispute.reason')}</legend>
          {DISPUTE_REASONS.map((one) => (
            <p>
              <label>
                <input type="radio" name="reason" value={one} required checked={one === reason} />{' '}
                {word(lang, 'dispute', one)}
              </label>
            </p>
          ))}
        </fieldset>
        <p>
          <label>
            {t('dispute.words')}
            <br />
            <textarea name="words" rows={4} cols={50} maxLength={500}>
              {words}
            </textarea>
          </label>
        </p>
        <p class="hint">{t('dispute.hint')}</p>
        <button type="submit" class="ds-button">
          {t('dispute.send')}
        </button>
      </form>
    </>
  );
}

/** Longest form that is read. */
const FORM_BYTES = 8 * 1024;

/** The form and its answer in every language; each address sends it a few times a minute. */
export async function disputePages(app: FastifyInstance, site: Site, adopters: AdopterActs): Promise<void> {
  servePage(app, site, '/dispute', disputePage());
  await app.register(async (posts) => {
    posts.removeAllContentTypeParsers();
    posts.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const count = await openLimit(posts);
    posts.addHook('onRequest', count);
    serveForm(posts, site, '/dispute', disputed(adopters));
  });
}
