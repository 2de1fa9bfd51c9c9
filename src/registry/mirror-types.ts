/** Leaves of another network's log in their order, and what proves them. */
export interface Bundle {
  /** Index of the first leaf. */
  from: number;
  /** At most 256. */
  leaves: Uint8Array[];
  /** For each leaf its body, or null where it did not come with it. */
  bodies: (Uint8Array | null)[];
  /** The head that its origin has signed and the leaves lead to. Whoever hands it over has checked the signature. */
  head: { size: number; root: Buffer };
  /** Hashes of full tiles of leaves in the tree of that head, by the number of the tile: proven against its root. */
  tiles?: ReadonlyMap<number, Buffer>;
}

/** What became of a bundle. */
export interface Mirrored {
  /** Leaves that are stored now. */
  size: number;
  effective: number;
  inert: number;
  /** Records that are shown in a new version. */
  shown: number;
  removed: number;
  /** Removals that wait for the operator. */
  held: number;
  /** Erasures: what they name was destroyed. */
  erased: number;
}

/** What became of bodies that came apart from their leaves. */
export interface MirroredBodies {
  shown: number;
  /** Kept and passed on, and not shown. */
  kept: number;
  /** Indexes of leaves whose body this is not. */
  wrong: number[];
}
