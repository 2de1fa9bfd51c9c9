import { and, asc, count, desc, eq, gt, isNull, lt, lte, ne } from 'drizzle-orm';
import { LIMITS } from '../../kernel/limits.ts';
import type { AccessStore, AdmissionRow, TokenRow } from '../access-port.ts';
import { acts, admissions, invitations, tokens, usedOnce } from './access-tables.ts';
import type { Db } from './database.ts';
import { retrying } from './retry.ts';

/** Who may publish, who asked to, and what was done by whom. */
export const accessActs = (db: Db): AccessStore => ({
  ...tokenActs(db),
  ...admissionActs(db),
  ...invitationActs(db),
  ...actActs(db),
});

type Tokens = Pick<AccessStore, 'putToken' | 'useToken' | 'listTokens' | 'revokeToken' | 'exchangeToken'>;

/** Does a piece of writing in one transaction. */
const write = <T>(db: Db, act: () => T): Promise<T> => {
  const transaction = db.raw.transaction(act);
  return retrying(() => transaction.immediate());
};

const tokenActs = (db: Db): Tokens => ({
  putToken: (row) => write(db, () => keepToken(db, row)),
  exchangeToken: (row, once) =>
    write(db, () => {
      db.orm.delete(usedOnce).where(lt(usedOnce.until, row.created)).run();
      if (db.orm.select().from(usedOnce).where(eq(usedOnce.digest, once.digest)).get() !== undefined) return 'used';
      if (!keepToken(db, row)) return 'full';
      db.orm.insert(usedOnce).values(once).run();
      return 'kept';
    }),
  async useToken(hash, now) {
    const row = db.orm
      .select()
      .from(tokens)
      .where(eq(tokens.hash, Buffer.from(hash)))
      .get();
    if (row === undefined || row.revoked !== null || row.expires <= now) return null;
    // When it was last used is told to the minute: a write for each request would be one too many.
    if (row.used === null || now - row.used >= LIMITS.tokenUsedMs)
      await retrying(() => db.orm.update(tokens).set({ used: now }).where(eq(tokens.id, row.id)).run());
    return row;
  },
  async listTokens(kind) {
    return db.orm.select().from(tokens).where(eq(tokens.kind, kind)).orderBy(asc(tokens.created)).all() as TokenRow[];
  },
  async revokeToken(id, now) {
    const known = and(eq(tokens.id, id), isNull(tokens.revoked));
    return (await retrying(() => db.orm.update(tokens).set({ revoked: now }).where(known).run())).changes > 0;
  },
});

function keepToken(db: Db, row: TokenRow): boolean {
  db.orm
    .delete(tokens)
    .where(and(eq(tokens.kind, 'run'), lt(tokens.expires, row.created)))
    .run();
  const good = and(isNull(tokens.revoked), gt(tokens.expires, row.created), eq(tokens.kind, row.kind));
  const known = db.orm.select({ n: count() }).from(tokens).where(good).get()?.n ?? 0;
  if (known >= LIMITS.tokens) return false;
  db.orm
    .insert(tokens)
    .values({ ...row, hash: Buffer.from(row.hash) })
    .run();
  return true;
}

type Admissions = Pick<AccessStore, 'putAdmission' | 'getAdmission' | 'listAdmissions' | 'settleAdmission'>;

const admissionActs = (db: Db): Admissions => ({
  putAdmission: (row) =>
    write(db, () => {
      const waiting = eq(admissions.state, 'waiting');
      const same = and(waiting, eq(admissions.address, row.address), eq(admissions.path, row.path));
      const values = { ...row, bytes: Buffer.from(row.bytes) };
      const before = db.orm.select().from(admissions).where(same).get();
      if (before !== undefined) {
        // Whoever asks again keeps the address under which the answer will be.
        const { id, ...rest } = values;
        db.orm.update(admissions).set(rest).where(eq(admissions.id, before.id)).run();
        return { ...row, id: before.id };
      }
      // What nobody has decided in so long is sent again by whoever still wants it.
      const expired = lt(admissions.received, row.received - LIMITS.invitationMs);
      db.orm.delete(admissions).where(and(waiting, expired)).run();
      const number = (of: typeof waiting | undefined) =>
        db.orm.select({ n: count() }).from(admissions).where(of).get()?.n ?? 0;
      // The path is whatever the sender says: one repository is not to fill the places of all.
      const ofRepository = number(and(waiting, eq(admissions.address, row.address)));
      if (ofRepository >= LIMITS.admissionsOfRepository || number(waiting) >= LIMITS.admissionsWaiting) return null;
      forgetOld(db);
      db.orm.insert(admissions).values(values).run();
      return row;
    }),
  async getAdmission(id) {
    return (db.orm.select().from(admissions).where(eq(admissions.id, id)).get() as AdmissionRow | undefined) ?? null;
  },
  async listAdmissions(state, limit) {
    const wanted = state === null ? undefined : eq(admissions.state, state);
    const rows = db.orm.select().from(admissions).where(wanted).orderBy(asc(admissions.received), asc(admissions.id));
    return rows.limit(limit).all() as AdmissionRow[];
  },
  async settleAdmission({ id, digest }, state, reason, now) {
    const one = and(eq(admissions.id, id), eq(admissions.digest, digest), eq(admissions.state, 'waiting'));
    // What was sent may name persons: it is not kept for longer than it is needed.
    const set = { state, reason, decided: now, bytes: Buffer.alloc(0) };
    return (await retrying(() => db.orm.update(admissions).set(set).where(one).run())).changes > 0;
  },
});

/** Of those that were settled the last ones are kept, for whoever asks what became of them. */
function forgetOld(db: Db): void {
  const settled = ne(admissions.state, 'waiting');
  const last = db.orm.select({ decided: admissions.decided }).from(admissions).where(settled);
  const edge = last.orderBy(desc(admissions.decided)).limit(1).offset(LIMITS.admissionsKept).get()?.decided ?? null;
  if (edge !== null)
    db.orm
      .delete(admissions)
      .where(and(settled, lt(admissions.decided, edge)))
      .run();
}

type Invitations = Pick<AccessStore, 'putInvitation' | 'listInvitations' | 'takeInvitation' | 'dropInvitation'>;

const invitationActs = (db: Db): Invitations => ({
  async putInvitation(row) {
    await retrying(() => db.orm.insert(invitations).values(row).run());
  },
  async listInvitations(now) {
    const open = and(gt(invitations.expires, now), isNull(invitations.entry));
    return db.orm
      .select()
      .from(invitations)
      .where(open)
      .orderBy(asc(invitations.created))
      .limit(LIMITS.invitations)
      .all();
  },
  async takeInvitation(id, entry) {
    const open = and(eq(invitations.id, id), isNull(invitations.entry));
    return (await retrying(() => db.orm.update(invitations).set({ entry }).where(open).run())).changes > 0;
  },
  async dropInvitation(id) {
    return (await retrying(() => db.orm.delete(invitations).where(eq(invitations.id, id)).run())).changes > 0;
  },
});

const actActs = (db: Db): Pick<AccessStore, 'noteAct' | 'listActs'> => ({
  async noteAct(row) {
    await write(db, () => {
      const seq = Number(db.orm.insert(acts).values(row).run().lastInsertRowid);
      db.orm
        .delete(acts)
        .where(lte(acts.seq, seq - LIMITS.acts))
        .run();
    });
  },
  async listActs(limit, before) {
    const older = before === undefined ? undefined : lt(acts.seq, before);
    return db.orm.select().from(acts).where(older).orderBy(desc(acts.seq)).limit(limit).all();
  },
});
