/**
 * The policy of crawling, all of it: when a source is due, what an answer means, and what is remembered. Pure: forges
 * report, `visit.ts` asks them and the registry, and here it is decided what becomes of a source.
 *
 * - Nothing that was not seen removes anything: a failed or empty answer changes the state of the source, never a record.
 * - alive -> unreachable at the first failure, with its date -> gone when it was not found for 30 days -> alive again
 *   whenever it answers.
 * - A manifest that became invalid leaves the last valid version where it is; the date is kept and the problems are shown.
 */
import { CodedError, isCoded, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { withoutContent } from '../records/public-problem.ts';
import type { StatedRegister } from '../registry/adopters/types.ts';
import type { Published } from '../registry/types.ts';
import type { CrawlEvent, CrawlSource } from '../store/crawl-port.ts';
import type { Seen } from './forge.ts';
import type { Loaded } from './load-folder.ts';
import { type EventName, memoryOf, type SourceMemory } from './seen.ts';

/** What happened at a source in one visit. */
export type Outcome =
  | { is: 'unchanged' }
  | { is: 'failed'; error: CodedError }
  | { is: 'missing'; why: string }
  | { is: 'busy'; why: string; retryAfterMs: number | null }
  /** Another source has the address that this one moved to. */
  | { is: 'merged'; to: string }
  | { is: 'none'; seen: Seen }
  | {
      is: 'judged';
      seen: Seen;
      path: string;
      digest: string;
      result: { published: Published } | { refused: CodedError };
    }
  /** The history was counted: the second half of a visit. */
  | {
      is: 'observed';
      changed: boolean;
      notMeasured: string | null;
      id?: string | null;
      pictures?: Problem[];
      issuesEtag?: string | null;
    }
  | { is: 'listed'; named: number; crawled: number; complete: boolean }
  /** A catalogue folder; null where it could not be read as one. */
  | {
      is: 'loaded';
      seen: Seen;
      loaded: (Loaded & { named: number; registers: StatedRegister[] }) | null;
      problems: Problem[];
    };

export interface Settled {
  source: CrawlSource;
  events: CrawlEvent[];
}

/** What becomes of a source. `random` is between 0 and 1, so that sources do not fall due all at once. */
export function settle(source: CrawlSource, outcome: Outcome, now: number, random: number): Settled {
  const before = memoryOf(source);
  const change = (ANSWERS.has(outcome.is) ? answered : unanswered)(source, before, outcome, now);
  const row = { ...source, ...change.row, looked: now, seen: JSON.stringify({ ...before, ...change.memory }) };
  // What is left to do of a visit comes after all others that are due.
  const pending = change.memory.pending === true && !pausedAt(outcome);
  const due = pending ? now : dueAt(row, outcome, change.memory.facts ?? before.facts, now, random);
  const events = change.events.map(({ event, ...detail }) => ({
    source: source.id,
    at: now,
    event,
    detail: JSON.stringify(detail),
  }));
  return { source: { ...row, due }, events };
}

const ANSWERS: ReadonlySet<string> = new Set(['unchanged', 'none', 'judged', 'listed', 'observed', 'loaded']);

interface Change {
  row: Partial<CrawlSource>;
  memory: Partial<SourceMemory>;
  events: ({ event: EventName } & Record<string, unknown>)[];
}

function answered(source: CrawlSource, before: SourceMemory, outcome: Outcome, now: number): Change {
  const change: Change = { row: { failures: 0 }, memory: { failure: null }, events: [] };
  if (source.state !== 'alive') Object.assign(change.row, { state: 'alive', since: now });
  if (source.state === 'unreachable' || source.state === 'gone') change.events.push({ event: 'back' });
  if (outcome.is === 'listed') {
    const { named, crawled, complete } = outcome;
    change.memory.listed = { named, crawled, complete };
    if (before.listed?.named !== named || before.listed.crawled !== crawled)
      change.events.push({ event: 'listed', named, crawled });
  }
  if ('seen' in outcome) seen(source, before, outcome, now, change);
  const observed =
    outcome.is === 'observed'
      ? {
          ...{ at: now, notMeasured: outcome.notMeasured, id: outcome.id ?? before.observed?.id ?? null },
          issuesEtag: outcome.issuesEtag ?? null,
        }
      : before.observed;
  Object.assign(change.memory, { observed, pending: wantsHistory(source, before, outcome, now) });
  if (outcome.is === 'observed' && outcome.pictures !== undefined)
    change.memory.problems = [...before.problems.filter(({ rule }) => rule !== 'image'), ...outcome.pictures];
  return change;
}

/**
 * A history is counted after the manifest was read, where something is new and it was not counted this week. What was to be
 * counted and was only looked at meanwhile, or could not be counted at all, is still to be counted.
 */
function wantsHistory(
  { role }: CrawlSource,
  { observed, pending, commit }: SourceMemory,
  outcome: Outcome,
  now: number,
): boolean {
  // A catalogue is no software.
  if (role === 'folder') return false;
  if (outcome.is === 'unchanged') return pending || (observed === null && commit !== null);
  const isDue = observed === null || now - observed.at >= LIMITS.historyEveryMs;
  return 'seen' in outcome && outcome.seen.commit !== null && isDue;
}

function seen(
  source: CrawlSource,
  before: SourceMemory,
  outcome: Extract<Outcome, { seen: Seen }>,
  now: number,
  change: Change,
): void {
  const { commit, committed, branch, etag, forge, facts } = outcome.seen;
  Object.assign(change.memory, { commit, committed, branch, etag, forge: forge ?? before.forge, facts });
  if (facts.archived === true && before.facts.archived !== true) change.events.push({ event: 'archived' });
  if (outcome.is === 'judged') {
    judged(source, before, outcome, now, change);
    return;
  }
  if (outcome.is === 'loaded') {
    loaded(source, outcome, change);
    return;
  }
  // Whoever took its manifest away has a record that stands on the last valid one.
  if (source.verdict !== 'none') change.events.push({ event: 'no-manifest', commit });
  change.row.verdict = 'none';
  const since = source.entry === null ? null : (before.invalidSince ?? now);
  Object.assign(change.memory, { manifest: null, digest: null, problems: [], invalidSince: since });
}

function loaded(
  source: CrawlSource,
  { seen: { commit }, loaded, problems }: Extract<Outcome, { is: 'loaded' }>,
  { row, memory, events }: Change,
): void {
  row.verdict = problems.length > 0 ? 'invalid' : loaded?.files === 0 ? 'none' : 'valid';
  Object.assign(memory, { problems, ...(loaded === null ? {} : { folder: loaded }) });
  if (loaded !== null && loaded.changed + loaded.hidden + loaded.withdrawn > 0) {
    const { files, changed, hidden, withdrawn } = loaded;
    events.push({ event: 'loaded', commit, files, changed, hidden, withdrawn });
  }
  if (row.verdict === 'invalid' && source.verdict !== 'invalid')
    events.push({ event: 'invalid', commit, problems: problems.length });
}

function judged(
  source: CrawlSource,
  before: SourceMemory,
  { seen: { commit }, path, digest, result }: Extract<Outcome, { is: 'judged' }>,
  now: number,
  { row, memory, events }: Change,
): void {
  Object.assign(memory, { manifest: path, digest });
  if ('published' in result) {
    const { id, version, changed, problems } = result.published;
    row.verdict = 'valid';
    row.entry = id;
    Object.assign(memory, { problems: problems.map(withoutContent), invalidSince: null, valid: { at: now, commit } });
    if (changed) events.push({ event: 'published', commit, entry: id, version });
    else if (source.verdict !== 'valid') events.push({ event: 'valid', commit, entry: id });
    return;
  }
  const { refused } = result;
  row.verdict = 'invalid';
  memory.problems =
    refused.problems.length > 0
      ? refused.problems.slice(0, LIMITS.problems).map(withoutContent)
      : [{ rule: refused.code, severity: 'error', pointer: '', message: refused.message }];
  if (source.entry !== null) memory.invalidSince = before.invalidSince ?? now;
  const problems = memory.problems.length;
  if (source.verdict !== 'invalid' || before.digest !== digest) events.push({ event: 'invalid', commit, problems });
}

function unanswered(source: CrawlSource, _before: SourceMemory, outcome: Outcome, now: number): Change {
  const change: Change = { row: { failures: source.failures + 1 }, memory: { pending: false }, events: [] };
  // A forge that wants a rest says nothing about the repository.
  if (outcome.is === 'busy') return { ...change, row: {}, memory: { failure: { code: 'busy', message: outcome.why } } };
  if (outcome.is === 'merged') {
    Object.assign(change.row, { state: 'gone', since: now });
    return { ...change, events: [{ event: 'moved', to: outcome.to }] };
  }
  const failure =
    outcome.is === 'failed' ? outcome.error : new CodedError('not-found', outcome.is === 'missing' ? outcome.why : '');
  change.memory.failure = { code: failure.code, message: failure.message };
  if (source.state === 'gone') return change;
  if (source.state !== 'unreachable') {
    Object.assign(change.row, { state: 'unreachable', since: now });
    change.events.push({ event: 'unreachable', code: failure.code });
  } else if (outcome.is === 'missing' && now - source.since >= LIMITS.crawlGoneMs) {
    // Only what is said to be not there is ever gone: a server that is down says nothing of the kind.
    Object.assign(change.row, { state: 'gone', since: now });
    change.events.push({ event: 'gone' });
  }
  return change;
}

const pausedAt = ({ is }: Outcome): boolean => is === 'busy' || is === 'failed';

/** When it is looked at next, with a tenth more or less. */
function dueAt(row: CrawlSource, outcome: Outcome, facts: SourceMemory['facts'], now: number, random: number): number {
  const jitter = 0.9 + random * 0.2;
  if (outcome.is === 'busy') return now + Math.round((outcome.retryAfterMs ?? LIMITS.crawlAgainMs) + random * 60_000);
  if (row.state === 'gone') return now + Math.round(4 * LIMITS.crawlSeldomMs * jitter);
  if (row.failures > 0) {
    const wait = LIMITS.crawlAgainMs * 2 ** Math.min(row.failures - 1, 10);
    return now + Math.round(Math.min(wait, LIMITS.crawlSeldomMs) * jitter);
  }
  return now + Math.round((facts.archived === true ? LIMITS.crawlSeldomMs : LIMITS.crawlEveryMs) * jitter);
}

/** Which file of a repository is its manifest: where the source says, else the usual name, then the one with `a`. */
export function manifestPath({ path }: Pick<CrawlSource, 'path'>, names: string[]): string | null {
  if (path !== null) return path;
  return ['publiccode.yml', 'publiccode.yaml'].find((name) => names.includes(name)) ?? null;
}

/** Whether an error is about one source; all others (a full disk, a lock that is not had) end the run. */
export const isOfSource = (error: unknown): error is CodedError =>
  isCoded(error) && !['disk-full', 'read-only', 'busy', 'damaged-data', 'internal', 'overloaded'].includes(error.code);
