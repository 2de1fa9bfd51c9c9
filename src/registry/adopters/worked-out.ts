import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Candidate } from '../../adopters/body-index.ts';
import type { Claim } from '../../adopters/claims.ts';
import { type Adopter, adoptersOf } from '../../adopters/count.ts';
import type { NamedBody } from '../../adopters/match.ts';
import { sha256 } from '../../kernel/digest.ts';
import { fold } from '../../kernel/fold-text.ts';
import { type Decisions, nameKey } from './decisions.ts';
import type { Matcher } from './matcher.ts';
import type { HeldAdoption, HeldBody, HeldUsers } from './parts.ts';

/** A name that waits for a person. */
export interface Unsure {
  key: string;
  name: string;
  countries: readonly string[];
  candidates: Candidate[];
  /** Ids of software whose makers name it, or of adoptions; some of them. */
  from: string[];
}

/** What follows from all that is held. */
export interface WorkedOut {
  /** Of a body its least id, by the id of each of its records. */
  bodyOf: ReadonlyMap<string, string>;
  /** Records of a body by its least id. */
  records: ReadonlyMap<string, HeldBody[]>;
  bySoftware: ReadonlyMap<string, Adopter[]>;
  byBody: ReadonlyMap<string, Adopter[]>;
  queue: ReadonlyMap<string, Unsure>;
  /** Rows of adoptions that are not to be shown. */
  hidden: ReadonlySet<number>;
  /** Rows of software of whose list of users a name may have to be left out. */
  leftOut: ReadonlySet<number>;
  /** Claims that a body's own word hides, by id, with the cluster of the software; without a body where it is only likely. */
  heldClaims: ReadonlyMap<string, { organisation: string | null; software: string }>;
  /** Whether a body does not want this told, or a dispute about it was upheld; of what nobody says any more, too. */
  hides(said: Said): boolean;
  /** What a claim that a dispute can be about says: its body and software, in words. All claims are gone through. */
  said(claim: string): string | undefined;
}

export interface Held {
  matcher: Matcher;
  adoptions: ReadonlyMap<number, HeldAdoption>;
  users: ReadonlyMap<number, HeldUsers>;
  /** The software's cluster by the id of its record (`software/kitos@own`), for all that is referred to. */
  clusterOf(id: string): string | undefined;
  /** The id of a software by its row. */
  idOf(ord: number): string | undefined;
  /** What is not to be told for a reason from elsewhere: of the past, what is not told now. */
  hidesToo?: WorkedOut['hides'] | undefined;
}

/** What somebody says of a body and a software (an id with its origin), as far as it decides whether it may be told. */
export interface Said {
  id: string;
  software: string;
  /** An id with its origin; null where only the name is known. */
  organisation: string | null;
  named: NamedBody;
}

/** So many claims are taken in before others get their turn; a name that has to be looked for costs as much as many others. */
const IN_A_TURN = 200;
const COST_OF_SEARCH = 40;

/** Bodies, adopters, queue and what is hidden, from all that is held and decided on this day (`YYYY-MM-DD`). */
export async function workOut(held: Held, decisions: Decisions, day: string): Promise<WorkedOut> {
  const { bodyOf, records } = held.matcher;
  const work = new Work(held, decisions);
  let turn = 0;
  const rest = async (): Promise<void> => {
    if (work.cost - turn < IN_A_TURN) return;
    turn = work.cost;
    await nextTurn();
  };
  for (const adoption of held.adoptions.values()) {
    work.takeAdoption(adoption);
    await rest();
  }
  for (const users of held.users.values()) {
    for (const name of users.names) {
      work.takeName(users, name);
      await rest();
    }
  }
  const bySoftware = new Map<string, Adopter[]>();
  const byBody = new Map<string, Adopter[]>();
  // An adopter is one of one software: those of each are told apart by themselves.
  for (const [software, claims] of [...work.claims].sort(([a], [b]) => (`${a}|` < `${b}|` ? -1 : 1))) {
    const adopters = adoptersOf(claims, day);
    bySoftware.set(software, adopters);
    for (const adopter of adopters) if (adopter.organisation !== null) append(byBody, adopter.organisation, adopter);
    work.cost += claims.length;
    await rest();
  }
  const { queue, hidden, leftOut, heldClaims, told } = work;
  const hides = (said: Said): boolean => work.hides(said);
  const said = (claim: string): string | undefined => told.get(claim) ?? saidIn(bySoftware, claim, held);
  return { bodyOf, records, queue, hidden, leftOut, heldClaims, hides, said, bySoftware, byBody };
}

/** Names of manifests are very many, and are hardly ever asked for. */
function saidIn(bySoftware: ReadonlyMap<string, Adopter[]>, id: string, { idOf }: Held): string | undefined {
  for (const [software, adopters] of bySoftware) {
    for (const { claims } of adopters) {
      const claim = claims.find((one) => one.id === id);
      if (claim !== undefined) return `${claim.name}: ${idOf(Number(software)) ?? software}`;
    }
  }
  return undefined;
}

class Work {
  /** Of all that was taken in. */
  cost = 0;
  /** By the software's cluster. */
  readonly claims = new Map<string, Claim[]>();
  readonly queue = new Map<string, Unsure>();
  readonly hidden = new Set<number>();
  readonly leftOut = new Set<number>();
  readonly heldClaims = new Map<string, { organisation: string | null; software: string }>();
  /** What claims say that are not found among the adopters. */
  readonly told = new Map<string, string>();
  readonly #held: Held;
  readonly #decisions: Decisions;
  readonly #holds: ReadonlySet<string>;
  readonly #disputed: ReadonlyMap<string, 'open' | 'upheld'>;

