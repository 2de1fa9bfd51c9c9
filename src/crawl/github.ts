import type { Octokit } from 'octokit';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import { asFetch } from '../net/as-fetch.ts';
import type { Net } from '../net/safe-fetch.ts';
import {
  type Asked,
  type Facts,
  type Forge,
  type Listed,
  type Listing,
  type Look,
  NO_FILES,
  type Seen,
} from './forge.ts';
import { type ApiAnswer, answerOf, busyOf, missingOf, type Request, releasesIn } from './forge-api.ts';
import type { Files } from './git-tree.ts';
import { GITHUB_ISSUES } from './github-issues.ts';
import { type AskApi, readIssues } from './issues.ts';

export interface GitHubOptions {
  net: Net;
  /** `github.com`, or the host of an own installation. */
  host: string;
  token: string | null;
  userAgent: string;
  /** Where its API is; by default as GitHub has it. */
  api?: string;
}

interface Repository {
  id: number;
  html_url: string;
  default_branch: string;
  archived: boolean;
  fork: boolean;
  is_template?: boolean;
  mirror_url: string | null;
  private: boolean;
  size: number;
  pushed_at: string | null;
}

/**
 * GitHub by its REST API (2022-11-28). With a token an unchanged repository is one conditional request, which costs
 * nothing of the quota. Its own waiting and trying again is off: the crawler decides.
 */
