import type { Run } from './run.ts';
import type { Writer } from './writer.ts';

/** Set off by people who may not write to the repository, or on content of theirs (GitLab's names among them). */
const OTHERS_CONTENT = new Set([
  'pull_request',
  'pull_request_target',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_comment',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'fork',
  'watch',
  'workflow_run',
  'merge_request_event',
  'external_pull_request_event',
]);

/** Why no run that was set off like this may publish, whoever it belongs to; null where nothing speaks against it. */
export function whyNotThisEvent({ event }: Run): string | null {
  if (!OTHERS_CONTENT.has(event)) return null;
  return `A run set off by “${event}” can hold content of people who may not write to the repository. Publish from a push to the default branch, a tag, a schedule or by hand.`;
}

/**
 * Why this ref may not speak for its repository; null where it may: the default branch, a tag, or what the writer's record
 * names. `defaultBranch` is null where it could not be learnt: then a protected ref will do.
 */
export function whyNotThisRef(run: Run, defaultBranch: string | null, writer: Writer | null): string | null {
  if (writer?.ref !== undefined) {
    if (run.ref === writer.ref) return null;
    return `This repository publishes from ${writer.ref} alone; this run is of ${run.ref}.`;
  }
  if (writer?.environment !== undefined && run.environment === writer.environment) return null;
  if (run.ref.startsWith('refs/tags/')) return null;
  if (defaultBranch === null ? run.isProtected === true : run.ref === `refs/heads/${defaultBranch}`) return null;
  const wanted = defaultBranch === null ? 'a protected branch' : `the default branch (${defaultBranch})`;
  return `This run is of ${run.ref}. Publish from ${wanted} or from a tag.`;
}

/** Why a run of the right repository may not write by what the writer's record narrows it to; null where it may. */
export function whyNotThisRun(run: Run, writer: Writer): string | null {
  if (writer.workflow !== undefined && run.workflow !== writer.workflow)
    return `This repository publishes by ${writer.workflow} alone; this run is of ${run.workflow || 'an unnamed workflow'}.`;
  if (writer.environment !== undefined && run.environment !== writer.environment)
    return `This repository publishes from the environment ${writer.environment} alone.`;
  return null;
}
