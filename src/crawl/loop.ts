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
  /** Looks at these now, beside a run that is under way. Where the lease is another's, that one finds them due. */
  hurry(ids: string[]): void;
  /** Stops a run where it stands; what was taken is taken up again later. */
  end(): Promise<void>;
}

/** Looks now and then whether sources are due, for as long as the lease is ours. Without sources nobody is asked. */
export function startCrawlLoop({ crawler, holds, everyMs, report, onRun }: LoopOptions): CrawlLoop {
  const stop = new AbortController();
  const told = (summary: Summary): void => {
    if (summary.looked > 0) onRun?.(summary);
  };
  let swept = false;
  const run = oneAtATime(async () => {
    try {
      if (!swept) await crawler.sweep();
      swept = true;
      told(await crawler.run({ signal: stop.signal }));
    } catch (error) {
      if (!stop.signal.aborted) report(error);
    }
  });
  const wanted = new Set<string>();
  const hurry = oneAtATime(async () => {
    while (wanted.size > 0 && !stop.signal.aborted) {
      const ids = [...wanted];
      wanted.clear();
      try {
        told(await crawler.run({ ids, urgent: true, signal: stop.signal }));
      } catch (error) {
        if (!stop.signal.aborted) report(error);
      }
    }
  });
  const timer = setInterval(() => {
    if (holds()) run.begin();
  }, everyMs).unref();
  return {
    hurry(ids) {
      if (!holds()) return;
      for (const id of ids) wanted.add(id);
      hurry.begin();
    },
    async end() {
      clearInterval(timer);
      stop.abort();
      await Promise.all([run.turn(), hurry.turn()]);
    },
  };
}

/** Begins an act unless it is under way. */
function oneAtATime(act: () => Promise<void>): { begin(): void; turn(): Promise<void> | null } {
  let turn: Promise<void> | null = null;
  return {
    begin() {
      turn ??= act().finally(() => {
        turn = null;
      });
    },
    turn: () => turn,
  };
}
