import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, latestDay } from '../kernel/clock.ts';
import { newSalt, randomId } from '../kernel/digest.ts';
import { CodedError, isCoded, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Loggable } from '../kernel/loggable.ts';
import type { Kind } from '../records/kinds.ts';
import type { Change, Found, Outcome, Step, Store } from '../store/port.ts';
import { createAdopterActs } from './adopters/acts.ts';
import { declare, undeclare } from './adopters/declare.ts';
import { HeldAdopters } from './adopters/held.ts';
import { createAdopterReads } from './adopters/read.ts';
import { refuseHeld } from './adopters/refuse-held.ts';
import type { StatedRegister } from './adopters/types.ts';
import { compareJson } from './compare.ts';
import { decide, readsFor } from './decide.ts';
import type { AnyRecord, Given } from './decided.ts';
import { eraseStep } from './erase.ts';
import { refuseUnfit } from './fit.ts';
import { createHandOverActs } from './hand-over-acts.ts';
import { rowOf } from './items.ts';
import { createJudging, refusalOf } from './judging.ts';
import { linksOf } from './links.ts';
import { mergeSources } from './merge.ts';
import { mirrorActs } from './mirror-acts.ts';
import { Pasts } from './past/pasts.ts';
import { permittedStep } from './permission.ts';
import { createReader } from './read.ts';
import { reviseStep } from './revise.ts';
import type { Judged } from './submission.ts';
import { isCircle, refuseCircle, waysOf, whyNotCircle } from './succession.ts';
import { withoutErased } from './suppressed.ts';
import type { Published, Registry, Submission } from './types.ts';
import { hideStep, withdrawStep } from './withdraw.ts';

export interface RegistryDeps {
  store: Store;
  clock: Clock;
  /** True where requests are served: large sources are then read in a worker. */
  serving: boolean;
  /** How many bodies of a kind there are, for shares of all of them. */
  registers?: () => Promise<readonly StatedRegister[]>;
  /** Hears of each submission on which the program failed. That one is refused, others are not kept out. */
  onFault?: (fault: Loggable) => void;
}

/** The one room that decides. Every door ends in `publish` or `withdraw`. */
export function createRegistry(deps: RegistryDeps): Registry {
  const { store, clock, serving, registers = async () => [], onFault = () => undefined } = deps;
  const judging = createJudging(serving, onFault);
  const given = (): Given => ({ now: clock.now(), salt: newSalt, randomId });
  const step = (judged: Judged): Step<Published> => {
    const refused = (error: unknown) => refusalOf(error, onFault);
    const decide: Step<Published>['decide'] = (found) => decided(judged, found, given, refused);
    return { reads: readsOf(judged, refused), decide };
  };
  const one = async <A>(decision: Step<A>): Promise<A> => answerOf((await store.commit([decision]))[0] as Outcome<A>);

  const held = new HeldAdopters(store, clock);
  const withdraw = (kind: Kind, slug: string, reason: string, options?: { onlyHidden?: boolean }) =>
    one(withdrawStep(kind, slug, reason, given(), options));

  const adopters = createAdopterActs(store, clock, held, (slug, reason) => withdraw('adoption', slug, reason));
  const pasts = new Pasts(store, clock, held, registers);
  const registry: Registry = {
    read: createReader(store, clock, { held, read: createAdopterReads(store, clock, held, registers) }, serving),
    past: (at, on) => pasts.at(at, on),
    adopters,
    declare(declared) {
      const { publish, hide } = registry;
      return declare(store, held, { publish, hide, ...adopters }, declared);
    },
    undeclare: (provenance) => undeclare(store, held, registry, provenance),
    async publish(submission, { dryRun = false, principal, admitted = false } = {}) {
      refuseWriters(submission.kind);
      const read = await judging.judge(submission);
      return whileOutdated(async () => {
        const judged = await withoutErased(await store.listSuppressed(), read);
        await refuseDangling(store, judged);
        await refuseUnfit(store, judged, latestDay(clock.now()));
        await refuseCircle(store, judged);
        await refuseHeld(held, judged);
        const asked = principal === undefined ? step(judged) : permittedStep(step(judged), judged, principal, admitted);
        return dryRun ? tryOut(store, asked) : one(asked);
      });
    },
    async publishAll(submissions) {
      const refuse = async (judged: Judged, batch: Judged[]): Promise<void> => {
        try {
          await refuseUnfit(store, judged, latestDay(clock.now()), batch);
          await refuseCircle(store, judged, batch);
          await refuseHeld(held, judged);
        } catch (error) {
          throw refusalOf(error, onFault);
        }
      };
      // Looked up once: what is erased meanwhile is seen under the lock.
      const erased = await store.listSuppressed();
      const judge = async (submission: Submission): Promise<Judged> => {
        refuseWriters(submission.kind);
        return withoutErased(erased, await judging.judge(submission));
      };
      const again = (submission: Submission): Promise<Result> =>
        registry.publish(submission).then(
          (published) => ({ published }),
          (error: unknown) => ({ refused: refusalOf(error, onFault) }),
        );
      return publishAll(submissions, judge, refuse, (steps) => commitTurned(store, steps), step, again);
    },
    revise: (what, change) => one(reviseStep(what, change as (before: AnyRecord | null) => AnyRecord, given())),
    async withdraw(kind: Kind, slug: string, reason: string, options) {
      refuseWriters(kind);
      return one(withdrawStep(kind, slug, reason, given(), options));
    },
    erase: (kind, slug, digest) => one(eraseStep(kind, slug, digest, given())),
    handOver: createHandOverActs({ store, clock, held, given, one }),
    hide: (what) => one(hideStep(what, given())),
    ...mirrorActs(store, clock),
    close: () => judging.close(),
  };
  return registry;
}

