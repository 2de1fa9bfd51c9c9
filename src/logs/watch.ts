import { LIMITS } from '../kernel/limits.ts';

/** Waits until something has changed, for as many as ask, with one look at it for all of them. */
export interface Watch {
  /** Resolves with true when the value is another than `known`, with false after `ms` milliseconds. */
  changed(known: string, ms: number): Promise<boolean>;
  /** Lets all waiters go. */
  end(): void;
}

interface Waiter {
  known: string;
  until: number;
  settle(changed: boolean): void;
}

/** `look` is cheap: it is asked every `LIMITS.watchMs` as long as anybody waits. `now` in milliseconds. */
export function createWatch(look: () => Promise<string>, now: () => number): Watch {
  let waiters: Waiter[] = [];
  let timer: NodeJS.Timeout | null = null;

  const settle = (which: (waiter: Waiter) => boolean, changed: boolean): void => {
    const ready = waiters.filter(which);
    waiters = waiters.filter((waiter) => !ready.includes(waiter));
    for (const waiter of ready) waiter.settle(changed);
  };
  const turn = async (): Promise<void> => {
    // What cannot be read now has not changed: whoever waits is let go when the time is over.
    const value = await look().catch(() => null);
    if (value !== null) settle(({ known }) => known !== value, true);
    settle(({ until }) => until <= now(), false);
    timer = waiters.length === 0 ? null : setTimeout(() => void turn(), LIMITS.watchMs);
  };
  return {
    changed: (known, ms) =>
      new Promise((resolve) => {
        waiters.push({ known, until: now() + ms, settle: resolve });
        timer ??= setTimeout(() => void turn(), 0);
      }),
    end() {
      if (timer !== null) clearTimeout(timer);
      settle(() => true, false);
    },
  };
}
