import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

export interface HostQueueOptions {
  /** How many acts run at the same time, in all and for one host. */
  total: number;
  perHost: number;
}

/** Work on the hosts of others, politely: so many at a time for each, and none while a host has asked for a pause. */
export interface HostQueue {
  /** Runs the act when it is its host's turn, before what waits where it is urgent. Throws `overloaded` when too much waits already. */
  run<T>(host: string, act: () => Promise<T>, signal?: AbortSignal, urgent?: boolean): Promise<T>;
  /** Nothing more is begun for this host for so long (`Retry-After`, a spent quota); at most an hour. */
  pause(host: string, ms: number): void;
}

interface Waiting {
  host: string;
  begin(): void;
}

export function createHostQueue({ total, perHost }: HostQueueOptions): HostQueue {
  const waiting: Waiting[] = [];
  const running = new Map<string, number>();
  const paused = new Set<string>();
  let busy = 0;

  const next = (): void => {
    while (busy < total) {
      const at = waiting.findIndex(({ host }) => !paused.has(host) && (running.get(host) ?? 0) < perHost);
      const [taken] = at < 0 ? [] : waiting.splice(at, 1);
      if (taken === undefined) return;
      busy += 1;
      running.set(taken.host, (running.get(taken.host) ?? 0) + 1);
      taken.begin();
    }
  };
  const leave = (host: string): void => {
    busy -= 1;
    const left = (running.get(host) ?? 1) - 1;
    if (left > 0) running.set(host, left);
    else running.delete(host);
    next();
  };
  return {
    async run(host, act, signal, urgent = false) {
      if (waiting.length >= LIMITS.hostQueueWaiting)
        throw new CodedError('overloaded', 'Too many requests to other hosts wait already.');
      await new Promise<void>((begin, fail) => {
        signal?.throwIfAborted();
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(entry), 1);
          fail(signal?.reason);
        };
        const entry: Waiting = {
          host,
          begin() {
            signal?.removeEventListener('abort', giveUp);
            begin();
          },
        };
        if (urgent) waiting.unshift(entry);
        else waiting.push(entry);
        signal?.addEventListener('abort', giveUp, { once: true });
        next();
      });
      try {
        return await act();
      } finally {
        leave(host);
      }
    },
    pause(host, ms) {
      paused.add(host);
      const resume = (): void => {
        paused.delete(host);
        next();
      };
      setTimeout(resume, Math.min(Math.max(ms, 0), LIMITS.hostPauseMs)).unref();
    },
  };
}
