import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import type { Store } from '../../src/store/port.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { type TestClock, testClock } from './steps.ts';

/** An empty folder that goes with the test. */
export function temporaryFolder(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'alminding-store-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store as where requests are served: the lock is waited for between the calls. Closed with the test. */
export function openTestStore(t: Pick<Test, 'teardown'>, folder: string): { store: Store; clock: TestClock } {
  const clock = testClock();
  const store = openStore({ folder, clock, busyMs: LIMITS.busyServingMs, what: 'a test' });
  t.teardown(() => store.close());
  return { store, clock };
}

/** The code of the error that a piece of work ends with; `null` when it does not fail. */
export async function codeOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
}
