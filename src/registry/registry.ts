import type { Clock } from '../kernel/clock.ts';
import { newSalt, randomId } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import type { Kind } from '../records/kinds.ts';
import type { Outcome, Step, Store } from '../store/port.ts';
import { decide, readsFor } from './decide.ts';
import type { Given } from './decided.ts';
import { createJudging } from './judging.ts';
import { createReader } from './read.ts';
import type { Judged } from './submission.ts';
import type { Published, Registry, Submission } from './types.ts';
import { hideStep, withdrawStep } from './withdraw.ts';

export interface RegistryDeps {
  store: Store;
  clock: Clock;
  /** True where requests are served: large sources are then read in a worker. */
  serving: boolean;
}

/** The one room that decides. Every door ends in `publish` or `withdraw`. */
export function createRegistry({ store, clock, serving }: RegistryDeps): Registry {
  const judging = createJudging(serving);
  const given = (): Given => ({ now: clock.now(), salt: newSalt, randomId });
  const step = (judged: Judged): Step<Published> => ({
    reads: readsFor(judged),
    decide: (found) => decide(judged, found, given()),
  });
  const one = async <A>(decision: Step<A>): Promise<A> => answerOf((await store.commit([decision]))[0] as Outcome<A>);

  return {
    read: createReader(store),
    async publish(submission, { dryRun = false } = {}) {
      const judged = await judging.judge(submission);
      return dryRun ? tryOut(store, step(judged)) : one(step(judged));
    },
    async publishAll(submissions) {
      return publishAll(submissions, judging.judge, (steps) => store.commit(steps), step);
    },
    withdraw: (kind: Kind, slug: string, reason: string) => one(withdrawStep(kind, slug, reason, given())),
    hide: (key) => one(hideStep(key)),
    close: () => judging.close(),
  };
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
      answer = verdict.answer;
      return { changes: [], answer };
    },
  };
  answerOf((await store.commit([dry]))[0] as Outcome<Published>);
  if (answer === null) throw new CodedError('internal');
  return answer;
}

type Result = { published: Published } | { refused: unknown };

async function publishAll(
  submissions: Submission[],
  judge: (submission: Submission) => Promise<Judged>,
  commit: (steps: Step<Published>[]) => Promise<Outcome<Published>[]>,
  step: (judged: Judged) => Step<Published>,
): Promise<Result[]> {
  const results: Result[] = [];
  const steps: { at: number; step: Step<Published> }[] = [];
  for (const [at, submission] of submissions.entries()) {
    try {
      steps.push({ at, step: step(await judge(submission)) });
    } catch (error) {
      results[at] = { refused: error };
    }
  }
  const outcomes = await commit(steps.map((entry) => entry.step));
  outcomes.forEach((outcome, i) => {
    const { at } = steps[i] as { at: number };
    results[at] = 'refused' in outcome ? outcome : { published: outcome.answer };
  });
  return results;
}
