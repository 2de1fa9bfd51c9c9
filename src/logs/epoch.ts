import { COSIGNATURE_KEY, formatVerifierKey, NOTE_KEY, type SignerKey, signerOf } from '../journal/key.ts';
import { type EpochReason, encodeKeyDocument, type KeyDocument, openKeyDocument } from '../journal/key-document.ts';
import { decodeLeaf, encodeLeaf, type Leaf, REASONS, type Reason } from '../journal/leaf.ts';
import { appendLeaf, type Edge, emptyEdge, encodeEdge, leafHash } from '../journal/tree.ts';
import { digestName } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import type { CarriedEntry, EpochFound, EpochPlan, Fence, HeadRow } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import { currentKeys, KEY_ID, KEY_MEDIA_TYPE } from './control.ts';
import { settleKeys, stageKeys } from './key-change.ts';
import type { KeyRing } from './key-files.ts';
import { originLine, splitOrigin } from './names.ts';

export interface EpochDeps {
  store: Pick<Store, 'listHeads' | 'openEpoch' | 'listControls'>;
  data: string;
  keys: KeyRing;
  fence: Fence;
  now: number;
  salt: string;
}

/**
 * Begins our log anew under another name or number: with keys of its own, a first leaf that names the old log and how far it
 * goes, and a leaf for everything that stands. The old log stays as it was signed. Throws `unsafe-keys` without a root key,
 * and `conflict` where another process has signed meanwhile.
 */
export async function beginEpoch(deps: EpochDeps, base: string, reason: EpochReason): Promise<void> {
  const { store, data, keys, fence, now, salt } = deps;
  const before = await currentKeys(store);
  const signers = [keys.root, keys.recovery].filter((key) => key !== null);
  if (before === null || signers.length === 0)
    throw new CodedError(
      'unsafe-keys',
      'The root key is not in the data folder, and a new epoch must be signed with it.',
    );
  const origin = originLine(base, nextEpoch(await store.listHeads()));
  const fresh = { log: signerOf(origin, NOTE_KEY), witness: signerOf(`${base}/witness`, COSIGNATURE_KEY) };
  await stageKeys(data, fresh);
  const document = (head: HeadRow, complete: number): KeyDocument => ({
    ...before,
    n: before.n + 1,
    origin,
    log: [formatVerifierKey(fresh.log)],
    // Cosignatures under the old name stay good.
    witness: [formatVerifierKey(fresh.witness), ...before.witness.slice(0, 1)],
    ts: Math.floor(now / 1000),
    epoch: { origin: head.origin, size: head.size, root: Buffer.from(head.root).toString('base64'), reason, complete },
  });
  const plan = (found: EpochFound): EpochPlan => {
    const leaves = found.entries.flatMap((entry) => takenOver(entry, now));
    const made = document(found.head, leavesOf(found) + 1);
    return planOf(made, before, signers, salt, now, leaves);
  };
  const opened = await store.openEpoch(before.origin, plan, fence);
  await settleKeys(data, await currentKeys(store));
  if (!opened) throw new CodedError('conflict', 'Another process has signed meanwhile. Try again.');
}

const nextEpoch = (heads: HeadRow[]): number =>
  1 + Math.max(0, ...heads.filter(({ mine }) => mine).map(({ origin }) => splitOrigin(origin)?.epoch ?? 0));

const leavesOf = ({ entries }: EpochFound): number =>
  entries.reduce(
    (sum, { leaf, state, erased }) => sum + (leaf !== null || state === 'withdrawn' ? 1 : 0) + erased.length,
    0,
  );

/** The leaves that state anew what stands of an entry; their indexes are still to be given, as is the `p` of each. */
function takenOver({ ord, id, state, reason, leaf, erased }: CarriedEntry, now: number): { ord: number; leaf: Leaf }[] {
  const ts = Math.floor(now / 1000);
  const old = leaf === null ? null : decodeLeaf(leaf);
  const leaves: Leaf[] = [];
  if (old !== null && (old.op === 'put' || old.op === 'move')) leaves.push({ ...old, p: -1 });
  if (state === 'withdrawn') leaves.push({ v: 1, op: 'del', id, ts, p: -1, r: asReason(reason) });
  for (const d of erased) leaves.push({ v: 1, op: 'erase', id, ts, p: -1, d });
  return leaves.map((one) => ({ ord, leaf: one }));
}

const asReason = (reason: string | null): Reason =>
  (REASONS as readonly string[]).includes(reason ?? '') ? (reason as Reason) : 'withdrawn';

function planOf(
  document: KeyDocument,
  before: KeyDocument,
  signers: SignerKey[],
  salt: string,
  now: number,
  taken: { ord: number; leaf: Leaf }[],
): EpochPlan {
  const body = encodeKeyDocument(document, signers, salt);
  openKeyDocument(body, before);
  const digest = digestName(body);
  const bytes = encodeLeaf({
    ...{ v: 1, op: 'key', id: KEY_ID, ts: Math.floor(now / 1000), p: -1 },
    ...{ d: digest, n: body.byteLength, m: KEY_MEDIA_TYPE },
  });
  let edge: Edge = appendLeaf(emptyEdge(), leafHash(bytes));
  const last = new Map<number, number>();
  const leaves = taken.map(({ ord, leaf }) => {
    const encoded = encodeLeaf({ ...leaf, p: last.get(ord) ?? -1 });
    last.set(ord, edge.size);
    edge = appendLeaf(edge, leafHash(encoded));
    return { ord, bytes: encoded };
  });
  return { control: { id: KEY_ID, digest, mediaType: KEY_MEDIA_TYPE, body, bytes }, leaves, edge: encodeEdge(edge) };
}
