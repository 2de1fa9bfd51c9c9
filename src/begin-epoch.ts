import { Worker } from 'node:worker_threads';
import { CodedError, type ErrorCode } from './kernel/errors.ts';
import type { BeginEpoch } from './logs/prepare.ts';

type Message = { done: number; of: number } | { code: ErrorCode; detail: string };

// Always `.js`: the compiler does not rewrite addresses, and the loader of the tests finds the source.
const ENTRY = new URL('./epoch-worker.js', import.meta.url);

/** Begins the log of this data folder anew in a thread of its own. */
export const beginInThread =
  (data: string): BeginEpoch =>
  (base, reason, fence, told) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(ENTRY, { workerData: { data, base, reason, fence } });
      let refused: CodedError | null = null;
      worker.on('message', (message: Message) => {
        if ('code' in message) refused = new CodedError(message.code, message.detail);
        else told(message.done, message.of);
      });
      worker.once('error', reject);
      worker.once('exit', () => (refused === null ? resolve() : reject(refused)));
    });
