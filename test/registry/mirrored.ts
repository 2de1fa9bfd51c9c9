import { formatVerifierKey } from '../../src/journal/key.ts';
import { emptyState, stateDigest } from '../../src/journal/log-state.ts';
import type { MirrorRow, PeerRow } from '../../src/store/mirror-port.ts';
import type { Store } from '../../src/store/port.ts';
import { TestLog } from '../helpers/test-log.ts';
import { openWorld, type World } from './world.ts';

/** A pin of this log as an operator would have made it. */
export const newPeer = (log: TestLog, over: Partial<PeerRow> = {}): Omit<PeerRow, 'origin'> => {
  const base = log.origin.replace(/\/log\/\d+$/, '');
  return {
    originName: base,
    name: base,
    url: `https://${base}`,
    state: 'active',
    document: JSON.stringify(log.document),
    words: formatVerifierKey(log.root),
    facets: [],
    approved: 1_000_000,
    tokens: 0,
    tokensAt: 0,
    added: 1,
    health: '{}',
    ...over,
  };
};

/** Digest of the log state as it is stored, in hexadecimal. */
export async function digestOfStored(store: Store, log: number): Promise<string> {
  const state = emptyState();
  for (let after = ''; ; ) {
    const rows = await store.listLogEntries(log, after, 100);
    for (const { id, state: entry } of rows) state.entries.set(id, entry);
    const last = rows.at(-1);
    if (last === undefined) return stateDigest(state).toString('hex');
    after = last.id;
  }
}

export interface Mirroring extends World {
  log: TestLog;
  peer: PeerRow;
  mirror: MirrorRow;
  /** Writes everything that the log has more. */
  pull(options?: { bodies?: boolean }): Promise<void>;
  state(id: string): Promise<string | undefined>;
}

/** A world that mirrors a log, which the test writes. */
export async function mirroring(t: Parameters<typeof openWorld>[0], base?: string): Promise<Mirroring> {
  const world = openWorld(t);
  const log = new TestLog(base);
  const peer = await world.store.putPeer(newPeer(log));
  const mirror = await world.store.openMirror(peer.origin, log.origin);
  const pull = async ({ bodies = true } = {}) => {
    for (;;) {
      const { size } = (await world.store.getMirror(log.origin)) as MirrorRow;
      if (size === log.size) break;
      const to = Math.min(log.size, (Math.floor(size / 256) + 1) * 256);
      await world.registry.mirror(mirror.log, log.bundle(size, to, { bodies }));
    }
    await world.registry.mirrorHead(mirror.log, log.head());
  };
  const state = async (id: string) => {
    const [kind, slug] = id.split('/');
    return world.raw
      .prepare('SELECT state FROM entries WHERE origin = ? AND kind = ? AND slug = ?')
      .pluck()
      .get(peer.origin, kind, slug) as string | undefined;
  };
  return { ...world, log, peer, mirror, pull, state };
}

/** Pins another log and mirrors all of it. */
export async function mirrorAll(
  { store, registry }: Pick<World, 'store' | 'registry'>,
  log: TestLog,
): Promise<PeerRow> {
  const peer = await store.putPeer(newPeer(log));
  const { log: number } = await store.openMirror(peer.origin, log.origin);
  await registry.mirror(number, log.bundle());
  await registry.mirrorHead(number, log.head());
  return peer;
}