export async function githubForge(options: GitHubOptions): Promise<Forge> {
  const { net, host, token, userAgent } = options;
  // Loaded only where it is needed: it is large.
  const { Octokit } = await import('octokit');
  const octokit = new Octokit({
    baseUrl: options.api ?? (host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`),
    userAgent,
    ...(token === null ? {} : { auth: token }),
    request: { fetch: asFetch(net, { maxBytes: LIMITS.forgeBytes, redirects: LIMITS.netRedirects }) },
    retry: { enabled: false },
    throttle: { enabled: false },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
  const request = requestBy(octokit);
  return {
    name: 'github',
    look: (asked) => look(request, host, asked),
    list: (url, signal) => list(request, url, signal),
    issues: (url, asked) => readIssues(askBy(request), GITHUB_ISSUES, { ...asked, path: pathOf(url).join('/') }),
    async releases(url, signal) {
      const [owner = '', repo = ''] = pathOf(url);
      const at = { owner, repo, per_page: PER_PAGE, request: { signal } };
      const answer = await request('GET /repos/{owner}/{repo}/releases', at);
      return answer.status === 200 ? releasesIn(answer.data) : null;
    },
  };
}

const nothing = (): void => undefined;

/** Octokit throws for every status above 299; here a status is an answer. */
const requestBy =
  (octokit: Octokit): Request =>
  (route, parameters) =>
    answerOf(octokit.request(route, parameters as Record<string, unknown>));

/** By path, as the pages after the first are named by the forge. */
const askBy =
  (request: Request): AskApi =>
  (path, signal, etag) =>
    // Later pages are named from the root of the host.
    request(`GET ${path.replace(/^\/api\/v3(?=\/)/, '')}`, {
      headers: etag === undefined ? {} : { 'if-none-match': etag },
      request: { signal },
    });

async function look(request: Request, host: string, { url, known, signal }: Asked): Promise<Look> {
  const [owner = '', repo = ''] = pathOf(url);
  if (owner === '' || repo === '') return { is: 'missing', why: 'The address names no repository.' };
  const headers = known.etag === null ? {} : { 'if-none-match': known.etag };
  const options = { owner, repo, headers, request: { signal } };
  let answer = await request('GET /repos/{owner}/{repo}', options);
  // Another repository may have taken the name: the one that was known is looked for by its number.
  const known_ = known.forge?.repository;
  const found = answer.status === 200 ? String(repositoryIn(answer).id) : null;
  if (known_ !== undefined && (answer.status === 404 || (found !== null && found !== known_)))
    answer = await request('GET /repositories/{id}', { id: known_, request: { signal } });
  if (answer.status === 304) return { is: 'unchanged' };
  const refused = busyOf(answer) ?? missingOf(answer);
  if (refused !== null) return refused;
  const repository = repositoryIn(answer);
  if (repository.private) return { is: 'missing', why: 'The repository is not public.' };
  const moved = normaliseRepositoryUrl(repository.html_url) !== normaliseRepositoryUrl(url);
  if (moved) return { is: 'moved', to: repository.html_url };
  return seen(request, host, repository, answer, signal);
}

/** What the rest stands on; an answer that was cut off has none of it. Throws `malformed-answer`. */
function repositoryIn({ data }: ApiAnswer): Repository {
  const { id, html_url } = Object(data) as Partial<Repository>;
  if (typeof id === 'number' && typeof html_url === 'string') return data as Repository;
  throw new CodedError('malformed-answer', 'The forge did not send what its interface promises.');
}

async function seen(
  request: Request,
  host: string,
  repository: Repository,
  { headers }: ApiAnswer,
  signal: AbortSignal,
): Promise<Look> {
  const [owner = '', repo = ''] = pathOf(repository.html_url);
  const at = { owner, repo, request: { signal } };
  const base = {
    url: repository.html_url,
    branch: `refs/heads/${repository.default_branch}`,
    etag: headers.etag ?? null,
    forge: { host, repository: String(repository.id) },
    facts: factsOf(repository),
    end: async () => undefined,
  };
  const commits = await request('GET /repos/{owner}/{repo}/commits', { ...at, per_page: 1 });
  const refused = busyOf(commits);
  if (refused !== null) return refused;
  const [newest] = (Array.isArray(commits.data) ? commits.data : []) as { sha: string; commit: Dated }[];
  // An empty repository answers with 409.
  if (newest === undefined) return { is: 'seen', seen: { ...base, ...NO_FILES, commit: null, committed: null } };
  const ref = newest.sha;
  const tree = await request('GET /repos/{owner}/{repo}/git/trees/{ref}', { ...at, ref });
  const unread = busyOf(tree);
  if (unread !== null) return unread;
  const files = ((tree.data as { tree?: { path: string; type: string; mode: string }[] }).tree ?? []).slice(
    0,
    LIMITS.rootNames,
  );
  const result: Seen = {
    ...base,
    commit: ref,
    committed: newest.commit.committer?.date ?? null,
    ...filesBy(
      request,
      { ...at, ref },
      files.map(({ path }) => path),
    ),
  };
  return { is: 'seen', seen: result };
}

/** Files by the API, each by a request of its own. */
function filesBy(request: Request, at: object, names: string[]): Files {
  const read = (path: string, maxBytes: number) => contents(request, at, path, maxBytes);
  return {
    ...{ names, read },
    async readAll(paths, maxBytes) {
      const found = new Map<string, Uint8Array>();
      for (const path of paths) {
        const bytes = await read(path, maxBytes).catch((error: unknown) => {
          if (isCoded(error, 'answer-too-large')) return null;
          throw error;
        });
        if (bytes !== null) found.set(path, bytes);
      }
      return found;
    },
    async namesIn(folder) {
      const answer = await request('GET /repos/{owner}/{repo}/contents/{path}', { ...at, path: folder });
      const listed = Array.isArray(answer.data) ? (answer.data as { name: string }[]) : [];
      return listed.map(({ name }) => name).slice(0, LIMITS.rootNames);
    },
  };
}

interface Dated {
  committer?: { date?: string } | null;
}

const factsOf = ({ archived, fork, is_template, mirror_url }: Repository): Facts => ({
  ...{ archived, fork, template: is_template === true, mirror: mirror_url !== null && mirror_url !== undefined },
});

async function contents(request: Request, at: object, path: string, maxBytes: number): Promise<Uint8Array | null> {
  const answer = await request('GET /repos/{owner}/{repo}/contents/{path}', {
    ...at,
    path,
    mediaType: { format: 'raw' },
    headers: { accept: 'application/vnd.github.raw+json' },
  });
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw answer.failure();
  const bytes = bytesOf(answer.data);
  if (bytes.length > maxBytes) throw answer.tooLarge(maxBytes);
  return bytes;
}

/** Raw contents come as text where octokit takes the type for text, else as an ArrayBuffer. */
const bytesOf = (data: unknown): Uint8Array =>
  typeof data === 'string'
    ? Buffer.from(data)
    : data instanceof ArrayBuffer
      ? new Uint8Array(data)
      : Buffer.from(JSON.stringify(data));

async function list(request: Request, url: string, signal: AbortSignal): Promise<Listing> {
  const [owner = ''] = pathOf(url);
  // Neither organisations nor users tell themselves apart in their address.
  const kinds = [
    { route: 'GET /orgs/{owner}/repos', type: 'public' },
    { route: 'GET /users/{owner}/repos', type: 'owner' },
  ];
  for (const { route, type } of kinds) {
    const ask = (page: number) => request(route, { owner, type, page, per_page: PER_PAGE, request: { signal } });
    const listing = await listPages(ask);
    if (listing.is !== 'missing') return listing;
  }
  return { is: 'missing', why: 'There is no organisation or user of this name.' };
}

const PER_PAGE = 100;

async function listPages(ask: (page: number) => Promise<ApiAnswer>): Promise<Listing> {
  const repositories: Listed[] = [];
  for (let page = 1; page <= LIMITS.ownerPages && repositories.length < LIMITS.ownerRepositories; page += 1) {
    const answer = await ask(page);
    const refused = busyOf(answer) ?? missingOf(answer);
    if (refused !== null) return refused;
    const found = (Array.isArray(answer.data) ? answer.data : []) as Repository[];
    const listed = found.map(({ html_url, archived, fork, size }) => ({
      url: html_url,
      passed: archived || fork || size === 0,
    }));
    // A forge that never ends its pages brings nothing new on them.
    const fresh = listed.filter((each) => !repositories.some((known) => known.url === each.url));
    repositories.push(...fresh);
    if (found.length < PER_PAGE || fresh.length === 0) return { is: 'listed', repositories, complete: true };
  }
  return { is: 'listed', repositories, complete: false };
}

const pathOf = (url: string): string[] =>
  new URL(url).pathname
    .replace(/(\.git)?\/*$/, '')
    .split('/')
    .filter((part) => part !== '');
