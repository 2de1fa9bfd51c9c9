import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Git } from '../net/git.ts';
import { withClone } from './clone.ts';
import type { History } from './read-history.ts';

const FETCH = ['fetch', '--quiet', '--filter=tree:0', '--no-write-fetch-head', '--no-tags', 'origin'];
const TAG_FORMAT = '--format=%(refname:strip=2)%09%(creatordate:short)';

/**
 * A history by git itself, for what is large or of an old server: commits alone (`--filter=tree:0`) where the server has
 * filters. Null where it is longer or larger than is read. Nothing that was fetched is kept.
 */
export function historyByGit(
  deps: { git: Git; folder: string },
  url: string,
  signal: AbortSignal,
): Promise<History | null> {
  return withClone(deps, url, signal, async (git) => {
    const depth = LIMITS.historyCommits + 1;
    try {
      await git([...FETCH, `--depth=${depth}`, '+HEAD:refs/heads/seen', '+refs/tags/*:refs/tags/*']);
    } catch (error) {
      if (isCoded(error, 'answer-too-large')) return null;
      throw error;
    }
    const maxBytes = LIMITS.historyBytes;
    const log = (await git(['log', '--format=%ct%x09%P%x09%aE', 'refs/heads/seen'], { maxBytes })).toString('utf8');
    if (log.split('\n').length > depth) return null;
    const tags = await git(['for-each-ref', '--sort=-creatordate', TAG_FORMAT, 'refs/tags'], { maxBytes });
    return { log, tags: readTags(tags), whole: true };
  });
}

const readTags = (answer: Buffer): Map<string, string> =>
  new Map(
    answer
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        const [, name = '', date = ''] = /^([^\t]+)\t(\d{4}-\d\d-\d\d)$/.exec(line) ?? [];
        return name === '' ? [] : [[name, date] as const];
      }),
  );
