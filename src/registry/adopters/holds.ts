import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { ORIGIN_NAMES, OWN } from '../../kernel/origins.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Found, Store } from '../../store/port.ts';
import { type Hold, holdKey } from './decisions.ts';
import type { HeldAdopters } from './held.ts';
import type { HoldReason, Holds } from './types.ts';

export type Withdraw = (slug: string, reason: 'withdrawn' | 'consent') => Promise<unknown>;
type Pair = Pick<Hold, 'organisation' | 'software'>;

/** What a body says against claims of its use. `pairOf` gives the ids with their origin, and throws where one leads nowhere. */
export function createHolds(
  store: Store,
  held: HeldAdopters,
  withdraw: Withdraw,
  pairOf: (organisation: string, software: string) => Promise<Pair>,
): Holds {
  const put = (pair: Pair, hold: Hold | null) =>
    store.putDecisions([
      { what: 'hold', key: holdKey(pair), value: hold === null ? null : JSON.stringify({ ...pair, ...hold }) },
    ]);
  return {
    async hold(organisation, software, wanted) {
      const pair = await pairOf(organisation, software);
      const before = (await meeting(held, pair)).map(({ reason }) => reason);
      // Consent that was taken back is not given again by whoever says meanwhile that there is no use.
      const reason: HoldReason = before.includes('consent') ? 'consent' : wanted;
      const known = held.decisions.holds.get(holdKey(pair));
      // That consent was taken back is noted by the operator alone, and must not wait until what bodies deny makes room.
      if (known === undefined && reason !== 'consent' && held.decisions.holds.size >= LIMITS.holds)
        throw new CodedError(
          'conflict',
          `${LIMITS.holds} uses are hidden here already: make room with \`alminding adoption allow\`.`,
        );
      if (known?.reason !== reason) await put(pair, { ...pair, reason });
      const withdrawn = await withdrawMet(held, pair, reason, withdraw);
      // What left its folder is shown here no more, but mirrors were not told yet.
      for (const slug of await hiddenOf(store, held, pair)) {
        await withdraw(slug, reason === 'consent' ? 'consent' : 'withdrawn');
        withdrawn.push(`adoption/${slug}`);
      }
      return { reason, withdrawn };
    },
    async release(organisation, software) {
      const holds = await meeting(held, await pairOf(organisation, software));
      for (const hold of holds) await put(hold, null);
      return holds.length > 0;
    },
    async holdsOn(organisation, software) {
      return (await meeting(held, await pairOf(organisation, software))).map(({ reason }) => reason);
    },
  };
}

/** The holds of this body on this software, under whichever of their ids they were made. */
async function meeting(held: HeldAdopters, pair: Pair): Promise<Hold[]> {
  const { bodyOf } = await held.now();
  const body = (id: string) => bodyOf.get(id) ?? id;
  const cluster = (await held.named(pair.software)) ?? pair.software;
  return [...held.decisions.holds.values()].filter(
    ({ organisation, software }) =>
      body(organisation) === body(pair.organisation) && (held.clusterOf(software) ?? software) === cluster,
  );
}

/** Own adoptions of this pair that are hidden, however the two are named in them. */
async function hiddenOf(store: Store, held: HeldAdopters, pair: Pair): Promise<string[]> {
  const { bodyOf, records } = await held.now();
  const bodies = records.get(bodyOf.get(pair.organisation) ?? pair.organisation) ?? [];
  const named = bodies.flatMap(({ name, country = '' }) => `${name}@${country}`);
  const bare = (id: string): string[] => [id, id.replace(`@${ORIGIN_NAMES[OWN]}`, '')];
  const whose = new Set([...[pair.organisation, ...bodies.map(({ id }) => id)].flatMap(bare), ...named]);
  const keys = [...whose].flatMap((body) => bare(pair.software).map((software) => `adoption:${body}|${software}`));
  const steps = [...new Set(keys)].map((key) => ({
    reads: { origin: OWN, kind: 'adoption' as const, keys: [key] },
    decide: ({ matched }: Found) => ({ changes: [], answer: matched?.state === 'hidden' ? matched.slug : null }),
  }));
  const outcomes = await store.commit<string | null>(steps);
  return [...new Set(outcomes.flatMap((one) => ('answer' in one ? (one.answer ?? []) : [])))];
}

/**
 * A body that is heard is heard by mirrors too: what we have said of it ourselves is taken back. Looks at what the hold hides,
 * not at what was shown before it, so that whoever was interrupted here does the rest when asked again.
 */
async function withdrawMet(held: HeldAdopters, pair: Pair, reason: HoldReason, withdraw: Withdraw): Promise<string[]> {
  const { bodyOf, heldClaims } = await held.now();
  const body = bodyOf.get(pair.organisation) ?? pair.organisation;
  const cluster = held.clusterOf(pair.software) ?? pair.software;
  const withdrawn: string[] = [];
  for (const [id, claim] of heldClaims) {
    const ref = parseRef(id);
    if (ref?.kind !== 'adoption' || ref.origin !== ORIGIN_NAMES[OWN]) continue;
    if (claim.organisation !== body || claim.software !== cluster) continue;
    await withdraw(ref.slug, reason === 'consent' ? 'consent' : 'withdrawn');
    withdrawn.push(`adoption/${ref.slug}`);
  }
  return withdrawn;
}
