import { type Clock, toDay } from '../kernel/clock.ts';
import { isCoded, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Git } from '../net/git.ts';
import { askTags, type Tag } from '../net/git-refs.ts';
import type { Net } from '../net/safe-fetch.ts';
import type { Registry } from '../registry/types.ts';
import type { Observation } from '../schemas.gen.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { Store } from '../store/port.ts';
import { type Counted, countsOf } from './counts.ts';
import { keepDraft } from './drafts.ts';
import { DECLARATION } from './folder-words.ts';
import { type Forge, type IssuesAsked, type IssuesSeen, type Release, type Seen, seenOf } from './forge.ts';
import { historyByGit } from './git-history.ts';
import { keepImages } from './images.ts';
import { type FilesRead, readFiles } from './read-files.ts';
import { type History, readHistory } from './read-history.ts';
import type { Reading } from './reading.ts';
import { memoryOf } from './seen.ts';

export interface ObserveDeps {
  net: Net;
  git: Git;
  /** How files are read, whatever the forge: by git's protocol. */
  files: Pick<Forge, 'look'>;
  /** Releases, where the forge has an interface that tells them. */
  releases(url: string, signal: AbortSignal): Promise<Release[] | null>;
  /** How issues are answered, where the forge has an interface that tells it. */
  issues(url: string, asked: Omit<IssuesAsked, 'path'>): Promise<IssuesSeen>;
  folder: string;
  reading: Reading;
  registry: Pick<Registry, 'publish' | 'hide' | 'declare' | 'undeclare' | 'read'>;
  store: Pick<Store, 'putDraft' | 'getDraft' | 'listDrafts' | 'settleDraft' | 'putImages' | 'listImages'>;
  clock: Clock;
  dryRun: boolean;
}

/** What was published of a repository, or why its history was not measured. */
export interface Observed {
  changed: boolean;
  notMeasured: string | null;
  /** Id of the observation. */
  id: string | null;
  /** Pictures that cannot be shown, and why. */
  pictures: Problem[];
  /** By which the forge says next time that nothing changed among the issues. */
  issuesEtag: string | null;
}

/**
 * The second half of a visit: reads the files in the root that tell something, the tags, the releases and the history as
 * commits alone, and publishes what was seen as an observation. Of a history that was read before only what is new is
 * fetched; whole it is read at most every 90 days. Nothing that was fetched is kept.
 */
export async function observe(deps: ObserveDeps, source: CrawlSource, signal: AbortSignal): Promise<Observed> {
  const { clock, registry, dryRun } = deps;
  const { url } = source;
  const look = await deps.files.look({ url, known: { etag: null, commit: null, forge: null }, signal });
  const seen = seenOf(look);
  try {
    const read = await readAll(deps, source, seen, signal);
    const kept = await keepFiles(deps, source, seen, read.files);
    const entry = source.entry ?? recordOf(source) ?? kept;
    // Pictures are those of the manifest that lies here.
    const pictured = source.entry ?? kept;
    const pictures = pictured === null || dryRun ? [] : await keepImages(deps, pictured, seen, signal);
    const { commit, branch } = seen;
    const observation = {
      repository: url,
      ...(entry === null ? {} : { software: entry }),
      ...{ read: toDay(clock.now()), state: memoryOf(source).facts.archived === true ? 'archived' : 'alive' },
      ...{ forge: read.releases === null ? 'git' : forgeWord(source) },
      ...(branch === null ? {} : { branch: branch.replace('refs/heads/', '') }),
      ...(commit === null ? {} : { commit }),
      ...toldOf(read),
    };
    const { changed, id } = await publish(registry, observation, url, commit ?? '', dryRun);
    const { etag: issuesEtag } = read.issues;
    return { changed, id, pictures, issuesEtag, notMeasured: read.counted.notMeasured[0]?.why ?? null };
  } finally {
    await seen.end();
  }
}

interface AllRead {
  counted: Counted;
  releases: Release[] | null;
  issues: { told: Observation['issues'] | null; etag: string | null; why: string | null };
  files: FilesRead;
}

async function readAll(deps: ObserveDeps, source: CrawlSource, seen: Seen, signal: AbortSignal): Promise<AllRead> {
  const { url } = source;
  const refs = url.startsWith('git:') ? null : await askTags(deps.net, url, signal);
  const before = await observedBefore(deps.registry, source);
  const history = seen.commit === null ? null : await historyOf(deps, url, seen.commit, refs?.tags, before, signal);
  const named = refs?.tags.map(({ name }) => name) ?? (history === null ? null : [...history.tags.keys()]);
  const releases = await deps.releases(url, signal).catch(() => null);
  const issues = await issuesOf(deps, source, before, signal);
  const counted = await countsOf({ history, named, before, now: deps.clock.now() });
  const known = source.entry ?? recordOf(source);
  const wanted = source.verdict === 'none' && known === null && isOwnWork(source);
  const files = await readFiles(deps.reading, seen, { url, wanted, releases: releasesFor(counted, releases) });
  return { counted, releases, issues, files };
}

