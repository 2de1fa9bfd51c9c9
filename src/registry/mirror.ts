import { type ControlLeaf, decodeLeaf, type Leaf } from '../journal/leaf.ts';
import { type EntryState, entryAfter, judgeLeaf } from '../journal/log-state.ts';
import { TILE_WIDTH } from '../journal/tiles.ts';
import {
  appendLeaf,
  decodeEdge,
  type Edge,
  emptyEdge,
  encodeEdge,
  leafHash,
  nodeHash,
  rootOf,
} from '../journal/tree.ts';
import { toDay } from '../kernel/clock.ts';
import { digestName } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { NodeRow } from '../store/log-port.ts';
import type { MirrorChange, MirrorFound, MirrorReads, MirrorStep } from '../store/mirror-port.ts';
import type { EntryKey } from '../store/port.ts';
import {
  bodyChanges,
  type Delivered,
  entryOf,
  hideChanges,
  hidesShown,
  KEY_ID,
  lastWordChanges,
  removalsAllowed,
  withdrawChanges,
} from './mirror-effects.ts';
import type { Bundle, Mirrored } from './mirror-types.ts';
import { type BodyReading, readMirroredBody } from './mirrored-body.ts';
import { acceptedKeys } from './mirrored-keys.ts';

const DAY_MS = 24 * 3_600_000;

/** What a bundle is asked before the write lock is had: leaves read, bodies held against them and judged. */
export interface ReadBundle {
  bundle: Bundle;
  leaves: (Leaf | null)[];
  /** By index in the log. A body that is not the one that its leaf names was not delivered. */
  bodies: Map<number, Delivered>;
}

/** Throws `invalid-input` for more leaves than a bundle has. */
export function readBundle(bundle: Bundle): ReadBundle {
  if (bundle.leaves.length > TILE_WIDTH)
    throw new CodedError('invalid-input', `A bundle of ${bundle.leaves.length} leaves.`);
  const leaves = bundle.leaves.map((bytes) => decodeLeaf(bytes));
  const bodies = new Map<number, Delivered>();
  for (const [i, leaf] of leaves.entries()) {
    const body = bundle.bodies[i];
    const delivered = body && leaf && deliver(leaf, bundle.from + i, body);
    if (delivered) bodies.set(bundle.from + i, delivered);
  }
  return { bundle, leaves, bodies };
}

/** Null unless the body is the very one that the leaf names. */
export function deliver(leaf: Leaf, index: number, bytes: Uint8Array): Delivered | null {
  if (!('n' in leaf) || bytes.byteLength !== leaf.n || bytes.byteLength > LIMITS.bodyBytes) return null;
  if (digestName(bytes) !== leaf.d) return null;
  const reading = leaf.op === 'put' || leaf.op === 'move' ? readEntry(leaf, bytes) : ({ is: 'foreign' } as const);
  return { index, digest: leaf.d, mediaType: leaf.m, bytes, reading };
}

/** A `move`, and nothing else, has a body that names an entry of another catalogue. */
function readEntry({ id, m, op }: Extract<Leaf, { op: 'put' | 'move' }>, bytes: Uint8Array): BodyReading {
  const reading = readMirroredBody(id, m, bytes);
  if (reading.is !== 'record' || 'handOver' in reading.record === (op === 'move')) return reading;
  const message =
    op === 'move' ? 'It is moved, and names no entry elsewhere.' : 'It names an entry elsewhere, and is not moved.';
  return { is: 'faulty', problems: [{ rule: 'hand-over', severity: 'error', pointer: '/record/handOver', message }] };
}

/**
 * Writes a bundle of another network's log, in one transaction. Nothing in it is refused: leaves keep their index, inert ones
 * are stored without effect, bodies that cannot be shown are kept aside. What is refused is a bundle that is not proven: its
 * leaves must end at the signed head with its root, or at the end of a tile with the hash that the head's tree has there.
 */
export function mirrorStep(log: number, read: ReadBundle, now: number): MirrorStep<Mirrored> {
  return { reads: readsFor(log, read.leaves, now), decide: (found) => decide(read, found, now) };
}

export function readsFor(log: number, leaves: (Leaf | null)[], now: number): MirrorReads {
  const ids = [...new Set(leaves.flatMap((leaf) => (leaf === null ? [] : [leaf.id])))];
  const digests = leaves.flatMap((leaf) => (leaf !== null && 'n' in leaf ? [leaf.d] : []));
  return { log, ids, digests, today: toDay(now), weekAgo: toDay(now - 7 * DAY_MS) };
}

