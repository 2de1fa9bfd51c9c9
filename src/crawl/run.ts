import { setMaxListeners } from 'node:events';
import { randomId } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { HostQueue } from '../net/host-queue.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { Store } from '../store/port.ts';
import { type Outcome, type Settled, settle } from './crawl.ts';
import { memoryOf } from './seen.ts';
import { type VisitDeps, visit } from './visit.ts';

export interface RunDeps extends VisitDeps {
  store: VisitDeps['store'] & Pick<Store, 'claimCrawlSources' | 'settleCrawlSources'>;
  queue: HostQueue;
  random(): number;
}

export interface RunOptions {
  /** Only these, due or not. */
  ids?: string[];
  signal: AbortSignal;
  onVisit?(visited: Visited): void;
}

export interface Visited {
  /** The source as it was before. */
  asked: CrawlSource;
  source: CrawlSource;
  outcome: Outcome;
}

export interface Summary {
  /** Sources that were looked at. */
  looked: number;
  unchanged: number;
  /** Manifests that gave a new version of a record. */
  published: number;
  /** Valid ones that told nothing new. */
  valid: number;
  invalid: number;
  withoutManifest: number;
  lists: number;
  moved: number;
  /** Not found, or not reached. */
  failed: number;
  /** Histories that were counted. */
  observed: number;
  /** Put off because their forge wanted a rest. */
  postponed: number;
}

export const noSummary = (): Summary => ({
  ...{ looked: 0, unchanged: 0, published: 0, valid: 0, invalid: 0, withoutManifest: 0, lists: 0, moved: 0 },
  ...{ observed: 0, failed: 0, postponed: 0 },
});

/**
 * One run: takes what is due, batch by batch, until nothing is left or `signal` ends it. Of each source only one visit
 * runs at a time, here or in another process; what was taken by a process that died is due again when its claim is over.
 * Throws what is not about a source (a full disk); the sources of the batch are then taken up by the next run.
 */
export async function runCrawl(deps: RunDeps, options: RunOptions): Promise<Summary> {
  // Every visit listens to it.
  setMaxListeners(0, options.signal);
  const run: Run = { holder: randomId(), summary: noSummary(), round: createRound(), resting: new Map() };
  for (;;) {
    options.signal.throwIfAborted();
    const left = options.ids?.filter((id) => run.round.wants(id));
    if (left?.length === 0) return run.summary;
    const claim = { holder: run.holder, ms: LIMITS.crawlClaimMs, limit: LIMITS.crawlBatch };
    const batch = await deps.store.claimCrawlSources(left === undefined ? claim : { ...claim, ids: left });
    const fresh = batch.filter(({ id }) => run.round.wants(id));
    const settled = await visitAll(deps, options, run, fresh);
    // A dry run settles nothing: what it meets again was all there was.
    const back = deps.dryRun || fresh.length === 0 ? batch.map(untouched) : settled;
    await deps.store.settleCrawlSources(run.holder, back);
    if (fresh.length === 0) return run.summary;
  }
}

interface Run {
  holder: string;
  summary: Summary;
  round: ReturnType<typeof createRound>;
  resting: Resting;
}

async function visitAll(
  deps: RunDeps,
  { signal, onVisit }: RunOptions,
  { summary, round, resting }: Run,
  sources: CrawlSource[],
): Promise<Settled[]> {
  for (const { id } of sources) round.begin(id);
  const settled = await Promise.all(sources.map((source) => visitOne(deps, source, signal, resting)));
  for (const { source, visited } of settled) {
    if (!deps.dryRun && memoryOf(source).pending) round.again(source.id);
    count(summary, visited);
    onVisit?.(visited);
  }
  return settled;
}

/** Which sources a run has visited. A visit has two halves, the manifest and then the history, and there is no third. */
function createRound() {
  const visits = new Map<string, number>();
  const waiting = new Set<string>();
  return {
    wants: (id: string): boolean => !visits.has(id) || waiting.has(id),
    begin(id: string): void {
      visits.set(id, (visits.get(id) ?? 0) + 1);
      waiting.delete(id);
    },
    again(id: string): void {
      if ((visits.get(id) ?? 0) < 2) waiting.add(id);
    },
  };
}

const untouched = (source: CrawlSource): Settled => ({ source, events: [] });

/** Hosts that want a rest, and until when: nobody is asked there again before. */
type Resting = Map<string, { until: number; why: string }>;

async function visitOne(
  deps: RunDeps,
  asked: CrawlSource,
  signal: AbortSignal,
  resting: Resting,
): Promise<Settled & { visited: Visited }> {
  const { host } = new URL(asked.url);
  const { source, outcome } = await deps.queue.run(
    host,
    async () => {
      const rest = resting.get(host);
      const left = rest === undefined ? 0 : rest.until - deps.now();
      if (rest !== undefined && left > 0)
        return { source: asked, outcome: { is: 'busy', why: rest.why, retryAfterMs: left } as const };
      const visited = await visit(deps, asked, limited(signal));
      const wait = visited.outcome.is === 'busy' ? visited.outcome.retryAfterMs : null;
      if (visited.outcome.is === 'busy' && wait !== null)
        resting.set(host, { until: deps.now() + wait, why: visited.outcome.why });
      return visited;
    },
    signal,
  );
  const visited = { asked, source, outcome };
  const settled = settle(source, outcome, deps.now(), deps.random());
  if (source.key === asked.key) return { ...settled, visited };
  const detail = JSON.stringify({ from: asked.url, to: source.url });
  const moved = { source: source.id, at: deps.now(), event: 'moved', detail };
  return { source: settled.source, events: [moved, ...settled.events], visited };
}

/** No visit holds its place for ever. */
function limited(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  const error = new CodedError('answer-timeout', `The visit took longer than ${LIMITS.crawlVisitMs / 1000} seconds.`);
  setTimeout(() => late.abort(error), LIMITS.crawlVisitMs).unref();
  return AbortSignal.any([signal, late.signal]);
}

function count(summary: Summary, { asked, source, outcome }: Visited): void {
  if (outcome.is === 'observed') {
    summary.observed += 1;
    return;
  }
  summary.looked += 1;
  if (source.key !== asked.key) summary.moved += 1;
  const { is } = outcome;
  if (is === 'unchanged') summary.unchanged += 1;
  else if (is === 'none') summary.withoutManifest += 1;
  else if (is === 'listed') summary.lists += 1;
  else if (is === 'busy') summary.postponed += 1;
  else if (is === 'judged') {
    const { result } = outcome;
    if ('refused' in result) summary.invalid += 1;
    else if (result.published.changed) summary.published += 1;
    else summary.valid += 1;
  } else summary.failed += 1;
}
