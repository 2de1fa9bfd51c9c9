import { Worker } from 'node:worker_threads';
import { CodedError, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

interface Waiting<Job, Answer> {
  job: Job;
  done(answer: Answer): void;
  fail(error: unknown): void;
}

/** What a queue runs: a worker that says `ready` once and then answers each job. */
export interface Aside<Answer> {
  /** The worker's file; always `.js`: the compiler does not rewrite addresses, and the loader of the tests finds the source. */
  entry: URL;
  /** The answer for a source that takes longer than the deadline. */
  tooSlow(): Answer;
  /** The answer for a source on which the worker ended. */
  broken(error: unknown): Answer;
}

/** One worker, one source at a time; it is ended when a source takes longer than the deadline, and made anew. */
export class WorkerQueue<Job, Answer> {
  readonly #aside: Aside<Answer>;
  #worker: Worker | null = null;
  #waiting: Waiting<Job, Answer>[] = [];
  #busy = false;
  #closed = false;

  constructor(aside: Aside<Answer>) {
    this.#aside = aside;
  }

  /** Throws `overloaded` when too many wait, or the queue is closed. */
  run(job: Job): Promise<Answer> {
    if (this.#closed || this.#waiting.length >= LIMITS.sourcesWaiting) {
      return Promise.reject(new CodedError('overloaded'));
    }
    return new Promise((done, fail) => {
      this.#waiting.push({ job, done, fail });
      this.#next();
    });
  }

  /** Ends the worker; whoever still waits is told. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { fail } of this.#waiting.splice(0)) fail(new CodedError('overloaded'));
    await this.#worker?.terminate();
  }

  #next(): void {
    const job = this.#busy ? undefined : this.#waiting.shift();
    if (job === undefined) return;
    this.#busy = true;
    const known = this.#worker;
    const worker = known ?? new Worker(this.#aside.entry);
    this.#worker = worker;
    worker.unref();
    const finish = (settle: () => void, end: boolean): void => {
      clearTimeout(timer);
      // By name: a worker loses its own listeners with all others, and is never heard again.
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
      if (end) {
        this.#worker = null;
        worker.terminate().catch(() => undefined);
      }
      this.#busy = false;
      settle();
      this.#next();
    };
    const start = (): NodeJS.Timeout => {
      worker.postMessage(job.job);
      return setTimeout(() => finish(() => job.done(this.#aside.tooSlow()), true), LIMITS.parseDeadlineMs);
    };
    // The source is not to blame for the time that a new worker needs to load.
    let timer = known
      ? start()
      : setTimeout(() => finish(() => job.fail(new CodedError('overloaded')), true), LIMITS.workerStartMs);
    let reading = known !== null;
    const listeners = {
      error: (error: unknown) => {
        // Before it reads the source is not to blame, and may come again.
        if (!reading) return finish(() => job.fail(new CodedError('overloaded', undefined, { cause: error })), true);
        finish(() => job.done(this.#aside.broken(error)), true);
      },
      exit: (): void => finish(() => job.fail(new CodedError('overloaded')), true),
      message: (word: 'ready' | Answer) => {
        if (word !== 'ready') return finish(() => job.done(word), false);
        clearTimeout(timer);
        reading = true;
        timer = start();
      },
    };
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
  }
}

/** Said of a source that takes too long. */
export const tooSlow = (): Problem => ({
  rule: 'too-complex',
  severity: 'error',
  pointer: '',
  message: `The content could not be read within ${LIMITS.parseDeadlineMs / 1000} seconds.`,
  hint: 'Make it smaller or simpler.',
});