/** Something was erased between the look at the list of it and the write. */
class Outdated extends CodedError {
  constructor() {
    super('busy', 'Something was erased in this very moment. Send it again.');
  }
}

const TRIES = 3;

/** Does it again where the list of what must not come back grew meanwhile. */
async function whileOutdated<T>(act: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Outdated) || left <= 1) throw error;
    }
  }
}

const isOutdated = (outcome: Outcome<unknown>): boolean => 'refused' in outcome && outcome.refused instanceof Outdated;

/** Who may write is changed under its own rules, which a plain publish would pass by. */
function refuseWriters(kind: Kind): void {
  if (kind === 'writers')
    throw new CodedError(
      'conflict',
      'Who may write an entry is changed by `alminding writer`, and is announced first.',
    );
}

function readsOf(judged: Judged, refusal: (error: unknown) => CodedError): Step<Published>['reads'] {
  try {
    const ways = waysOf(judged);
    const reads = readsFor(judged);
    return ways.length === 0 ? reads : { ...reads, ways };
  } catch (error) {
    throw refusal(error);
  }
}

/** A failure of the program on one submission refuses that one; what has a code may be about more than it. */
function decided(
  judged: Judged,
  found: Parameters<typeof decide>[1],
  given: () => Given,
  refusal: (error: unknown) => CodedError,
): ReturnType<typeof decide> {
  if (found.isOutdated) return { refuse: new Outdated() };
  const circle = whyNotCircle(found);
  if (circle !== null) return { refuse: circle };
  try {
    return decide(judged, found, given());
  } catch (error) {
    if (isCoded(error)) throw error;
    return { refuse: refusal(error) };
  }
}

function answerOf<A>(outcome: Outcome<A>): A {
  if ('refused' in outcome) throw outcome.refused;
  return outcome.answer;
}

/** Decides under the write lock as always, then refuses its own decision: nothing is written. */
async function tryOut(store: Store, step: Step<Published>): Promise<Published> {
  let answer: Published | null = null;
  const dry: Step<Published> = {
    reads: step.reads,
    decide(found) {
      const verdict = step.decide(found);
      if ('refuse' in verdict) return verdict;
      answer = withDifferences(verdict, found);
      return { changes: [], answer };
    },
  };
  answerOf((await store.commit([dry]))[0] as Outcome<Published>);
  if (answer === null) throw new CodedError('internal');
  return answer;
}

/** Of a publish by a principal: what its new version would have otherwise than the present record. */
function withDifferences({ answer, changes }: { answer: Published; changes: Change[] }, found: Found): Published {
  if (answer.write === undefined) return answer;
  const version = changes.find((change) => change.do === 'version');
  const before = answer.created ? null : mergeSources((found.named ?? found.matched)?.sources ?? []);
  if (version === undefined) return { ...answer, differences: [] };
  const { record } = JSON.parse(Buffer.from(version.body).toString('utf8')) as { record: object };
  return { ...answer, differences: compareJson(before?.record ?? {}, record) };
}

/** A single publish must not refer to what is not there: nobody would come back to mend it. */
async function refuseDangling(store: Store, { kind, record, origin }: Judged): Promise<void> {
  const problems: Problem[] = [];
  for (const { rel, target } of linksOf(kind, record)) {
    if ((await rowOf(store, target, origin)) !== null) continue;
    const builtIn = `${target.replace(/@.*/, '')}@built-in`;
    const isBuiltIn = target !== builtIn && (await rowOf(store, builtIn, origin)) !== null;
    problems.push(dangling(rel, target, isBuiltIn ? builtIn : null));
  }
  if (problems.length > 0) throw new CodedError('invalid-input', 'A reference leads nowhere.', { problems });
}

