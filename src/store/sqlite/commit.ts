import { setImmediate as nextTurn } from 'node:timers/promises';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Outcome, Step } from '../port.ts';
import { applyAll, applyApart } from './apply.ts';
import type { Db } from './database.ts';
import { find } from './found.ts';
import { writeLog } from './log.ts';
import { retrying } from './retry.ts';
import { writeSomeTexts, writeTexts } from './texts.ts';

/** Runs the steps in as few transactions as the limits of a batch allow, and lets others run in between. */
export async function commit<A>(
  db: Db,
  steps: Step<A>[],
  stored?: (outcomes: Outcome<A>[]) => void,
): Promise<Outcome<A>[]> {
  const outcomes: Outcome<A>[] = [];
  while (outcomes.length < steps.length) {
    const made = await retrying(() => transact(db, steps, outcomes.length));
    stored?.(made);
    outcomes.push(...made);
    if (outcomes.length < steps.length) await nextTurn();
  }
  return outcomes;
}

/** One transaction: from step `from` on, until the batch is full or its time is over. */
function transact<A>(db: Db, steps: Step<A>[], from: number): Outcome<A>[] {
  try {
    return attempt(db, steps, from, applyAll);
  } catch (error) {
    if (!isContradiction(error)) throw error;
    // Rarely anything contradicts what is stored: only then each step is set apart from the others, which costs.
    return attempt(db, steps, from, applyApart);
  }
}

function attempt<A>(db: Db, steps: Step<A>[], from: number, apply: typeof applyAll): Outcome<A>[] {
  const outcomes: Outcome<A>[] = [];
  db.texts.length = 0;
  db.log = null;
  try {
    write(db, steps, from, apply, outcomes);
  } catch (error) {
    // Words whose numbers were given in it are not there.
    db.words.numbering = {};
    throw error;
  } finally {
    db.log = null;
  }
  return outcomes;
}

function write<A>(db: Db, steps: Step<A>[], from: number, apply: typeof applyAll, outcomes: Outcome<A>[]): void {
  db.raw
    .transaction(() => {
      const end = db.clock.now() + (db.bulk ? LIMITS.bulkMs : LIMITS.batchMs);
      const to = Math.min(steps.length, from + (db.bulk ? LIMITS.bulkSteps : LIMITS.batchSteps));
      for (let at = from; at < to && (at === from || db.clock.now() < end); at += 1) {
        outcomes.push(run(db, steps[at] as Step<A>, apply));
        writeSomeTexts(db);
      }
      writeTexts(db);
      writeLog(db);
    })
    .immediate();
}

function run<A>(db: Db, step: Step<A>, apply: typeof applyAll): Outcome<A> {
  const verdict = step.decide(find(db, step.reads));
  if ('refuse' in verdict) return { refused: verdict.refuse };
  try {
    apply(db, verdict.changes);
  } catch (error) {
    // A constraint that fails is a decision that was wrong: nothing of this step is kept, and the others stand.
    if (apply === applyApart && isContradiction(error)) {
      return { refused: new CodedError('conflict', 'The change contradicts what is stored.', { cause: error }) };
    }
    throw error;
  }
  return { answer: verdict.answer };
}

const isContradiction = (error: unknown): boolean =>
  (error as { code?: string }).code?.startsWith('SQLITE_CONSTRAINT') === true;