/** Asked on the condition that something changed, where what was told before is still known. */
async function issuesOf(
  { issues, clock }: ObserveDeps,
  source: CrawlSource,
  before: Observation | null,
  signal: AbortSignal,
): Promise<AllRead['issues']> {
  const etag = before?.issues === undefined ? null : (memoryOf(source).observed?.issuesEtag ?? null);
  const seen = await issues(source.url, { now: clock.now(), etag, signal }).catch(
    (): IssuesSeen => ({ is: 'none', why: 'failed' }),
  );
  if (seen.is === 'none') return { told: null, etag: null, why: seen.why };
  return seen.is === 'unchanged'
    ? { told: before?.issues ?? null, etag, why: null }
    : { told: seen.issues, etag: seen.etag, why: null };
}

/** What files say to the catalogue itself: a draft, a body's own word. The entry that an accepted draft gave. */
async function keepFiles(
  { store, registry, clock, dryRun }: ObserveDeps,
  source: CrawlSource,
  { commit, names }: Seen,
  { draft, declaration }: FilesRead,
): Promise<string | null> {
  if (!dryRun && commit !== null) {
    if (draft !== null) await keepDraft({ store, registry, clock }, source, commit, draft);
    if (declaration !== null) await declare(registry, source.url, commit, declaration);
    else if (!names.includes(DECLARATION))
      await registry.undeclare({ by: 'crawl', url: source.url, commit, path: DECLARATION });
  }
  const kept = await store.getDraft(source.id);
  return kept?.state === 'accepted' ? kept.entry : null;
}

const toldOf = ({ counted, releases, issues, files }: AllRead): object => ({
  ...counted.said,
  ...(issues.told === null ? {} : { issues: issues.told }),
  ...(releases === null ? {} : { releaseCount: releases.length, releases: releases.slice(0, SHOWN) }),
  ...files.said,
  looked: [
    ...files.looked,
    ...counted.looked,
    ...(releases === null ? [] : ['releases']),
    ...(issues.told === null ? [] : ['issues']),
  ],
  notMeasured: [
    ...files.notMeasured,
    ...counted.notMeasured,
    ...(issues.why === null ? [] : [{ what: 'issues', why: issues.why }]),
  ],
});

const SHOWN = 200;

/** The record that names it, which therefore needs no draft. */
const recordOf = ({ addedBy }: CrawlSource): string | null =>
  addedBy.startsWith('record:') ? addedBy.slice('record:'.length) : null;

/** A fork, a template or a mirror is somebody else's work, which is listed where it is made. */
const isOwnWork = (source: CrawlSource): boolean => {
  const { fork, template, mirror } = memoryOf(source).facts;
  return fork !== true && template !== true && mirror !== true;
};

const forgeWord = (source: CrawlSource): string => {
  const host = memoryOf(source).forge?.host ?? '';
  return host === 'github.com' ? 'github' : host.includes('gitlab') ? 'gitlab' : 'forgejo';
};

/** Tags do where the forge tells of no releases. */
const releasesFor = ({ tags }: Counted, releases: Release[] | null): { version: string; date?: string }[] =>
  (releases !== null && releases.length > 0 ? releases : tags).map(({ name, date }) => ({
    version: name,
    ...(date === undefined ? {} : { date }),
  }));

async function historyOf(
  { net, git, folder, clock }: ObserveDeps,
  url: string,
  head: string,
  tags: Tag[] | undefined,
  before: Observation | null,
  signal: AbortSignal,
): Promise<History | null> {
  const read = Date.parse(before?.contributors?.until ?? '');
  const fresh = clock.now() - read < LIMITS.historyWholeMs && before?.activity !== undefined;
  const since = fresh && /^[0-9a-f]{40}$/.test(before?.commit ?? '') ? (before?.commit ?? null) : null;
  const sent = tags === undefined ? null : await readHistory(net, { url, head, tags, since, signal });
  return sent ?? historyByGit({ git, folder }, url, signal);
}

/** What was published of it last. */
async function observedBefore({ read }: Pick<Registry, 'read'>, source: CrawlSource): Promise<Observation | null> {
  const id = memoryOf(source).observed?.id ?? null;
  if (id === null) return null;
  const looked = await read.lookup('observation', id.split('/')[1] ?? '');
  return 'found' in looked ? (JSON.parse(looked.found.view) as { record: Observation }).record : null;
}

/** A body's own word of what it uses; one that is broken or of nobody known changes nothing. */
async function declare(
  registry: Pick<Registry, 'declare'>,
  url: string,
  commit: string,
  bytes: Uint8Array,
): Promise<void> {
  try {
    await registry.declare({ bytes, provenance: { by: 'crawl', url, commit, path: DECLARATION } });
  } catch (error) {
    if (!isCoded(error, 'invalid-input') && !isCoded(error, 'not-found') && !isCoded(error, 'forbidden')) throw error;
  }
}

async function publish(
  registry: Pick<Registry, 'publish'>,
  observation: object,
  url: string,
  commit: string,
  dryRun: boolean,
): Promise<{ changed: boolean; id: string }> {
  const provenance = { by: 'crawl', url, commit, path: '' } as const;
  const bytes = Buffer.from(JSON.stringify(observation));
  return registry.publish({ kind: 'observation', bytes, mediaType: 'application/json', provenance }, { dryRun });
}
