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

/** GitLab's REST API, version 4: groups with their subgroups, users, self-hosted ones too. */
export const GITLAB: Dialect = {
  name: 'gitlab',
  authorise: (token) => ({ 'private-token': token }),
  byPath: (path) => `/api/v4/projects/${encodeURIComponent(path)}`,
  releases: (path) => `/api/v4/projects/${encodeURIComponent(path)}/releases?per_page=100`,
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
