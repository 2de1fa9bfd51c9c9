/** What happens in a run of the simulation, and to whom: everything follows from the seed. */

export const TOPOLOGIES = ['line', 'ring', 'star', 'complete', 'random', 'bridge'] as const;
type Topology = (typeof TOPOLOGIES)[number];

/** Who stands beside the honest catalogues in some runs. */
export const ROLES = [
  ...(['equivocator', 'rewinder', 'forger', 'withholder', 'bomb', 'slow', 'poisoner'] as const),
  ...(['flooder', 'remover'] as const),
];
export type RoleName = (typeof ROLES)[number];

export interface Plan {
  seed: number;
  peers: number;
  topology: Topology;
  /** Beside the honest ones, and pinned by all of them; null for nobody. */
  role: RoleName | null;
  /** Whether the last one takes only the bodies of some leaves. */
  selective: boolean;
  /** What happens, in order: shrunk on failure. */
  events: Event[];
}

/** What a catalogue does, or what is done to it. */
const KINDS = [
  ...(['publish', 'publish', 'publish', 'publish', 'withdraw', 'erase', 'rotate'] as const),
  // All turns to their end, or one of which an answer comes only when others have had their turn.
  ...(['pull', 'pull', 'pull', 'pull', 'pull', 'late', 'late', 'arrive'] as const),
  // Killed between two turns, or before or behind a step of one that writes.
  ...(['crash', 'kill', 'backup', 'restore'] as const),
  // Of the network, and of catalogues that give no bodies for a while.
  ...(['faults', 'faults', 'partition', 'withhold', 'wait'] as const),
];

export interface Event {
  do: (typeof KINDS)[number];
  who: number;
  /** Between 0 and 15: which record, how much, where. */
  what: number;
}

/** Numbers that follow from a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function planOf(seed: number, peers: number, steps: number): Plan {
  const random = randomOf(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const topology = TOPOLOGIES[pick(TOPOLOGIES.length)] as Topology;
  const role = pick(2) === 0 ? (ROLES[pick(ROLES.length)] as RoleName) : null;
  // Whoever takes only some bodies is nobody's only way to a log.
  const selective = pick(3) === 0 && peers > 2 && ['line', 'star', 'complete'].includes(topology);
  const events = Array.from(
    { length: steps },
    (): Event => ({ do: KINDS[pick(KINDS.length)] as Event['do'], who: pick(peers), what: pick(16) }),
  );
  return { seed, peers, topology, role, selective, events };
}

/** As the long runs make it: two to seven catalogues, and some dozens of events. */
export const planOfSeed = (seed: number): Plan => planOf(seed, 2 + (seed % 6), 20 + (seed % 40));

/** For whoever reads that it failed. */
export const nameOf = ({ seed, peers, topology, role, selective }: Plan): string =>
  `${seed}: ${peers} peers, ${topology}${selective ? ', one selective' : ''}${role === null ? '' : `, beside a ${role}`}`;

/** Whom each asks. Everybody has pinned everybody; asked are only its neighbours, so logs travel through third catalogues. */
export function neighbours({ topology, peers, seed }: Plan): Set<number>[] {
  const random = randomOf(seed ^ 0x5bd1e995);
  const next: Set<number>[] = Array.from({ length: peers }, () => new Set<number>());
  const link = (a: number, b: number): void => {
    if (a === b) return;
    next[a]?.add(b);
    next[b]?.add(a);
  };
  const half = Math.floor(peers / 2);
  const before = (i: number) => Array.from({ length: i }, (_, j) => j);
  const linksTo = (i: number): number[] => {
    if (topology === 'star') return [0];
    if (topology === 'complete') return before(i);
    if (topology === 'bridge') return before(i).filter((j) => i < half === j < half);
    return topology === 'random' ? [i - 1, Math.floor(random() * peers)] : [i - 1];
  };
  for (let i = 1; i < peers; i += 1) for (const j of linksTo(i)) link(i, j);
  if (topology === 'ring') link(peers - 1, 0);
  if (topology === 'bridge') link(0, peers - 1);
  return next;
}
