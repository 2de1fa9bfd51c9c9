/** A loop whose turns follow one another, never two at a time. */
export interface Turns {
  /** A turn behind the one that is under way, whenever the timer comes next. Never rejects. */
  next(): Promise<void>;
  /** No further turn by the timer; resolves behind the last one. */
  end(): Promise<void>;
}

/** Takes a turn every so many milliseconds; while one is waited for the timer adds none. `failed` hears what a turn threw. */
export function takeTurns(turn: () => Promise<void>, everyMs: number, failed: (error: unknown) => void): Turns {
  let running = Promise.resolve();
  let waiting = false;
  const next = (): Promise<void> => {
    running = running.then(turn).catch(failed);
    return running;
  };
  const timer = setInterval(() => {
    if (waiting) return;
    waiting = true;
    void next().finally(() => {
      waiting = false;
    });
  }, everyMs).unref();
  return {
    next,
    async end() {
      clearInterval(timer);
      await running;
    },
  };
}
