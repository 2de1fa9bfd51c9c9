import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeLeaf, type Leaf } from '../journal/leaf.ts';
import { applyLeaf, emptyState, type LogState } from '../journal/log-state.ts';
import { appendLeaf, decodeEdge, type Edge, emptyEdge, leafHash, rootOf } from '../journal/tree.ts';
import { digestName } from '../kernel/digest.ts';
import { LIMITS } from '../kernel/limits.ts';
import { BUILT_IN, OWN, OWN_LOG } from '../kernel/origins.ts';
import type { Store } from '../store/port.ts';
import {
  bodyProblem,
  type EntryRow,
  entryProblems,
  type Finding,
  idOf,
  nextLink,
  type Report,
} from './verify-entry.ts';
import type { MirroredStore } from './verify-mirrored.ts';
import { type MirroredVerification, verifyMirrored } from './verify-mirrored-entries.ts';
import { shownProblems } from './verify-shown.ts';

export interface Verification {
  /** Leaves that were replayed: the size of the journal when the run began. */
  leaves: number;
  entries: number;
  versions: number;
  /** Entries that others changed during the run, so that only their bodies were checked. */
  changedMeanwhile: number;
  /** The same of the logs of others. */
  mirrors: MirroredVerification[];
  /** At most `LIMITS.findings`. */
  findings: Finding[];
  /** How many more there were. */
  more: number;
}

export type VerifyStore = Pick<
  Store,
  | 'readLog'
  | 'readLeaves'
  | 'listControls'
  | 'listHeads'
  | 'logLeaves'
  | 'listErased'
  | 'listEntries'
  | 'getBody'
  | 'listVersions'
  | 'getRecord'
  | 'getProjection'
  | 'leadsTo'
  | 'counts'
> &
  MirroredStore;

export interface VerifyProgress {
  step: 'leaves' | 'entries';
  done: number;
  total: number;
}

/** What the journal said of an id: how many bodies it named, and the chain over their digests, lengths and media types. */
export interface Chain {
  bodies: number;
  link: Uint8Array;
}

/** What the replay of the leaves gave. */
interface Replay {
  size: number;
  state: LogState;
  chains: Map<string, Chain>;
  /** Digests of bodies that were erased. */
  erased: Set<string>;
  /** False when a leaf was missing: then the entries can't be compared with the journal. */
  whole: boolean;
}

/**
 * Replays the journal and compares it with the records: the tree with the stored edge, the log state with the entries,
 * every version's body with the leaf that names it, the decided record with its digest, live entries with what is shown.
 * Others may write meanwhile: only what the journal held at the beginning is judged. Memory grows with the number of
 * entries (one short row each), not with their bodies or leaves. Never throws for contradictions: it reports them.
 */
