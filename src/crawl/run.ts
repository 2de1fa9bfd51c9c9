import { setMaxListeners } from 'node:events';
import { randomId } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { HostQueue } from '../net/host-queue.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { Store } from '../store/port.ts';
import { type Outcome, type Settled, settle } from './crawl.ts';
import { memoryOf } from './seen.ts';
import { visit } from './visit.ts';
import type { VisitDeps } from './visit-deps.ts';

export interface RunDeps extends VisitDeps {
  store: VisitDeps['store'] & Pick<Store, 'claimCrawlSources' | 'settleCrawlSources' | 'freeCrawlSources'>;
  queue: HostQueue;
  /** Shared by all runs, so that a host that wants a rest gets it. */
  resting: Resting;
  random(): number;
  /** Who takes sources: `host/pid/word/`, so that what a killed process had taken is free at once. */
  holder: string;
}

export interface RunOptions {
  /** Only these, due or not. */
  ids?: string[];
  signal: AbortSignal;
  /** Before what waits for its turn at a host. */
  urgent?: boolean;
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
 * One run: takes what is due until nothing is left or `signal` ends it. Of each source only one visit runs at a time, here or
 * in another process; what was taken by a process that died is due again when its claim is over. One that is slow keeps no
 * other from being looked at, nor its row from being written. Throws what is not about a source (a full disk).
 */
export async function runCrawl(deps: RunDeps, options: RunOptions): Promise<Summary> {
  // Every visit listens to it.
  setMaxListeners(0, options.signal);
  const holder = `${deps.holder}${randomId()}`;
  await deps.store.freeCrawlSources(deps.holder);
  const book = createBook(deps, holder);
  const run: Run = { summary: noSummary(), round: createRound(), visits: new Set(), book };
  try {
    for (;;) {
      options.signal.throwIfAborted();
      const begun = await begin(deps, options, run, holder);
      if (run.visits.size === 0 && !begun) break;
      await Promise.race(run.visits);
      // What is left of a visit can be taken when it is written down.
      if (run.visits.size === 0) await book.write();
    }
  } finally {
    await book.close(run.visits);
  }
  return run.summary;
}

interface Run {
  summary: Summary;
  round: ReturnType<typeof createRound>;
  /** Visits that are under way. */
  visits: Set<Promise<void>>;
  book: Book;
}

/** Takes as many as there is room for and begins to visit them; false where nothing is left that was not visited yet. */
async function begin(deps: RunDeps, options: RunOptions, run: Run, holder: string): Promise<boolean> {
  const { round, visits, book } = run;
  const limit = LIMITS.crawlBatch - visits.size;
  const ids = options.ids?.filter((id) => round.wants(id));
  if (limit < LIMITS.crawlBatch / 2 || ids?.length === 0) return false;
  const claim = { holder, ms: LIMITS.crawlClaimMs, limit };
  const batch = await deps.store.claimCrawlSources(ids === undefined ? claim : { ...claim, ids });
  const fresh = batch.filter(({ id }) => round.wants(id));
  for (const source of batch) if (!fresh.includes(source)) book.note(untouched(source));
  for (const source of fresh) {
    round.begin(source.id);
    const visit = visitOne(deps, source, options)
      .then((settled) => {
        const { visited } = settled;
        if (!deps.dryRun && memoryOf(settled.source).pending) round.again(source.id);
        count(run.summary, visited);
        options.onVisit?.(visited);
        book.note(deps.dryRun ? untouched(source) : settled);
      })
      .catch((error: unknown) => {
        // Stopped in good order, it is given back at once.
        if (options.signal.aborted) book.note(untouched(source));
        throw error;
      })
      .finally(() => visits.delete(visit));
    // Whoever waits for one of them hears of its failure.
    visit.catch(() => undefined);
    visits.add(visit);
  }
  return fresh.length > 0;
}

/** Writes down what became of sources, some at a time; a dry run gives back what it took only at its end. */
interface Book {
  note(settled: Settled): void;
  write(): Promise<void>;
  /** Writes the rest when these are over, whatever became of them. */
  close(visits: ReadonlySet<Promise<void>>): Promise<void>;
}

function createBook({ store, dryRun }: RunDeps, holder: string): Book {
  let noted: Settled[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  const write = async (): Promise<void> => {
    const rows = noted;
    noted = [];
    if (rows.length > 0) writing = writing.then(() => store.settleCrawlSources(holder, rows));
    await writing;
  };
  const timer = setInterval(() => {
    // A failure is met again by whoever waits for it.
    if (!dryRun) write().catch(() => undefined);
  }, LIMITS.crawlWriteMs);
  return {
    note: (settled) => void noted.push(settled),
    write: async () => (dryRun ? undefined : write()),
    async close(visits) {
      clearInterval(timer);
      await Promise.allSettled(visits);
      await write();
    },
  };
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
export type Resting = Map<string, { until: number; why: string }>;

async function visitOne(
  deps: RunDeps,
  asked: CrawlSource,
  { signal, urgent = false }: RunOptions,
): Promise<Settled & { visited: Visited }> {
  const { host } = new URL(asked.url);
  const { resting } = deps;
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
    urgent,
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
  else if (is === 'loaded') countFolder(summary, outcome);
  else if (is === 'busy') summary.postponed += 1;
  else if (is === 'judged') {
    const { result } = outcome;
    if ('refused' in result) summary.invalid += 1;
    else if (result.published.changed) summary.published += 1;
    else summary.valid += 1;
  } else summary.failed += 1;
}

/** A folder counts as published where any of its records did, and as invalid where any of its files is. */
function countFolder(summary: Summary, { loaded, problems }: Extract<Outcome, { is: 'loaded' }>): void {
  if (problems.length > 0) summary.invalid += 1;
  else if ((loaded?.changed ?? 0) > 0) summary.published += 1;
  else summary.valid += 1;
}
