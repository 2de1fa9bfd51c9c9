import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Checkpoint, parseCheckpoint } from '../journal/checkpoint.ts';
import { provesFork } from '../journal/fork.ts';
import { decodeDelta, deltaCheckpoint } from '../journal/framing.ts';
import { formatNote, type Note, parseSignatures } from '../journal/note.ts';
import { planConsistency, planRoot } from '../journal/proofs.ts';
import { TILE_WIDTH, tilePath, widthIn } from '../journal/tiles.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Registry } from '../registry/types.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { MirrorRow, PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import { type ProvenTree, provenBundle, proveTree } from './catch-up.ts';
import { allowedSize, spend } from './growth.ts';
import { documentOf, openPinned } from './pins.ts';
import { mergedSignatures } from './quorum.ts';
import type { LogSource } from './source.ts';

/** Two heads of one log that cannot both be true, each signed by its origin. */
export interface ForkEvidence {
  line: string;
  log: number;
  /** Up to here both are known to agree. */
  common: number;
  one: Uint8Array;
  other: Uint8Array;
  /** As `journal/fork.ts` takes it. */
  proof: Uint8Array[];
  /** Keys of the log that are known for it. */
  keys: readonly string[];
  /** Name of the peer that has shown the other one. */
  from: string;
}

export interface PullDeps {
  store: Store;
  registry: Registry;
  clock: Clock;
  /** Our cosignature (a line of a note) under a head whose leaves are all here; null where we give none. */
  cosign(log: number, note: Uint8Array): Promise<string | null>;
  /** Hears of a fork, once the log is frozen. */
  onFork(evidence: ForkEvidence): Promise<void>;
}

export interface PullResult {
  /** Leaves that are stored now. */
  size: number;
  /** Leaves and bodies that came. */
  leaves: number;
  bodies: number;
  /** Erasures among them: their bodies are to be overwritten too. */
  erased: number;
  /** Size that the origin has signed and that grows beyond what was approved; null where nothing is held back. */
  heldAt: number | null;
}

/** How far a long pull is, for whoever looks on. */
export type Progress = (done: number, total: number) => void;

export interface PullOptions {
  /** How long the source may hold back its answer where it has nothing more. */
  waitMs?: number;
  /** Look at its head, whether it has more or not. */
  byHead?: boolean;
  signal?: AbortSignal;
  progress?: Progress;
  /** Name of the peer that is asked, where that is another than the log's own. */
  from?: string;
}

/**
 * Takes from one source what it has more of a log. Everything is proven against a head that its origin has signed before
 * anything of it is stored; killed anywhere, the next pull goes on from the last bundle. Throws coded errors that blame the
 * source: `invalid-input` and `malformed-answer` for what does not hold, `unreachable` and its like; `forked-log` for two heads.
 */
export async function pullLog(
  deps: PullDeps,
  source: LogSource,
  mirror: MirrorRow,
  peer: PeerRow,
  { waitMs = 0, byHead = false, signal, progress = () => undefined, from = peer.name }: PullOptions = {},
): Promise<PullResult> {
  if (mirror.frozen !== null) return nothingNew(mirror);
  // Whoever was killed between leaves and head has all leaves, and no delta would bring their head.
  const isHeadless = mirror.size > 0 && (await deps.store.getHead(mirror.log))?.size !== mirror.size;
  const delta = isHeadless || byHead ? 'far' : await source.delta(mirror.size, waitMs, signal);
  if (delta === 'none') return nothingNew(mirror);
  const run = { deps, source, mirror, peer, progress, from };
  return delta === 'far' ? byTiles(run, await source.checkpoint()) : byDelta(run, delta);
}

const nothingNew = ({ size }: MirrorRow): PullResult => ({ size, leaves: 0, bodies: 0, erased: 0, heldAt: null });

/** A head as the source shows it: its signature holds. */
interface Shown {
  checkpoint: Checkpoint;
  note: Buffer;
  /** Keys of the document by which it was checked. */
  keys: readonly string[];
}

interface Run {
  deps: PullDeps;
  source: LogSource;
  mirror: MirrorRow;
  peer: PeerRow;
  progress: Progress;
  from: string;
}

async function byDelta(run: Run, bytes: Buffer): Promise<PullResult> {
  const { deps, source, mirror, peer } = run;
  const note = deltaCheckpoint(bytes);
  const theirs = await opened(run, note);
  const { checkpoint } = theirs;
  const count = checkpoint.size - mirror.size;
  if (count <= 0) return checkSame(run, theirs);
  if (count > TILE_WIDTH) return byTiles(run, note);
  if (checkpoint.size > allowedSize(peer, mirror, deps.clock.now()))
    return { ...nothingNew(mirror), heldAt: checkpoint.size };
  const { leaves, bodies } = decodeDelta(bytes, count);
  let [erased, shown] = [0, 0];
  try {
    ({ erased, shown } = await deps.registry.mirror(mirror.log, {
      ...{ from: mirror.size, leaves: [...leaves], bodies: [...bodies] },
      head: { size: checkpoint.size, root: checkpoint.root },
    }));
  } catch (error) {
    if (!isCoded(error, 'invalid-input')) throw error;
    // Either the leaves are not the origin's, or the origin has signed two logs: the tiles tell which.
    return byTiles(run, await source.checkpoint());
  }
  await finish(run, theirs);
  return {
    size: checkpoint.size,
    leaves: count,
    // Who takes only some bodies gets all of them so, and keeps those.
    bodies: peer.facets.length > 0 ? shown : bodies.filter((body) => body !== null).length,
    erased,
    heldAt: null,
  };
}

async function opened({ peer, mirror, source }: Run, note: Buffer): Promise<Shown> {
  const { checkpoint, document } = await openPinned(note, mirror.line, documentOf(peer), source);
  return { checkpoint, note, keys: document.log };
}

async function byTiles(run: Run, note: Buffer): Promise<PullResult> {
  const { deps, source, mirror, peer } = run;
  const theirs = await opened(run, note);
  const { checkpoint } = theirs;
  if (checkpoint.size <= mirror.size) return checkSame(run, theirs);
  const tree = await proveTree(source, checkpoint);
  await mustContinue(run, tree, theirs);
  // From here on more may be stored than the head says: what it was proven against is kept.
  await deps.store.setMirror(mirror.log, { target: note });
  const allowed = allowedSize(peer, mirror, deps.clock.now());
  const end = checkpoint.size <= allowed ? checkpoint.size : Math.floor(allowed / TILE_WIDTH) * TILE_WIDTH;
  const sum: PullResult = {
    size: mirror.size,
    leaves: 0,
    bodies: 0,
    erased: 0,
    heldAt: end < checkpoint.size ? checkpoint.size : null,
  };
  for await (const { index, leaves, bodies } of bundles(run, tree, end)) {
    const from = index * TILE_WIDTH;
    sum.erased += await storeBundle(run, tree, theirs, { from, leaves, bodies });
    sum.leaves += from + leaves.length - sum.size;
    sum.size = from + leaves.length;
    sum.bodies += bodies.filter((body) => body !== null).length;
    run.progress(sum.size, checkpoint.size);
  }
  if (sum.size === checkpoint.size) await finish(run, theirs);
  else await spend(deps.store, peer, mirror.size, sum.size, deps.clock.now());
  return sum;
}

/** The bundles up to `end`, some of which are on their way while one is stored. */
async function* bundles(run: Run, tree: ProvenTree, end: number): AsyncGenerator<Fetched> {
  const ahead: Promise<Fetched>[] = [];
  let index = Math.floor(run.mirror.size / TILE_WIDTH);
  const ask = (): void => {
    for (; ahead.length < LIMITS.bundlesAhead && index * TILE_WIDTH < end; index += 1) {
      const next = fetchBundle(run, tree, index);
      // Whoever waits for it hears of a failure; that nobody does any more is no crash.
      next.catch(() => undefined);
      ahead.push(next);
    }
  };
  for (ask(); ahead.length > 0; ) {
    const fetched = (await ahead.shift()) as Fetched;
    ask();
    // What is stored holds the thread: before, requests go out, and what came is taken in.
    await nextTurn();
    yield fetched;
  }
}

interface Fetched {
  index: number;
  leaves: Buffer[];
  bodies: (Buffer | null)[];
}

/** Leaves and bodies come side by side; bodies that do not come are asked for later, and hold up nothing. */
async function fetchBundle({ source, peer, mirror }: Run, tree: ProvenTree, index: number): Promise<Fetched> {
  const width = Math.min(TILE_WIDTH, tree.size - index * TILE_WIDTH);
  // Who takes only some bodies asks for these alone; of a new epoch most bodies are here.
  const asked =
    peer.facets.length > 0 || !mirror.shown ? Promise.resolve([]) : source.pack(index, width).catch(() => []);
  const [leaves, bodies] = await Promise.all([provenBundle(source, tree, index), asked]);
  return { index, leaves, bodies: leaves.map((_, i) => bodies[i] ?? null) };
}

type Bundled = Omit<Fetched, 'index'> & { from: number };

async function storeBundle(run: Run, tree: ProvenTree, theirs: Shown, bundle: Bundled): Promise<number> {
  const { size, root } = theirs.checkpoint;
  try {
    const given = { ...bundle, head: { size, root }, tiles: tree.tiles };
    return (await run.deps.registry.mirror(run.mirror.log, given)).erased;
  } catch (error) {
    // These leaves belong to the signed head: if they do not continue what is here, that was signed too.
    if (isCoded(error, 'invalid-input')) throw await fork(run, 0, theirs);
    throw error;
  }
}

/** Full tiles that are here must be those of the signed tree; the leaves behind them are compared when they are stored. */
async function mustContinue(run: Run, tree: ProvenTree, theirs: Shown): Promise<void> {
  const { deps, mirror } = run;
  const full = Math.floor(mirror.size / TILE_WIDTH);
  for (let from = 0; from < full; from += TILE_WIDTH) {
    const kept = await deps.store.logNodes(mirror.log, 1, from, Math.min(TILE_WIDTH, full - from));
    for (const [i, hash] of kept.entries())
      if (tree.tiles.get(from + i)?.equals(hash) === false) throw await fork(run, (from + i) * TILE_WIDTH, theirs);
  }
}

/** A head that is not larger: of our very size it must have our root, of a smaller one it is only late. */
async function checkSame(run: Run, theirs: Shown): Promise<PullResult> {
  const { deps, mirror } = run;
  const { checkpoint, note } = theirs;
  const head = await deps.store.getHead(mirror.log);
  if (head !== null && head.size === checkpoint.size && !checkpoint.root.equals(Buffer.from(head.root)))
    throw await fork(run, 0, theirs);
  if (mirror.size === checkpoint.size && head?.size !== checkpoint.size) await finish(run, theirs);
  else if (head !== null && head.size === checkpoint.size) await takeCosignatures(run, note);
  return nothingNew(mirror);
}

/** The log is frozen at what is shown; both heads, and what proves that they contradict each other, are the evidence. */
async function fork(run: Run, common: number, { checkpoint, note, keys }: Shown): Promise<CodedError> {
  const { deps, mirror, from } = run;
  const head = await deps.store.getHead(mirror.log);
  const { one, proof } = await evidenceFor(run, head, checkpoint);
  await deps.store.setMirror(mirror.log, { frozen: head?.size ?? 0 });
  await deps.onFork({ line: mirror.line, log: mirror.log, common, one, other: note, proof, keys, from });
  return new CodedError('forked-log', `${mirror.line} has signed two logs that differ.`);
}

/** Which of our signed heads the other one contradicts: the one that is public, or the target of the catch-up. */
async function evidenceFor({ source, mirror }: Run, head: HeadRow | null, theirs: Checkpoint) {
  const target = mirror.target === null ? null : parseCheckpoint(Buffer.from(mirror.target));
  for (const [seen, note] of [[head, head?.note] as const, [target, mirror.target] as const]) {
    if (seen === null || seen.size === 0 || seen.size > theirs.size) continue;
    const proof = seen.size === theirs.size ? [] : await consistencyOf(source, seen.size, theirs.size);
    if (provesFork({ size: seen.size, root: Buffer.from(seen.root) }, theirs, proof))
      return { one: Buffer.from(note as Uint8Array), proof };
  }
  return { one: Buffer.from(head?.note ?? mirror.target ?? Buffer.alloc(0)), proof: [] };
}

/** The root of the larger tree at the smaller size and the proof from there, of the tiles that the source shows. */
async function consistencyOf(source: LogSource, old: number, size: number): Promise<Buffer[]> {
  const plans = [planRoot(old), planConsistency(old, size)];
  const bytes = new Map<string, Buffer>();
  for (const tile of plans.flatMap(({ tiles }) => [...tiles])) {
    const whole = await source.tile({ ...tile, width: widthIn(size, tile) });
    bytes.set(tilePath(tile), whole.subarray(0, tile.width * 32));
  }
  return plans.flatMap((plan) => plan.prove((tile) => bytes.get(tilePath(tile)) as Buffer));
}

/** The head takes its place, with our cosignature under it: it continues all that we hold, and its leaves are here. */
async function finish({ deps, mirror, peer }: Run, { checkpoint, note }: Shown): Promise<void> {
  const own = await deps.cosign(mirror.log, note);
  const signed = own === null ? note : withSignatures(checkpoint.note, own);
  await deps.registry.mirrorHead(mirror.log, { size: checkpoint.size, root: checkpoint.root, note: signed });
  await spend(deps.store, peer, mirror.size, checkpoint.size, deps.clock.now());
}

function withSignatures(note: Note, lines: string): Buffer {
  const given = parseSignatures(lines);
  const others = note.signatures.filter(({ name, id }) => !given.some((one) => one.name === name && one.id === id));
  return Buffer.from(formatNote({ text: note.text, signatures: [...others, ...given].slice(-LIMITS.noteSignatures) }));
}

/** Of a head that is ours already further signatures are kept: who has seen it is worth knowing. */
async function takeCosignatures({ deps, mirror }: Run, note: Buffer): Promise<void> {
  const head = await deps.store.getHead(mirror.log);
  if (head === null) return;
  const [kept, given] = [parseCheckpoint(Buffer.from(head.note)).note, parseCheckpoint(note).note];
  if (kept.text !== given.text) return;
  const signatures = mergedSignatures(kept, given, await deps.store.listPeers());
  const merged = Buffer.from(formatNote({ text: kept.text, signatures }));
  if (merged.equals(Buffer.from(head.note)) || merged.byteLength > LIMITS.noteBytes) return;
  await deps.registry.mirrorHead(mirror.log, { size: head.size, root: Buffer.from(head.root), note: merged });
}
