import { and, asc, count, desc, eq, isNotNull, isNull, lt, lte, notInArray, or } from 'drizzle-orm';
import { LIMITS } from '../../kernel/limits.ts';
import type { DeliveryRow, HookStore } from '../hook-port.ts';
import type { Db } from './database.ts';
import { hookDeliveries, hooks } from './hook-tables.ts';
import { retrying } from './retry.ts';

/** Who is told of changes. */
export const hookActs = (db: Db): HookStore => ({
  addHook: (row) =>
    writing(db, () => {
      if ((db.orm.select({ n: count() }).from(hooks).get()?.n ?? 0) >= LIMITS.hooks) return false;
      db.orm.insert(hooks).values(row).run();
      return true;
    }),
  listHooks: async () => db.orm.select().from(hooks).orderBy(asc(hooks.added), asc(hooks.id)).all(),
  getHook: async (id) => db.orm.select().from(hooks).where(eq(hooks.id, id)).get() ?? null,
  async dueHooks(now, point) {
    const behind = or(lt(hooks.cursor, point), isNotNull(hooks.gap));
    return db.orm
      .select()
      .from(hooks)
      .where(and(eq(hooks.state, 'active'), lte(hooks.due, now), behind))
      .all();
  },
  dropHook: (id) =>
    writing(db, () => {
      db.orm.delete(hookDeliveries).where(eq(hookDeliveries.hook, id)).run();
      return db.orm.delete(hooks).where(eq(hooks.id, id)).run().changes > 0;
    }),
  settleHook: (before, row, delivery) =>
    writing(db, () => {
      const { state, why, cursor, upto, gap, failures, due } = row;
      const set = { state, why, cursor, upto, gap, failures, due };
      const gapAsBefore = before.gap === null ? isNull(hooks.gap) : eq(hooks.gap, before.gap);
      const same = and(
        eq(hooks.id, row.id),
        eq(hooks.state, before.state),
        eq(hooks.cursor, before.cursor),
        gapAsBefore,
      );
      const there = db.orm.update(hooks).set(set).where(same).run().changes > 0;
      if (delivery !== null) keep(db, delivery);
      return there;
    }),
  addDelivery: (delivery) => writing(db, () => keep(db, delivery)),
  swapHookSecret: (id, before, after) =>
    writing(db, () => {
      const same = and(eq(hooks.id, id), eq(hooks.secret, before));
      return db.orm.update(hooks).set({ secret: after }).where(same).run().changes > 0;
    }),
  listDeliveries: async (hook, limit) =>
    db.orm
      .select()
      .from(hookDeliveries)
      .where(eq(hookDeliveries.hook, hook))
      .orderBy(desc(hookDeliveries.seq))
      .limit(limit)
      .all(),
});

/** Of one that was removed meanwhile nothing is kept. */
function keep(db: Db, delivery: Omit<DeliveryRow, 'seq'>): void {
  if (db.orm.select({ id: hooks.id }).from(hooks).where(eq(hooks.id, delivery.hook)).get() === undefined) return;
  db.orm.insert(hookDeliveries).values(delivery).run();
  const of = eq(hookDeliveries.hook, delivery.hook);
  const kept = db.orm.select({ seq: hookDeliveries.seq }).from(hookDeliveries).where(of);
  const newest = kept.orderBy(desc(hookDeliveries.seq)).limit(LIMITS.hookDeliveries);
  db.orm
    .delete(hookDeliveries)
    .where(and(of, notInArray(hookDeliveries.seq, newest)))
    .run();
}

const writing = <T>(db: Db, act: () => T): Promise<T> => {
  const transaction = db.raw.transaction(act);
  return retrying(() => transaction.immediate());
};
