import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { EpochReason } from './journal/key-document.ts';
import { systemClock } from './kernel/clock.ts';
import { newSalt } from './kernel/digest.ts';
import { isCoded } from './kernel/errors.ts';
import { LIMITS } from './kernel/limits.ts';
import { beginEpoch } from './logs/epoch.ts';
import { readKeys } from './logs/key-files.ts';
import type { Fence } from './store/log-port.ts';
import { openStore } from './store/sqlite/open.ts';

/** Begins our log anew away from the serving thread, with a connection of its own: all its entries change places at once. */
const given = workerData as { data: string; base: string; reason: EpochReason; fence: Fence };
const data = resolve(given.data);
const store = openStore({ folder: data, clock: systemClock, busyMs: LIMITS.busyMs, what: '', bulk: true });
try {
  const keys = await readKeys(data);
  if (keys === null) throw new Error('The keys are not in the data folder.');
  const told = (done: number, of: number): void => parentPort?.postMessage({ done, of });
  const deps = { store, data, keys, fence: given.fence, now: systemClock.now(), salt: newSalt(), told };
  await beginEpoch(deps, given.base, given.reason);
} catch (error) {
  // A refusal keeps its code over there; what failed otherwise is thrown, and heard as an error of the thread.
  if (!isCoded(error)) throw error;
  parentPort?.postMessage({ code: error.code, detail: error.message });
} finally {
  await store.close();
}
