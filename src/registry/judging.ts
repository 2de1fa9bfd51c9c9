import { Worker } from 'node:worker_threads';
import { CodedError, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Judgement, judge } from './judge.ts';
import type { Judged } from './submission.ts';
import type { Submission } from './types.ts';

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

interface Waiting {
  submission: Submission;
  done(judgement: Judgement): void;
}

/** One worker, one source at a time; it is ended when a source takes longer than the deadline, and made anew. */
class WorkerQueue {
  #worker: Worker | null = null;
  #waiting: Waiting[] = [];
  #busy = false;
  #n = 0;

  run(submission: Submission): Promise<Judgement> {
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new CodedError('overloaded'));
    return new Promise((done) => {
      this.#waiting.push({ submission, done });
      this.#next();
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #next(): void {
    const job = this.#busy ? undefined : this.#waiting.shift();
    if (job === undefined) return;
    this.#busy = true;
    this.#n += 1;
    const n = this.#n;
    // Always `.js`: the compiler does not rewrite addresses, and the loader of the tests finds the source.
    const worker = this.#worker ?? new Worker(new URL('./judge-worker.js', import.meta.url));
    this.#worker = worker;
    worker.unref();
    const finish = (judgement: Judgement, end: boolean): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      if (end) {
        this.#worker = null;
        worker.terminate().catch(() => undefined);
      }
      this.#busy = false;
      job.done(judgement);
      this.#next();
    };
    const timer = setTimeout(() => finish({ problems: [tooSlow()] }, true), LIMITS.parseDeadlineMs);
    worker.once('error', () => finish({ problems: [tooSlow()] }, true));
    worker.on(
      'message',
      (answer: { n: number; judgement: Judgement }) => answer.n === n && finish(answer.judgement, false),
    );
    worker.postMessage({ n, submission: job.submission });
  }
}

const MAX_WAITING = 100;

const tooSlow = (): Problem => ({
  rule: 'too-complex',
  severity: 'error',
  pointer: '',
  message: `The content could not be read within ${LIMITS.parseDeadlineMs / 1000} seconds.`,
  hint: 'Make it smaller or simpler.',
});
