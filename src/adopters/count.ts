import { fold } from '../kernel/fold-text.ts';
import { type AdoptionState, type Claim, type Evidence, isInUse } from './claims.ts';
import { EVIDENCE, evidenceOn } from './evidence.ts';

/** One body and one software, however many sources say so. */
export interface Adopter {
  /** Body and software. */
  key: string;
  software: string;
  organisation: string | null;
  name: string;
  country?: string | undefined;
  state: AdoptionState;
  since?: string | undefined;
  until?: string | undefined;
  asOf?: string | undefined;
  lastConfirmed?: string | undefined;
  evidence: Evidence;
  disputed: boolean;
  /** The strongest first: its word is what is told. */
  claims: Claim[];
}

/**
 * Claims as adopters, each body and software once: the same adoption that several sources, origins or catalogues know is one.
 * Of several claims the body's own word leads, then the newest. The order of arrival and claims that come twice change nothing.
 */
export function adoptersOf(claims: Iterable<Claim>, day: string): Adopter[] {
  const groups = new Map<string, Map<string, Claim>>();
  for (const claim of claims) {
    const key = keyOf(claim);
    const group = groups.get(key) ?? new Map<string, Claim>();
    groups.set(key, group.set(claim.id, claim));
  }
  return [...groups].map(([key, group]) => adopterOf(key, [...group.values()], day)).sort(byKey);
}

/** A name that is not matched counts as itself, in its country. */
const keyOf = ({ software, organisation, name, country = '' }: Claim): string =>
  `${software}|${organisation ?? `“${fold(name).trim()}”${country}`}`;

const byKey = (a: Adopter, b: Adopter): number => (a.key < b.key ? -1 : 1);

function adopterOf(key: string, group: Claim[], day: string): Adopter {
  const claims = group.sort((a, b) => compareClaims(a, b, day));
  const lead = claims[0] as Claim;
  const { software, organisation, name, country, state, until, asOf, lastConfirmed } = lead;
  // When a use began is no answer to since when one is planned, and the other way round.
  const alike = claims.filter((claim) => hasBegun(claim) === hasBegun(lead));
  const since = lead.since ?? earliest(alike.flatMap((claim) => claim.since ?? []));
  const evidence = evidenceOn(lead, day);
  const disputed = claims.some((claim) => claim.disputed === true);
  // Every key written out: of an object that is spread from others V8 makes a class of its own, and there are very many.
  return {
    key,
    software,
    organisation,
    name,
    country,
    state,
    since,
    until,
    asOf,
    lastConfirmed,
    evidence,
    disputed,
    claims,
  };
}

const hasBegun = ({ state }: Pick<Claim, 'state'>): boolean => isInUse(state) || state === 'retired';

/** The stronger word first, then the newer one, then by id, so that no two are equal. */
function compareClaims(a: Claim, b: Claim, day: string): number {
  const strength = (claim: Claim) => EVIDENCE.indexOf(evidenceOn(claim, day));
  const said = ({ lastConfirmed = '', asOf = '', since = '' }: Claim) => latest([lastConfirmed, asOf, since]);
  return strength(b) - strength(a) || order(said(b), said(a)) || order(a.id, b.id);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const latest = (dates: string[]): string => dates.sort().at(-1) as string;
const earliest = (dates: string[]): string | undefined => dates.sort()[0];

/** How many of each value there are, the most frequent first. `undefined` is counted as `unknown`. */
export function tally(values: Iterable<string | undefined>): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value ?? 'unknown', (counts.get(value ?? 'unknown') ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || order(a.value, b.value));
}

/** The first bodies that are known to use it, by the date since when they do; who has none is none of them. */
export function firstMovers(adopters: readonly Adopter[], most = 3): Adopter[] {
  return adopters
    .filter((adopter) => adopter.since !== undefined && hasBegun(adopter))
    .sort((a, b) => order(a.since as string, b.since as string) || byKey(a, b))
    .slice(0, most);
}
