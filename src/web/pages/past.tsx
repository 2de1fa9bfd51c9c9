import { toDay } from '../../kernel/clock.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Past } from '../../registry/types.ts';
import type { PageContent } from '../ui/context.ts';
import { readPoint } from '../ui/query.ts';
import type { PageDeps, PageHandler } from './serve.ts';

/**
 * A page that can also show the catalogue as it was: `?at=<change number>`, and the day for which it is worked out (`on`).
 * Its parts ask the same questions of another reader.
 */
export function pastPage(deps: PageDeps, make: (deps: PageDeps) => PageHandler): PageHandler {
  const present = make(deps);
  return async (request) => {
    if (request.query.at === 'now') return { redirect: await hereNow(deps, request) };
    const { at, on } = readPoint(request.query);
    if (at === null) return present(request);
    if (typeof request.query.q === 'string' && request.query.q.trim() !== '')
      throw new CodedError('invalid-parameter', request.context.t('past.wordsNot'));
    const past = await deps.past(at, on ?? undefined);
    const page = await make(inPast(deps, past))(requestIn(request, past));
    if ('redirect' in page) return { redirect: `${page.redirect}${pointQuery(past)}` };
    return { ...page, unlisted: true, past } satisfies PageContent;
  };
}

/** The same address with the present point and day in it. */
async function hereNow({ read }: PageDeps, { context }: Parameters<PageHandler>[0]): Promise<string> {
  const query = new URLSearchParams(context.query);
  query.set('at', String(Math.max(1, await read.point())));
  query.set('on', toDay(context.site.now()));
  return `${context.path}?${query.toString()}`;
}

const inPast = (deps: PageDeps, { read }: Past): PageDeps => ({
  ...deps,
  read,
  // What the crawler meets today says nothing of then.
  crawl: { ...deps.crawl, ofEntry: async () => [] },
});

function requestIn(request: Parameters<PageHandler>[0], { on }: Past): Parameters<PageHandler>[0] {
  const noon = Date.parse(`${on}T12:00:00Z`);
  const { context } = request;
  return { ...request, context: { ...context, site: { ...context.site, now: () => noon } } };
}

export const pointQuery = ({ at, on }: Pick<Past, 'at' | 'on'>): string => `?at=${at}&on=${on}`;
