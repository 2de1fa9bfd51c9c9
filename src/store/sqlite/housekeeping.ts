import { hostname } from 'node:os';
import { and, eq, ne } from 'drizzle-orm';
import type { EntryKey, FileRow, Store } from '../port.ts';
import type { Db } from './database.ts';
import { retrying } from './retry.ts';
import { derived, entries, files, leases, processes } from './tables.ts';

type Files = 'listFiles' | 'listBroken' | 'putFiles' | 'dropFile';

/** What was loaded from catalogue folders. */
export const fileReads = (db: Db): Pick<Store, Files> => ({
  async listFiles(folder) {
    const rows = db.orm
      .select()
      .from(files)
      .leftJoin(entries, eq(entries.ord, files.ord))
      .where(eq(files.folder, folder))
      .all();
    return rows.map(({ files: { ord, ...file }, entries: entry }) => ({
      ...file,
      entry: entry && { origin: entry.origin, kind: entry.kind as EntryKey['kind'], slug: entry.slug },
    }));
  },
  async listBroken(limit) {
    const { folder, file, problems } = files;
    return db.orm.select({ folder, file, problems }).from(files).where(ne(problems, '[]')).limit(limit).all();
  },
  async putFiles(rows) {
    const put = db.raw.transaction(() => {
      for (const row of rows) putFile(db, row);
    });
    await retrying(() => put.immediate());
  },
  async dropFile(folder, file) {
    const row = and(eq(files.folder, folder), eq(files.file, file));
    await retrying(() => db.orm.delete(files).where(row).run());
  },
});

function putFile(db: Db, { entry, ...row }: FileRow): void {
  const ord =
    entry &&
    db
      .sql('SELECT ord FROM entries WHERE origin = ? AND kind = ? AND slug = ?')
      .pluck()
      .get(entry.origin, entry.kind, entry.slug);
  const values = { ...row, ord: (ord as number | undefined) ?? null };
  db.orm
    .insert(files)
    .values(values)
    .onConflictDoUpdate({ target: [files.folder, files.file], set: values })
    .run();
}

export const leaseActs = (db: Db): Pick<Store, 'lease' | 'releaseLease'> => ({
  async lease(name, holder, ms) {
    const take = db.raw.transaction(() => {
      const now = db.clock.now();
      const held = db.orm.select().from(leases).where(eq(leases.name, name)).get();
      const mine = held?.holder === holder;
      if (held && !mine && held.expires > now && !isGone(held.holder)) return null;
      // Whoever takes it anew, the old holder too, gets a number of its own: what was fenced by the old one is over.
      const fence = (held?.fence ?? 0) + (mine && held.expires > now ? 0 : 1);
      const row = { name, holder, fence, expires: now + ms };
      db.orm.insert(leases).values(row).onConflictDoUpdate({ target: leases.name, set: row }).run();
      return fence;
    });
    return retrying(() => take.immediate());
  },
  async releaseLease(name, holder) {
    const own = and(eq(leases.name, name), eq(leases.holder, holder));
    await retrying(() => db.orm.update(leases).set({ expires: 0 }).where(own).run());
  },
});

export const derivedActs = (db: Db): Pick<Store, 'derivedVersion' | 'setDerivedVersion'> => ({
  async derivedVersion() {
    return db.orm.select().from(derived).get()?.version ?? null;
  },
  async setDerivedVersion(version) {
    const row = { id: 1, version };
    await retrying(() => db.orm.insert(derived).values(row).onConflictDoUpdate({ target: derived.id, set: row }).run());
  },
});

/** The processes that hold the data: each says so when it opens, and those that died without a word are struck out. */
export const register = (db: Db, what: string): void => {
  const row = { pid: process.pid, what, started: db.clock.now() };
  db.orm.insert(processes).values(row).onConflictDoUpdate({ target: processes.pid, set: row }).run();
};

export const unregister = (db: Db): void => {
  db.orm.delete(processes).where(eq(processes.pid, process.pid)).run();
};

export const holderReads = (db: Db): Pick<Store, 'holders'> => ({
  async holders() {
    return db.orm
      .select()
      .from(processes)
      .all()
      .filter(({ pid }) => isAlive(pid));
  },
});

/** Whether a holder named `host/pid/…` was a process of this machine that is no more. Of all others the lease must run out. */
export function isGone(holder: string): boolean {
  const [, host, pid] = HOLDER.exec(holder) ?? [];
  return host === hostname() && !isAlive(Number(pid));
}

/** Whether it was named by this process, or by one of the same number before it. */
export function isOurs(holder: string): boolean {
  const [, host, pid] = HOLDER.exec(holder) ?? [];
  return host === hostname() && Number(pid) === process.pid;
}

const HOLDER = /^([^/]+)\/(\d+)\//;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

/** Strikes out the rows of dead processes. Leases stay, however old: their numbers must never come again. */
export function sweep(db: Db): void {
  const dead = db.orm
    .select()
    .from(processes)
    .all()
    .filter(({ pid }) => !isAlive(pid));
  for (const { pid } of dead) db.orm.delete(processes).where(eq(processes.pid, pid)).run();
}
