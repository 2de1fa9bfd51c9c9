import { MOST_CANDIDATES } from '../../adopters/body-index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { ORIGIN_NAMES, OWN } from '../../kernel/origins.ts';
import { hasEmail, hasPhone } from '../../manifest/scrub.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Store } from '../../store/port.ts';
import { rowOf } from '../items.ts';
import { nameKey } from './decisions.ts';
import type { HeldAdopters } from './held.ts';
import { createHolds, type Withdraw } from './holds.ts';
import { type HeldBody, whole } from './parts.ts';
import { type AdopterActs, DISPUTE_REASONS, type Dispute, type DisputeReason, type Waiting } from './types.ts';
import type { Unsure } from './worked-out.ts';

/** Longest words of a dispute. */
const WORDS = 500;

export function createAdopterActs(store: Store, clock: Clock, held: HeldAdopters, withdraw: Withdraw): AdopterActs {
  const put = (what: string, key: string, value: unknown) =>
    store.putDecisions([{ what, key, value: value === null ? null : JSON.stringify(value) }]);
  return {
    dispute: (what) => dispute(store, clock, held, what),
    async disputes() {
      await held.now();
      return [...held.decisions.disputes.values()].sort((a, b) => a.at - b.at);
    },
    async settle(id, how) {
      await held.now();
      const dispute = held.decisions.disputes.get(id);
      if (dispute === undefined) throw new CodedError('not-found', `There is no dispute ${id}.`);
      if (dispute.settled !== null && dispute.settled !== how)
        throw new CodedError('conflict', `The dispute ${id} is settled already: ${dispute.settled}.`);
      const settled = { ...dispute, settled: how };
      await put('dispute', id, settled);
      if (how === 'upheld') await withdrawOwn([dispute.claim], 'withdrawn', withdraw);
      return settled;
    },
    ...createHolds(store, held, withdraw, (organisation, software) => pairOf(store, organisation, software)),
    async queue() {
      const { queue, records } = await held.now();
      const items = [...queue.values()].slice(0, LIMITS.queueListed).map((one) => waiting(one, records));
      return { total: queue.size, items };
    },
    async match(name, countries, organisation) {
      const id = organisation === null ? null : await idOf(store, organisation, 'organisation');
      await held.now();
      const { matches } = held.decisions;
      const key = nameKey(name, countries);
      if (!matches.has(key) && matches.size >= LIMITS.namesMatched)
        throw new CodedError('conflict', `${LIMITS.namesMatched} names are matched by hand here already.`);
      // That it is none is a decision too, not the lack of one.
      await store.putDecisions([{ what: 'match', key, value: JSON.stringify(id) }]);
    },
    find: (what, country) => findBody(store, held, what, country),
    candidates: (what, country) => candidatesFor(held, what, country),
    async populations(rows, { dryRun = false } = {}) {
      const { records } = await held.now();
      const known = new Set([...records.values()].flat().flatMap(({ identifiers }) => identifiers));
      const found = rows.filter(({ key }) => known.has(key));
      const kept = dryRun ? [] : found;
      await store.putDecisions(
        kept.map(({ key, value }) => ({ what: 'population', key, value: JSON.stringify(value) })),
      );
      return { unknown: rows.filter(({ key }) => !known.has(key)).map(({ key }) => key) };
    },
  };
}

async function dispute(
  store: Store,
  clock: Clock,
  held: HeldAdopters,
  { claim, reason, words }: Parameters<AdopterActs['dispute']>[0],
): Promise<{ id: string; open: true }> {
  const said = { reason: reasonOf(reason), words: wordsOf(words) };
  const worked = await held.now();
  const about = worked.said(claim);
  if (about === undefined) throw new CodedError('not-found', 'There is no such claim.');
  const all = [...held.decisions.disputes.values()];
  const open = all.find((one) => one.claim === claim && one.settled === null);
  if (open !== undefined) return { id: open.id, open: true };
  if (all.some((one) => one.claim === claim && one.settled === 'upheld'))
    throw new CodedError('conflict', 'Somebody was right about this before: the claim is shown no more.');
  if (all.filter(({ settled }) => settled === null).length >= LIMITS.disputesOpen)
    throw new CodedError('overloaded', 'Too many disputes are open. Tell those who run this catalogue.');
  const made: Dispute = {
    ...{ id: disputeId(claim, all), claim, about, ...said },
    ...{ at: clock.now(), settled: null },
  };
  await store.putDecisions([{ what: 'dispute', key: made.id, value: JSON.stringify(made) }]);
  return { id: made.id, open: true };
}

