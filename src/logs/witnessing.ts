import type { Clock } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import type { WitnessRow } from '../store/trust-port.ts';
import type { WitnessView } from './prepare.ts';
import { type Post, type Shown, showHead, withSignatures } from './show-head.ts';
import { takeTurns } from './turns.ts';

export interface WitnessingDeps {
  store: Store;
  clock: Clock;
  post: Post;
  /** The fencing number of the lease of the loops, or null while another process holds it. */
  fence(): number | null;
  everyMs: number;
  /** A witness that has seen what we do not have: the operator must hear of it. */
  report(detail: string): void;
}

export interface Witnessing {
  /** Shows the present head to all who have not cosigned it yet and may be asked again. */
  turn(): Promise<void>;
  /** Shows the present head to all, whoever was asked when: for whoever must know before signing. */
  askAll(everybody: boolean): Promise<WitnessView[]>;
  end(): Promise<void>;
}

/** Has each new head of ours cosigned by our witnesses, and adds their cosignatures to it. Nobody waits for them. */
export function createWitnessing(deps: WitnessingDeps): Witnessing {
  const { store, clock, post } = deps;
  const failures = new Map<string, { count: number; next: number }>();

  const show = async (head: HeadRow, witness: WitnessRow): Promise<Shown> => {
    const shown = await showHead(store, head, witness, post);
    const good = shown.seen === 'same';
    const count = good ? 0 : (failures.get(witness.key)?.count ?? 0) + 1;
    const wait = Math.min(LIMITS.witnessRetryMs * 2 ** Math.min(count, 20), LIMITS.backOffMs);
    failures.set(witness.key, { count, next: good ? 0 : clock.now() + wait });
    if (shown.seen === 'more' || shown.seen === 'other') deps.report(shown.detail);
    await store.settleWitness(
      witness.key,
      good ? { size: head.size, cosigned: clock.now(), problem: null } : { problem: shown.detail },
    );
    return shown;
  };

  const turn = async (): Promise<void> => {
    const fence = deps.fence();
    const head = fence === null ? null : await store.getHead(OWN_LOG);
    if (fence === null || head === null) return;
    const due = (await store.listWitnesses()).filter(
      ({ key, size }) => size !== head.size && (failures.get(key)?.next ?? 0) <= clock.now(),
    );
    const shown = await Promise.all(due.slice(0, LIMITS.witnesses).map((witness) => show(head, witness)));
    const added = shown.flatMap(({ signatures }) => signatures);
    if (added.length === 0) return;
    const note = withSignatures(head, added, LIMITS.noteSignatures);
    // Where a new head was signed meanwhile this one is past, and its cosignatures with it.
    await store.swapHead({ ...head, note }, head.size, [], { name: 'loops', fence });
  };
  const { next, end } = takeTurns(turn, deps.everyMs, (error) =>
    deps.report(error instanceof Error ? error.message : String(error)),
  );
  return {
    turn: next,
    async askAll(everybody) {
      const head = await store.getHead(OWN_LOG);
      if (head === null) return [];
      return Promise.all(
        (await store.listWitnesses())
          .filter(({ cosigned }) => everybody || cosigned !== null)
          .slice(0, LIMITS.witnesses)
          .map((witness) => show(head, witness)),
      );
    },
    end,
  };
}
