import { LIMITS } from '../../kernel/limits.ts';
import type { HookRow } from '../../store/hook-port.ts';
import { type DeliverDeps, step } from './deliver.ts';

export interface DeliverLoopOptions extends DeliverDeps {
  /** Whether the lease of the loops is ours. */
  holds(): boolean;
  everyMs: number;
  report(error: unknown): void;
  /** Told of every hook that was suspended. */
  onSuspended(hook: Pick<HookRow, 'id' | 'url' | 'why'>): void;
}

export interface DeliverLoop {
  /** Waits for what is on its way; the rest is sent later. */
  end(): Promise<void>;
}

/** Tells of changes for as long as the lease is ours: each hook its messages one after the other, hooks beside each other. */
export function startDeliverLoop(options: DeliverLoopOptions): DeliverLoop {
  const { store, clock, holds, everyMs, report, onSuspended } = options;
  const busy = new Map<string, Promise<void>>();
  let ended = false;
  const follow = async (hook: HookRow): Promise<void> => {
    let at = { row: hook, more: true };
    for (let steps = 0; at.more && !ended && holds() && steps < LIMITS.hookSteps; steps += 1)
      at = await step(options, at.row);
    if (at.row.state === 'suspended') onSuspended(at.row);
  };
  const look = async (): Promise<void> => {
    for (const hook of await store.dueHooks(clock.now(), await store.changePoint())) {
      if (busy.has(hook.id) || busy.size >= LIMITS.hooksAtOnce) continue;
      const turn = follow(hook)
        .catch(report)
        .finally(() => busy.delete(hook.id));
      busy.set(hook.id, turn);
    }
  };
  const timer = setInterval(() => {
    if (holds()) look().catch(report);
  }, everyMs).unref();
  return {
    async end() {
      ended = true;
      clearInterval(timer);
      await Promise.all(busy.values());
    },
  };
}