function decide(read: ReadBundle, found: MirrorFound, now: number): ReturnType<MirrorStep<Mirrored>['decide']> {
  const { mirror } = found;
  const { from, leaves } = read.bundle;
  // What is here already came by another way meanwhile, or before a crash.
  const known = mirror.size - from;
  if (known < 0) return refuse('conflict', `The log is known up to ${mirror.size}, and the bundle begins at ${from}.`);
  if (mirror.frozen !== null) return refuse('conflict', 'The log is frozen, as it was found to be forked.');
  const edge = edgeOf(mirror);
  if (known >= leaves.length) return sameRoot(edge, read.bundle) ?? { changes: [], answer: unchanged(mirror.size) };
  const fresh = leaves.slice(known);
  const grown = grow(edge, fresh);
  const wrong = unproven(read.bundle, grown);
  if (wrong !== null) return refuse('invalid-input', wrong);
  const run = new Run(read, found, now);
  for (const [i, leaf] of read.leaves.slice(known).entries()) run.apply(leaf, mirror.size + i);
  const changes: MirrorChange[] = [
    {
      do: 'leaves',
      log: mirror.log,
      from: mirror.size,
      leaves: fresh,
      edge: encodeEdge(grown.edge),
      nodes: grown.nodes,
    },
    ...run.finish(),
  ];
  return { changes, answer: { ...run.answer, size: grown.edge.size } };
}

export const edgeOf = ({ size, edge }: { size: number; edge: Uint8Array }): Edge =>
  size === 0 ? emptyEdge() : decodeEdge(edge);

/** Somebody else has brought these leaves: then they must be those of this head too. */
function sameRoot(edge: Edge, { head }: Bundle): ReturnType<typeof refuse> | null {
  const fits = edge.size !== head.size || rootOf(edge).equals(head.root);
  return fits ? null : refuse('invalid-input', otherRoot(head.size));
}

const otherRoot = (size: number): string => `The leaves up to ${size} have another root than the signed one.`;

const refuse = (code: 'conflict' | 'invalid-input', detail: string) => ({ refuse: new CodedError(code, detail) });

const unchanged = (size: number): Mirrored => ({
  size,
  effective: 0,
  inert: 0,
  shown: 0,
  removed: 0,
  held: 0,
  erased: 0,
});

interface Grown {
  edge: Edge;
  /** Hashes of the tiles that became full. */
  nodes: NodeRow[];
}

function grow(start: Edge, leaves: Uint8Array[]): Grown {
  let edge = start;
  const nodes: NodeRow[] = [];
  for (const bytes of leaves) {
    const hash = leafHash(bytes);
    nodes.push(...fullTiles(edge, hash));
    edge = appendLeaf(edge, hash);
  }
  return { edge, nodes };
}

/** The tiles that this leaf makes full, one above the other. The edge holds the subtrees to their left, the smallest last. */
function fullTiles({ size, hashes }: Edge, leaf: Buffer): NodeRow[] {
  const nodes: NodeRow[] = [];
  let node = leaf;
  let at = hashes.length;
  for (let level = 1, span = TILE_WIDTH; (size + 1) % span === 0; level += 1, span *= TILE_WIDTH) {
    for (let merged = 0; merged < Math.log2(TILE_WIDTH); merged += 1) {
      at -= 1;
      node = nodeHash(hashes[at] as Buffer, node);
    }
    nodes.push({ level, index: (size + 1) / span - 1, hash: node });
  }
  return nodes;
}

/** Why what was handed over does not lead to what the origin has signed, or null. */
function unproven({ head, tiles }: Bundle, { edge, nodes }: Grown): string | null {
  for (const { level, index, hash } of nodes) {
    const expected = level === 1 ? tiles?.get(index) : undefined;
    if (expected !== undefined && !expected.equals(hash)) return `Tile ${index} is another than in the signed tree.`;
  }
  if (edge.size === head.size) return rootOf(edge).equals(head.root) ? null : otherRoot(head.size);
  const last = nodes.find(({ level }) => level === 1);
  const proven = edge.size < head.size && edge.size % TILE_WIDTH === 0 && last !== undefined && tiles?.has(last.index);
  return proven ? null : `The leaves end at ${edge.size}, where nothing proves them.`;
}

