/** Limits of what other networks may do to what is held of them, a part of `LIMITS`. */
export const TRUST_LIMITS = {
  /** Records that another network may remove within a week before the rest waits for the operator: so many, or that share. */
  removalsAtLeast: 20,
  removalsPercent: 10,
  /** Of what was erased last, so much is looked at to tell whether a catalogue erases unusually much. */
  erasedCounted: 10_000,
  /** Proofs of a fork that are kept of one log: one convicts it, and it can sign any number of others. */
  evidenceEach: 4,
  /** Bundles of a log that are on their way while one is stored: each takes several turns of the event loop to come. */
  bundlesAhead: 3,
} as const;
