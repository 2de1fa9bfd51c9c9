import Database from 'better-sqlite3';
import type { Test } from 'tap';
import { createSigner, type Signer } from '../../src/logs/loop.ts';
import { createServed, type Served } from '../../src/logs/served.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Registry } from '../../src/registry/types.ts';
import type { Store } from '../../src/store/port.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { type TestClock, testClock } from '../store/steps.ts';
import { temporaryFolder } from '../store/temporary.ts';

/** The loop does not turn by itself: tests say when. */
export const NEVER = 3_600_000;

export interface LogWorld {
  folder: string;
  store: Store;
  registry: Registry;
  signer: Signer;
  served: Served;
  clock: TestClock;
  /** The same database from outside. */
  raw: Database.Database;
  /** What the signer complained of. */
  complaints: string[];
  close(): Promise<void>;
}

/** A catalogue that signs its log, over a database in a file. `folder` may be one that was used before. */
export async function openLogs(
  t: Pick<Test, 'teardown'>,
  { publicUrl = 'https://catalogue.example', folder = temporaryFolder(t) } = {},
): Promise<LogWorld> {
  const clock = testClock();
  const store = openStore({ folder, clock, busyMs: 1_000, what: 'a test' });
  const registry = createRegistry({ store, clock, serving: false });
  const raw = new Database(`${folder}/alminding.db`);
  const fence = await store.lease('loops', 'test', 3_600_000);
  const complaints: string[] = [];
  let salts = 0;
  const signer = createSigner({
    ...{ store, clock, data: folder, publicUrl, fence: () => fence, everyMs: NEVER },
    salt: () => {
      salts += 1;
      return `salt-${salts}`;
    },
    report: (error) => complaints.push(error instanceof Error ? error.message : String(error)),
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await signer.end();
    raw.close();
    await registry.close();
    await store.close();
  };
  t.teardown(close);
  return { folder, store, registry, signer, served: createServed(store), clock, raw, complaints, close };
}

/** Publishes so many products whose names begin with a word; one of them again and again with the same number. */
export async function publishMany(registry: Registry, count: number, word = 'product', version = '1'): Promise<void> {
  const submissions = Array.from({ length: count }, (_, i) => ({
    kind: 'software' as const,
    bytes: Buffer.from(JSON.stringify({ name: `${word} ${i}`, url: `https://forge.example/${word}-${i}`, version })),
    mediaType: 'application/json' as const,
    provenance: { by: 'push' as const, actor: 'operator' },
  }));
  for (const answer of await registry.publishAll(submissions)) if ('refused' in answer) throw answer.refused;
}
