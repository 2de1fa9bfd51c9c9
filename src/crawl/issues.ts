import { toDay } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Observation } from '../schemas.gen.ts';
import type { IssuesAsked, IssuesSeen } from './forge.ts';
import { type ApiAnswer, busyOf, nextLink } from './forge-api.ts';

/** Asks a forge's API; with `etag` on the condition that something changed. */
export type AskApi = (path: string, signal: AbortSignal, etag?: string) => Promise<ApiAnswer>;

/** How a forge tells of issues and of what was said to them. People are told apart by words that are kept nowhere. */
export interface IssueDialect {
  /** Those that changed since a day, the newest change first. */
  issues(path: string, since: string): string;
  /** Null for what is none, such as a pull request. */
  issue(item: unknown): Issue | null;
  /** Comments of the whole repository since a day, or of one issue. */
  comments: { ofAll(path: string, since: string): string } | { ofOne(path: string, issue: string): string };
  /** Null for what no person wrote. */
  comment(item: unknown, issue: string | null): { issue: string; at: number; by: string } | null;
}

export interface Issue {
  id: string;
  at: number;
  changed: number;
  by: string;
  comments: number;
}

const DAY_MS = 86_400_000;
/** As far as is looked back, which is what the formulas ask for; a shorter period than the other tells nothing. */
const DAYS = 91;
const LEAST_DAYS = 14;

/**
 * How long people waited for a first answer by somebody else, for the issues of the last three months; where a tracker is too
 * lively for the requests that are made, for as many days before today as they cover, and the period says so. One conditional
 * request where nothing changed; else at most 5 for issues and 20 for what was said to them.
 */
export async function readIssues(ask: AskApi, dialect: IssueDialect, asked: IssuesAsked): Promise<IssuesSeen> {
  const { path, now, etag, signal } = asked;
  const since = toDay(now - DAYS * DAY_MS);
  const first = await ask(dialect.issues(path, since), signal, etag ?? undefined);
  if (first.status === 304) return { is: 'unchanged' };
  if (first.status === 410) return { is: 'told', issues: { enabled: false }, etag: null };
  if (first.status !== 200) return { is: 'none', why: whyNot(first) };
  const listed = await readPages(ask, first, dialect.issues(path, since), signal);
  const items = listed.items.map((item) => dialect.issue(item)).filter((issue) => issue !== null);
  const from = Math.max(Date.parse(since), listed.complete ? 0 : (items.at(-1)?.changed ?? now));
  const issues = items.filter(({ at }) => at >= from).sort((a, b) => b.at - a.at);
  const said = await readComments(ask, dialect, asked, { since, from, issues });
  const begin = nextDay(Math.max(from, said.from));
  if (said.why !== null) return { is: 'none', why: said.why };
  if (now - Date.parse(begin) < LEAST_DAYS * DAY_MS) return { is: 'none', why: 'too-large' };
  const answers = answersOf(issues, said.comments, begin, toDay(now));
  return { is: 'told', issues: { enabled: true, answers }, etag: first.headers.etag ?? null };
}

/** Whole days only: where a day was not read from its beginning, the period begins with the next one. */
const nextDay = (at: number): string => (at % DAY_MS === 0 ? toDay(at) : toDay(at + DAY_MS));

const whyNot = (answer: ApiAnswer): 'no-access' | 'rate-limited' | 'not-offered' | 'failed' => {
  if (answer.status === 429 || (answer.status < 500 && busyOf(answer) !== null)) return 'rate-limited';
  if (answer.status === 401 || answer.status === 403) return 'no-access';
  return answer.status === 404 ? 'not-offered' : 'failed';
};

interface Said {
  comments: { issue: string; at: number; by: string }[];
  /** Everything since then was read. */
  from: number;
  why: 'rate-limited' | 'no-access' | 'not-offered' | 'failed' | null;
}

async function readComments(
  ask: AskApi,
  dialect: IssueDialect,
  { path, signal }: IssuesAsked,
  { since, from, issues }: { since: string; from: number; issues: Issue[] },
): Promise<Said> {
  const talked = issues.filter(({ comments }) => comments > 0);
  const said: Said = { comments: [], from, why: null };
  if (talked.length === 0) return said;
  const read = async (address: string, issue: string | null): Promise<boolean> => {
    const first = await ask(address, signal);
    if (first.status !== 200) {
      said.why = whyNot(first);
      return false;
    }
    const { items, complete } = await readPages(ask, first, address, signal);
    const found = items.map((item) => dialect.comment(item, issue)).filter((comment) => comment !== null);
    said.comments.push(...found);
    return complete;
  };
  if ('ofAll' in dialect.comments) {
    const complete = await read(dialect.comments.ofAll(path, since), null);
    // They come the newest first, so that what was read has no gap.
    const oldest = said.comments.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
    return complete || said.why !== null ? said : { ...said, from: Number.isFinite(oldest) ? oldest : from };
  }
  const asked = talked.slice(0, LIMITS.issueThreads);
  for (const { id } of asked) {
    await read(dialect.comments.ofOne(path, id), id);
    if (said.why !== null) return said;
  }
  const next = talked[asked.length];
  return next === undefined ? said : { ...said, from: next.at + 1 };
}

async function readPages(
  ask: AskApi,
  first: ApiAnswer,
  base: string,
  signal: AbortSignal,
): Promise<{ items: unknown[]; complete: boolean }> {
  const items: unknown[] = [];
  let answer = first;
  for (let page = 1; ; page += 1) {
    items.push(...(Array.isArray(answer.data) ? answer.data : []));
    const next = nextLink(answer.headers.link, base);
    if (next === null) return { items, complete: true };
    if (page === LIMITS.issuePages) return { items, complete: false };
    answer = await ask(next, signal);
    if (answer.status !== 200) return { items, complete: false };
  }
}

type Answers = NonNullable<NonNullable<Observation['issues']>['answers']>;

/** Counts and times of the issues of a period of whole days: nobody's words, nobody's name. */
export function answersOf(
  issues: readonly Issue[],
  comments: readonly { issue: string; at: number; by: string }[],
  from: string,
  until: string,
): Answers {
  const opened = issues.filter(({ at }) => at >= Date.parse(from));
  const waited = opened
    .flatMap(({ id, at, by }) => {
      const answers = comments.filter((comment) => comment.issue === id && comment.by !== by && comment.at >= at);
      return answers.length === 0 ? [] : [Math.min(...answers.map((answer) => answer.at)) - at];
    })
    .sort((a, b) => a - b);
  const counts = { from, until, opened: opened.length, answered: waited.length };
  if (waited.length === 0) return counts;
  const middle = waited.length / 2;
  const median = ((waited[Math.ceil(middle) - 1] ?? 0) + (waited[Math.floor(middle)] ?? 0)) / 2;
  const mean = waited.reduce((sum, ms) => sum + ms, 0) / waited.length;
  return { ...counts, meanDays: inDays(mean), medianDays: inDays(median) };
}

const inDays = (ms: number): number => Math.round((ms / DAY_MS) * 10) / 10;
