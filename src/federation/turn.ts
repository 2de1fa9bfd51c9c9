import type { ListedHead } from '../journal/heads.ts';
import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { logHash, splitOrigin } from '../logs/names.ts';
import type { MirrorRow, PeerRow } from '../store/mirror-port.ts';
import { followWitnessKey } from './asked.ts';
import { pullBodies, pullOthersBodies } from './bodies.ts';
import { confirmErasures } from './confirm.ts';
import { followEpoch } from './epochs.ts';
import { type PeerHealth, readHealth, worthKeeping } from './health.ts';
import { documentOf } from './pins.ts';
import { type Progress, type PullDeps, pullLog } from './pull.ts';
import { quorumNow, witnessesOf } from './quorum.ts';
import { type Catalogue, catalogueAt, type LogSource } from './source.ts';
import type { Transport } from './transport.ts';

export interface TurnDeps extends PullDeps {
  transport: Transport;
  /** Between 0 and 1: scatters retries, so that peers do not ask in step. */
  random(): number;
  /** Who hears how far a long pull is. */
  progress?: (peer: string, line: string, done: number, total: number) => void;
}

/** What one peer is asked from turn to turn. Nothing of it outlives the process but what is stored. */
export interface PeerState {
  url: string;
  catalogue: Catalogue;
  health: PeerHealth;
  etag: string | null;
  /** The head that each log had there when it was told last, by hash; and when that was. */
  told: Map<string, ListedHead>;
  toldAt: number;
  /** Since when another's log is larger here than with us, by hash. */
  behind: Map<string, number>;
  /** Bodies of others' logs that it was asked for, by the hash of the log: how far, and when it is asked again. */
  missing: Map<string, { after: number; failures: number; next: number }>;
  /** When its heads were asked for last, and the hashes among them that no log here has. */
  lookedAt: number;
  strangers: string;
  /** When it was asked last whether others have cosigned its head meanwhile. */
  quorumAsked: number;
  /** Something was erased, and may still stand in files of the database. */
  scrub: boolean;
  /** Its last answer was the one before, and it did not hold it back though it was asked to. */
  isPlain: boolean;
}

export const newState = (peer: PeerRow, transport: Transport): PeerState => ({
  url: peer.url,
  catalogue: catalogueAt(peer.url, transport),
  health: readHealth(peer.health),
  etag: null,
  told: new Map(),
  toldAt: Number.NEGATIVE_INFINITY,
  behind: new Map(),
  missing: new Map(),
  lookedAt: Number.NEGATIVE_INFINITY,
  strangers: '',
  quorumAsked: Number.NEGATIVE_INFINITY,
  scrub: false,
  isPlain: false,
});

/** What is kept of a peer from turn to turn; begun anew where it has another address now. */
export function stateOf(states: Map<number, PeerState>, peer: PeerRow, transport: Transport): PeerState {
  const known = states.get(peer.origin);
  if (known !== undefined && known.url === peer.url) return known;
  const state = newState(peer, transport);
  states.set(peer.origin, state);
  return state;
}

/**
 * One turn with one peer: is there news, and what. Never throws for what a peer does: that is its health. A peer whose own log
 * alone is of interest is asked for that one's delta, and one request is all; else, and now and then, for its heads.
 */