/** Walks the leaves of a bundle and collects what they do to the log state and to the view. */
class Run {
  readonly answer: Mirrored = unchanged(0);
  readonly #changes: MirrorChange[] = [];
  /** Ids that changed, with the leaf that names their current body, if it is in this bundle. */
  readonly #touched = new Map<string, { leaf: Leaf; index: number } | null>();
  readonly #states: Map<string, EntryState>;
  readonly #read: ReadBundle;
  readonly #found: MirrorFound;
  readonly #now: number;
  /** Ids that are shown, as of the last change. */
  readonly #live: Set<string>;
  /** What ids were that are delisted as handed over. */
  readonly #handed = new Map<string, EntryState>();
  /** Leaves of this bundle by which ids were handed over: erasures of older bodies may lie between them and the delisting. */
  readonly #moves = new Map<string, { index: number; digest: string }>();
  readonly #keys: { leaf: ControlLeaf; index: number }[] = [];
  #more = 0;

  constructor(read: ReadBundle, found: MirrorFound, now: number) {
    this.#read = read;
    this.#found = found;
    this.#now = now;
    this.#states = new Map(found.states);
    this.#live = new Set(
      [...found.shown.values()].filter(({ state }) => state === 'live').map((e) => `${e.kind}/${e.slug}`),
    );
  }

  apply(leaf: Leaf | null, index: number): void {
    const before = leaf === null ? undefined : this.#states.get(leaf.id);
    if (leaf === null || judgeLeaf(leaf, before) !== null) {
      this.answer.inert += 1;
      return;
    }
    this.answer.effective += 1;
    this.#states.set(leaf.id, entryAfter(leaf, index, before));
    if (leaf.op === 'del' && leaf.r === 'handed-over' && before !== undefined) this.#handed.set(leaf.id, before);
    if (leaf.op === 'move') this.#moves.set(leaf.id, { index, digest: leaf.d });
    if (leaf.op === 'erase') this.#erase(leaf.id, leaf.d ?? null);
    else if (leaf.op === 'key' && leaf.id === KEY_ID) {
      this.#touched.set(leaf.id, null);
      this.#keys.push({ leaf, index });
    } else this.#touched.set(leaf.id, { leaf, index });
    if (!this.#touched.has(leaf.id)) this.#touched.set(leaf.id, null);
  }

  finish(): MirrorChange[] {
    const { mirror } = this.#found;
    let removals = removalsAllowed(this.#found);
    let removed = 0;
    for (const [id, last] of this.#touched) {
      const state = this.#states.get(id) as EntryState;
      this.#changes.push({ do: 'log-entry', log: mirror.log, id, state });
      if (state.status === 'gone') {
        const counts = this.#remove(id, last, removals > 0);
        removals -= counts;
        removed += counts;
      } else if (state.status === 'erased') this.#changes.push({ do: 'unwant', log: mirror.log, id });
      else if (last !== null && 'n' in last.leaf && last.leaf.d === state.digest) this.#put(id, last.leaf, last.index);
    }
    for (const { leaf, index } of this.#keys.slice(-LIMITS.keySteps)) this.#keep(leaf, index);
    this.#changes.push(...this.#pinned());
    this.#changes.push(...dayChange(this.#found, this.#now, this.#more, removed));
    return this.#changes;
  }

  #erase(id: string, digest: string | null): void {
    const { mirror, shown } = this.#found;
    const known = shown.get(id);
    const entry = known === undefined ? null : entryOf(id, mirror.origin);
    if (digest === null || this.#handed.get(id)?.digest === digest) this.#handed.delete(id);
    // An epoch that is not shown yet erases what is shown of the one before: nobody waits with that.
    if (entry !== null && hidesShown(known, digest)) {
      if (this.#live.delete(id)) this.#more -= 1;
      this.#changes.push(...hideChanges(entry));
    }
    this.answer.erased += 1;
    this.#changes.push({ do: 'erase', log: mirror.log, id, entry, digest });
  }

  /** 1 where a record that was shown is removed now. */
  #remove(id: string, last: { leaf: Leaf } | null, allowed: boolean): number {
    const { mirror, shown } = this.#found;
    const entry = entryOf(id, mirror.origin);
    // What names where it goes, and has not come, is still wanted: as it was, where that leaf lies in an earlier bundle.
    const isWanted = mirror.shown && this.#handed.has(id) && !this.#moves.has(id);
    if (!isWanted) this.#changes.push({ do: 'unwant', log: mirror.log, id });
    this.#changes.push({ do: 'shown', log: mirror.log, id });
    const known = shown.get(id);
    // A second removal, or one of what is gone already, changes nothing.
    if (entry === null || !mirror.shown || last === null || last.leaf.op !== 'del') return 0;
    if (known?.state === 'withdrawn' || known?.held) return 0;
    const { r: reason } = last.leaf;
    const index = this.#states.get(id)?.index ?? -1;
    if (known?.state === 'live' && !allowed) {
      this.answer.held += 1;
      this.#changes.push({ do: 'hold', entry, log: mirror.log, index, reason }, { do: 'event', entry, op: 'source' });
      return 0;
    }
    this.answer.removed += 1;
    this.#changes.push(...withdrawChanges(entry, reason));
    if (!this.#live.delete(id)) {
      this.#follow(id, entry);
      return 0;
    }
    this.#more -= 1;
    return 1;
  }

  /** Whoever comes after the giver has delisted it has never seen where it went: the last body is asked for, and not shown. */
  #follow(id: string, entry: EntryKey): void {
    const { index, digest } = this.#moves.get(id) ?? {};
    if (index === undefined || digest === undefined || this.#handed.get(id)?.digest !== digest) return;
    if (this.#found.erased.has(digest)) return;
    const body = this.#read.bodies.get(index);
    if (body !== undefined) this.#changes.push(...lastWordChanges(entry, body));
    else this.#changes.push({ do: 'want', log: this.#found.mirror.log, id, index, digest });
  }

  /** Every key document is taken, those too that another one follows at once: there is no way from the first to the third. */
  #keep({ id, d: digest, n }: ControlLeaf, index: number): void {
    const { erased, mirror } = this.#found;
    const body = this.#read.bodies.get(index);
    const isCurrent = this.#states.get(id)?.index === index;
    // What was replaced is only on the way to the current one, which is taken as any body is.
    if (erased.has(digest) || (!isCurrent && n > LIMITS.keyDocumentBytes)) return;
    if (body === undefined) this.#changes.push({ do: 'want', log: mirror.log, id, index, digest, beside: true });
    else this.#changes.push(...bodyChanges(id, body, { found: this.#found, now: this.#now }));
  }

  #put(id: string, leaf: Extract<Leaf, { d: string; n: number }>, index: number): void {
    const { mirror, erased, gone, peer, shown } = this.#found;
    const { log } = mirror;
    const known = shown.get(id);
    const body = this.#read.bodies.get(index);
    // A new log undoes no erasure and no removal of the one before.
    if (erased.has(leaf.d) || gone.has(id)) this.#changes.push({ do: 'unwant', log, id });
    else if (!isSelected(leaf, peer?.facets ?? [])) this.#leaveOut(id);
    // A new epoch states what the one before had: its body is here.
    else if (!mirror.shown && known?.state === 'live' && known.bodyDigest === leaf.d)
      this.#changes.push({ do: 'unwant', log, id });
    else if (body !== undefined) {
      const shows = body.reading.is === 'record' && mirror.shown;
      this.answer.shown += shows ? 1 : 0;
      if (shows && !this.#live.has(id)) {
        this.#live.add(id);
        this.#more += 1;
      }
      this.#changes.push(...bodyChanges(id, body, { found: this.#found, now: this.#now }));
    } else this.#changes.push({ do: 'want', log, id, index, digest: leaf.d });
  }

  /** Whoever takes only some bodies has those that a filter over all would have, no older ones of others. */
  #leaveOut(id: string): void {
    const { mirror } = this.#found;
    this.#changes.push({ do: 'unwant', log: mirror.log, id }, { do: 'shown', log: mirror.log, id });
    const entry = entryOf(id, mirror.origin);
    if (entry === null || !this.#live.delete(id)) return;
    this.#more -= 1;
    this.#changes.push(...hideChanges(entry));
  }

  #pinned(): MirrorChange[] {
    const documents = this.#changes.flatMap((change) =>
      change.do === 'control' && change.id === KEY_ID ? [change.body] : [],
    );
    return acceptedKeys(this.#found, documents);
  }
}

/** Nothing where nothing is counted: what is not new is not written. */
export const dayChange = ({ mirror }: MirrorFound, now: number, live: number, removed: number): MirrorChange[] =>
  live === 0 && removed === 0 ? [] : [{ do: 'day', origin: mirror.origin, day: toDay(now), live, removed }];

/** Whether a body is taken: all are, unless facets were named and the leaf has none of them. */
export const isSelected = (leaf: Leaf, facets: string[]): boolean =>
  facets.length === 0 || leaf.op !== 'put' || leaf.f.some((facet) => facets.includes(facet));
