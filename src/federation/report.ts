import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, toDay, toRfc3339 } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import { currentKeys, KEY_ID } from '../logs/control.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { MirrorRow, PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import type { ErasureAnswer } from '../store/trust-port.ts';
import { type Cosigners, type CosignersSeen, cosignersIn } from './cosigners.ts';
import { type PeerHealth, readHealth } from './health.ts';
import { isUnvouched, namesIn, type PinSeen, pinnedBy } from './pinned.ts';
import { documentOf } from './pins.ts';
import { quorumNow } from './quorum.ts';

/** One catalogue that is mirrored here, as it stands now. Times in milliseconds. */
export interface PeerReport {
  name: string;
  /** Its origin, without an epoch; and the line of the log that is shown. */
  origin: string;
  log: string;
  url: string;
  state: PeerRow['state'];
  facets: string[];
  added: number;
  approved: number;
  words: string;
  health: PeerHealth;
  /** When anything of it was last heard, through whomever; null for never. */
  looked: number | null;
  /** The same where that is so long ago that what it says today is not known, or it is no more asked; else null. */
  stale: number | null;
  /** Leaves that are here, and how many more it has as far as is known. */
  size: number;
  behind: number;
  /** Records of it that are shown. */
  records: number;
  missingBodies: number;
  unshownBodies: number;
  heldRemovals: number;
  /** Bodies that it has erased within a week, where that is unusually many; else 0. None of them was held back. */
  erasedLately: number;
  /** Size behind which nothing is taken, as its log was found to be forked. */
  frozen: number | null;
  /** Which of the other catalogues that are mirrored here have pinned it, by their logs, and whether under the same keys. */
  pinnedBy: PinSeen[];
  /** The key by whose words it is pinned has signed none of its key documents: it may only pretend to be that network. */
  unvouched: boolean;
  /** Who has cosigned the head that is here, as far as their keys are known. */
  cosignedBy: string[];
  /** How many other networks must have cosigned it for its newest leaves to count as witnessed; 0 where none must. */
  quorum: number;
  /** Leaves that they have not cosigned yet: shown, and marked. */
  unwitnessed: number;
}

/** A body that our log has erased, and what each mirror answered when it was asked for it. */
export interface ErasureReport {
  id: string;
  digest: string;
  erased: number;
  answers: { peer: string; answer: ErasureAnswer | 'not-asked'; at: number | null }[];
  /** Somebody has not confirmed it within the time that mirrors promise. */
  overdue: boolean;
}

export interface FederationReport {
  own: { origin: string; size: number; signed: number; cosignedBy: string[]; pinnedBy: PinSeen[] } | null;
  witnesses: { name: string; url: string; size: number; cosigned: number | null; problem: string | null }[];
  peers: PeerReport[];
  erasures: ErasureReport[];
}

/** What readers of a mirrored record must know of its origin, by the origin's name. Only what is out of order is in it. */
export type Marks = ReadonlyMap<string, Mark>;

interface Mark {
  stale: number | null;
  frozen: number | null;
  /** From this leaf on not enough other networks have cosigned its log; null where enough have, or none must. */
  unwitnessed: number | null;
}

/** The same of one record: only what is out of order is in it. Times as RFC 3339. */
export interface Standing {
  /** Nothing was heard of its catalogue since, so what it says today is not known here. */
  asOf?: string;
  /** Its catalogue has signed two histories: nothing behind so many leaves is taken over. */
  frozen?: number;
  /** Not enough other networks have cosigned the leaf that names it. */
  unwitnessed?: true;
}

function standingOf(marks: Marks, origin: string, index?: number): Standing | null {
  const mark = marks.get(origin);
  if (mark === undefined) return null;
  const unwitnessed = index !== undefined && mark.unwitnessed !== null && index >= mark.unwitnessed;
  const standing: Standing = {
    ...(mark.stale !== null && { asOf: toRfc3339(mark.stale) }),
    ...(mark.frozen !== null && { frozen: mark.frozen }),
    ...(unwitnessed && { unwitnessed }),
  };
  return Object.keys(standing).length === 0 ? null : standing;
}

