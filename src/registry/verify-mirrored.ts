import { setImmediate as nextTurn } from 'node:timers/promises';
import { openCheckpoint } from '../journal/checkpoint.ts';
import { type KeyDocument, verifierKeys } from '../journal/key-document.ts';
import { decodeLeaf, type Leaf } from '../journal/leaf.ts';
import { applyLeaf, emptyState, type LogState } from '../journal/log-state.ts';
import { appendLeaf, decodeEdge, type Edge, emptyEdge, leafHash, rootOf } from '../journal/tree.ts';
import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { MirrorRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import type { Report } from './verify-entry.ts';

export type MirroredStore = Pick<
  Store,
  | 'listMirrors'
  | 'listPeers'
  | 'logLeaves'
  | 'getHead'
  | 'listControls'
  | 'listLogEntries'
  | 'listWanted'
  | 'listEntries'
  | 'listVersions'
  | 'getBody'
  | 'getBlob'
  | 'getUnshown'
  | 'logEntry'
  | 'getProjection'
>;

/** What a mirrored log says when it is replayed up to the size that it had when the run began. */
export interface MirroredReplay {
  mirror: MirrorRow;
  state: LogState;
  /** The leaf that names the present body of an id. */
  puts: Map<string, Extract<Leaf, { d: string; n: number }>>;
  /** `id digest` of bodies that the log has erased. */
  erased: Set<string>;
}

/**
 * Replays a mirrored log: its leaves against the stored edge, the signed head and its signature, and what they say of each id
 * against what is stored of it. Null where a leaf is missing.
 */
export async function replayMirrored(
  store: MirroredStore,
  mirror: MirrorRow,
  report: Report,
  onLeaves: (done: number) => void,
): Promise<MirroredReplay | null> {
  const replay: MirroredReplay = { mirror, state: emptyState(), puts: new Map(), erased: new Set() };
  const head = await store.getHead(mirror.log);
  const digests = new Map<string, string[]>();
  let edge: Edge = emptyEdge();
  let atHead: Buffer | null = null;
  while (edge.size < mirror.size) {
    const asked = Math.min(LIMITS.verifyPage, mirror.size - edge.size);
    const page = await store.logLeaves(mirror.log, edge.size, asked);
    if (page.length < asked) {
      const about = `leaves ${edge.size} to ${edge.size + asked - 1} of ${mirror.line}`;
      report('leaf', about, `Of these only ${page.length} are here.`);
      return null;
    }
    for (const bytes of page) {
      apply(replay, digests, edge.size, bytes);
      edge = appendLeaf(edge, leafHash(bytes));
      if (edge.size === head?.size) atHead = rootOf(edge);
    }
    onLeaves(edge.size);
    await nextTurn();
  }
  const stored = edgeRoot(mirror);
  if (mirror.size > 0 && !stored?.equals(rootOf(edge)))
    report('tree', mirror.line, 'The leaves give another root hash than the stored edge of the tree.');
  if (head !== null && head.size <= mirror.size) await checkHead(store, mirror, { ...head, atHead }, report);
  await compareStates(store, replay, report);
  return replay;
}

function apply(
  { state, puts, erased }: MirroredReplay,
  digests: Map<string, string[]>,
  index: number,
  bytes: Buffer | Uint8Array,
): void {
  const effect = applyLeaf(state, index, bytes);
  // Inert leaves keep their place and mean nothing: that is the affair of their origin.
  if (!effect.effective) return;
  const { leaf } = effect;
  if ('n' in leaf) {
    puts.set(leaf.id, leaf);
    digests.set(leaf.id, [...(digests.get(leaf.id) ?? []), leaf.d]);
  }
  if (leaf.op === 'erase')
    for (const digest of leaf.d === undefined ? (digests.get(leaf.id) ?? []) : [leaf.d])
      erased.add(`${leaf.id} ${digest}`);
}

function edgeRoot({ edge, size }: MirrorRow): Buffer | null {
  try {
    const decoded = decodeEdge(edge);
    return decoded.size === size ? rootOf(decoded) : null;
  } catch {
    return null;
  }
}

interface Headed {
  size: number;
  root: Uint8Array;
  note: Uint8Array;
  atHead: Buffer | null;
}

/** The head must be that of these leaves, and signed with a key that the network was pinned with or has named since. */
async function checkHead(store: MirroredStore, mirror: MirrorRow, head: Headed, report: Report): Promise<void> {
  if (head.size > 0 && !head.atHead?.equals(Buffer.from(head.root)))
    report('tree', mirror.line, `The leaves up to ${head.size} have another root hash than the signed head.`);
  const peer = (await store.listPeers()).find(({ origin }) => origin === mirror.origin);
  const keys = new Set(peer === undefined ? [] : (JSON.parse(peer.document) as KeyDocument).log);
  for (const { body } of await store.listControls('control/key', mirror.log))
    for (const key of logKeys(body)) keys.add(key);
  try {
    const { root } = openCheckpoint(Buffer.from(head.note), mirror.line, verifierKeys([...keys]));
    if (!root.equals(Buffer.from(head.root))) report('tree', mirror.line, 'The signed head names another root hash.');
  } catch (error) {
    if (!isCoded(error)) throw error;
    report('log', mirror.line, `Its head is not signed with a key of its network: ${error.message}`);
  }
}

function logKeys(body: Uint8Array): string[] {
  try {
    const { text } = JSON.parse(Buffer.from(body).toString('utf8')) as { text: string };
    return [...(JSON.parse(text) as KeyDocument).log];
  } catch {
    return [];
  }
}

/** What is stored of each id against what the leaves say; what changed meanwhile stands behind the size of this run. */
async function compareStates(store: MirroredStore, { mirror, state }: MirroredReplay, report: Report): Promise<void> {
  const missing = new Set(state.entries.keys());
  for (let after = ''; ; ) {
    const rows = await store.listLogEntries(mirror.log, after, LIMITS.verifyPage);
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const { id, state: stored } of rows) {
      missing.delete(id);
      if (stored.index >= mirror.size) continue;
      const said = state.entries.get(id);
      if (said?.index !== stored.index || said.digest !== stored.digest || said.status !== stored.status)
        report('entry-state', `${id} of ${mirror.line}`, 'What is stored of this id is not what the leaves say of it.');
    }
    after = last.id;
    await nextTurn();
  }
  for (const id of missing) report('entry-state', `${id} of ${mirror.line}`, 'Nothing is stored of this id.');
}

export const leafAt = async (store: MirroredStore, log: number, index: number): Promise<Leaf | null> => {
  const [bytes] = await store.logLeaves(log, index, 1);
  return bytes === undefined ? null : decodeLeaf(bytes);
};
