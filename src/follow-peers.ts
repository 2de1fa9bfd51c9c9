import { Worker } from 'node:worker_threads';
import type { Configuration } from './config.ts';
import type { PeerHealth } from './federation/health.ts';
import { LIMITS } from './kernel/limits.ts';
import type { Loggable } from './kernel/loggable.ts';

/** The loop that follows peers, as the process that serves sees it. */
interface Following {
  /** What the loop knows of each peer now, by the number of its origin; empty where it runs elsewhere. */
  health(): Map<number, PeerHealth>;
  wake(line: string): void;
  end(): Promise<void>;
}

type Message = { health: Map<number, PeerHealth> } | { fault: Loggable } | { ended: true };

// Always `.js`: the compiler does not rewrite addresses, and the loader of the tests finds the source.
const ENTRY = new URL('./pull-worker.js', import.meta.url);

/** Starts the loop in a thread of its own. One that dies is told, and started again with the next lease. */
function followPeers(config: Configuration, onFault: (fault: Loggable) => void): Following {
  // Two heaps grow side by side: the one that only follows peers is kept small.
  const resourceLimits = { maxYoungGenerationSizeMb: LIMITS.pullYoungMib, maxOldGenerationSizeMb: LIMITS.pullHeapMib };
  const worker = new Worker(ENTRY, { workerData: { config }, resourceLimits });
  worker.unref();
  let health = new Map<number, PeerHealth>();
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (message: Message) => {
    if ('health' in message) health = message.health;
    if ('fault' in message) onFault(message.fault);
  });
  worker.on('error', (error) => onFault({ type: error.name, stack: error.stack ?? error.message }));
  return {
    health: () => health,
    wake: (line) => worker.postMessage({ wake: line }),
    async end() {
      worker.postMessage('end');
      const late = setTimeout(() => void worker.terminate(), LIMITS.shutdownMs / 2);
      await exited;
      clearTimeout(late);
    },
  };
}

/**
 * Follows peers as long as there are any and this process holds the lease: `settle` is called when that may have changed.
 * With nobody to follow there is no thread, which would load half the program a second time at every start.
 */
export function followWhile(
  config: Configuration,
  follows: () => Promise<boolean>,
  onFault: (fault: Loggable) => void,
) {
  let following: Following | null = null;
  const end = async (): Promise<void> => {
    const before = following;
    following = null;
    await before?.end();
  };
  return {
    end,
    health: () => following?.health() ?? new Map<number, PeerHealth>(),
    /** The catalogue of this log is asked now, if it is followed here. */
    wake: (line: string) => following?.wake(line),
    async settle(): Promise<void> {
      if (await follows()) following ??= followPeers(config, onFault);
      else await end();
    },
  };
}
