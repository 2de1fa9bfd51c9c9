import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { CodedError, ERRORS, type ErrorCode, isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { loggable } from '../../kernel/loggable.ts';
import { prefersHtml } from '../accept.ts';
import type { ProblemDocument } from '../deps.ts';
import { languageOf } from '../language.ts';
import { problemIn, sentenceIn } from '../locales/sentences.ts';
import { optionalText } from '../locales/text.ts';
import { DATA_HEADERS, SHARED_HEADERS } from './security.ts';

/** The HTTP status of each refusal. The only place that knows both. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  'invalid-input': 422,
  'malformed-body': 400,
  'unknown-parameter': 400,
  'invalid-parameter': 400,
  'invalid-cursor': 400,
  'not-found': 404,
  gone: 410,
  erased: 422,
  unauthorised: 401,
  forbidden: 403,
  'issuer-unavailable': 503,
  'not-allowed': 405,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  overloaded: 503,
  busy: 503,
  'read-only': 503,
  'disk-full': 507,
  'no-data': 500,
  'newer-database': 500,
  'data-in-use': 500,
  'port-in-use': 500,
  'invalid-configuration': 500,
  'unsafe-keys': 500,
  'not-signed': 403,
  'forked-log': 403,
  'fork-risk': 500,
  'not-a-backup': 500,
  'damaged-data': 500,
  'unreadable-file': 500,
  'unwritable-file': 500,
  'address-refused': 422,
  unreachable: 502,
  'tls-failure': 502,
  'answer-timeout': 504,
  'answer-too-large': 502,
  'answer-too-slow': 504,
  'malformed-answer': 502,
  internal: 500,
};

/** What a refusal may carry besides its words; anything else in `extra` stays inside. */
const MEMBERS = ['candidates', 'successor', 'reason', 'allowed'] as const;

/** What the framework and its plug-ins refuse by themselves. */
const FRAMEWORK: Record<string, ErrorCode> = {
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-body',
  FST_ERR_ASYNC_CONSTRAINT: 'not-found',
};
const DETAILS: Partial<Record<ErrorCode, string>> = {
  'too-large': `At most ${LIMITS.sourceBytes} bytes are read.`,
  'unsupported-media-type': 'Send a manifest as `application/yaml`, or a record as `application/json`.',
};
const BY_STATUS: Record<number, ErrorCode> = { 400: 'malformed-body', 403: 'not-found', 404: 'not-found' };

export type RenderErrorPage = (problem: ProblemDocument, request: FastifyRequest) => string;

interface ProblemOptions {
  publicUrl: string;
  /** Headers that go with an HTML answer. */
  pageHeaders: Record<string, string>;
  renderErrorPage: RenderErrorPage;
}

/**
 * Answers any error: as `application/problem+json` (RFC 9457), or as a page to whoever would rather read one. What went
 * wrong inside is logged and never told.
 */
export function problemHandler(options: ProblemOptions) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const coded = toCoded(error);
    const problem = toProblem(coded, request, options.publicUrl);
    if (problem.status >= 500) log(request, coded, error);
    reply.code(problem.status).headers(extraHeaders(coded, reply));
    if (prefersHtml(request.headers.accept)) {
      reply.headers(options.pageHeaders).type('text/html; charset=utf-8');
      return reply.send(options.renderErrorPage(problem, request));
    }
    const shared = isRead(request.method) && request.url.startsWith('/api/');
    reply.headers(shared ? SHARED_HEADERS : DATA_HEADERS).type('application/problem+json; charset=utf-8');
    return reply.send(JSON.stringify(told(reply, problem, request)));
  };
}

/** Any error as one of ours; what nobody foresaw is `internal` and loses its words. */
function toCoded(error: unknown): CodedError {
  if (isCoded(error)) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = FRAMEWORK[code ?? ''] ?? BY_STATUS[statusCode ?? 0] ?? 'internal';
  return new CodedError(known, DETAILS[known], { cause: error });
}

function toProblem(error: CodedError, request: FastifyRequest, publicUrl: string): ProblemDocument {
  const { code, problems, extra } = error;
  const status = STATUS[code];
  const problem: ProblemDocument = {
    type: `${publicUrl}/en/reference#error-${code}`,
    title: ERRORS[code],
    status,
    detail: code === 'internal' ? ERRORS.internal : error.message,
    instance: `urn:uuid:${request.id}`,
    code,
    ...(problems.length > 0 ? { problems: problems.slice(0, LIMITS.problems) } : {}),
  };
  for (const member of MEMBERS) if (extra[member] !== undefined) Object.assign(problem, { [member]: extra[member] });
  return problem;
}

/** The words of a refusal in the language of whoever asked; code, type and place are the same in every language. */
function told(reply: FastifyReply, problem: ProblemDocument, request: FastifyRequest): ProblemDocument {
  const lang = languageOf(request);
  const { title, detail, problems, code } = problem;
  const said = sentenceIn(lang, detail);
  // What is not known in the reader's language stays English, and is called so.
  reply.header('content-language', said === undefined ? `${lang}, en` : lang);
  if (lang === 'en') return problem;
  return {
    ...problem,
    title: optionalText(lang, `error.${code}`) ?? title,
    detail: said ?? detail,
    ...(problems && { problems: problems.map((one) => problemIn(lang, one)) }),
  };
}

function extraHeaders({ code, extra }: CodedError, reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = { 'cache-control': 'no-store', vary: 'accept, accept-language' };
  reply.removeHeader('etag');
  if (code === 'unauthorised') headers['www-authenticate'] = 'Bearer realm="alminding"';
  if (code === 'not-allowed' && Array.isArray(extra.allow)) headers.allow = extra.allow.join(', ');
  const wait = typeof extra.retryAfterMs === 'number' ? extra.retryAfterMs : LIMITS.retryAfterMs;
  const status = STATUS[code];
  if (status === 503 || status === 429) headers['retry-after'] = String(Math.max(1, Math.ceil(wait / 1000)));
  return headers;
}

/** Under pressure the log must not add to it. */
function log(request: FastifyRequest, coded: CodedError, error: unknown): void {
  if (coded.code === 'overloaded' || coded.code === 'busy') request.log.warn({ code: coded.code }, 'refused');
  else request.log.error({ err: loggable(coded.cause ?? error), code: coded.code }, 'failed');
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
