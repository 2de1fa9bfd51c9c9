import type { IssueDialect } from './issues.ts';
import type { Dialect } from './with-api.ts';

interface Repository {
  id?: unknown;
  html_url?: unknown;
  archived?: unknown;
  empty?: unknown;
  fork?: unknown;
  mirror?: unknown;
  template?: unknown;
  private?: unknown;
}

const at = (path: string): string => `/api/v1/repos/${path.split('/').map(encodeURIComponent).join('/')}/issues`;

/** Gitea and Forgejo tell comments of a whole repository; of which issue by its address. */
const ISSUES: IssueDialect = {
  issues: (path, since) => `${at(path)}?type=issues&state=all&sort=recentupdate&since=${since}T00:00:00Z&limit=50`,
  issue(item) {
    const { number, created_at, updated_at, user, comments, pull_request } = Object(item);
    if (typeof number !== 'number' || (pull_request ?? null) !== null) return null;
    const times = { at: Date.parse(created_at), changed: Date.parse(updated_at) };
    return { id: String(number), ...times, by: String(user?.id), comments: Number(comments ?? 0) };
  },
  comments: { ofAll: (path, since) => `${at(path)}/comments?since=${since}T00:00:00Z&limit=50` },
  comment(item) {
    const { issue_url, created_at, user } = Object(item);
    const [, issue] = /\/issues\/(\d+)$/.exec(String(issue_url)) ?? [];
    return issue === undefined ? null : { issue, at: Date.parse(created_at), by: String(user?.id) };
  },
};

/** The API of Forgejo and Gitea, version 1: organisations and users. */
export const FORGEJO: Dialect = {
  name: 'forgejo',
  authorise: (token) => ({ authorization: `token ${token}` }),
  byPath: (path) => `/api/v1/repos/${path.split('/').map(encodeURIComponent).join('/')}`,
  releases: (path) => `/api/v1/repos/${path.split('/').map(encodeURIComponent).join('/')}/releases?limit=50`,
  issues: ISSUES,
  byId: (id) => `/api/v1/repositories/${id}`,
  lists(path) {
    const name = encodeURIComponent(path);
    return [`/api/v1/orgs/${name}/repos?limit=50&page=1`, `/api/v1/users/${name}/repos?limit=50&page=1`];
  },
  describe(item) {
    const { id, html_url, archived, empty, fork, mirror, template, private: hidden } = (item ?? {}) as Repository;
    if (typeof id !== 'number' || typeof html_url !== 'string' || hidden === true) return null;
    const facts = {
      archived: archived === true,
      fork: fork === true,
      mirror: mirror === true,
      template: template === true,
    };
    return { id: String(id), url: html_url, facts, empty: empty === true };
  },
};
