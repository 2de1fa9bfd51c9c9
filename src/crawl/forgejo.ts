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

/** The API of Forgejo and Gitea, version 1: organisations and users. */
export const FORGEJO: Dialect = {
  name: 'forgejo',
  authorise: (token) => ({ authorization: `token ${token}` }),
  byPath: (path) => `/api/v1/repos/${path.split('/').map(encodeURIComponent).join('/')}`,
  releases: (path) => `/api/v1/repos/${path.split('/').map(encodeURIComponent).join('/')}/releases?limit=50`,
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
