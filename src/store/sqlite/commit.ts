import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Outcome, Step } from '../port.ts';
import { apply } from './apply.ts';
import type { Db } from './database.ts';
import { translate } from './failures.ts';
import { find } from './found.ts';

/**
 * Runs the steps in as few transactions as the limits of a batch allow. The write lock is waited for between calls, not
 * inside them: on a serving thread a waiting call would hold everybody.
 */
export async function commit<A>(db: Db, steps: Step<A>[]): Promise<Outcome<A>[]> {
  const outcomes: Outcome<A>[] = [];
  let tries = 0;
  while (outcomes.length < steps.length) {
    try {
      outcomes.push(...translate(() => transact(db, steps, outcomes.length)));
      tries = 0;
      if (outcomes.length < steps.length) await sleep(0);
    } catch (error) {
      tries += 1;
      if (!isCoded(error, 'busy') || tries > LIMITS.writeRetries) throw error;
      await sleep(Math.min(10 * 2 ** tries, 250) * (0.5 + Math.random() / 2));
    }
  }
  return outcomes;
}

/** One transaction: from step `from` on, until the batch is full or its time is over. */
function transact<A>(db: Db, steps: Step<A>[], from: number): Outcome<A>[] {
  const outcomes: Outcome<A>[] = [];
  db.raw
    .transaction(() => {
      const end = db.clock.now() + LIMITS.batchMs;
      const to = Math.min(steps.length, from + LIMITS.batchSteps);
      for (let at = from; at < to && (at === from || db.clock.now() < end); at += 1) {
        outcomes.push(run(db, steps[at] as Step<A>));
      }
    })
    .immediate();
  return outcomes;
}

function run<A>(db: Db, step: Step<A>): Outcome<A> {
  const verdict = step.decide(find(db, step.reads));
  if ('refuse' in verdict) return { refused: verdict.refuse };
  try {
    for (const change of verdict.changes) apply(db, change);
  } catch (error) {
    // A constraint that fails is a decision that was wrong: nothing of the batch is kept.
    if ((error as { code?: string }).code?.startsWith('SQLITE_CONSTRAINT')) {
      throw new CodedError('conflict', 'The change contradicts what is stored.', { cause: error });
    }
    throw error;
  }
  return { answer: verdict.answer };
}
