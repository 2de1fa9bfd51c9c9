import { CodedError, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Loggable, loggable } from '../kernel/loggable.ts';
import type { Net } from '../net/safe-fetch.ts';
import { tooSlow, WorkerQueue } from '../registry/worker-queue.ts';
import type { Checked, CheckJob } from './check-text.ts';
import { type Fetched, manifestAt } from './manifest-at.ts';

/** Checks manifests for whoever asks, without holding up the thread that serves. */
export interface Checker {
  /** Throws `overloaded` when too many wait. */
  check(job: CheckJob): Promise<Checked>;
  /** The manifest at an address: see `manifestAt`. Throws `overloaded` when too many are fetched at the same time. */
  fetch(address: string): Promise<Fetched>;
  close(): Promise<void>;
}

interface CheckerOptions {
  net: Net;
  /** Hears of each text on which the program failed; nothing of the text is told. */
  onFault?: (fault: Loggable) => void;
}

export function createChecker({ net, onFault = () => undefined }: CheckerOptions): Checker {
  const queue = new WorkerQueue<CheckJob, Checked>({
    entry: new URL('./check-worker.js', import.meta.url),
    tooSlow: () => failed(tooSlow()),
    broken: (error) => {
      onFault(loggable(error));
      return failed(UNREADABLE);
    },
  });
  let fetching = 0;
  return {
    check: (job) => queue.run(job),
    async fetch(address) {
      if (fetching >= LIMITS.checkFetches) throw new CodedError('overloaded');
      fetching += 1;
      try {
        return await manifestAt(net, address);
      } finally {
        fetching -= 1;
      }
    },
    close: () => queue.close(),
  };
}

const UNREADABLE: Problem = {
  rule: 'unreadable',
  severity: 'error',
  pointer: '',
  message: 'The program failed on this text. It is our fault, and has been noted.',
};

const failed = ({ rule, message, hint }: Problem): Checked => ({
  valid: false,
  problems: [
    {
      ...{ level: 'error', rule, key: '', pointer: '', line: 0, column: 0, length: 0, message },
      ...(hint === undefined ? {} : { hint }),
    },
  ],
});
