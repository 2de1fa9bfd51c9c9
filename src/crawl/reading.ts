import { WorkerQueue } from '../registry/worker-queue.ts';
import type { ToRead, WasRead } from './read-job.ts';

export interface Reading {
  read(job: ToRead): Promise<WasRead>;
  close(): Promise<void>;
}

const NOTHING: WasRead = { licences: null, draft: null };

/** A thread that knows the texts of all licences, begun when it is first needed. */
export function createReading(): Reading {
  const queue = new WorkerQueue<ToRead, WasRead>({
    entry: new URL('./reading-worker.js', import.meta.url),
    tooSlow: () => NOTHING,
    broken: () => NOTHING,
  });
  return { read: (job) => queue.run(job), close: () => queue.close() };
}