export async function turn(
  deps: TurnDeps,
  peer: PeerRow,
  state: PeerState,
  { waitMs = 0, signal }: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const before = worthKeeping(state.health);
  const { health } = state;
  try {
    const mirrors = await mirrorsOf(deps, peer);
    const hasLooked = deps.clock.now() - state.lookedAt < LIMITS.epochLookMs;
    await (hasLooked && mirrors.length === 1 && mirrors[0]?.origin === peer.origin
      ? pullOne(deps, peer, state, mirrors[0], { waitMs, ...(signal && { signal }) })
      : pullByHeads(deps, peer, state, mirrors, { waitMs, ...(signal && { signal }) }));
    await followWitnessKey(deps.store, peer);
    await lookForWitnesses(deps, peer, state);
    if (state.scrub) state.scrub = !(await deps.store.scrub());
    await confirmErasures(deps, peer, state.catalogue);
    Object.assign(health, { contacted: deps.clock.now(), failures: 0, problem: null, next: 0 });
  } catch (error) {
    if (signal?.aborted) return;
    if (!isCoded(error) || OURS.has(error.code)) throw error;
    health.failures += 1;
    const problem = { code: error.code, detail: error.message, at: deps.clock.now() };
    health.problem = problem;
    health.next = deps.clock.now() + backOff(health.failures, deps.random(), Number(error.extra.retryAfterMs ?? 0));
  }
  health.requests += state.catalogue.meter.requests;
  health.bytes += state.catalogue.meter.bytes;
  Object.assign(state.catalogue.meter, { requests: 0, bytes: 0 });
  if (worthKeeping(health) !== before) await deps.store.setPeer(peer.origin, { health: JSON.stringify(health) });
}

/**
 * Where the head of its log lacks the quorum, it is looked at again, each time later: whoever has cosigned it meanwhile stands
 * under it. Nothing waits for that; it is how the records behind it are marked.
 */
async function lookForWitnesses(deps: TurnDeps, peer: PeerRow, state: PeerState): Promise<void> {
  const { store, clock } = deps;
  const peers = await store.listPeers();
  const needed = quorumNow(peers, clock.now());
  const mirror = (await store.listMirrors()).find(({ origin, shown }) => origin === peer.origin && shown);
  if (needed === 0 || mirror === undefined || mirror.frozen !== null) return;
  let head = await store.getHead(mirror.log);
  if (head === null || head.size <= mirror.confirmed) return;
  const wait = Math.max(LIMITS.quorumLookMs, (clock.now() - head.signed) / 10);
  const due = clock.now() - state.quorumAsked >= wait;
  if (witnessesOf(head, peer.origin, peers).length < needed && due) {
    state.quorumAsked = clock.now();
    await pullLog(deps, sourceOf(state.catalogue, peer, mirror), mirror, peer, { byHead: true });
    head = await store.getHead(mirror.log);
  }
  if (head !== null && witnessesOf(head, peer.origin, peers).length >= needed)
    await store.setMirror(mirror.log, { confirmed: head.size });
}

/** No fault of the peer: the disk, the lock. */
const OURS = new Set(['busy', 'disk-full', 'read-only', 'damaged-data', 'internal']);

/** Doubles up to an hour; half of it is by chance. What the peer asks for is kept to, up to an hour too. */
export const backOff = (failures: number, random: number, asked = 0): number =>
  Math.min(LIMITS.backOffMs, Math.max(asked, LIMITS.retryMs * 2 ** Math.min(failures - 1, 20) * (0.5 + random / 2)));

interface Options {
  waitMs: number;
  byHead?: boolean;
  signal?: AbortSignal;
}

/** The logs to be followed: of the peer itself, opened with the first turn, and those of all others that were pinned. */
async function mirrorsOf({ store }: TurnDeps, peer: PeerRow): Promise<MirrorRow[]> {
  await store.openMirror(peer.origin, documentOf(peer).origin);
  const active = (await store.listPeers()).filter(({ state }) => state === 'active');
  // Of each only the newest log: those before it are closed.
  const lines = new Set(active.map((row) => documentOf(row).origin));
  return (await store.listMirrors()).filter(({ line, frozen }) => lines.has(line) && frozen === null);
}

async function pullOne(
  deps: TurnDeps,
  peer: PeerRow,
  state: PeerState,
  mirror: MirrorRow,
  options: Options,
): Promise<void> {
  const source = state.catalogue.log(mirror.line, splitOrigin(mirror.line)?.epoch ?? null);
  // Bodies that are due are asked for before anybody waits.
  await takeBodies(deps, state, source, mirror);
  const begun = deps.clock.now();
  const leaves = await take(deps, peer, peer, state, source, mirror, options);
  state.isPlain = leaves === 0 && !isHeldBack(deps, begun, options.waitMs);
}

