import { checkpointText, type Head } from '../journal/checkpoint.ts';
import type { SignerKey } from '../journal/key.ts';
import { formatNote, signText } from '../journal/note.ts';
import { decodeEdge, rootOf } from '../journal/tree.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import type { Fence } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import { readHighWater, writeHighWater } from './high-water.ts';
import type { KeyRing } from './key-files.ts';
import { newNodes, rootAt } from './tree-reader.ts';

export type SignStore = Pick<Store, 'getHead' | 'readLog' | 'swapHead' | 'logLeaves' | 'logNodes'>;

export interface Signing {
  store: SignStore;
  clock: Clock;
  /** The data folder: the last signed head is kept beside the keys. */
  data: string;
  keys: Pick<KeyRing, 'log' | 'previous'>;
  fence: Fence;
}

/**
 * Signs the present size of our log, if it has grown since the last head. What is signed goes to the disk beside the keys
 * first, then by compare-and-swap into the database, and is public only from then on. Null where nothing was to be signed or
 * somebody else has. Throws `damaged-data` where the log is behind what was signed before.
 */
export async function signNew({ store, clock, data, keys, fence }: Signing): Promise<Head | null> {
  const before = await store.getHead(OWN_LOG);
  const log = await store.readLog();
  if (log.size === 0 || log.size === before?.size) return null;
  const origin = keys.log.name;
  if (before !== null && before.origin !== origin)
    throw new CodedError('unsafe-keys', `The log is ${before.origin}, and the key is of ${origin}.`);
  const head = { origin, size: log.size, root: rootOf(decodeEdge(log.edge)) };
  const nodes = await newNodes(store, OWN_LOG, before?.size ?? 0, head.size);
  const now = clock.now();
  await writeHighWater(data, head);
  const row = {
    ...head,
    log: OWN_LOG,
    mine: true,
    note: Buffer.from(signedBy(head, signersIn(keys), now)),
    signed: now,
  };
  if (await store.swapHead(row, before?.size ?? null, nodes, fence)) return head;
  // Somebody else has signed, perhaps more: what lies beside the keys must not stay behind that.
  const present = await store.getHead(OWN_LOG);
  if (present !== null && present.size > head.size)
    await writeHighWater(data, { ...present, root: Buffer.from(present.root) });
  return null;
}

const signersIn = ({ log, previous }: Signing['keys']): SignerKey[] =>
  previous === null || previous.name !== log.name ? [log] : [log, previous];

function signedBy(head: Head, signers: SignerKey[], now: number): string {
  const text = checkpointText(head);
  return formatNote({ text, signatures: signers.map((signer) => signText(text, signer, Math.floor(now / 1000))) });
}

/**
 * Before anything is signed: whether the log still begins with what was signed last. Returns why not, or null. A log that is
 * shorter, or has another root at that size, comes from a backup or a disk that lost what it had confirmed; to sign it would
 * be to sign a fork.
 */
export async function forkRisk({
  store,
  data,
  keys,
}: Pick<Signing, 'store' | 'data' | 'keys'>): Promise<string | null> {
  const last = await readHighWater(data);
  if (last === null || last.origin !== keys.log.name) return null;
  const log = await store.readLog();
  if (log.size < last.size) return `The log has ${log.size} leaves, and ${last.size} were signed.`;
  const before = await store.getHead(OWN_LOG);
  if (before !== null && before.size === last.size && Buffer.from(before.root).equals(last.root)) return null;
  const nodes = await newNodes(store, OWN_LOG, 0, last.size);
  const kept = {
    ...store,
    logNodes: async (_log: number, level: number, from: number, limit: number) =>
      nodes
        .filter((node) => node.level === level && node.index >= from)
        .slice(0, limit)
        .map(({ hash }) => hash),
  };
  const root = await rootAt(
    { logLeaves: (...args) => store.logLeaves(...args), logNodes: kept.logNodes },
    OWN_LOG,
    last.size,
  );
  return root.equals(last.root) ? null : `The log has another root at size ${last.size} than the one that was signed.`;
}
