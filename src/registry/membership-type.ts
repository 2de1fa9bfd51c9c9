import type { TeamStanding } from '../governance/teams.ts';
import type { Network } from '../schemas.gen.ts';

/** What a network's record says of one product of its portfolio. */
export interface Membership {
  teams: TeamStanding;
  /** What is paid for this product. */
  fees: NonNullable<Network['fees']>;
}
