import { toRfc3339 } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Git } from '../net/git.ts';
import { fetchObjects } from '../net/git-fetch.ts';
import type { GitObject } from '../net/git-pack.ts';
import { askTip, type Tip } from '../net/git-refs.ts';
import type { Net } from '../net/safe-fetch.ts';
import { makeClone, removeClone } from './clone.ts';
import { type Asked, type Forge, type Look, NO_FILES, type Seen } from './forge.ts';
import { readCommitDate, readObjects, treeOf } from './git-objects.ts';
import { filesOf, type GetObjects } from './git-tree.ts';

export interface GitForgeOptions {
  net: Net;
  git: Git;
  /** Folder for what only git can fetch; each repository gets one of its own in it, for as long as it is looked at. */
  folder: string;
}

/**
 * Any repository that git can fetch. Whether anything is new is one request; a second one brings the newest commit with
 * the names in its root, a third one the files that are read, all without starting git. What speaks only the old protocol
 * or knows no filters is left to git, which then gets all of it, up to the limit.
 */
export const gitForge = (options: GitForgeOptions): Forge => ({
  name: 'git',
  look: (asked) => look(options, asked),
});

async function look(options: GitForgeOptions, asked: Asked): Promise<Look> {
  // The git protocol has no such questions over HTTP.
  const known = asked.url.startsWith('git:') ? null : await lookAtTip(options.net, asked);
  if (known !== null && !('tip' in known)) return known;
  const sent = known === null ? null : await sentFiles(options.net, asked, known.tip);
  return sent ?? fetched(options, asked, known?.tip ?? { commit: null, branch: null });
}

/** What one request tells; the tip, or null, where the repository must be fetched to know more. */
async function lookAtTip(net: Net, { url, known, signal }: Asked): Promise<Look | { tip: Tip } | null> {
  const answer = await askTip(net, url, signal);
  if (answer.is === 'moved') return answer;
  if (answer.is === 'missing') return missing(answer.status);
  if (answer.is === 'busy') return { ...answer, why: `The server answered with ${answer.status}.` };
  if (answer.is === 'other') return null;
  const { commit, branch } = answer.tip;
  if (commit === null) return { is: 'seen', seen: { ...EMPTY, url, branch } };
  return commit === known.commit ? { is: 'unchanged' } : { tip: answer.tip };
}

const WHY: Readonly<Record<number, string>> = {
  401: 'There is no repository at this address, or not for everybody.',
  403: 'The server does not let everybody read this repository.',
  404: 'There is no repository at this address.',
  410: 'The repository was removed.',
  451: 'The repository was taken down for legal reasons.',
};
const missing = (status: number): Look => ({ is: 'missing', why: WHY[status] ?? WHY[404] ?? '' });

const EMPTY: Omit<Seen, 'url'> = {
  ...{ commit: null, committed: null, branch: null, etag: null, forge: null, facts: {} },
  ...NO_FILES,
  end: async () => undefined,
};

/** By git's protocol and without git; null where only git can make something of the answer. */
async function sentFiles(net: Net, { url, signal }: Asked, tip: Tip): Promise<Look | null> {
  const at = { url, signal };
  const wants = [tip.commit ?? ''];
  const sent = await fetchObjects(net, {
    ...at,
    wants,
    deepen: 1,
    filter: 'tree:1',
    maxBytes: LIMITS.gitTreeBytes,
  });
  if (sent.is === 'missing') return missing(sent.status);
  if (sent.is === 'busy') return { ...sent, why: `The server answered with ${sent.status}.` };
  if (sent.is === 'other') return null;
  const get: GetObjects = async (ids, maxBytes) => {
    const answer = await fetchObjects(net, { ...at, wants: ids, filter: 'tree:0', maxBytes });
    if (answer.is === 'objects') return answer.objects.filter(({ id }) => ids.includes(id));
    throw new CodedError('malformed-answer', 'The server of the repository did not send a file that it has.');
  };
  const seen = await seenIn(sent.objects, tip, get);
  return seen && { is: 'seen', seen: { ...seen, url, end: EMPTY.end } };
}

/** Null where commit or root are not among the objects. */
async function seenIn(objects: GitObject[], tip: Tip, get: GetObjects): Promise<Omit<Seen, 'url' | 'end'> | null> {
  const commit = objects.find(({ id, type }) => type === 'commit' && (tip.commit === null || id === tip.commit));
  const tree = commit && objects.find(({ id }) => id === treeOf(commit.bytes));
  if (!commit || !tree) return null;
  const at = readCommitDate(commit.bytes);
  const committed = at === null ? null : toRfc3339(at);
  return { ...EMPTY, ...(await filesOf(tree, get)), branch: tip.branch, commit: commit.id, committed };
}

/** By git itself, in a folder of its own. */
async function fetched({ git, folder }: GitForgeOptions, { url, signal, known }: Asked, tip: Tip): Promise<Look> {
  const clone = await makeClone(folder, url);
  const end = (): Promise<void> => removeClone(clone);
  const run = { folder: clone, url, signal };
  const get = async (names: string[], maxBytes: number): Promise<GitObject[]> => {
    const input = `${names.join('\n')}\n`;
    const head = 200 * names.length;
    const answer = await git.run(['cat-file', '--batch'], { ...run, input, maxBytes: maxBytes + head });
    return readObjects(answer).filter((object) => object !== null);
  };
  try {
    // By its id, where that is known, so that git need not ask for it again.
    await git.run([...FETCH, 'origin', `+${tip.commit ?? 'HEAD'}:refs/heads/seen`], run);
    const objects = await get(['refs/heads/seen', 'refs/heads/seen^{tree}'], LIMITS.gitTreeBytes);
    const seen = await seenIn(objects, { ...tip, commit: null }, get);
    if (seen === null) throw new CodedError('malformed-answer', 'The repository has no commit that can be read.');
    if (seen.commit !== known.commit) return { is: 'seen', seen: { ...seen, url, end } };
    await end();
    return { is: 'unchanged' };
  } catch (error) {
    await end();
    if (isCoded(error, 'not-found')) return { is: 'missing', why: error.message };
    throw error;
  }
}

const FETCH = ['fetch', '--quiet', '--depth=1', '--filter=tree:1', '--no-tags', '--no-write-fetch-head'];
