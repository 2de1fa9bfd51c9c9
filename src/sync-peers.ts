import { Worker } from 'node:worker_threads';
import type { Configuration } from './config.ts';
import { CodedError } from './kernel/errors.ts';
import { LIMITS } from './kernel/limits.ts';
import type { Loggable } from './kernel/loggable.ts';
import type { SyncAt, Synced, SyncMessage } from './sync-worker.ts';

export interface SyncListener {
  progress(...at: SyncAt): void;
  onFault(fault: Loggable): void;
}

// Always `.js`: the compiler does not rewrite addresses, and the loader of the tests finds the source.
const ENTRY = new URL('./sync-worker.js', import.meta.url);

/**
 * One turn with every active peer, or with that of this name: what came of each. With all memory to itself V8 would collect
 * late, so that it runs in a thread with the heap that the service's has. Throws what opening the data throws, and `not-found`.
 */
export function syncPeers(config: Configuration, name: string | null, listener: SyncListener): Promise<Synced[]> {
  const resourceLimits = { maxYoungGenerationSizeMb: LIMITS.pullYoungMib, maxOldGenerationSizeMb: LIMITS.pullHeapMib };
  const worker = new Worker(ENTRY, { workerData: { config, name }, resourceLimits });
  return new Promise((resolve, reject) => {
    let result: (() => void) | null = null;
    worker.on('message', (message: SyncMessage) => {
      if ('progress' in message) listener.progress(...message.progress);
      else if ('fault' in message) listener.onFault(message.fault);
      else if ('done' in message) result = () => resolve(message.done);
      else {
        const { code, detail, extra } = message.refused;
        result = () => reject(new CodedError(code, detail, { extra }));
      }
    });
    worker.once('error', reject);
    // Only then are the files closed.
    worker.once('exit', () => (result === null ? reject(new CodedError('internal')) : result()));
  });
}