export async function verify(
  store: VerifyStore,
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<Verification> {
  const result: Verification = {
    leaves: 0,
    entries: 0,
    versions: 0,
    changedMeanwhile: 0,
    mirrors: [],
    findings: [],
    more: 0,
  };
  const report: Report = (rule, about, message) => {
    if (result.findings.length < LIMITS.findings) result.findings.push({ rule, about, message });
    else result.more += 1;
  };
  const erased = new Set(await store.listErased());
  const chains = await earlierChains(store, erased);
  const replay = await replayLeaves(store, report, onProgress, { chains, erased });
  result.leaves = replay.state.size;
  const total = (await store.counts()).live.reduce((sum, { count }) => sum + count, 0);
  const run: Run = { store, replay, result, report };
  for (const origin of [OWN, BUILT_IN]) {
    await checkEntries(run, origin, () =>
      onProgress({ step: 'entries', done: result.entries, total: Math.max(total, result.entries) }),
    );
  }
  if (replay.whole) {
    await checkControls(run);
    for (const id of replay.state.entries.keys())
      report('leaf-without-entry', id, 'The journal names this id, and there is no entry of it.');
  }
  const others = await verifyMirrored(store, report, (step, done, all) => onProgress({ step, done, total: all }));
  result.mirrors = others.mirrors;
  result.changedMeanwhile += others.changedMeanwhile;
  return result;
}

/** The bodies that earlier epochs of our log named: the versions of an entry go on through all of them. */
async function earlierChains(store: VerifyStore, erased: Set<string>): Promise<Map<string, Chain>> {
  const chains = new Map<string, Chain>();
  for (const { log, mine } of await store.listHeads()) {
    if (!mine || log === OWN_LOG) continue;
    // Its last leaves may have been signed no more, and name versions all the same.
    for (let from = await takenOver(store, log); ; await nextTurn()) {
      const page = await store.logLeaves(log, from, LIMITS.verifyPage);
      if (page.length === 0) break;
      for (const bytes of page) linkBody({ chains, erased }, decodeLeaf(bytes));
      from += page.length;
    }
  }
  return chains;
}

/** So many leaves of an epoch state only what the one before had. */
async function takenOver(store: VerifyStore, log: number): Promise<number> {
  const rows = await store.listControls('control/key');
  const first = rows.find((row) => row.log === log && row.index === 0);
  const text = first && (JSON.parse(Buffer.from(first.body).toString('utf8')) as { text?: string }).text;
  return text === undefined ? 0 : ((JSON.parse(text) as { epoch?: { complete: number } }).epoch?.complete ?? 0);
}

/** One more body of an entry. Erased ones are counted, but nobody can compare their bytes any more. */
function linkBody({ chains, erased }: Pick<Replay, 'chains' | 'erased'>, leaf: Leaf | null): void {
  if (leaf?.op !== 'put' && leaf?.op !== 'move') return;
  const { bodies, link } = chains.get(leaf.id) ?? { bodies: 0, link: new Uint8Array() };
  const next = erased.has(leaf.d) ? link : nextLink(link, leaf.d, leaf.n, leaf.m);
  chains.set(leaf.id, { bodies: bodies + 1, link: next });
}

async function replayLeaves(
  store: VerifyStore,
  report: Report,
  onProgress: (p: VerifyProgress) => void,
  given: Pick<Replay, 'chains' | 'erased'>,
): Promise<Replay> {
  const log = await store.readLog();
  const replay: Replay = { size: log.size, state: emptyState(), ...given, whole: true };
  const taken = await takenOver(store, OWN_LOG);
  let edge = emptyEdge();
  while (edge.size < log.size) {
    const page = await store.readLeaves(edge.size, Math.min(LIMITS.verifyPage, log.size - edge.size));
    if (page.length === 0) {
      report('leaf', `leaf ${edge.size}`, `The journal has ${log.size} leaves, and this one is not there.`);
      replay.whole = false;
      return replay;
    }
    for (const { index, bytes } of page) {
      if (index !== edge.size) {
        report('leaf', `leaf ${edge.size}`, `The leaf is missing: the next one is leaf ${index}.`);
        replay.whole = false;
        return replay;
      }
      edge = appendLeaf(edge, leafHash(bytes));
      const leaf = replayLeaf(replay, index, bytes, report);
      if (index >= taken) linkBody(replay, leaf);
    }
    onProgress({ step: 'leaves', done: edge.size, total: log.size });
    await nextTurn();
  }
  compareTree(edge, log, report);
  return replay;
}

function replayLeaf({ state }: Replay, index: number, bytes: Uint8Array, report: Report): Leaf | null {
  const effect = applyLeaf(state, index, bytes);
  if (!effect.effective) {
    const id = effect.leaf === null ? '' : ` of ${effect.leaf.id}`;
    report('inert-leaf', `leaf ${index}`, `This leaf${id} has no effect (${effect.reason}): it was not written by us.`);
    return null;
  }
  return effect.leaf;
}

function compareTree(replayed: Edge, log: { size: number; edge: Uint8Array }, report: Report): void {
  try {
    // No bytes at all stand for the edge of a journal that nothing was written to yet.
    const stored = log.size === 0 && log.edge.byteLength === 0 ? emptyEdge() : decodeEdge(log.edge);
    if (stored.size !== log.size)
      report('log', 'journal', `The edge of the tree is of size ${stored.size}, the journal of size ${log.size}.`);
    else if (!rootOf(stored).equals(rootOf(replayed)))
      report('tree', 'journal', 'The leaves give another root hash than the stored edge of the tree.');
  } catch (error) {
    report('log', 'journal', error instanceof Error ? error.message : String(error));
  }
}

interface Run {
  store: VerifyStore;
  replay: Replay;
  result: Verification;
  report: Report;
}

async function checkEntries(run: Run, origin: number, onPage: () => void): Promise<void> {
  let after = 0;
  for (;;) {
    const page = await run.store.listEntries(origin, after, LIMITS.verifyPage);
    for (const entry of page) {
      after = entry.ord;
      run.result.entries += 1;
      await checkBodies(run, entry);
      compareWithLog(run, entry);
      await checkShown(run, entry);
    }
    onPage();
    if (page.length < LIMITS.verifyPage) return;
    await nextTurn();
  }
}

/** Documents that the journal names besides records: each must be there with the digest that its leaf states. */
async function checkControls({ store, replay: { state, size }, report }: Run): Promise<void> {
  for (const [id, { index, digest }] of state.entries) {
    if (!id.startsWith('control/')) continue;
    state.entries.delete(id);
    const kept = (await store.listControls(id)).filter((row) => row.log === OWN_LOG && row.index < size);
    const last = kept.at(-1);
    if (last?.index !== index || last.digest !== digest)
      report('entry-state', id, 'The document that is kept is not the one that the journal names.');
    for (const row of kept)
      if (digestName(row.body) !== row.digest)
        report('body', `${id} at ${row.index}`, `The document has another digest than ${row.digest}.`);
  }
}

function compareWithLog({ replay, result, report }: Run, entry: EntryRow): void {
  const id = idOf(entry);
  if (entry.leafIndex >= replay.size) result.changedMeanwhile += 1;
  else if (replay.whole) entryProblems(entry, replay.state.entries.get(id), report);
  replay.state.entries.delete(id);
}

/** Checks each version's body, and those that the journal named when the run began against their leaves. */
async function checkBodies(run: Run, entry: EntryRow): Promise<void> {
  const { replay, report } = run;
  const id = idOf(entry);
  const named = replay.chains.get(id);
  let link: Uint8Array = new Uint8Array();
  for (let n = 1; n <= entry.version; n += 1) {
    const next = await checkBody(run, entry, n);
    if (next !== null && named && n <= named.bodies) link = nextLink(link, next.digest, next.bytes, next.mediaType);
  }
  if (named && replay.whole && Buffer.compare(link, named.link) !== 0)
    report('versions', id, 'Its versions are not those that the journal names, in number, bytes or order.');
}

/** What stands for the body in the chain; null where it is not there, or was erased. */
async function checkBody({ store, replay, result, report }: Run, entry: EntryRow, n: number) {
  const about = `${idOf(entry)} version ${n}`;
  const stored = await store.getBody(entry, n);
  result.versions += 1;
  if (stored === null) {
    const [row] = await store.listVersions(entry, 1, n + 1);
    if (row?.n === n && replay.erased.has(row.digest)) return null;
    report('body', about, 'The body of this version is not there.');
    return null;
  }
  if (replay.erased.has(stored.digest)) {
    if (stored.body.byteLength > 0) report('body', about, 'The body of this version was erased, and is still there.');
    return null;
  }
  const digest = digestName(stored.body);
  if (digest !== stored.digest) report('body', about, `The body has the digest ${digest}, not ${stored.digest}.`);
  const problem = bodyProblem(entry, n, digest, stored.body);
  if (problem !== null) report('body', about, problem);
  return { digest, bytes: stored.body.byteLength, mediaType: stored.mediaType };
}

/** What readers see must be of this version or, where others wrote meanwhile, of a later one. */
async function checkShown({ store, report }: Run, entry: EntryRow): Promise<void> {
  const id = idOf(entry);
  if (entry.projected !== (entry.state === 'live')) {
    const words = entry.projected ? `it is shown, though it is ${entry.state}` : 'it is live and not shown';
    report('projection', id, `The records and the entries differ: ${words}.`);
  }
  if (!entry.projected) return;
  const shown = await store.getRecord(entry);
  if (shown !== null && shown.version < entry.version)
    report('projection', id, `Version ${shown.version} is shown, and the newest is ${entry.version}.`);
  if (entry.state !== 'live') return;
  const problems = await shownProblems(store, entry);
  if (problems.length === 0) return;
  // Where somebody wrote since the entry was read, the one cannot be compared with the other.
  const [now] = await store.listEntries(entry.origin, entry.ord - 1, 1);
  if (JSON.stringify(now) !== JSON.stringify(entry)) return;
  for (const { rule, message } of problems) report(rule, id, message);
}
