import type { Network, Software } from '../schemas.gen.ts';

/** Teams of public bodies of a product, held against the rule of its network. */
export interface TeamStanding {
  /** How many there are now; null where nobody says. */
  count: number | null;
  minimum: number | null;
  /** Least and most of what is usual, as the network words it. */
  norm: number[];
  /** Fewer than the least: a breach. Not known (null) without a rule or without a word about teams. */
  breach: boolean | null;
  /** Enough, but fewer than usual. */
  belowNorm: boolean;
}

/** `day` is today, `YYYY-MM-DD`; a team that ended in a month or year counts until its last day. */
export function teamStanding(teams: Software['teams'], rule: Network['teamRule'], day: string): TeamStanding {
  const now = teams?.filter(
    ({ from, until }) =>
      !(until !== undefined && until < day.slice(0, until.length)) && !(from !== undefined && from > day),
  );
  const [count, minimum, norm] = [now?.length ?? null, rule?.minimum ?? null, rule?.norm ?? []];
  const breach = count === null || minimum === null ? null : count < minimum;
  return {
    count,
    minimum,
    norm,
    breach,
    belowNorm: breach === false && count !== null && norm[0] !== undefined && count < norm[0],
  };
}