/** The same for all who dispute a claim at once, in whichever process: there is one open dispute of it at a time. */
const disputeId = (claim: string, all: readonly Dispute[]): string =>
  sha256(`${claim}|${all.filter((one) => one.claim === claim).length}`)
    .toString('base64url')
    .slice(0, 22);

async function findBody(
  store: Store,
  held: HeldAdopters,
  what: { text: string } | { scheme: string; code: string },
  country?: string,
): Promise<{ id: string; name: string; country: string | undefined } | null> {
  const { records } = await held.now();
  const named = (id: string | undefined) => {
    const [body] = id === undefined ? [] : (records.get(id) ?? []);
    return body === undefined ? null : { id: body.id, name: body.name, country: body.country };
  };
  const { matcher } = held;
  if ('code' in what) {
    const all = idsWith(records, `${what.scheme}:${what.code}`);
    return all.length === 1 ? named(all[0]) : null;
  }
  if (/^organisations?\//.test(what.text) || /^[a-z0-9._-]+$/.test(what.text)) {
    const id = await idOf(store, what.text.replace(/^organisations\//, 'organisation/'), 'organisation').catch(
      () => null,
    );
    if (id !== null) return named(matcher?.bodyOf.get(id));
  }
  const match = matcher?.match({ name: what.text, country, countries: [] });
  return match?.is === 'matched' ? named(match.body.id) : null;
}

/** Bodies that could be meant where none surely is, the likeliest first: whoever wrote the name can choose. */
async function candidatesFor(
  held: HeldAdopters,
  what: { text: string } | { scheme: string; code: string },
  country?: string,
): Promise<{ id: string; name: string }[]> {
  const { records } = await held.now();
  const bodies = (ids: string[]) => ids.flatMap((id) => (records.get(id) ?? []).slice(0, 1));
  const told = (ids: string[]) => bodies(ids.slice(0, MOST_CANDIDATES)).map(({ id, name }) => ({ id, name }));
  if ('code' in what) return told(idsWith(records, `${what.scheme}:${what.code}`));
  const match = held.matcher?.match({ name: what.text, country, countries: [] });
  return match?.is === 'unsure' ? told(match.candidates.map(({ body }) => body.id)) : [];
}

const idsWith = (records: ReadonlyMap<string, HeldBody[]>, code: string): string[] =>
  [...records].flatMap(([id, all]) => (all.some(({ identifiers }) => identifiers.includes(code)) ? [id] : []));

async function withdrawOwn(claims: string[], reason: 'withdrawn' | 'consent', withdraw: Withdraw): Promise<void> {
  for (const claim of claims) {
    const ref = parseRef(claim);
    if (ref?.kind === 'adoption' && ref.origin === ORIGIN_NAMES[OWN]) await withdraw(ref.slug, reason);
  }
}

function reasonOf(reason: string): DisputeReason {
  const known = DISPUTE_REASONS.find((one) => one === reason);
  if (known === undefined)
    throw new CodedError('invalid-parameter', `The reason must be one of ${DISPUTE_REASONS.join(', ')}.`);
  return known;
}

/** Words for the operator. No person's address is kept: who wants an answer writes to those who run the catalogue. */
function wordsOf(words = ''): string | null {
  const text = words.trim();
  if (text === '') return null;
  if (text.length > WORDS) throw new CodedError('invalid-parameter', `At most ${WORDS} characters are kept.`);
  if (hasEmail(text) || hasPhone(text))
    throw new CodedError(
      'invalid-parameter',
      'Leave out mail addresses and telephone numbers: no person’s data is kept.',
    );
  return text;
}

async function pairOf(store: Store, organisation: string, software: string) {
  return {
    organisation: await idOf(store, organisation, 'organisation'),
    software: await idOf(store, software, 'software'),
  };
}

/** A record's id with its origin, of one that is here: ours, else built in. Throws `not-found`. */
async function idOf(store: Store, ref: string, kind: 'organisation' | 'software'): Promise<string> {
  const named = ref.includes('/') ? ref : `${kind}/${ref}`;
  for (const origin of Object.keys(ORIGIN_NAMES)) {
    const id = named.includes('@') ? named : whole(named, Number(origin));
    if (parseRef(id)?.kind === kind && (await rowOf(store, id, OWN)) !== null) return id;
  }
  throw new CodedError('not-found', `There is no ${kind} ${ref}.`);
}

const waiting = (
  { name, countries, candidates, from }: Unsure,
  records: ReadonlyMap<string, { name: string }[]>,
): Waiting => ({
  ...{ name, countries, from },
  candidates: candidates.map(({ body, score }) => ({
    ...{ id: body.id, name: records.get(body.id)?.[0]?.name ?? body.id },
    ...{ country: body.country ?? null, type: body.type ?? null, score: Math.round(score * 100) / 100 },
  })),
});
