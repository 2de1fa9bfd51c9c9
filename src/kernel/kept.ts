import type { Clock } from './clock.ts';

/** What is asked for again and again is read again only after this time, or after it failed. */
export function kept<T>(read: () => Promise<T>, clock: Clock, forMs: number): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | null = null;
  return () => {
    if (last === null || Math.abs(clock.now() - last.at) >= forMs) {
      const now = { at: clock.now(), value: read() };
      now.value.catch(() => {
        if (last === now) last = null;
      });
      last = now;
    }
    return last.value;
  };
}
