import type { KeyDocument } from '../journal/key-document.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import type { HeadRow } from '../store/log-port.ts';
import { currentKeys } from './control.ts';
import type { SigningState } from './loop.ts';
import { createServed, type Served, type ServedStore } from './served.ts';

/** The logs that are held here, and what the process does with its own. */
export interface Logs {
  served: Served;
  /** Our present log and its keys; null before the first head was signed. */
  own(): Promise<{ head: HeadRow; keys: KeyDocument } | null>;
  signing(): SigningState;
}

/** `signing` tells whether heads are signed; a process that signs none says so. */
export const createLogs = (store: ServedStore, signing: () => SigningState): Logs => ({
  served: createServed(store),
  signing,
  async own() {
    const [head, keys] = [await store.getHead(OWN_LOG), await currentKeys(store)];
    return head === null || keys === null ? null : { head, keys };
  },
});
