import { fold } from '../kernel/fold-text.ts';
import type { BodyClass } from './kind-words.ts';
import { type NameForm, nameForm, segments } from './name-form.ts';

/** An organisation as the matcher knows it. */
export interface Body {
  id: string;
  /** Official name, names by language, aliases. */
  names: readonly string[];
  type?: string | undefined;
  country?: string | undefined;
  /** ISO 3166-2. */
  subdivision?: string | undefined;
  /** Official identifiers, `scheme:value`. */
  identifiers?: readonly string[] | undefined;
}

export interface Candidate {
  body: Body;
  /** 0 to 1. */
  score: number;
}

/** So many are offered for a name that could be several. */
export const MOST_CANDIDATES = 3;
/** Less alike than this is not worth a person's time. */
const LEAST_SCORE = 0.55;
/** Names of more words are not looked at word by word. */
const WORDS_APART = 3;
/** Bodies that are looked at closely for one name. */
const LOOKED_AT = 60;

const CLASS_OF_TYPE: Readonly<Record<string, BodyClass>> = {
  municipality: 'municipality',
  capital: 'municipality',
  region: 'region',
  'regional-government': 'region',
  library: 'library',
  'chamber-of-commerce': 'chamber',
  education: 'university',
  'health-body': 'health',
  association: 'association',
  firm: 'firm',
};

interface Held {
  body: Body;
  kind: BodyClass | null;
  core: string;
  /** Pairs of letters in it. */
  pairs: number;
}

/** The bodies of a register, found by the parts of their names. */
export class BodyIndex {
  readonly #byCore = new Map<string, Held[]>();
  readonly #byPair = new Map<string, Held[]>();
  readonly #byIdentifier = new Map<string, Body | null>();

  constructor(bodies: Iterable<Body>) {
    for (const body of bodies) this.add(body);
  }

  add(body: Body): void {
    for (const name of new Set(body.names)) {
      const form = nameForm(name);
      const { kind } = form;
      const implied = CLASS_OF_TYPE[body.type ?? ''] ?? null;
      for (const core of form.cores) {
        const pairs = pairsOf(core).length;
        this.#put({ body, kind, core, pairs });
        if (kind === null && implied !== null) this.#put({ body, kind: implied, core, pairs });
      }
    }
    for (const identifier of body.identifiers ?? []) this.#identify(identifier, body);
  }

  #put(held: Held): void {
    const known = this.#byCore.get(held.core) ?? [];
    if (known.some(({ body, kind }) => body.id === held.body.id && kind === held.kind)) return;
    this.#byCore.set(held.core, [...known, held]);
    for (const pair of pairsOf(held.core)) {
      const list = this.#byPair.get(pair);
      if (list === undefined) this.#byPair.set(pair, [held]);
      else list.push(held);
    }
  }

  /** Only identifiers that nobody would write for something else: with letters and digits, or addresses. */
  #identify(identifier: string, body: Body): void {
    const value = fold(identifier.slice(identifier.indexOf(':') + 1));
    if (!/^(?=.*\d)(?=.*\p{L}).{4,}$/u.test(value) && !value.startsWith('http')) return;
    const known = this.#byIdentifier.get(value);
    this.#byIdentifier.set(value, known === undefined || known?.id === body.id ? body : null);
  }

  byIdentifier(text: string): Body | null {
    return this.#byIdentifier.get(fold(text.trim())) ?? null;
  }

  /** Bodies whose whole name this is, each once: of the kind that is said; where none is, those of every kind. */
  exact({ cores, kind }: NameForm): Body[] {
    const held = cores.flatMap((core) => this.#byCore.get(core) ?? []);
    if (kind !== null) return once(held.filter((one) => one.kind === kind).map(({ body }) => body));
    // A bare name means a body only where the body is called so, and nothing else of that name is there.
    return held.some((one) => one.kind === null) ? once(held.map(({ body }) => body)) : [];
  }

  /** Bodies that the name may mean, the likeliest first. */
  candidates(name: string, form: NameForm, countries: readonly string[]): Candidate[] {
    const parts = segments(name).flatMap((part) => nameForm(part).cores);
    // A word for the kind with a typing error is not known as one: a few words are looked at one by one too.
    const apart = parts.flatMap((part) => (part.split(' ').length <= WORDS_APART ? part.split(' ') : []));
    const cores = new Set([...form.cores, ...parts, ...apart.filter((word) => word.length > 3)]);
    const best = new Map<string, Candidate>();
    for (const core of cores) {
      for (const held of this.#near(core)) {
        const score = scoreOf(core, held, form, countries);
        const known = best.get(held.body.id);
        if (score >= LEAST_SCORE && score > (known?.score ?? 0)) best.set(held.body.id, { body: held.body, score });
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score || (a.body.id < b.body.id ? -1 : 1));
  }

  /** Those that share the most pairs of letters. */
  #near(core: string): Held[] {
    const shared = new Map<Held, number>();
    for (const pair of pairsOf(core)) {
      for (const held of this.#byPair.get(pair) ?? []) shared.set(held, (shared.get(held) ?? 0) + 1);
    }
    const likely = [...shared].map(([held, pairs]) => ({ held, share: pairs / held.pairs }));
    return likely
      .sort((a, b) => b.share - a.share || (a.held.body.id < b.held.body.id ? -1 : 1))
      .slice(0, LOOKED_AT)
      .map(({ held }) => held);
  }
}

const once = (bodies: Body[]): Body[] => [...new Map(bodies.map((body) => [body.id, body])).values()];

/** Pairs of letters, with the beginning and the end. */
function pairsOf(core: string): string[] {
  const text = `^${core}$`;
  return [...new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)))];
}

function scoreOf(core: string, { body, kind, core: own }: Held, form: NameForm, countries: readonly string[]): number {
  const likeness = Math.max(alike(core, own), within(core, own));
  const same = form.kind === null || kind === null ? 0.9 : form.kind === kind ? 1 : 0.75;
  const here = countries.length === 0 || body.country === undefined ? 0.95 : countries.includes(body.country) ? 1 : 0.7;
  return likeness * same * here;
}

/** A department says its body's name among its own words. */
const within = (core: string, own: string): number =>
  own.length > 3 && ` ${core} `.includes(` ${own} `) ? 0.8 + (0.15 * own.length) / core.length : 0;

/** Dice's coefficient over pairs of letters. */
function alike(a: string, b: string): number {
  if (a === b) return 1;
  const [one, other] = [new Set(pairsOf(a)), new Set(pairsOf(b))];
  let shared = 0;
  for (const pair of one) if (other.has(pair)) shared += 1;
  return (2 * shared) / (one.size + other.size);
}