export interface FederationReader {
  report(): Promise<FederationReport>;
  /** The same for whoever asks: looked up at most once in a while. */
  told(): Promise<FederationReport>;
  /** Asked by every page, so looked up at most once in a while. */
  marks(): Promise<Marks>;
  /** What is out of order with the origin of a record whose leaf is `index`, where that is known; null for nothing. */
  standing(origin: string, index?: number): Promise<Standing | null>;
}

export interface ReportDeps {
  store: Store;
  clock: Clock;
  /** What the loop in this process knows of the contact now, by the number of the origin. */
  live(): Map<number, PeerHealth>;
  /** Kept by whoever asks again and again. */
  cosigned?: CosignersSeen;
}

/** What is known of the federation as it is seen from here. */
export function createFederationReader(given: ReportDeps): FederationReader {
  const deps = { ...given, cosigned: new Map() };
  const marks = keptFor(deps.clock, () => marksOf(deps));
  return {
    report: () => reportOf(deps),
    told: keptFor(deps.clock, () => reportOf(deps)),
    marks,
    standing: async (origin, index) => standingOf(await marks(), origin, index),
  };
}

/** The answer of the last two seconds, so that many who ask cost one look. One that failed is kept for nobody. */
function keptFor<A>(clock: Clock, look: () => Promise<A>): () => Promise<A> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<A> | null = null;
  return () => {
    if (answer !== null && clock.now() - asked < LIMITS.writableMs) return answer;
    asked = clock.now();
    const looked = look();
    answer = looked;
    looked.catch(() => {
      if (answer === looked) answer = null;
    });
    return looked;
  };
}

async function reportOf(deps: ReportDeps): Promise<FederationReport> {
  const { store } = deps;
  const cosigners = await cosignersIn(store, deps.cosigned);
  const [head, peers] = [await store.getHead(OWN_LOG), await peerReports(deps, cosigners)];
  const witnesses = (await store.listWitnesses()).map(({ key, ...rest }) => ({
    name: key.split('+')[0] ?? key,
    ...rest,
  }));
  return {
    own: head && {
      ...{ origin: head.origin, size: head.size, signed: head.signed },
      cosignedBy: cosigners(head),
      pinnedBy: await ourPinners(store, head),
    },
    witnesses,
    peers,
    erasures: await erasuresOf(deps),
  };
}

/** Who of those that are mirrored here has pinned this catalogue: whoever has it under other keys was misled. */
async function ourPinners(store: Store, { origin }: HeadRow): Promise<PinSeen[]> {
  const document = await currentKeys(store);
  if (document === null) return [];
  const before = (await store.listHeads()).flatMap((head) => (head.mine ? [head.origin] : []));
  const chain = async () => (await store.listControls(KEY_ID)).map(({ body }) => body);
  return (await pinnedBy(store)).of({ names: namesIn([origin, ...before.reverse()]), document, chain });
}

export async function peerReports({ store, clock, live }: ReportDeps, cosigners?: Cosigners): Promise<PeerReport[]> {
  const mirrors = await store.listMirrors();
  const counts = (await store.counts()).live;
  const known = live();
  const peers = await store.listPeers();
  const quorum = quorumNow(peers, clock.now(), known);
  const pins = await pinnedBy(store);
  const namesUnder = cosigners ?? (await cosignersIn(store));
  const reports: PeerReport[] = [];
  for (const peer of peers) {
    await nextTurn();
    const mirror = mirrors.find(({ origin, shown }) => origin === peer.origin && shown);
    const head = mirror === undefined ? null : await store.getHead(mirror.log);
    const health = known.get(peer.origin) ?? readHealth(peer.health);
    const looked = lookedAt(health, head);
    const size = mirror?.size ?? 0;
    const { name, originName: origin, url, state, facets, added, approved, words } = peer;
    reports.push({
      ...{ name, origin, url, state, facets, added, approved, words, health, looked, size },
      log: mirror?.line ?? documentOf(peer).origin,
      stale: staleSince(peer, looked, clock.now()),
      behind: Math.max(0, (health.size ?? 0) - size),
      records: counts.filter((row) => row.origin === peer.origin).reduce((sum, { count }) => sum + count, 0),
      ...(await openIn(store, mirror)),
      heldRemovals: await store.countHeld(peer.origin),
      erasedLately: await unusuallyErased(store, peer.origin, clock.now()),
      frozen: mirror?.frozen ?? null,
      pinnedBy: await pins.ofPeer(peer),
      unvouched: await isUnvouched(store, mirrors, peer),
      // Its own word about itself says nothing.
      cosignedBy: head === null ? [] : namesUnder(head).filter((by) => by !== name),
      ...{ quorum, unwitnessed: quorum === 0 ? 0 : Math.max(0, size - (mirror?.confirmed ?? 0)) },
    });
  }
  return reports;
}

