import type { IssueDialect } from './issues.ts';

/** GitHub lists pull requests among issues, and tells comments of a whole repository, the newest first. */
export const GITHUB_ISSUES: IssueDialect = {
  issues: (path, since) =>
    `/repos/${path}/issues?state=all&sort=updated&direction=desc&since=${since}T00:00:00Z&per_page=100`,
  issue(item) {
    const { number, created_at, updated_at, user, comments, pull_request } = Object(item);
    if (typeof number !== 'number' || pull_request !== undefined) return null;
    const times = { at: Date.parse(created_at), changed: Date.parse(updated_at) };
    return { id: String(number), ...times, by: String(user?.id), comments: Number(comments ?? 0) };
  },
  comments: {
    ofAll: (path, since) =>
      `/repos/${path}/issues/comments?sort=created&direction=desc&since=${since}T00:00:00Z&per_page=100`,
  },
  comment(item) {
    const { issue_url, created_at, user } = Object(item);
    const [, issue] = /\/issues\/(\d+)$/.exec(String(issue_url)) ?? [];
    if (issue === undefined || user?.type === 'Bot') return null;
    return { issue, at: Date.parse(created_at), by: String(user?.id) };
  },
};
