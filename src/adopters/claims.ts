import type { Adoption } from '../schemas.gen.ts';

export type AdoptionState = Adoption['state'];
export type Evidence = Adoption['evidence'];

/** One source's word that a body uses, or looks into using, a software. Dates as exact as their source. */
export interface Claim {
  /** Told apart by this: the same claim that comes twice is one. */
  id: string;
  /** The software as a cluster: the same whoever keeps its record. */
  software: string;
  /** The body, whoever keeps its record; `null` where the name is not matched. */
  organisation: string | null;
  /** The body as the source names it. */
  name: string;
  country?: string | undefined;
  state: AdoptionState;
  evidence: Evidence;
  since?: string | undefined;
  until?: string | undefined;
  asOf?: string | undefined;
  lastConfirmed?: string | undefined;
  /** Somebody said that it is not right, and it is not settled yet. */
  disputed?: boolean | undefined;
}

/** States in which the software is used. `planned` is decided and not begun. */
const IN_USE: ReadonlySet<AdoptionState> = new Set(['pilot', 'production', 'in-use']);

export const isInUse = (state: AdoptionState): boolean => IN_USE.has(state);

/** Whether it is used on this day (`YYYY-MM-DD`): what ended in 2024 is not. */
export const isUsedOn = ({ state, until }: Pick<Claim, 'state' | 'until'>, day: string): boolean =>
  isInUse(state) && (until === undefined || day.slice(0, until.length) <= until);
