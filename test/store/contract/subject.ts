import { randomId } from '../../../src/kernel/digest.ts';
import type { Kind } from '../../../src/records/kinds.ts';
import type { EntryKey, RecordRow, Store } from '../../../src/store/port.ts';
import type { TestClock } from '../steps.ts';

/** An open store under test. Tests use slugs of their own, and leave the kind `network` to the other process. */
export interface Opened {
  store: Store;
  clock: TestClock;
}

/** A slug that no other test has. */
export const unique = (word = 'x'): string => `${word}-${randomId()}`;

export const fresh = (origin = 0, kind: Kind = 'software'): EntryKey => ({ origin, kind, slug: unique() });

export const slugs = (rows: { slug: string }[]): string[] => rows.map(({ slug }) => slug);

/** All records of a kind, page by page. */
export async function everyRecord(store: Store, kind: Kind, page: number): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  for (;;) {
    const next = await store.listRecords(kind, rows.at(-1)?.ord ?? 0, page);
    rows.push(...next);
    if (next.length < page) return rows;
  }
}

export async function everyLeaf(store: Store): Promise<{ index: number; bytes: Uint8Array }[]> {
  const leaves: { index: number; bytes: Uint8Array }[] = [];
  for (;;) {
    const next = await store.readLeaves(leaves.length, 100);
    leaves.push(...next);
    if (next.length < 100) return leaves;
  }
}

/** All words of the index, as they are stored. */
export const everyWord = async (store: Store): Promise<string[]> =>
  (await store.wordsSince(0, 1e6)).map(({ word }) => word);
