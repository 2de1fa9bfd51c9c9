import Database from 'better-sqlite3';
import type { Test } from 'tap';
import type { Kind } from '../../src/records/kinds.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Provenance, Published, Registry, Submission } from '../../src/registry/types.ts';
import type { EntryKey, Store } from '../../src/store/port.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { type TestClock, testClock } from '../store/steps.ts';
import { temporaryFolder } from '../store/temporary.ts';

export interface World {
  folder: string;
  store: Store;
  registry: Registry;
  clock: TestClock;
  /** The same database from outside. */
  raw: Database.Database;
}

/** A registry over an empty database in a file; closed with the test. */
export function openWorld(t: Pick<Test, 'teardown'>): World {
  const folder = temporaryFolder(t);
  const clock = testClock();
  const store = openStore({ folder, clock, busyMs: 1_000, what: 'a test' });
  const registry = createRegistry({ store, clock, serving: false });
  const raw = new Database(`${folder}/alminding.db`);
  t.teardown(async () => {
    raw.close();
    await registry.close();
    await store.close();
  });
  return { folder, store, registry, clock, raw };
}

export const PUSH: Provenance = { by: 'push', actor: 'operator' };
export const inFolder = (file: string): Provenance => ({ by: 'folder', file });
export const crawled = (url: string, commit: string): Provenance => ({
  by: 'crawl',
  url,
  commit,
  path: 'publiccode.yml',
});

/** A record as JSON; by `push` it is one of the owner's account. */
export const recordOf = (kind: Kind, record: object, more: Partial<Submission> = {}): Submission => ({
  kind,
  bytes: Buffer.from(JSON.stringify(record)),
  mediaType: 'application/json',
  provenance: PUSH,
  ...more,
});

export const software = (name: string, more: object = {}, over: Partial<Submission> = {}): Submission =>
  recordOf(
    'software',
    { name, url: `https://forge.example/${name.toLowerCase().replaceAll(' ', '-')}`, ...more },
    over,
  );

/** A manifest as YAML. */
export const manifest = (text: string, provenance: Provenance = PUSH): Submission => ({
  ...{ kind: 'software', bytes: Buffer.from(text), mediaType: 'application/yaml', provenance },
});

export const keyOf = ({ id }: Pick<Published, 'id'>, origin = 0): EntryKey => {
  const [kind, slug] = id.split('/') as [Kind, string];
  return { origin, kind, slug };
};

/** The record of an entry as its view shows it. */
export async function shown(world: World, entry: EntryKey): Promise<Record<string, unknown>> {
  const row = await world.store.getRecord(entry);
  return row === null ? {} : (JSON.parse(row.view) as { record: Record<string, unknown> }).record;
}

export async function viewOf(world: World, entry: EntryKey): Promise<Record<string, unknown>> {
  return JSON.parse((await world.store.getRecord(entry))?.view ?? '{}') as Record<string, unknown>;
}

export const leafCount = async ({ store }: World): Promise<number> => (await store.readLog()).size;

/** The code that a refusal carries, with its detail; `null` where nothing was refused. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  return work.then(
    () => null,
    (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
  );
}
