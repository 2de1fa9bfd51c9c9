import { toRfc3339 } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Git } from '../net/git.ts';
import { askTip, type Tip } from '../net/git-refs.ts';
import type { Net } from '../net/safe-fetch.ts';
import { makeClone, removeClone } from './clone.ts';
import type { Asked, Forge, Look, Seen } from './forge.ts';
import { type GitObject, readCommitDate, readObjects, readTree } from './git-objects.ts';

export interface GitForgeOptions {
  net: Net;
  git: Git;
  /** Folder for what is fetched; each repository gets one of its own in it, for as long as it is looked at. */
  folder: string;
}

/**
 * Any repository that git can fetch. Whether anything is new is one request; then the newest commit comes with the names
 * in its root, and each file that is read by itself. A server without filters sends all of it, up to the limit.
 */
export const gitForge = (options: GitForgeOptions): Forge => ({
  name: 'git',
  look: (asked) => look(options, asked),
});

async function look(options: GitForgeOptions, asked: Asked): Promise<Look> {
  // The git protocol has no such question over HTTP.
  const known = asked.url.startsWith('git:') ? null : await lookAtTip(options.net, asked);
  if (known !== null && !('tip' in known)) return known;
  return fetched(options, asked, known?.tip ?? { commit: null, branch: null });
}

/** What one request tells; the tip, or null, where the repository must be fetched to know more. */
async function lookAtTip(net: Net, { url, known }: Asked): Promise<Look | { tip: Tip } | null> {
  const answer = await askTip(net, url);
  if (answer.is === 'moved') return answer;
  if (answer.is === 'missing') return { is: 'missing', why: MISSING[answer.status] ?? MISSING[404] ?? '' };
  if (answer.is === 'busy') return { ...answer, why: `The server answered with ${answer.status}.` };
  if (answer.is === 'other') return null;
  const { commit, branch } = answer.tip;
  if (commit === null) return { is: 'seen', seen: { ...EMPTY, url, branch } };
  return commit === known.commit ? { is: 'unchanged' } : { tip: answer.tip };
}

const MISSING: Readonly<Record<number, string>> = {
  401: 'There is no repository at this address, or not for everybody.',
  403: 'The server does not let everybody read this repository.',
  404: 'There is no repository at this address.',
  410: 'The repository was removed.',
  451: 'The repository was taken down for legal reasons.',
};

const EMPTY: Omit<Seen, 'url'> = {
  ...{ commit: null, committed: null, branch: null, etag: null, forge: null, facts: {}, names: [] },
  read: async () => null,
  end: async () => undefined,
};

async function fetched({ git, folder }: GitForgeOptions, { url, signal, known }: Asked, tip: Tip): Promise<Look> {
  const clone = await makeClone(folder, url);
  const end = (): Promise<void> => removeClone(clone);
  const run = { folder: clone, url, signal };
  try {
    // By its id, where that is known, so that git need not ask for it again.
    await git.run([...FETCH, 'origin', `+${tip.commit ?? 'HEAD'}:refs/heads/seen`], run);
    const { commit, tree, manifest } = await firstObjects(git, run);
    if (!commit || !tree) throw new CodedError('malformed-answer', 'The repository has no commit that can be read.');
    if (commit.id === known.commit) {
      await end();
      return { is: 'unchanged' };
    }
    const files = readTree(tree.bytes);
    const read = async (path: string, maxBytes: number): Promise<Uint8Array | null> => {
      const known = path === MANIFEST && files.get(path)?.startsWith('100') === true && manifest !== null;
      if (known && manifest.bytes.length <= maxBytes) return manifest.bytes;
      return readFile(git, { ...run, maxBytes: maxBytes + 200 }, path, files);
    };
    const at = readCommitDate(commit.bytes);
    const committed = at === null ? null : toRfc3339(at);
    const names = [...files.keys()].slice(0, LIMITS.rootNames);
    const seen = { ...EMPTY, url, branch: tip.branch, commit: commit.id, committed, names, read, end };
    return { is: 'seen', seen };
  } catch (error) {
    await end();
    if (isCoded(error, 'not-found')) return { is: 'missing', why: error.message };
    throw error;
  }
}

const MANIFEST = 'publiccode.yml';

interface First {
  commit: GitObject | null;
  tree: GitObject | null;
  /** The file with the usual name, where there is one of a usual size. */
  manifest: GitObject | null;
}

/** Commit, root and the usual manifest in one go, as each process of git takes its time; without it where it is huge. */
async function firstObjects(git: Git, run: Parameters<Git['run']>[1]): Promise<First> {
  const names = ['refs/heads/seen', 'refs/heads/seen^{tree}', `refs/heads/seen:${MANIFEST}`];
  const ask = async (wanted: string[]): Promise<First> => {
    const input = `${wanted.join('\n')}\n`;
    const [commit = null, tree = null, manifest = null] = readObjects(
      await git.run(['cat-file', '--batch'], { ...run, input }),
    );
    return { commit, tree, manifest };
  };
  try {
    return await ask(names);
  } catch (error) {
    if (!isCoded(error, 'answer-too-large')) throw error;
    return ask(names.slice(0, 2));
  }
}

const FETCH = ['fetch', '--quiet', '--depth=1', '--filter=tree:1', '--no-tags', '--no-write-fetch-head'];

async function readFile(
  git: Git,
  run: Parameters<Git['run']>[1],
  path: string,
  root: Map<string, string>,
): Promise<Uint8Array | null> {
  // Of what is not in the root nothing is known before it is asked for.
  const [first = '', ...rest] = path.split('/');
  const mode = root.get(first);
  if (mode === undefined || /[\n\0]/.test(path) || (rest.length === 0 && !mode.startsWith('100'))) return null;
  const [file] = readObjects(await git.run(['cat-file', '--batch'], { ...run, input: `refs/heads/seen:${path}\n` }));
  return file?.type === 'blob' ? file.bytes : null;
}
