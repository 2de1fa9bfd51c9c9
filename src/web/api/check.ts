import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Checked } from '../../checking/check-text.ts';
import type { Checker } from '../../checking/checker.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { CheckAnswer } from '../../schemas.gen.ts';
import { languageOf } from '../language.ts';
import { problemIn, sentenceIn } from '../locales/sentences.ts';
import type { Lang } from '../locales/text.ts';
import { CACHE } from '../plugins/caching.ts';
import { readForm } from '../plugins/form.ts';
import type { CheckLimits } from '../plugins/limits.ts';
import { query } from '../plugins/validation.ts';
import { describe, json } from './documentation.ts';
import { JUDGED_LANG } from './parameters.ts';

interface Wanted {
  address?: string;
  lang?: string;
  fix: boolean;
  reference: boolean;
  standard: '0.7' | '1.0-rc';
}

const QUERY = query({
  address: {
    type: 'string',
    description: 'Instead of a body: the address of a repository with a `publiccode.yml` in its root, or of the file.',
  },
  fix: { type: 'boolean', default: false, description: 'Mend what has one right answer, too.' },
  reference: {
    type: 'boolean',
    default: false,
    description: 'Say only what the reference validator of the standard would say.',
  },
  standard: { enum: ['0.7', '1.0-rc'], default: '0.7', description: 'By which rules.' },
  lang: JUDGED_LANG,
});

/** `POST /api/v1/check` */
export function checkRoute(app: FastifyInstance, checker: Checker, limits: CheckLimits): void {
  const schema = describe({
    tag: 'check',
    id: 'check',
    summary: 'Check a publiccode.yml',
    description:
      'Says everything that is wrong with a `publiccode.yml`, as `alminding check --json` does. A file that is not valid is a good answer with `valid: false`. The text alone is judged, and nothing is kept. Send the file as it is (`curl --data-binary @publiccode.yml`), or as the only file of a form.',
    querystring: QUERY,
    body: {
      description: 'The file. Whatever type it is sent as, it is read as YAML.',
      content: {
        'application/yaml': { schema: { type: 'string', description: 'A `publiccode.yml`.' } },
        'multipart/form-data': {
          schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
        },
      },
    },
    answers: { 200: json('What was found.', 'checked') },
    refusals: [
      ...(['malformed-body', 'too-large', 'unsupported-media-type', 'too-many-requests', 'not-found'] as const),
      ...(['address-refused', 'unreachable', 'tls-failure', 'answer-timeout', 'answer-too-large'] as const),
      ...(['answer-too-slow', 'malformed-answer'] as const),
    ],
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const onRequest = (request: FastifyRequest): Promise<void> => limits.check(request);
  app.post<{ Querystring: Wanted }>('/check', { schema, onRequest }, async (request, reply) => {
    const { address, standard, reference, fix } = request.query;
    if (fix && standard !== '0.7') throw new CodedError('invalid-parameter', 'With `fix` the rules are those of 0.7.');
    const { file, checked } = await limits.turn(request, async () => {
      const { file, bytes } = address === undefined ? sent(request) : await fetched(request, address, checker, limits);
      return { file, checked: await checker.check({ file, bytes, standard, reference, fix }) };
    });
    const lang = languageOf(request);
    reply.header('cache-control', CACHE.never).header('content-language', lang).header('vary', 'accept-language');
    return reply.send(answerOf(file, checked, lang));
  });
}

interface File {
  file: string;
  bytes: Uint8Array;
}

const NAME = 'publiccode.yml';

function sent(request: FastifyRequest): File {
  const { headers, body } = request;
  const type = headers['content-type'] ?? '';
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
    throw new CodedError('unsupported-media-type', 'Send the content as it is: compressed bodies are not read.');
  if (!Buffer.isBuffer(body)) throw new CodedError('malformed-body', 'The request has no body.');
  if (!/^multipart\/form-data\b/i.test(type)) return { file: NAME, bytes: body };
  const form = readForm(type, body);
  const bytes = form.get('file') ?? [...form.values()][0];
  if (bytes === undefined) throw new CodedError('malformed-body', 'The form has no file.');
  return { file: NAME, bytes };
}

async function fetched(request: FastifyRequest, address: string, checker: Checker, limits: CheckLimits): Promise<File> {
  await limits.fetch(request);
  const { url, bytes } = await checker.fetch(address);
  return { file: url, bytes };
}

function answerOf(file: string, { valid, problems, mended }: Checked, lang: Lang): CheckAnswer {
  const told = (all: CheckAnswer['problems']): CheckAnswer['problems'] => all.map((one) => problemIn(lang, one));
  if (mended === undefined) return { file, valid, problems: told(problems) };
  const { text, diff, done, left, after } = mended;
  const why = (one: Why): Why => ({ ...one, why: sentenceIn(lang, one.why) ?? one.why });
  const more = { mended: done.map(why), left: left.map(why), diff, text };
  return { file, valid: after.valid, problems: told(after.problems), ...more };
}

type Why = NonNullable<CheckAnswer['left']>[number];
