import type { KeyDocument } from '../journal/key-document.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { EvidenceRow, TrustStore } from '../store/trust-port.ts';
import { currentKeys } from './control.ts';
import { type EvidenceFile, evidenceFile } from './forks.ts';
import type { SigningState } from './loop.ts';
import { createServed, type Served, type ServedStore } from './served.ts';
import { createWitness, type Witness, type WitnessDeps } from './witness.ts';

/** The logs that are held here, and what the process does with its own. */
export interface Logs {
  served: Served;
  /** Our present log and its keys; null before the first head was signed. */
  own(): Promise<{ head: HeadRow; keys: KeyDocument } | null>;
  signing(): SigningState;
  /** Cosigns the logs of others. */
  witness: Witness;
  /** Origin line of the mirrored log with this key, or null. */
  originOfKey(key: string): Promise<string | null>;
  /** Called with the origin line of a mirrored log that has grown. */
  news(origin: string): void;
  /** Who wants to hear of that. */
  onNews(hear: (origin: string) => void): void;
  /** Proofs that logs have two histories, newest first. */
  forks(): Promise<EvidenceRow[]>;
  /** One of them as a file that anybody can check; null where there is none. */
  fork(id: string): Promise<EvidenceFile | null>;
}

type LogsStore = ServedStore & WitnessDeps['store'] & Pick<TrustStore, 'listWitnessed'>;

/** Without a clock and keys nothing of others is cosigned. */
const NO_WITNESS: Omit<WitnessDeps, 'store'> = { clock: { now: () => 0 }, key: async () => null };

/** `signing` tells whether heads are signed; a process that signs none says so. */
export const createLogs = (store: LogsStore, signing: () => SigningState, witness = NO_WITNESS): Logs => ({
  served: createServed(store),
  witness: createWitness({ store, ...witness }),
  forks: () => store.listEvidence(),
  async fork(id) {
    const row = (await store.listEvidence()).find((one) => one.id === id);
    return row === undefined ? null : evidenceFile(row);
  },
  signing,
  async originOfKey(key) {
    const logs = await store.listWitnessed();
    return logs.find(({ mirrored, keys }) => mirrored && keys.includes(key))?.origin ?? null;
  },
  ...newsOf(),
  async own() {
    const [head, keys] = [await store.getHead(OWN_LOG), await currentKeys(store)];
    return head === null || keys === null ? null : { head, keys };
  },
});

function newsOf(): Pick<Logs, 'news' | 'onNews'> {
  const ears: ((origin: string) => void)[] = [];
  return {
    news: (origin) => {
      for (const hear of ears) hear(origin);
    },
    onNews: (hear) => {
      ears.push(hear);
    },
  };
}