  constructor(held: Held, decisions: Decisions) {
    this.#held = held;
    this.#decisions = decisions;
    this.#holds = new Set(
      [...decisions.holds.values()].map(({ organisation, software }) => this.#pair(this.#body(organisation), software)),
    );
    this.#disputed = new Map(
      [...decisions.disputes.values()]
        .filter(({ settled }) => settled !== 'rejected')
        .sort((a, b) => Number(a.settled !== null) - Number(b.settled !== null))
        .map(({ claim, settled }) => [claim, settled === 'upheld' ? 'upheld' : 'open']),
    );
  }

  #body(id: string): string {
    return this.#held.matcher.bodyOf.get(id) ?? id;
  }

  #pair(body: string, software: string): string {
    return `${body} ${this.#held.clusterOf(software) ?? software}`;
  }

  takeAdoption({ id, ord, organisation, name, country, software, softwareName, facts }: HeldAdoption): void {
    const cluster = (software && this.#held.clusterOf(software)) ?? `“${fold(softwareName ?? software ?? '')}”`;
    const body = (organisation && this.#held.matcher.bodyOf.get(organisation)) ?? null;
    const named = { name, country, countries: [] };
    const claim: Claim = { id, software: cluster, organisation: null, name, country, disputed: false, ...facts };
    this.told.set(id, `${name}: ${softwareName ?? software ?? ''}`);
    const said = { id, software: software ?? cluster, organisation: organisation ?? null, named };
    if (!this.#take(claim, body, said, id)) this.hidden.add(ord);
  }

  takeName({ ord, countries }: HeldUsers, name: string): void {
    const software = this.#held.idOf(ord);
    const cluster = software === undefined ? undefined : this.#held.clusterOf(software);
    if (software === undefined || cluster === undefined) return;
    const id = usedById(software, name);
    const country = countries.length === 1 ? countries[0] : undefined;
    const [state, evidence] = ['in-use', 'claimed'] as const;
    const claim: Claim = { id, software: cluster, organisation: null, name, country, disputed: false, state, evidence };
    const said = { id, software, organisation: null, named: { name, countries } };
    if (this.#take(claim, null, said, software)) return;
    this.told.set(id, `${name}: ${software}`);
    this.leftOut.add(ord);
  }

  hides({ id, software, organisation, named }: Said): boolean {
    const meant =
      organisation === null ? this.#match(named) : { organisation: this.#body(organisation), candidates: [] };
    return this.#isHeld(meant, this.#held.clusterOf(software) ?? software) || this.#disputed.get(id) === 'upheld';
  }

  /** False where the claim is not to be shown. It is completed, not copied: there are very many. */
  #take(claim: Claim, body: string | null, said: Said, from: string): boolean {
    this.cost += 1;
    const { named } = said;
    const meant = body === null ? this.#match(named) : { organisation: body, candidates: [] };
    if (meant.candidates.length > 0) this.#ask(named, meant.candidates, from);
    const { organisation } = meant;
    if (this.#isHeld(meant, claim.software)) {
      this.heldClaims.set(claim.id, { organisation, software: claim.software });
      return false;
    }
    const dispute = this.#disputed.get(claim.id);
    if (dispute === 'upheld' || this.#held.hidesToo?.(said) === true) return false;
    claim.organisation = organisation;
    claim.disputed = dispute === 'open';
    append(this.claims, claim.software, claim);
    return true;
  }

  /** The body has spoken: a name that is most likely its own is hidden too. */
  #isHeld({ organisation, candidates }: Meant, cluster: string): boolean {
    const held = (body: string): boolean => this.#holds.has(`${body} ${cluster}`);
    if (organisation !== null) return held(organisation);
    return candidates.some(({ body: { id }, score }) => score >= LIKELY && held(id));
  }

  /** What a person has said of the name holds, else what matches by itself. */
  #match(named: NamedBody): Meant {
    const decided = this.#decisions.matches.get(keyOf(named));
    if (decided !== undefined) return { organisation: decided === null ? null : this.#body(decided), candidates: [] };
    if (!this.#held.matcher.knows(named)) this.cost += COST_OF_SEARCH;
    const match = this.#held.matcher.match(named);
    if (match.is === 'matched') return { organisation: match.body.id, candidates: [] };
    return { organisation: null, candidates: match.is === 'unknown' ? [] : match.candidates };
  }

  /** What is unsure waits for a person. */
  #ask(named: NamedBody, candidates: Candidate[], from: string): void {
    const key = keyOf(named);
    const known = this.queue.get(key) ?? { key, name: named.name, countries: statedOf(named), candidates, from: [] };
    if (known.from.length < MOST_FROM) known.from.push(from);
    this.queue.set(key, known);
  }
}

/** What a name means: a body, or those that it could mean. */
interface Meant {
  organisation: string | null;
  candidates: Candidate[];
}

const statedOf = ({ country, countries = [] }: NamedBody): readonly string[] =>
  country === undefined ? countries : [country];
const keyOf = (named: NamedBody): string => nameKey(named.name, statedOf(named));

/** As alike as two spellings of one name. */
const LIKELY = 0.85;
const MOST_FROM = 5;

/** A name in a manifest as something that can be referred to: the same as long as manifest and name stay. */
export const usedById = (software: string, name: string): string =>
  // Cut as bytes: a piece of a text keeps the whole of it in memory.
  `used-by/${sha256(`${software}|${fold(name).trim()}`)
    .subarray(0, 8)
    .toString('hex')}`;

function append<T>(groups: Map<string, T[]>, key: string, one: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [one]);
  else group.push(one);
}
