import { toDay } from '../kernel/clock.ts';
import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { fetchObjects } from '../net/git-fetch.ts';
import type { GitObject } from '../net/git-pack.ts';
import type { Tag } from '../net/git-refs.ts';
import type { Net } from '../net/safe-fetch.ts';

/** A history as `countHistory` takes it. */
export interface History {
  /** Lines of seconds, parents and the author's address, the newest first. */
  log: string;
  /** Days of tags by name, those that are known. */
  tags: Map<string, string>;
  /** Whether it is all of it, or what came after the commit that was known. */
  whole: boolean;
}

export interface HistoryWish {
  url: string;
  head: string;
  tags: Tag[];
  /** A commit up to which it was counted; null for all of it. */
  since: string | null;
  signal: AbortSignal;
}

/**
 * The commits of a history, and nothing else of it, by one request without git. Where only what is new was wanted and the
 * commit that was known is none of its past (a push by force), it is all asked for. Null where only git can read it, or it
 * is larger than is read in this way.
 */
export async function readHistory(net: Net, wish: HistoryWish): Promise<History | null> {
  const { url, head, tags, since, signal } = wish;
  const wants = [...new Set([head, ...tags.slice(0, LIMITS.historyTags).map(({ id }) => id)])];
  const answer = await fetchObjects(net, {
    ...{ url, wants, filter: 'tree:0', signal, maxBytes: LIMITS.historyPackBytes },
    ...{ haves: since === null ? [] : [since], maxObjects: LIMITS.historyCommits + LIMITS.historyTags },
  }).catch((error: unknown) => {
    if (isCoded(error, 'answer-too-large')) return null;
    throw error;
  });
  if (answer?.is !== 'objects') return null;
  const objects = new Map(answer.objects.map((object) => [object.id, object]));
  const walked = walk(objects, head, since);
  if (since !== null && !walked.met) return readHistory(net, { ...wish, since: null });
  if (walked.commits.length > LIMITS.historyCommits) return null;
  walked.commits.sort((a, b) => b.seconds - a.seconds);
  return {
    log: walked.commits.map(({ seconds, parents, author }) => `${seconds}\t${parents.join(' ')}\t${author}`).join('\n'),
    tags: daysOf(objects, tags),
    whole: since === null,
  };
}

interface Commit {
  seconds: number;
  parents: string[];
  author: string;
}

/** From the newest commit on along all parents, up to what was known; `met` where that was reached. */
function walk(objects: ReadonlyMap<string, GitObject>, head: string, since: string | null) {
  const commits: Commit[] = [];
  const seen = new Set([head]);
  const left = [head];
  let met = false;
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (id === since) {
      met = true;
      continue;
    }
    const object = objects.get(id);
    const commit = object?.type === 'commit' ? readCommit(object.bytes) : null;
    if (commit === null) continue;
    commits.push(commit);
    for (const parent of commit.parents)
      if (!seen.has(parent)) {
        seen.add(parent);
        left.push(parent);
      }
  }
  return { commits, met };
}

/** Head lines of a commit object; its message is not looked at. */
function readCommit(bytes: Buffer): Commit | null {
  const end = bytes.indexOf('\n\n');
  const head = bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  const [, seconds] = /^committer .*> (\d{1,11}) [+-]\d{4}$/m.exec(head) ?? [];
  const [, author = ''] = /^author .*<([^<>]*)> \d/m.exec(head) ?? [];
  if (seconds === undefined) return null;
  const parents = [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, id = '']) => id);
  return { seconds: Number(seconds), parents, author: author.replace(/[\t\n]/g, ' ') };
}

/** Days of tags: their own, where they have one, else those of their commits. */
function daysOf(objects: ReadonlyMap<string, GitObject>, tags: Tag[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const { name, id, commit } of tags) {
    const bytes = (objects.get(id) ?? objects.get(commit))?.bytes;
    const head = bytes?.toString('latin1', 0, 2_000) ?? '';
    const [, seconds] = /^(?:tagger|committer) .*> (\d{1,11}) [+-]\d{4}$/m.exec(head) ?? [];
    if (seconds !== undefined) days.set(name, toDay(Number(seconds) * 1000));
  }
  return days;
}
