import { CodedError } from '../kernel/errors.ts';
import { retryAfter } from '../net/git-refs.ts';
import type { Release } from './forge.ts';

/** One answer of a forge's API, whatever its status. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  data: unknown;
  /** As an error, where an answer was needed. */
  failure(): CodedError;
  tooLarge(maxBytes: number): CodedError;
}

export type Request = (route: string, parameters: object) => Promise<ApiAnswer>;

interface Responded {
  status: number;
  headers: Record<string, unknown>;
  data?: unknown;
}

/** Turns what octokit answers or throws into an answer; what is none (nobody reached) is thrown on. */
export async function answerOf(response: Promise<unknown>): Promise<ApiAnswer> {
  try {
    return asAnswer((await response) as Responded);
  } catch (error) {
    const { status, response: answered, cause } = error as { status?: number; response?: Responded; cause?: unknown };
    if (answered !== undefined && typeof status === 'number') return asAnswer({ ...answered, status });
    // Octokit wraps what its `fetch` threw, and knows a 304 only as an error.
    if (status === 304) return asAnswer({ status, headers: {} });
    throw cause instanceof CodedError ? cause : error;
  }
}

export function asAnswer({ status, headers, data }: Responded): ApiAnswer {
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    data,
    failure: () => new CodedError('malformed-answer', `The forge answered with ${status}.`),
    tooLarge: (maxBytes) => new CodedError('answer-too-large', `The file has more than ${maxBytes} bytes.`),
  };
}

/**
 * Whether the forge wants a rest: 429, a 403 with a spent quota (`x-ratelimit-remaining: 0`) or a `retry-after` (secondary
 * limits), and all 5xx.
 */
export function busyOf({
  status,
  headers,
  data,
}: ApiAnswer): { is: 'busy'; why: string; retryAfterMs: number | null } | null {
  const spent = headers['x-ratelimit-remaining'] === '0' || headers['ratelimit-remaining'] === '0';
  const wait = retryAfter(headers['retry-after']);
  const secondary = /rate limit|abuse/i.test(String((data as { message?: unknown } | null)?.message ?? ''));
  if (status === 429 || (status === 403 && (spent || wait !== null || secondary))) {
    const reset = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'] ?? Number.NaN);
    const now = Date.parse(headers.date ?? '');
    const left = Number.isFinite(reset) && Number.isFinite(now) ? Math.max(1000, reset * 1000 - now) : null;
    return { is: 'busy', why: 'The quota at this forge is spent.', retryAfterMs: wait ?? left };
  }
  if (status >= 500) return { is: 'busy', why: `The forge answered with ${status}.`, retryAfterMs: wait };
  return null;
}

export function missingOf({ status }: ApiAnswer): { is: 'missing'; why: string } | null {
  if (status === 451) return { is: 'missing', why: 'The repository was taken down for legal reasons.' };
  if (status === 401) return { is: 'missing', why: 'The forge does not accept the token of this catalogue.' };
  if (status === 404 || status === 410 || status === 403)
    return { is: 'missing', why: 'There is no repository at this address, or not for everybody.' };
  return status === 200 ? null : { is: 'missing', why: `The forge answered with ${status}.` };
}

const LONGEST = 200;
const DAY = /^\d{4}-\d\d-\d\d/;

/** A list of releases as GitHub, GitLab, Forgejo and Gitea tell them; drafts are not out yet. */
export function releasesIn(data: unknown): Release[] {
  return (Array.isArray(data) ? data : []).flatMap((item) => {
    const { tag_name, draft, prerelease, upcoming_release, published_at, released_at, created_at } = Object(item);
    if (typeof tag_name !== 'string' || tag_name === '' || tag_name.length > LONGEST) return [];
    if (draft === true || upcoming_release === true) return [];
    const [date] = DAY.exec(String(published_at ?? released_at ?? created_at ?? '')) ?? [];
    return [{ name: tag_name, ...(date && { date }), ...(prerelease === true && { preRelease: true }) }];
  });
}

/** The next page by `Link: <…>; rel="next"` (RFC 8288), where it is at the same forge. */
export function nextLink(link: string | undefined, base: string): string | null {
  const [, to] = /<([^<>]{1,2000})>[^<]*rel="next"/.exec(link ?? '') ?? [];
  if (to === undefined || !URL.canParse(to, 'https://forge.invalid')) return null;
  // Behind a proxy forges name themselves by what they are called inside.
  const url = new URL(to, 'https://forge.invalid');
  return base.startsWith('/') ? `${url.pathname}${url.search}` : url.href;
}
