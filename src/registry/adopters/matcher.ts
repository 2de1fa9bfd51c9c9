import { setImmediate as nextTurn } from 'node:timers/promises';
import { BodyIndex } from '../../adopters/body-index.ts';
import { bodiesOf } from '../../adopters/identity.ts';
import { type Match, matchBody, type NamedBody } from '../../adopters/match.ts';
import { nameKey } from './decisions.ts';
import type { HeldBody } from './parts.ts';

/** Some milliseconds of work, before others get their turn. */
const BODIES_IN_A_TURN = 200;

/** All bodies of the catalogue as one register, and what names were found to mean in it. */
export interface Matcher {
  /** Of a body its least id, by the id of each of its records. */
  bodyOf: ReadonlyMap<string, string>;
  /** Records of a body by its least id. */
  records: ReadonlyMap<string, HeldBody[]>;
  match(named: NamedBody): Match;
  /** Whether the name was asked for before: then the answer costs nothing. */
  knows(named: NamedBody): boolean;
}

export async function matcherOf(bodies: readonly HeldBody[]): Promise<Matcher> {
  const bodyOf = bodiesOf(bodies);
  const records = new Map<string, HeldBody[]>();
  for (const body of bodies) {
    const id = bodyOf.get(body.id) as string;
    records.set(id, [...(records.get(id) ?? []), body]);
  }
  const index = new BodyIndex([]);
  let done = 0;
  // A body is in the index once, with the names of all its records.
  for (const [id, all] of records) {
    const [{ type, country, subdivision }] = all as [HeldBody];
    index.add({
      ...{ id, type, country, subdivision },
      names: all.flatMap(({ name, names, aliases }) => [name, ...Object.values(names), ...aliases]),
      identifiers: all.flatMap(({ identifiers }) => identifiers),
    });
    if (++done % BODIES_IN_A_TURN === 0) await nextTurn();
  }
  const known = new Map<string, Match>();
  const keyOf = ({ name, country, countries = [] }: NamedBody) =>
    nameKey(name, country === undefined ? countries : [country]);
  return {
    ...{ bodyOf, records },
    knows: (named) => known.has(keyOf(named)),
    match(named) {
      const key = keyOf(named);
      const match = known.get(key) ?? matchBody(index, named);
      known.set(key, match);
      return match;
    },
  };
}
