import type { Crawler } from './crawler.ts';
import type { Summary } from './run.ts';

export interface LoopOptions {
  crawler: Crawler;
  /** Whether the lease of the loops is ours. */
  holds(): boolean;
  everyMs: number;
  report(error: unknown): void;
  /** Told of every run that looked at something. */
  onRun?(summary: Summary): void;
}

export interface CrawlLoop {
  /** Stops a run where it stands; what was taken is taken up again later. */
  end(): Promise<void>;
}

/** Looks now and then whether sources are due, for as long as the lease is ours. Without sources nobody is asked. */
export function startCrawlLoop({ crawler, holds, everyMs, report, onRun }: LoopOptions): CrawlLoop {
  const stop = new AbortController();
  let turn: Promise<void> | null = null;
  let swept = false;
  const act = async (): Promise<void> => {
    try {
      if (!swept) await crawler.sweep();
      swept = true;
      const summary = await crawler.run({ signal: stop.signal });
      if (summary.looked > 0) onRun?.(summary);
    } catch (error) {
      if (!stop.signal.aborted) report(error);
    }
  };
  const timer = setInterval(() => {
    if (turn !== null || !holds()) return;
    turn = act().finally(() => {
      turn = null;
    });
  }, everyMs).unref();
  return {
    async end() {
      clearInterval(timer);
      stop.abort();
      await turn;
    },
  };
}
