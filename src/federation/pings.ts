import type { SignerKey } from '../journal/key.ts';
import type { Clock } from '../kernel/clock.ts';
import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import { signPing } from '../logs/ping.ts';
import { takeTurns } from '../logs/turns.ts';
import type { Store } from '../store/port.ts';

export interface PingerDeps {
  store: Pick<Store, 'getHead' | 'listPeers'>;
  clock: Clock;
  /** The key of our log; null where this process has none. */
  key(): Promise<SignerKey | null>;
  /** Posts an empty body with these headers; the status of the answer. Throws coded errors where there is none. */
  post(url: string, headers: Record<string, string>): Promise<number>;
  /** Whether this process runs the loops. */
  holds(): boolean;
  everyMs: number;
  report(error: unknown): void;
}

export interface Pinger {
  /** Tells whoever is to be told now. */
  turn(): Promise<void>;
  end(): Promise<void>;
}

interface Told {
  size: number;
  /** Not before this time. */
  next: number;
  failures: number;
}

/**
 * Tells peers that our log has grown. Who answers that it mirrors us is told again with the next head, at most every two
 * seconds; who does not, or does not answer, is left alone for longer and longer. A ping carries nothing, and none is made up
 * for: whoever missed one asks by itself.
 */
export function createPinger(deps: PingerDeps): Pinger {
  const { store, clock } = deps;
  const told = new Map<number, Told>();

  const tell = async (origin: number, url: string, size: number, key: SignerKey): Promise<void> => {
    const before = told.get(origin) ?? { size: 0, next: 0, failures: 0 };
    const target = `${url}/ping`;
    const status = await deps.post(target, { ...signPing(target, key, clock.now()) }).catch((error: unknown) => {
      if (!isCoded(error)) throw error;
      return 0;
    });
    const failures = status === 202 ? 0 : before.failures + 1;
    const wait =
      failures === 0 ? LIMITS.pingEveryMs : Math.min(LIMITS.backOffMs, LIMITS.retryMs * 2 ** Math.min(failures, 20));
    told.set(origin, { size, next: clock.now() + wait, failures });
  };
  const turn = async (): Promise<void> => {
    const head = deps.holds() ? await store.getHead(OWN_LOG) : null;
    if (head === null) return;
    const due = (await store.listPeers()).filter(({ origin, state, url }) => {
      const last = told.get(origin);
      return (
        state === 'active' && url !== '' && (last === undefined || (last.size < head.size && last.next <= clock.now()))
      );
    });
    if (due.length === 0) return;
    const key = await deps.key();
    if (key === null || key.name !== head.origin) return;
    await Promise.all(due.slice(0, LIMITS.pingsAtOnce).map(({ origin, url }) => tell(origin, url, head.size, key)));
  };
  const { next, end } = takeTurns(turn, deps.everyMs, deps.report);
  return { turn: next, end };
}
