import { withClone } from '../../crawl/clone.ts';
import type { SeenRepository } from '../../governance/probe.ts';
import type { SeenCommit } from '../../governance/probe-history.ts';
import { isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Git } from '../../net/git.ts';
import { historyOf, type Run, readHistory, seeBranches, seeHead } from './see-clone.ts';

const FETCH = ['fetch', '--quiet', '--no-write-fetch-head'];

/**
 * Reads the repository at an address: the names of its files, the newest of its commits, the heads of its branches, and of
 * contents only its README and licence. `folder` holds what is fetched for as long as it is looked at; `now` in
 * milliseconds. Throws what git's door throws (`net/git.ts`).
 */
export async function seeRemote(deps: { git: Git; folder: string }, url: string, now: number): Promise<SeenRepository> {
  const signal = AbortSignal.timeout(LIMITS.probeMs);
  const reading = <T>(act: (run: Run) => Promise<T>): Promise<T> =>
    withClone(deps, url, signal, (git) =>
      act(async (args) => (await git(args, { maxBytes: LIMITS.historyBytes })).toString('utf8')),
    );
  // Apart from the history: what is cut to one commit here would cut that too.
  const activeBranches = await reading(async (run) => {
    const heads = '+refs/heads/*:refs/remotes/origin/*';
    await run([...FETCH, '--depth=1', '--filter=tree:0', '--no-tags', 'origin', heads]);
    return seeBranches(run, now);
  });
  return reading(async (run) => {
    // One more than is read: the last one is cut off from those before it and seems to bring every file.
    const depth = `--depth=${LIMITS.probeCommits + 1}`;
    await run([...FETCH, depth, '--filter=blob:none', 'origin', '+HEAD:refs/heads/seen']);
    const commit = (await run(['rev-parse', '--verify', 'HEAD^{commit}'])).trim();
    return { commit, ...(await seeHead(run)), history: await newest(run), activeBranches };
  });
}

/** As many of the newest commits as can be read: fewer where they touch very many files. */
async function newest(run: Run): Promise<SeenCommit[]> {
  for (let commits: number = LIMITS.probeCommits; ; commits = Math.floor(commits / 4)) {
    try {
      return readHistory(await run(historyOf('--name-only', commits)));
    } catch (error) {
      if (!isCoded(error, 'answer-too-large') || commits < 4) throw error;
    }
  }
}
