import { COSIGNATURE_KEY, formatVerifierKey, NOTE_KEY, signerOf } from '../journal/key.ts';
import { type EpochReason, encodeKeyDocument, type KeyDocument, openKeyDocument } from '../journal/key-document.ts';
import { encodeLeaf } from '../journal/leaf.ts';
import { encodeEdge } from '../journal/tree.ts';
import { digestName } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import type { EpochFound, EpochPlan, Fence, HeadRow } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import { currentKeys, KEY_ID, KEY_MEDIA_TYPE } from './control.ts';
import { type Progress, stageNext } from './epoch-leaves.ts';
import { settleKeys, stageKeys } from './key-change.ts';
import type { KeyRing } from './key-files.ts';
import { originLine, splitOrigin } from './names.ts';

type EpochStore =
  | 'listHeads'
  | 'listControls'
  | 'openEpoch'
  | 'beginStage'
  | 'carried'
  | 'carriedSince'
  | 'counts'
  | 'stageLeaves';

export interface EpochDeps {
  store: Pick<Store, EpochStore>;
  data: string;
  keys: KeyRing;
  fence: Fence;
  now: number;
  salt: string;
  told?: Progress;
}

/**
 * Begins our log anew under another name or number: with keys of its own, a first leaf that names the old log and how far it
 * goes, and a leaf for everything that stands. The old log stays as it was signed. The leaves are laid beside it, a few a
 * transaction, and one short transaction puts them in its place. Throws `unsafe-keys` without a root key, and `conflict` where
 * another process has signed meanwhile.
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
  const { stage, next } = await stageNext(store, now, deps.told);
  const plan = ({ head, changed }: EpochFound): EpochPlan => {
    const leaves = next.take(changed, now);
    const body = encodeKeyDocument(document(head, next.size), signers, salt);
    openKeyDocument(body, before);
    const digest = digestName(body);
    const bytes = encodeLeaf({
      ...{ v: 1, op: 'key', id: KEY_ID, ts: Math.floor(now / 1000), p: -1 },
      ...{ d: digest, n: body.byteLength, m: KEY_MEDIA_TYPE },
    });
    next.set(0, bytes);
    return {
      control: { id: KEY_ID, digest, mediaType: KEY_MEDIA_TYPE, body },
      leaves: [{ index: 0, ord: 0, bytes }, ...leaves],
      ...{ size: next.size, edge: encodeEdge(next.edge()) },
    };
  };
  const opened = await store.openEpoch(before.origin, stage, plan, fence);
  await settleKeys(data, await currentKeys(store));
  if (!opened) throw new CodedError('conflict', 'Another process has signed meanwhile. Try again.');
}

const nextEpoch = (heads: HeadRow[]): number =>
  1 + Math.max(0, ...heads.filter(({ mine }) => mine).map(({ origin }) => splitOrigin(origin)?.epoch ?? 0));
