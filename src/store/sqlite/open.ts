import type { Store, StoreOptions } from '../port.ts';
import { accessActs } from './access.ts';
import { backupTo } from './backup.ts';
import { commit } from './commit.ts';
import { crawlActs } from './crawl.ts';
import { type Db, openDatabase } from './database.ts';
import { decisionActs } from './decisions.ts';
import { draftActs } from './drafts.ts';
import { translate } from './failures.ts';
import { handOverReads } from './hand-overs.ts';
import { headActs } from './heads.ts';
import { hookActs } from './hooks.ts';
import { derivedActs, fileReads, holderReads, leaseActs, register, sweep, unregister } from './housekeeping.ts';
import { imageActs } from './images.ts';
import { logReads } from './log.ts';
import { pastReads } from './past.ts';
import { peerActs } from './peers.ts';
import { addressReads, checkReads, linkReads, recordReads, versionReads } from './reads.ts';
import { searchReads } from './search.ts';
import { trustActs } from './trust.ts';

/**
 * Opens the data folder's SQLite database, making it where there is none unless it must exist (else `no-data`, and nothing
 * is made). Throws `newer-database`, `read-only`,
 * `disk-full`, `busy`, `damaged-data`, `data-in-use` while a backup is put in place, and `not-a-backup` for a database that
 * is not ours.
 */
export function openStore(options: StoreOptions): Store {
  const db = openDatabase(options);
  enter(db, options);
  const store: Store = {
    commit: (steps, stored) => commit(db, steps, stored),
    ...recordReads(db),
    ...addressReads(db),
    ...linkReads(db),
    ...handOverReads(db),
    ...versionReads(db),
    ...pastReads(db),
    ...checkReads(db),
    ...searchReads(db),
    ...logReads(db),
    ...headActs(db),
    ...trustActs(db),
    ...accessActs(db),
    ...crawlActs(db),
    ...draftActs(db),
    ...hookActs(db),
    ...imageActs(db),
    ...peerActs(db),
    ...fileReads(db),
    ...decisionActs(db),
    ...leaseActs(db),
    ...derivedActs(db),
    ...holderReads(db),
    async backup(file) {
      backupTo(db, file);
    },
    async close() {
      if (!db.raw.open) return;
      if (options.what !== '') leave(db);
      db.close();
    },
  };
  return guarded(store);
}

function enter(db: Db, { what, busyMs }: StoreOptions): void {
  try {
    translate(() => {
      sweep(db);
      if (what !== '') register(db, what);
      // Nobody is served yet while it opens, so that it may wait; from now on as long as was asked for.
      db.raw.pragma(`busy_timeout = ${busyMs}`);
    });
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whoever can't say good-bye (the lock is not had, the disk is full) is struck out by the next who opens. */
function leave(db: Db): void {
  try {
    unregister(db);
  } catch {
    return;
  }
}

/** Every method answers failures of the database under our own codes. */
function guarded(store: Store): Store {
  const wrap =
    (act: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]) => {
      try {
        return await act(...args);
      } catch (error) {
        return translate(() => {
          throw error;
        });
      }
    };
  return {
    ...(Object.fromEntries(Object.entries(store).map(([name, act]) => [name, wrap(act)])) as unknown as Store),
    documentNow: (kind, slug, known) => translate(() => store.documentNow(kind, slug, known)),
  };
}
