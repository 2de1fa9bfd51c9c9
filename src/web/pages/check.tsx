import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Checker } from '../../checking/checker.ts';
import { CodedError, ERRORS, isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { IN_LANGUAGE, langOf } from '../language.ts';
import { CACHE } from '../plugins/caching.ts';
import { readForm } from '../plugins/form.ts';
import { type CheckLimits, checkLimits } from '../plugins/limits.ts';
import { STATUS } from '../plugins/problem.ts';
import { CheckForm } from '../ui/check/form.tsx';
import { CheckResult } from '../ui/check/result.tsx';
import type { CheckState } from '../ui/check/state.ts';
import type { PageContent, PageContext, Site } from '../ui/context.ts';
import { renderDocument } from '../ui/layout.tsx';
import { contextOf, HTML, servePage } from './serve.ts';

/** `/en/check`: a form, and the file with its problems in place. Works without script; nothing of what is sent is kept. */
export async function checkPages(app: FastifyInstance, site: Site, checker: Checker): Promise<void> {
  servePage(app, site, '/check', async ({ context }) => pageOf(context, { text: '', address: '' }));
  await app.register(async (posts) => {
    const limits = await checkLimits(posts);
    posts.removeAllContentTypeParsers();
    const types = ['multipart/form-data', 'application/x-www-form-urlencoded'];
    posts.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: LIMITS.checkFormBytes }, (_request, body, done) =>
      done(null, body),
    );
    const options = {
      bodyLimit: LIMITS.checkFormBytes,
      onRequest: (request: FastifyRequest) => limits.check(request),
    };
    posts.post(`${IN_LANGUAGE}/check`, options, async (request, reply) => {
      const state = await limits.turn(request, () => stateOf(request, checker, limits));
      const lang = langOf(request);
      const context = contextOf(site, lang, request);
      if (state.refusal) reply.code(STATUS[state.refusal.code]);
      reply.header('content-language', lang).header('cache-control', CACHE.never).type(HTML);
      return reply.send(renderDocument(context, pageOf(context, state)));
    });
  });
}

/** What the form asks for, done. A refusal of what was asked is part of the page. */
async function stateOf(request: FastifyRequest, checker: Checker, limits: CheckLimits): Promise<CheckState> {
  if (!Buffer.isBuffer(request.body)) throw new CodedError('malformed-body', 'The request has no body.');
  const form = readForm(request.headers['content-type'] ?? '', request.body);
  const wordsOf = (name: string): string => form.get(name)?.toString('utf8') ?? '';
  const upload = form.get('file');
  const address = wordsOf('address').trim().slice(0, LIMITS.repositoryUrlLength);
  // Browsers send every line break of a text field as CR LF.
  const text = wordsOf('text').replaceAll('\r\n', '\n');
  const state: CheckState = { text, address };
  try {
    if (upload !== undefined && upload.length > 0) return await check({ file: NAME, bytes: upload });
    if (address !== '') {
      await limits.fetch(request);
      const { url, bytes } = await checker.fetch(address);
      return await check({ file: url, bytes });
    }
    if (text.trim() !== '') return await check({ file: NAME, bytes: Buffer.from(text) });
    return { ...state, refusal: new CodedError('malformed-body', EMPTY) };
  } catch (error) {
    if (!isCoded(error) || error.code === 'internal') throw error;
    return { ...state, refusal: error };
  }

  async function check({ file, bytes }: { file: string; bytes: Uint8Array }): Promise<CheckState> {
    const checked = await checker.check({ file: NAME, bytes, fix: true });
    // What is too large to be checked is not sent back either.
    const shown = bytes.length > LIMITS.manifestBytes ? '' : new TextDecoder().decode(bytes);
    return { ...state, text: shown, file, checked };
  }
}

const NAME = 'publiccode.yml';
/** Told in the reader's language by the page. */
const EMPTY = ERRORS['malformed-body'];

function pageOf(context: PageContext, state: CheckState): PageContent {
  const { t } = context;
  return {
    title: t('check.title'),
    description: t('check.lead'),
    unlisted: state.checked !== undefined || state.refusal !== undefined,
    body: (
      <div class="wrap page check">
        <h1>{t('check.title')}</h1>
        {state.checked === undefined && <p class="lead">{t('check.lead')}</p>}
        {state.checked !== undefined && <CheckResult context={context} state={state} checked={state.checked} />}
        <CheckForm context={context} state={state} />
      </div>
    ),
  };
}
