import { toDay } from '../kernel/clock.ts';

/** What is known of the contact with a peer. Kept with it where something changed, in memory otherwise: nothing new is no write. */
export interface PeerHealth {
  /** When it last answered well, in milliseconds; null for never. */
  contacted: number | null;
  /** Failures since then. */
  failures: number;
  /** Why it failed last: a code of the list of errors and its words; null while all is well. */
  problem: { code: string; detail: string; at: number } | null;
  /** When it is asked again, in milliseconds. */
  next: number;
  requests: number;
  bytes: number;
  leaves: number;
  bodies: number;
  /** Size of its own log as it was last told. */
  size: number | null;
  /** Size that it has and that is beyond what was approved; null where nothing is held back. */
  heldAt: number | null;
  /** A new log that it has begun and that is not followed, and why; null where there is none. */
  heldEpoch: { line: string; detail: string } | null;
}

const NEW: PeerHealth = {
  ...{ contacted: null, failures: 0, problem: null, next: 0, requests: 0, bytes: 0, leaves: 0, bodies: 0 },
  ...{ size: null, heldAt: null, heldEpoch: null },
};

export function readHealth(json: string): PeerHealth {
  return { ...NEW, ...(JSON.parse(json) as Partial<PeerHealth>) };
}

/** Without what changes at every turn: what is left is worth a write when it changes. The day of the last contact is. */
export const worthKeeping = ({ contacted, failures, problem, leaves, bodies, heldAt, heldEpoch }: PeerHealth): string =>
  JSON.stringify([
    contacted === null ? null : toDay(contacted),
    failures > 0,
    problem?.code ?? null,
    problem?.detail ?? null,
    leaves,
    bodies,
    heldAt,
    heldEpoch,
  ]);
