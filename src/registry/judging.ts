import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Judgement, judge } from './judge.ts';
import type { Judged } from './submission.ts';
import type { Submission } from './types.ts';
import { WorkerQueue } from './worker-queue.ts';

/** Reads submissions: small ones at once; on a serving thread large ones in a worker with a deadline. */
export interface Judging {
  /** Throws `invalid-input` with the problems. */
  judge(submission: Submission): Promise<Judged>;
  close(): Promise<void>;
}

export function createJudging(serving: boolean): Judging {
  const queue = serving ? new WorkerQueue() : null;
  return {
    async judge(submission) {
      const aside = queue !== null && submission.bytes.byteLength > LIMITS.inlineSourceBytes;
      return accepted(aside ? await queue.run(submission) : judge(submission));
    },
    async close() {
      await queue?.close();
    },
  };
}

function accepted(judgement: Judgement): Judged {
  if ('judged' in judgement) return judgement.judged;
  const errors = judgement.problems.filter(({ severity }) => severity === 'error').length;
  const detail = errors === 1 ? 'There is one error to mend.' : `There are ${errors} errors to mend.`;
  throw new CodedError('invalid-input', detail, { problems: judgement.problems });
}
