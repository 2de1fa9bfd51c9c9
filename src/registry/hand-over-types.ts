/** One way of an entry from one catalogue to another, as it is seen from here. */
export interface HandOverReport {
  /** Ids, ours without an origin: what is handed over, and as what it goes on. */
  entry: string;
  to: string;
  name: string;
  /** Addresses of pages below the language; null where there is none here. */
  page: string | null;
  toPage: string | null;
  /** Our part in it. */
  side: 'giver' | 'taker' | 'neither';
  /**
   * `offered`: the other side has not answered, as far as is known here. `taken-over`: both say so. `refused`: it does
   * not want it. `lapsed`: nobody answered in time. `claimed`: only the taker says so.
   */
  state: 'offered' | 'taken-over' | 'refused' | 'lapsed' | 'claimed';
  /** When it was offered and until when that stands, `2026-11-28`; null where the giver does not say it here. */
  offered: string | null;
  until: string | null;
  /** When it was taken over or refused, or null. */
  settled: string | null;
}

/** How an entry goes over to another catalogue, and one of another's comes here. Only software does: the rest refers to it. */
export interface HandOverActs<Published> {
  /**
   * Offers an own entry to a catalogue that is pinned here, by its name or origin, where it is to go on as `slug` (else under
   * the same name). Throws `not-found`, and `conflict` where it cannot be.
   */
  offer(slug: string, to: { origin: string; slug?: string | undefined }): Promise<Published>;
  /** Takes an offer back. Throws `conflict` where none stands, or it was taken over. */
  undo(slug: string): Promise<Published>;
  /** Takes over what another catalogue offers to us: `software/kitos@catalogue.example`. Throws as `publish`. */
  accept(entry: string): Promise<Published>;
  /** Notes that an offer is not wanted. Our log says it with its next head, where the other side sees it. */
  refuse(entry: string): Promise<HandOverReport>;
  /** Takes own offers back that lapsed `LIMITS.handOverGraceDays` ago: nobody answers them any more. How many. */
  lapse(): Promise<number>;
  list(): Promise<HandOverReport[]>;
}