const dangling = (rel: string, target: string, builtIn: string | null): Problem => ({
  rule: 'reference',
  severity: 'error',
  pointer: '',
  message: `The reference to ${target} (${rel}) leads to nothing in this catalogue.`,
  hint:
    builtIn === null
      ? `Publish ${target} first.`
      : `Publish ${target} first, or write its origin behind it: ${builtIn}.`,
});

type Result = { published: Published } | { refused: unknown };

const resultOf = (outcome: Outcome<Published>): Result =>
  'refused' in outcome ? outcome : { published: outcome.answer };

/**
 * Writes a batch. What is turned round in it stands in a circle until the other half is written: it is tried again after the
 * others, as long as that lets any more in. So no circle comes of a batch of which a part is refused.
 */
async function commitTurned(store: Store, steps: Step<Published>[]): Promise<Outcome<Published>[]> {
  const outcomes = await commitEach(store, steps);
  let left = circlesAmong(outcomes);
  for (let turn = 0; turn < LIMITS.turnedRounds && left.length > 0 && steps.length > 1; turn += 1) {
    const before = targetsFirst(steps, left);
    const again = await commitEach(
      store,
      before.map((at) => steps[at] as Step<Published>),
    );
    for (const [i, at] of before.entries()) outcomes[at] = again[i] as Outcome<Published>;
    left = circlesAmong(outcomes);
    if (left.length === before.length) break;
  }
  return outcomes;
}

/** A batch is several transactions: what was stored before one failed is answered, and only the rest is refused. */
async function commitEach(store: Store, steps: Step<Published>[]): Promise<Outcome<Published>[]> {
  const outcomes: Outcome<Published>[] = [];
  try {
    await store.commit(steps, (stored) => outcomes.push(...stored));
  } catch (error) {
    if (!isCoded(error)) throw error;
    while (outcomes.length < steps.length) outcomes.push({ refused: error });
  }
  return outcomes;
}

/** Those to which others of them lead before these: of a chain that is turned round, its new end can be written first. */
function targetsFirst(steps: readonly Step<Published>[], left: readonly number[]): number[] {
  const reads = (at: number) => (steps[at] as Step<Published>).reads;
  const places = new Map(left.map((at) => [`${reads(at).kind}/${reads(at).slug}`, at]));
  const seen = new Set<number>();
  const order: number[] = [];
  const visit = (at: number): void => {
    if (seen.has(at)) return;
    seen.add(at);
    for (const { to } of reads(at).ways ?? [])
      for (const target of to) {
        const next = places.get(target.replace(/@.*$/, ''));
        if (next !== undefined) visit(next);
      }
    order.push(at);
  };
  for (const at of left) visit(at);
  return order;
}

const circlesAmong = (outcomes: readonly Outcome<unknown>[]): number[] =>
  outcomes.flatMap((one, at) => ('refused' in one && isCircle(one.refused) ? [at] : []));

const READ_AT_A_TIME = 8;

async function publishAll(
  submissions: Submission[],
  judge: (submission: Submission) => Promise<Judged>,
  refuse: (judged: Judged, batch: Judged[]) => Promise<void>,
  commit: (steps: Step<Published>[]) => Promise<Outcome<Published>[]>,
  step: (judged: Judged) => Step<Published>,
  again: (submission: Submission) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const read: { at: number; judged: Judged }[] = [];
  const steps: { at: number; step: Step<Published> }[] = [];
  for (const [at, submission] of submissions.entries()) {
    // Reading is work of some milliseconds: others get their turn in between.
    if (at % READ_AT_A_TIME === READ_AT_A_TIME - 1) await nextTurn();
    try {
      read.push({ at, judged: await judge(submission) });
    } catch (error) {
      results[at] = { refused: error };
    }
  }
  const batch = read.map(({ judged }) => judged);
  for (const { at, judged } of read) {
    try {
      await refuse(judged, batch);
      steps.push({ at, step: step(judged) });
    } catch (error) {
      results[at] = { refused: error };
    }
  }
  const outcomes = await commit(steps.map((entry) => entry.step));
  for (const [i, outcome] of outcomes.entries()) {
    const { at } = steps[i] as { at: number };
    results[at] = isOutdated(outcome) ? await again(submissions[at] as Submission) : resultOf(outcome);
  }
  return results;
}