/** Whether an answer came so late that it was held back for news; also where nobody was asked to. */
const isHeldBack = ({ clock }: TurnDeps, begun: number, waitMs: number): boolean =>
  waitMs === 0 || clock.now() - begun >= waitMs / 2;

async function pullByHeads(
  deps: TurnDeps,
  peer: PeerRow,
  state: PeerState,
  mirrors: MirrorRow[],
  { waitMs, signal }: Options,
): Promise<void> {
  const sources = mirrors.map((mirror) => ({ mirror, source: sourceOf(state.catalogue, peer, mirror) }));
  const own = sources.find(({ mirror }) => mirror.origin === peer.origin);
  // Its own log first: what is wrong with what it has of others holds up nothing of it.
  sources.sort((a, b) => Number(b === own) - Number(a === own));
  if (own) await takeBodies(deps, state, own.source, own.mirror);
  const behind = [...state.behind.keys()].length > 0;
  // Now and then all is told again: what was garbled on the way would else be held for what is there until something changes.
  const known = deps.clock.now() - state.toldAt < LIMITS.epochLookMs ? state.etag : null;
  const [begun, wait] = [deps.clock.now(), behind ? 0 : waitMs];
  const answer = await state.catalogue.heads(known, wait, signal);
  if (answer === 'absent') return byFiles(deps, peer, state, own?.mirror, { waitMs, ...(signal && { signal }) });
  state.isPlain = (answer === null || isTold(state, answer.heads)) && !isHeldBack(deps, begun, wait);
  if (answer !== null) {
    state.told = new Map(answer.heads.map((head) => [head.log, head]));
    state.toldAt = deps.clock.now();
  }
  const etag = answer === null ? state.etag : answer.etag;
  // Until what was told is here it is to be told again: an answer that is held back for further news would hold that up, too.
  state.etag = null;
  state.lookedAt = deps.clock.now();
  if (answer !== null) await lookForEpoch(deps, peer, state);
  for (const one of sources) await takeFrom(deps, peer, state, one, signal);
  state.etag = etag;
}

const isTold = ({ told }: PeerState, heads: readonly ListedHead[]): boolean =>
  heads.length === told.size &&
  heads.every(({ log, size, root }) => {
    const before = told.get(log);
    return before?.size === size && before.root.equals(root);
  });

interface Offer {
  mirror: MirrorRow;
  source: LogSource;
}

/** What a peer has more of one log, where that log is its own or has been behind for a while; and bodies that are missing. */
async function takeFrom(
  deps: TurnDeps,
  peer: PeerRow,
  state: PeerState,
  { mirror, source }: Offer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const isOwn = mirror.origin === peer.origin;
  const told = state.told.get(source.hash);
  if (isOwn) state.health.size = told?.size ?? 0;
  const pinned = (await deps.store.listPeers()).find(({ origin }) => origin === mirror.origin);
  const isNew = pinned !== undefined && told !== undefined && (await hasNews(deps, mirror, told));
  if (!isNew) state.behind.delete(source.hash);
  else if (isOwn || pinned.url === '' || isOverdue(deps, state, source.hash))
    // A head of our very size that is another one is no delta, and is looked at all the same.
    await take(deps, pinned, peer, state, source, mirror, {
      ...{ waitMs: 0, byHead: told.size === mirror.size },
      ...(signal && { signal }),
    });
  if (isOwn && isNew) await takeBodies(deps, state, source, mirror);
  if (!isOwn && told !== undefined) await takeOthersBodies(deps, state, source, mirror, pinned?.url !== '');
}

