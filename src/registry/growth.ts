import { setImmediate as nextTurn } from 'node:timers/promises';
import { toRfc3339 } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { EventRow, Store } from '../store/port.ts';
import type { GrowthMonth } from './list-item.ts';

const GONE: ReadonlySet<string> = new Set(['withdraw', 'hide', 'erase']);
const HERE: ReadonlySet<string> = new Set(['put', 'show']);

/**
 * How many software and organisations were listed at the end of each month. It is a projection of the change sequence, held in
 * memory: the first question reads it from the start, each further one what came since.
 */
export function createGrowth(store: Store): () => Promise<GrowthMonth[]> {
  const listed = { software: new Set<string>(), organisation: new Set<string>() };
  const months = new Map<string, GrowthMonth>();
  let seq = 0;
  let caughtUp: Promise<void> = Promise.resolve();

  const takeIn = ({ entry: { kind, origin, slug }, op, at }: EventRow): void => {
    if (kind !== 'software' && kind !== 'organisation') return;
    if (HERE.has(op)) listed[kind].add(`${origin}/${slug}`);
    else if (GONE.has(op)) listed[kind].delete(`${origin}/${slug}`);
    const month = toRfc3339(at).slice(0, 7);
    months.set(month, { month, software: listed.software.size, organisations: listed.organisation.size });
  };
  const catchUp = async (): Promise<void> => {
    for (let turn = 0; turn < LIMITS.growthTurns; turn += 1) {
      const rows = await store.events(seq, LIMITS.growthAtOnce);
      for (const row of rows) takeIn(row);
      seq = rows.at(-1)?.seq ?? seq;
      if (rows.length < LIMITS.growthAtOnce) return;
      await nextTurn();
    }
  };
  return async () => {
    // One at a time: a change that two read would be counted twice.
    caughtUp = caughtUp.then(catchUp, catchUp);
    await caughtUp;
    return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
  };
}
