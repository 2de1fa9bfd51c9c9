import { formatVerifierKey } from '../../src/journal/key.ts';
import { emptyState, stateDigest } from '../../src/journal/log-state.ts';
import type { PeerRow } from '../../src/store/mirror-port.ts';
import type { Store } from '../../src/store/port.ts';
import type { TestLog } from '../helpers/test-log.ts';

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
