import { encodeRefusal, LABEL_MEDIA_TYPE, LABEL_PREFIX, refusalId } from '../journal/refusal-document.ts';
import { type Clock, toDay } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { appendDocument } from '../logs/control.ts';
import type { Store } from '../store/port.ts';

interface StateDeps {
  store: Pick<Store, 'decisionsSince' | 'ownControls' | 'appendControl'>;
  clock: Clock;
  salt(): string;
}

const DAY_MS = 86_400_000;

/**
 * What our log says of offers that were refused here is brought in line with what was decided: whoever made them mirrors it, and
 * sees the answer. One leaf for each, written once in each log while the offer can stand. For a loop that asks often.
 */
export function refusalStating({ store, clock, salt }: StateDeps): () => Promise<void> {
  const refused = new Map<string, string>();
  let [seq, looked] = [0, Number.NEGATIVE_INFINITY];
  const follow = async (): Promise<void> => {
    for (;;) {
      const rows = await store.decisionsSince(seq, LIMITS.batchSteps);
      for (const { what, value } of rows) {
        if (what !== 'hand-over' || value === null) continue;
        const { offer, on } = JSON.parse(value) as { offer: string; on: string };
        refused.set(offer, on);
      }
      seq = rows.at(-1)?.seq ?? seq;
      if (rows.length < LIMITS.batchSteps) return;
    }
  };
  return async () => {
    const now = clock.now();
    if (now - looked < LIMITS.peersLookMs) return;
    looked = now;
    await follow();
    const since = toDay(now - LIMITS.handOverDays * DAY_MS);
    const due = [...refused].filter(([, on]) => on >= since);
    if (due.length === 0) return;
    const said = new Set((await store.ownControls(LABEL_PREFIX)).map(({ id }) => id));
    for (const [offer, on] of due) {
      const id = refusalId(offer);
      if (said.has(id)) continue;
      const body = encodeRefusal({ v: 1, about: 'hand-over', offer, state: 'refused', on }, salt());
      await appendDocument(store, { op: 'label', id, mediaType: LABEL_MEDIA_TYPE }, body, now);
    }
  };
}
