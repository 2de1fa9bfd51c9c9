import { LIMITS } from '../kernel/limits.ts';
import type { PeerHealth } from './health.ts';
import { type PeerState, stateOf, type TurnDeps, turn } from './turn.ts';

export interface PullerDeps extends TurnDeps {
  /** Waits so many milliseconds, or until the signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** What went wrong on our side, for the log of the service. */
  report(error: unknown): void;
  /** How long a peer may hold back its answer where there is nothing new, and how often it is asked at least. */
  waitMs: number;
}

export interface Puller {
  /** What is known of each peer now, by its origin. */
  health(): Map<number, PeerHealth>;
  /** Somebody has said that this log has grown: its catalogue is asked now, and not when its turn comes. */
  wake(line: string): void;
  end(): Promise<void>;
}

/** Who failed is left alone for a while, and who held back nothing would be asked every second though nothing is new. */
const dueOf = ({ health, isPlain }: PeerState, begun: number): number =>
  Math.max(health.next, isPlain ? begun + LIMITS.filesLookMs : 0);

/** Follows every active peer, each in a loop of its own, so that none waits for another. Peers come and go while it runs. */
export function createPuller(deps: PullerDeps): Puller {
  const ended = new AbortController();
  const states = new Map<number, PeerState>();
  const loops = new Map<number, { stop: AbortController; done: Promise<void> }>();
  const naps = new Map<number, () => void>();
  /** As the wait of a loop, but a ping ends it. */
  const nap = async (origin: number, ms: number, signal: AbortSignal): Promise<void> => {
    const waking = new AbortController();
    const wake = () => waking.abort();
    signal.addEventListener('abort', wake, { once: true });
    naps.set(origin, wake);
    await deps.sleep(ms, waking.signal);
    naps.delete(origin);
    signal.removeEventListener('abort', wake);
  };

  const follow = async (origin: number, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const peer = (await deps.store.listPeers()).find((row) => row.origin === origin);
      if (peer === undefined || peer.state !== 'active' || peer.url === '') return;
      const state = stateOf(states, peer, deps.transport);
      const begun = deps.clock.now();
      await turn(deps, peer, state, { waitMs: deps.waitMs, signal }).catch((error: unknown) => deps.report(error));
      const now = deps.clock.now();
      // An answer that was not held back is no reason to ask at once again, and a ping none to ask without end.
      const least = begun + LIMITS.turnMs - now;
      if (!signal.aborted && least > 0) await deps.sleep(least, signal);
      const pause = dueOf(state, begun) - Math.max(now, begun + LIMITS.turnMs);
      if (!signal.aborted && pause > 0) await nap(origin, pause, signal);
    }
  };
  const look = async (): Promise<void> => {
    const peers = await deps.store.listPeers();
    const active = new Set(peers.flatMap(({ origin, state }) => (state === 'active' ? [origin] : [])));
    for (const [origin, { stop }] of loops) if (!active.has(origin)) stop.abort();
    for (const origin of active) {
      if (loops.has(origin)) continue;
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, ended.signal]);
      const done = follow(origin, signal)
        .catch((error: unknown) => deps.report(error))
        .finally(() => {
          loops.delete(origin);
          states.delete(origin);
        });
      loops.set(origin, { stop, done });
    }
  };
  const looking = (async () => {
    // Whoever was killed behind an erasure overwrites what it left.
    const erased = await deps.store.lastErased().catch(() => null);
    if (erased !== null && erased > deps.clock.now() - LIMITS.erasureMs)
      await deps.store.scrub().catch((error: unknown) => deps.report(error));
    while (!ended.signal.aborted) {
      await look().catch((error: unknown) => deps.report(error));
      await deps.sleep(LIMITS.peersLookMs, ended.signal);
    }
  })();
  return {
    health: () => new Map([...states].map(([origin, { health }]) => [origin, health])),
    wake(line) {
      void deps.store
        .getMirror(line)
        .then((mirror) => mirror && naps.get(mirror.origin)?.())
        .catch((error: unknown) => deps.report(error));
    },
    async end() {
      ended.abort();
      await looking;
      await Promise.all([...loops.values()].map(({ done }) => done));
    },
  };
}