/** Bodies are anybody's to give who has the log. Who does not have them is asked again later and later. */
async function takeOthersBodies(
  deps: TurnDeps,
  { health, missing }: PeerState,
  source: LogSource,
  mirror: MirrorRow,
  tried: boolean,
): Promise<void> {
  const { after, failures, next } = missing.get(source.hash) ?? { after: -1, failures: 0, next: 0 };
  const now = deps.clock.now();
  if (next > now) return;
  const present = (await deps.store.getMirror(mirror.line)) ?? mirror;
  const askBehind = (index: number) => pullOthersBodies(deps, source, present, { after: index, tried });
  let found = await askBehind(after);
  // Behind the last one it begins anew, at once: who waited a turn for that would ask again where nothing is new.
  if (found.last === null && after !== -1) found = await askBehind(-1);
  const { asked, came, last } = found;
  health.bodies += came;
  if (last === null) missing.delete(source.hash);
  else if (asked > 0 && came === 0)
    missing.set(source.hash, {
      after: last ?? -1,
      failures: failures + 1,
      next: now + backOff(failures + 1, deps.random()),
    });
  else missing.set(source.hash, { after: last ?? -1, failures: came > 0 ? 0 : failures, next: 0 });
}

/** Where only files are served, as a static export is, its own log alone can be followed. */
async function byFiles(
  deps: TurnDeps,
  peer: PeerRow,
  state: PeerState,
  own: MirrorRow | undefined,
  options: Options,
): Promise<void> {
  if (deps.clock.now() - state.lookedAt >= LIMITS.epochLookMs) {
    state.lookedAt = deps.clock.now();
    state.health.heldEpoch = await followEpoch(deps, peer, state.catalogue);
  }
  if (own !== undefined) await pullOne(deps, peer, state, own, options);
}

/** A log that is not known here may be a new one of the peer's own. The same ones are not looked at again. */
async function lookForEpoch(deps: TurnDeps, peer: PeerRow, state: PeerState): Promise<void> {
  const known = new Set((await deps.store.listHeads()).map(({ origin }) => logHash(origin)));
  known.add(logHash(documentOf(peer).origin));
  const strangers = [...state.told.keys()].filter((hash) => !known.has(hash)).join();
  if (strangers === state.strangers) return;
  state.health.heldEpoch = strangers === '' ? null : await followEpoch(deps, peer, state.catalogue);
  state.strangers = strangers;
}

/** More leaves, a head for those that are here, or another root at our very size: that is to be looked at too. */
async function hasNews({ store }: TurnDeps, { log, size }: MirrorRow, told: ListedHead): Promise<boolean> {
  const head = await store.getHead(log);
  if (told.size > size || head?.size !== size) return told.size > 0 && told.size >= size;
  return told.size === head.size && !told.root.equals(Buffer.from(head.root));
}

/** The log of somebody else is left to itself for a moment: mostly its own catalogue brings it anyway, where it is asked. */
function isOverdue({ clock }: TurnDeps, state: PeerState, hash: string): boolean {
  const since = state.behind.get(hash) ?? clock.now();
  state.behind.set(hash, since);
  return clock.now() - since >= LIMITS.transitGraceMs;
}

const sourceOf = (catalogue: Catalogue, peer: PeerRow, { line, origin }: MirrorRow): LogSource =>
  catalogue.log(line, origin === peer.origin ? (splitOrigin(line)?.epoch ?? null) : null);

/** How many leaves came. */
async function take(
  deps: TurnDeps,
  pinned: PeerRow,
  peer: PeerRow,
  state: PeerState,
  source: LogSource,
  mirror: MirrorRow,
  options: Options,
): Promise<number> {
  const progress: Progress = (done, total) => deps.progress?.(peer.name, mirror.line, done, total);
  const result = await pullLog(deps, source, mirror, pinned, { ...options, progress, from: peer.name });
  if (mirror.complete !== null) await deps.registry.mirrorEpoch(mirror.log, splitOrigin(mirror.line)?.base ?? '');
  state.behind.delete(source.hash);
  state.scrub ||= result.erased > 0;
  state.health.leaves += result.leaves;
  state.health.bodies += result.bodies;
  if (mirror.origin !== peer.origin) return result.leaves;
  state.health.heldAt = result.heldAt;
  state.health.size = result.heldAt ?? result.size;
  return result.leaves;
}

async function takeBodies(deps: TurnDeps, { health }: PeerState, source: LogSource, mirror: MirrorRow): Promise<void> {
  const now = (await deps.store.getMirror(mirror.line)) ?? mirror;
  health.bodies += await pullBodies(deps, source, now);
}
