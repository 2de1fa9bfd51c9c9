import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve, type TestServer } from '../helpers/http-server.ts';

interface Ends {
  teardown(act: () => unknown): void;
}

export interface FakeRepository {
  id: number;
  name: string;
  files: Record<string, string>;
  commit: string;
  committed?: string;
  archived?: boolean;
  fork?: boolean;
  size?: number;
}

export interface FakeForge extends TestServer {
  owner: string;
  repositories: FakeRepository[];
  asked: string[];
  /** Answers before the forge does, when it answers with true. */
  instead(answer: (request: IncomingMessage, response: ServerResponse) => boolean): void;
}

const ofRepository = (forge: FakeForge, { id, name, archived, fork, size }: FakeRepository): object => ({
  ...{ id, name, full_name: `${forge.owner}/${name}`, html_url: `${forge.url}/${forge.owner}/${name}`, private: false },
  ...{ default_branch: 'main', archived: archived ?? false, fork: fork ?? false, mirror_url: null, size: size ?? 10 },
});

/**
 * GitHub's REST API as its documentation describes it, as far as a crawler asks: repositories by name and number (301 after
 * a rename), commits, trees, raw contents, lists by page; ETags with 304, and headers of the quota.
 */
export async function fakeGitHub(t: Ends, repositories: FakeRepository[], delayMs = 0): Promise<FakeForge> {
  let instead: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  const asked: string[] = [];
  const server = await serve(t, async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
    if (instead(request, response)) return;
    answer(forge, request, response);
  });
  const forge: FakeForge = {
    ...server,
    ...{ owner: 'town', repositories, asked },
    instead(given) {
      instead = given;
    },
  };
  return forge;
}

const QUOTA = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': '1790000000' };

function send(request: IncomingMessage, response: ServerResponse, body: object, status = 200): void {
  const text = JSON.stringify(body);
  const etag = `"${Buffer.from(text).toString('base64url').slice(-24)}"`;
  const headers = { ...QUOTA, etag, 'content-type': 'application/json; charset=utf-8' };
  if (status === 200 && request.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
  else response.writeHead(status, headers).end(text);
}

function answer(forge: FakeForge, request: IncomingMessage, response: ServerResponse): unknown {
  const url = new URL(request.url ?? '/', forge.url);
  const path = decodeURIComponent(url.pathname).replace('/api/v3', '');
  const list = listed(forge, path, url.searchParams);
  if (list !== undefined) return send(request, response, list ?? { message: 'Not Found' }, list === null ? 404 : 200);
  const [, number, named, rest = ''] = /^\/(?:repositories\/(\d+)|repos\/town\/([^/]+))(\/.*)?$/.exec(path) ?? [];
  const found = forge.repositories.find(({ id, name }) => String(id) === number || name === named);
  const content = found?.files[rest.replace('/contents/', '')];
  if (content !== undefined) {
    response
      .writeHead(200, { ...QUOTA, 'content-type': 'application/vnd.github.raw+json; charset=utf-8' })
      .end(content);
    return response;
  }
  const [status, body] = found === undefined ? MISSING : described(forge, found, rest);
  return send(request, response, body, status);
}

const MISSING: [number, object] = [404, { message: 'Not Found' }];

/** One page of an owner's repositories, null for another owner, undefined where no list was asked for. */
function listed(forge: FakeForge, path: string, query: URLSearchParams): object | null | undefined {
  const [, kind, owner] = /^\/(orgs|users)\/([^/]+)\/repos$/.exec(path) ?? [];
  if (kind === undefined) return undefined;
  if (owner !== forge.owner || kind !== 'orgs') return null;
  const page = Number(query.get('page') ?? '1');
  const size = Number(query.get('per_page') ?? '30');
  const shown = forge.repositories.slice((page - 1) * size, page * size);
  return shown.map((repository) => ofRepository(forge, repository));
}

function described(forge: FakeForge, found: FakeRepository, rest: string): [number, object] {
  const { commit, committed = '2026-11-01T10:00:00Z', files } = found;
  if (rest === '') return [200, { ...ofRepository(forge, found), pushed_at: commit }];
  if (rest === '/commits' && commit === '') return [409, { message: 'Git Repository is empty.' }];
  if (rest === '/commits') return [200, [{ sha: commit, commit: { committer: { name: 'x', date: committed } } }]];
  if (!rest.startsWith('/git/trees/')) return MISSING;
  return [200, { tree: Object.keys(files).map((name) => ({ path: name, type: 'blob', mode: '100644' })) }];
}
