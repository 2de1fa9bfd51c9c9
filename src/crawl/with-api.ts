import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Net } from '../net/safe-fetch.ts';
import type { Asked, Facts, Forge, Listed, Listing, Look } from './forge.ts';
import { type ApiAnswer, asAnswer, busyOf, missingOf, nextLink, releasesIn } from './forge-api.ts';
import { type AskApi, type IssueDialect, readIssues } from './issues.ts';

/** What a forge's API says of one repository. */
export interface Described {
  id: string;
  url: string;
  facts: Facts;
}

/** The few things in which the APIs of forges differ. */
export interface Dialect {
  name: string;
  /** Header that carries the token. */
  authorise(token: string): Record<string, string>;
  byPath(path: string): string;
  byId(id: string): string;
  /** First addresses of the lists of an owner's repositories, in the order in which they are tried. */
  lists(path: string): string[];
  /** Where its releases are listed. */
  releases(path: string): string;
  issues: IssueDialect;
  /** Null for what is not public. */
  describe(item: unknown): (Described & { empty: boolean }) | null;
}

export interface ApiOptions {
  net: Net;
  /** `https://git.example`, without a slash at the end. */
  origin: string;
  token: string | null;
  git: Forge;
}

/**
 * A forge whose repositories are read by git, which costs no quota, and whose API adds what git does not know: numbers
 * that stay when a repository is renamed, whether it is archived, a fork or a mirror, and what an owner has.
 */
export function withApi(dialect: Dialect, options: ApiOptions): Forge {
  const { net, origin, token, git } = options;
  const ask: AskApi = async (path, signal, etag) => {
    const url = path.startsWith('/') ? `${origin}${path}` : path;
    const known = etag === undefined ? {} : { 'if-none-match': etag };
    const headers = { accept: 'application/json', ...(token === null ? {} : dialect.authorise(token)), ...known };
    const { status, headers: answered, bytes } = await net.fetch({ url, headers, signal, maxBytes: LIMITS.forgeBytes });
    return asAnswer({ status, headers: answered, data: json(bytes) });
  };
  return {
    name: dialect.name,
    look: (asked) => look(dialect, ask, git, asked),
    list: (url, signal) => list(dialect, ask, url, signal),
    issues: (url, asked) => readIssues(ask, dialect.issues, { ...asked, path: pathOf(url) }),
    async releases(url, signal) {
      const answer = await ask(dialect.releases(pathOf(url)), signal);
      return answer.status === 200 ? releasesIn(answer.data) : null;
    },
  };
}

const json = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
};

async function look(dialect: Dialect, ask: AskApi, git: Forge, asked: Asked): Promise<Look> {
  const { url, known, signal } = asked;
  const { hostname } = new URL(url);
  const found = await git.look(asked);
  if (found.is === 'missing' && known.forge !== null) {
    const answer = await ask(dialect.byId(known.forge.repository), signal);
    const described = answer.status === 200 ? dialect.describe(answer.data) : null;
    const moved = described !== null && normaliseRepositoryUrl(described.url) !== normaliseRepositoryUrl(url);
    return moved ? { is: 'moved', to: described.url } : found;
  }
  if (found.is !== 'seen') return found;
  const answer = await ask(dialect.byPath(pathOf(url)), signal).catch(() => null);
  // What the API adds is an extra: without it the repository is still read.
  const described = answer?.status === 200 ? dialect.describe(answer.data) : null;
  if (described === null) return found;
  const { id, facts } = described;
  return { is: 'seen', seen: { ...found.seen, facts, forge: { host: hostname, repository: id } } };
}

async function list(dialect: Dialect, ask: AskApi, url: string, signal: AbortSignal): Promise<Listing> {
  for (const first of dialect.lists(pathOf(url))) {
    const listing = await listFrom(dialect, ask, first, signal);
    if (listing.is !== 'missing') return listing;
  }
  return { is: 'missing', why: 'There is no organisation, group or user of this name.' };
}

async function listFrom(dialect: Dialect, ask: AskApi, first: string, signal: AbortSignal): Promise<Listing> {
  const repositories = new Map<string, Listed>();
  let next: string | null = first;
  for (let page = 0; next !== null && page < LIMITS.ownerPages; page += 1) {
    const answer: ApiAnswer = await ask(next, signal);
    const refused = busyOf(answer) ?? missingOf(answer);
    if (refused !== null) return refused;
    const before = repositories.size;
    for (const listed of listedIn(dialect, answer.data)) repositories.set(listed.url, listed);
    // A forge that never ends its pages brings nothing new on them.
    const goesOn = repositories.size > before && repositories.size < LIMITS.ownerRepositories;
    next = goesOn ? nextLink(answer.headers.link, first) : null;
  }
  const all = [...repositories.values()];
  return { is: 'listed', repositories: all, complete: next === null && all.length < LIMITS.ownerRepositories };
}

function listedIn(dialect: Dialect, data: unknown): Listed[] {
  const items = (Array.isArray(data) ? data : []).map((item) => dialect.describe(item));
  return items
    .filter((item) => item !== null)
    .map(({ url, empty, facts }) => ({ url, passed: empty || facts.archived === true || facts.fork === true }));
}

/** `group/sub/project` of an address. */
export const pathOf = (url: string): string => new URL(url).pathname.replace(/^\/+|(\.git)?\/*$/g, '');
