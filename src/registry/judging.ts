import { CodedError, isCoded } from '../kernel/errors.ts';
import { type Loggable, loggable } from '../kernel/loggable.ts';
import { isQuick } from './is-quick.ts';
import { type Judgement, judge, unreadable } from './judge.ts';
import type { Judged } from './submission.ts';
import type { Submission } from './types.ts';
import { tooSlow, WorkerQueue } from './worker-queue.ts';

/** Reads submissions: quick ones at once; on a serving thread others in a worker with a deadline. */
export interface Judging {
  /** Throws `invalid-input` with the problems. */
  judge(submission: Submission): Promise<Judged>;
  close(): Promise<void>;
}

/** `onFault` hears of each source on which the program failed; nothing of the source is told. */
export function createJudging(serving: boolean, onFault: (fault: Loggable) => void): Judging {
  const queue = serving ? new WorkerQueue<Submission, Judgement>(ASIDE) : null;
  return {
    async judge(submission) {
      const aside = queue !== null && !isQuick(submission);
      return accepted(aside ? await queue.run(submission) : judge(submission), onFault);
    },
    async close() {
      await queue?.close();
    },
  };
}

const ASIDE = {
  entry: new URL('./judge-worker.js', import.meta.url),
  tooSlow: (): Judgement => ({ problems: [tooSlow()] }),
  broken: (error: unknown): Judgement => ({ problems: [unreadable()], fault: loggable(error) }),
};

function accepted(judgement: Judgement, onFault: (fault: Loggable) => void): Judged {
  if ('judged' in judgement) return judgement.judged;
  if (judgement.fault) onFault(judgement.fault);
  const errors = judgement.problems.filter(({ severity }) => severity === 'error').length;
  const detail = errors === 1 ? 'There is one error to mend.' : `There are ${errors} errors to mend.`;
  throw new CodedError('invalid-input', detail, { problems: judgement.problems });
}

/** A coded error as it is; anything else, thrown while one submission is decided, as a refusal of that one. */
export function refusalOf(error: unknown, onFault: (fault: Loggable) => void): CodedError {
  if (isCoded(error)) return error;
  onFault(loggable(error));
  return new CodedError('invalid-input', 'The program failed on this content.', { problems: [unreadable()] });
}