const DAY_MS = 86_400_000;

/** By the measure of removals: an erasure is never held, so that whoever erases much is told. */
async function unusuallyErased(store: Store, origin: number, now: number): Promise<number> {
  const { erased, before } = await store.erasedSince(origin, toDay(now), toDay(now - 7 * DAY_MS));
  return erased > Math.max(LIMITS.removalsAtLeast, (before * LIMITS.removalsPercent) / 100) ? erased : 0;
}

async function openIn(store: Store, mirror: MirrorRow | undefined) {
  if (mirror === undefined) return { missingBodies: 0, unshownBodies: 0 };
  const [missingBodies, unshownBodies] = [await store.countWanted(mirror.log), await store.countUnshown(mirror.log)];
  return { missingBodies, unshownBodies };
}

/** By itself, or by a head of it that somebody else brought. */
function lookedAt({ contacted }: PeerHealth, head: HeadRow | null): number | null {
  const latest = Math.max(contacted ?? 0, head?.signed ?? 0);
  return latest === 0 ? null : latest;
}

function staleSince({ state, added }: PeerRow, looked: number | null, now: number): number | null {
  const since = looked ?? added;
  return state === 'left' || now - since > LIMITS.staleMs ? since : null;
}

async function erasuresOf({ store, clock }: ReportDeps): Promise<ErasureReport[]> {
  const peers = (await store.listPeers()).filter(({ state, url }) => state !== 'left' && url !== '');
  const erasures = await store.ownErasures(LIMITS.erasuresTold);
  const rows = await store.listConfirmations(erasures.map(({ digest }) => digest));
  const given = new Map(rows.map((row) => [`${row.digest} ${row.origin}`, row]));
  return erasures.map(({ id, digest, at: erased }) => {
    const answers = peers.map(({ origin, name }) => {
      const row = given.get(`${digest} ${origin}`);
      return { peer: name, answer: row?.answer ?? ('not-asked' as const), at: row?.at ?? null };
    });
    const open = answers.some(({ answer }) => answer === 'present' || answer === 'no-answer' || answer === 'not-asked');
    return { id, digest, erased, answers, overdue: open && clock.now() - erased > LIMITS.erasureMs };
  });
}

async function marksOf(deps: ReportDeps): Promise<Marks> {
  const { store, clock, live } = deps;
  const mirrors = (await store.listMirrors()).filter(({ shown }) => shown);
  const known = live();
  const marks = new Map<string, Mark>();
  const peers = await store.listPeers();
  const quorum = quorumNow(peers, clock.now(), known);
  for (const peer of peers) {
    const mirror = mirrors.find(({ origin }) => origin === peer.origin);
    const head = mirror === undefined ? null : await store.getHead(mirror.log);
    const looked = lookedAt(known.get(peer.origin) ?? readHealth(peer.health), head);
    const open = quorum > 0 && mirror !== undefined && mirror.confirmed < mirror.size;
    const mark = {
      ...{ stale: staleSince(peer, looked, clock.now()), frozen: mirror?.frozen ?? null },
      unwitnessed: open ? mirror.confirmed : null,
    };
    if (mark.stale !== null || mark.frozen !== null || mark.unwitnessed !== null) marks.set(peer.originName, mark);
  }
  return marks;
}
