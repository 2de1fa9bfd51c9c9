import type { IssueDialect } from './issues.ts';
import type { Dialect } from './with-api.ts';

interface Project {
  id?: unknown;
  web_url?: unknown;
  archived?: unknown;
  empty_repo?: unknown;
  forked_from_project?: unknown;
  mirror?: unknown;
  visibility?: unknown;
}

const at = (path: string): string => `/api/v4/projects/${encodeURIComponent(path)}/issues`;

/** GitLab tells what was said to each issue apart, and its own remarks among it. */
const ISSUES: IssueDialect = {
  issues: (path, since) =>
    `${at(path)}?scope=all&order_by=updated_at&sort=desc&updated_after=${since}T00:00:00Z&per_page=100`,
  issue(item) {
    const { iid, created_at, updated_at, author, user_notes_count } = Object(item);
    if (typeof iid !== 'number') return null;
    const times = { at: Date.parse(created_at), changed: Date.parse(updated_at) };
    return { id: String(iid), ...times, by: String(author?.id), comments: Number(user_notes_count ?? 0) };
  },
  comments: { ofOne: (path, issue) => `${at(path)}/${issue}/notes?order_by=created_at&sort=asc&per_page=100` },
  comment(item, issue) {
    const { created_at, author, system } = Object(item);
    if (issue === null || system === true) return null;
    return { issue, at: Date.parse(created_at), by: String(author?.id) };
  },
};

/** GitLab's REST API, version 4: groups with their subgroups, users, self-hosted ones too. */
export const GITLAB: Dialect = {
  name: 'gitlab',
  authorise: (token) => ({ 'private-token': token }),
  byPath: (path) => `/api/v4/projects/${encodeURIComponent(path)}`,
  releases: (path) => `/api/v4/projects/${encodeURIComponent(path)}/releases?per_page=100`,
  issues: ISSUES,
  byId: (id) => `/api/v4/projects/${id}`,
  lists(path) {
    const page = 'visibility=public&per_page=100&order_by=id&sort=asc';
    if (path === '') return [`/api/v4/projects?${page}`];
    const name = encodeURIComponent(path);
    return [`/api/v4/groups/${name}/projects?include_subgroups=true&${page}`, `/api/v4/users/${name}/projects?${page}`];
  },
  describe(item) {
    const { id, web_url, archived, empty_repo, forked_from_project, mirror, visibility } = (item ?? {}) as Project;
    if (typeof id !== 'number' || typeof web_url !== 'string' || (visibility !== undefined && visibility !== 'public'))
      return null;
    const facts = { archived: archived === true, fork: isThere(forked_from_project), mirror: mirror === true };
    return { id: String(id), url: web_url, facts, empty: empty_repo === true };
  },
};

const isThere = (value: unknown): boolean => value !== undefined && value !== null;
