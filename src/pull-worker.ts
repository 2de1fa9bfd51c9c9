import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openNet, pullDeps, pullerDeps } from './compose-federation.ts';
import type { Configuration } from './config.ts';
import { createPuller } from './federation/puller.ts';
import { systemClock } from './kernel/clock.ts';
import { LIMITS } from './kernel/limits.ts';
import { loggable } from './kernel/loggable.ts';
import { createRegistry } from './registry/registry.ts';
import { openStore } from './store/sqlite/open.ts';

/** Follows the peers away from the serving thread, with a connection of its own: a bundle may take a tenth of a second. */
const { config } = workerData as { config: Configuration };
const options = { clock: systemClock, busyMs: LIMITS.busyMs, what: '', bulk: true };
const store = openStore({ folder: resolve(config.data), ...options });
const registry = createRegistry({ store, clock: systemClock, serving: false });
const net = openNet(config);
const report = (error: unknown): void => parentPort?.postMessage({ fault: loggable(error) });
const puller = createPuller(pullerDeps(pullDeps(config, { store, registry }, net), report));
const tell = setInterval(() => parentPort?.postMessage({ health: puller.health() }), LIMITS.turnMs);

parentPort?.on('message', (message: { wake: string } | 'end') => {
  if (message === 'end') void end();
  else puller.wake(message.wake);
});

async function end(): Promise<void> {
  clearInterval(tell);
  await puller.end();
  await net.close();
  await registry.close();
  await store.close();
  parentPort?.postMessage({ ended: true });
  parentPort?.close();
}
