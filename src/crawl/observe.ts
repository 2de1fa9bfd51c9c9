import { toDay } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { readFound } from '../licence/found.ts';
import type { Git } from '../net/git.ts';
import type { Registry } from '../registry/types.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import { withClone } from './clone.ts';
import { readObjects, readTree } from './git-objects.ts';
import { activityOf, countHistory, type HistoryCounts } from './history.ts';
import { memoryOf } from './seen.ts';
import { keptFiles, packageFiles } from './seen-files.ts';

export interface ObserveDeps {
  git: Git;
  folder: string;
  registry: Pick<Registry, 'publish'>;
  now(): number;
  dryRun: boolean;
}

/** What was published of a repository, or why its history was not measured. */
export interface Observed {
  changed: boolean;
  notMeasured: string | null;
}

/**
 * Reads the history of a repository as commits alone (`--filter=tree:0`), counts it, looks at the names in its root, and
 * publishes what was seen as an observation. Beyond `LIMITS.historyCommits`, or where it is too large, activity is said not
 * to be measured, with the reason. Nothing that was fetched is kept.
 */
export async function observe(deps: ObserveDeps, source: CrawlSource, signal: AbortSignal): Promise<Observed> {
  const { now, registry, dryRun } = deps;
  const read = await withClone(deps, source.url, signal, (git) => readRepository(git, now()));
  const day = toDay(now());
  const { commit, branch, facts } = memoryOf(source);
  const observation = {
    repository: source.url,
    ...(source.entry === null ? {} : { software: source.entry }),
    ...{ read: day, state: facts.archived === true ? 'archived' : 'alive', forge: 'git' },
    ...(branch === null ? {} : { branch: branch.replace('refs/heads/', '') }),
    ...(commit === null ? {} : { commit }),
    ...(read.counts === null ? {} : counted(read.counts, day)),
    ...(read.tags === null ? {} : { tagCount: read.tags.length, tags: read.tags.slice(0, SHOWN_TAGS) }),
    licences: read.licences,
    files: keptFiles(read.names),
    looked: [
      'files',
      ...(read.tags === null ? [] : ['tags']),
      ...(read.counts === null ? [] : ['activity', 'contributors']),
    ],
    notMeasured: [...read.notMeasured, { what: 'licences', why: 'not-tried' }],
  };
  const provenance = { by: 'crawl', url: source.url, commit: commit ?? '', path: '' } as const;
  const bytes = Buffer.from(JSON.stringify(observation));
  const submission = { kind: 'observation', bytes, mediaType: 'application/json', provenance } as const;
  const { changed } = await registry.publish(submission, { dryRun });
  return { changed, notMeasured: read.notMeasured[0]?.why ?? null };
}

const SHOWN_TAGS = 200;

function counted(counts: HistoryCounts, day: string): object {
  const { commits, first, last, authors } = counts;
  return {
    ...{
      firstActivity: first,
      lastActivity: { date: last, what: 'commit' },
      commits,
      activity: activityOf(counts, day),
    },
    contributors: {
      total: authors.total,
      recent: authors.recent,
      busFactor: authors.half,
      from: authors.from,
      until: day,
    },
  };
}

interface Read {
  counts: HistoryCounts | null;
  tags: { name: string; date: string }[] | null;
  names: string[];
  licences: { path: string; match: 'declared'; value: string; spdx?: string }[];
  notMeasured: { what: 'activity' | 'contributors' | 'tags'; why: 'too-large' }[];
}

type Run = (args: string[], more?: { input?: string; maxBytes?: number }) => Promise<Buffer>;

async function readRepository(git: Run, now: number): Promise<Read> {
  const history = await readHistory(git, now);
  if (history === null) await git([...FETCH, '--depth=1', '--no-tags', 'origin', '+HEAD:refs/heads/seen']);
  const [tree] = readObjects(await git(['cat-file', '--batch'], { input: 'refs/heads/seen^{tree}\n' }));
  const names = tree ? [...readTree(tree.bytes).keys()].slice(0, LIMITS.rootNames) : [];
  const licences = await declared(git, packageFiles(names));
  if (history !== null) return { ...history, names, licences, notMeasured: [] };
  const notMeasured = (['activity', 'contributors', 'tags'] as const).map((what) => ({
    what,
    why: 'too-large' as const,
  }));
  return { counts: null, tags: null, names, licences, notMeasured };
}

const FETCH = ['fetch', '--quiet', '--filter=tree:0', '--no-write-fetch-head'];

/** Null where it is longer or larger than is read. */
async function readHistory(git: Run, now: number): Promise<Pick<Read, 'counts' | 'tags'> | null> {
  const depth = LIMITS.historyCommits + 1;
  const refs = ['+HEAD:refs/heads/seen', '+refs/tags/*:refs/tags/*'];
  try {
    await git([...FETCH, `--depth=${depth}`, '--no-tags', 'origin', ...refs]);
  } catch (error) {
    if (isCoded(error, 'answer-too-large')) return null;
    throw error;
  }
  const maxBytes = LIMITS.historyBytes;
  const log = (await git(['log', '--format=%ct%x09%P%x09%aE', 'refs/heads/seen'], { maxBytes })).toString('utf8');
  if (log.split('\n').length > depth) return null;
  const tags = readTags(await git(['for-each-ref', '--sort=-creatordate', TAG_FORMAT, 'refs/tags'], { maxBytes }));
  const today = toDay(now);
  const days = tags.map(({ date }) => date).filter((date) => date <= today);
  return { counts: await countHistory(log, days, now), tags };
}

const TAG_FORMAT = '--format=%(refname:strip=2)%09%(creatordate:short)';
const LONGEST = 200;

const readTags = (answer: Buffer): { name: string; date: string }[] =>
  answer
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name = '', date = ''] = /^([^\t]+)\t(\d{4}-\d\d-\d\d)$/.exec(line) ?? [];
      return name === '' || name.length > LONGEST ? [] : [{ name, date }];
    });

/** The licences that package files declare, as they write them. */
async function declared(git: Run, files: string[]): Promise<Read['licences']> {
  const found: Read['licences'] = [];
  for (const path of files) {
    const answer = await git(['cat-file', '--batch'], { input: `refs/heads/seen:${path}\n` }).catch(
      (error: unknown) => {
        if (error instanceof CodedError && error.code === 'answer-too-large') return Buffer.alloc(0);
        throw error;
      },
    );
    const [file] = readObjects(answer);
    for (const { value, spdx } of readFound(path, file?.bytes.toString('utf8') ?? ''))
      if (value.length <= LONGEST)
        found.push({ path, match: 'declared', value, ...(spdx === undefined ? {} : { spdx }) });
  }
  return found;
}
