import { toDay } from '../kernel/clock.ts';
import { sha256Url } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN } from '../kernel/origins.ts';
import type { Software } from '../schemas.gen.ts';
import type { EntryKey, EntryState, Found, SourceRow, Step, Verdict } from '../store/port.ts';
import { decide, readsFor } from './decide.ts';
import type { Given } from './decided.ts';
import { type HandOver, handedOver, handOverOf } from './handed-over.ts';
import { judge } from './judge.ts';
import { type Merged, mergeSources, recordOf } from './merge.ts';
import { ownKey } from './project.ts';
import { recordDigest } from './record-digest.ts';
import { HAND_OVER, RANK } from './submission.ts';
import type { Published } from './types.ts';
import { versionChanges } from './version.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * Says in the log that an own entry is handed over to an entry of another catalogue, or with null that it is not any more.
 * It stands until that one says that it has taken it over. Refused with `conflict` once it has.
 */
export function offerStep(slug: string, to: string | null, given: Given): Step<Published> {
  const entry: EntryKey = { origin: OWN, kind: 'software', slug };
  const id = `software/${slug}`;
  return {
    reads: { ...entry, keys: [] },
    decide(found) {
      const before = found.named;
      if (before?.state !== 'live') return { refuse: new CodedError('not-found', `There is no own entry ${id}.`) };
      if (found.heir !== null) return { refuse: handedOver(entry, found.heir) };
      const { to: offered, ...rest } = handOverOf(before.sources);
      if (to === null && offered === undefined)
        return { refuse: new CodedError('conflict', `${id} is not offered to anybody.`) };
      const now = toDay(given.now);
      if (offered !== undefined && offered.entry === to && offered.until >= now)
        return { changes: [], answer: unchanged(id, before) };
      const until = toDay(given.now + LIMITS.handOverDays * DAY_MS);
      const next: HandOver =
        to === null ? rest : { ...rest, to: { entry: to, offer: given.randomId(), on: now, until } };
      return withHandOver(entry, before, next, found, given);
    },
  };
}

const unchanged = (id: string, { version }: EntryState): Published => ({
  ...{ id, page: `/${id}`, changed: false, created: false, version, problems: [] },
});

/** A new version in which nothing but the hand-over is another. */
function withHandOver(
  entry: EntryKey,
  before: EntryState,
  handOver: HandOver,
  found: Found,
  given: Given,
): Verdict<Published> {
  const source = sourceWith(before.sources, handOver);
  const sources = [...before.sources.filter(({ key }) => key !== HAND_OVER), source];
  const merged = mergeSources(sources) as Merged;
  const next = { entry, before, merged, sources, digest: recordDigest(merged.json), originName: 'own', found, given };
  const version = versionChanges(next);
  if (version instanceof CodedError) return { refuse: version };
  const bytes = Buffer.from(source.record);
  return {
    changes: [{ do: 'source', entry, source, bytes }, ...version.changes],
    answer: { ...unchanged(`${entry.kind}/${entry.slug}`, before), changed: true, version: version.n },
  };
}

/** The source of the entry that holds what is said of its hand-over: of one that was taken over, its record too. */
function sourceWith(sources: SourceRow[], handOver: HandOver): SourceRow {
  const known = sources.find(({ key, active }) => key === HAND_OVER && active);
  const { handOver: _, ...rest } = known === undefined ? {} : (recordOf(known) as Partial<Software>);
  const empty = Object.keys(handOver).length === 0;
  const record = JSON.stringify(empty ? rest : { ...rest, handOver });
  const only = known === undefined || known.rank === RANK['hand-over'];
  return {
    ...{ key: HAND_OVER, mediaType: 'application/json', digest: sha256Url(record), record },
    rank: known?.rank ?? RANK['hand-over'],
    provenance: known?.provenance ?? JSON.stringify({ by: 'hand-over', entry: null }),
    active: !(only && empty),
  };
}

/** An entry of another catalogue that is offered to us, as it is here. */
export interface Offered {
  /** `software/kitos@catalogue.example` */
  entry: string;
  originName: string;
  /** Our entry that it names, and its offer. */
  slug: string;
  offer: string;
  record: Software;
}

/**
 * Takes over what another catalogue offers: our entry of the name that it says, made of its record where we have none, names it
 * from now on. What we had handed over to it ourselves is ours again. Throws as a publish does.
 */
export function acceptStep(offered: Offered, given: Given): Step<Published> {
  const { entry, originName, slug, record } = offered;
  const { handOver: _, ...rest } = record;
  const judged = judgedOf(slug, entry, inOrigin(rest, originName));
  return {
    reads: readsFor(judged),
    decide(found) {
      const before = found.named?.state === 'live' ? handOverOf(found.named.sources) : {};
      if (found.named !== null && isTaken(before, offered))
        return { changes: [], answer: unchanged(`software/${slug}`, found.named) };
      const refused = refusedHere(found, entry, judged.record as Software);
      if (refused !== null) return { refuse: refused };
      const others = (before.from ?? []).filter((one) => one.entry !== entry);
      const from = [...others, { entry, offer: offered.offer, on: toDay(given.now) }];
      if (from.length > LIMITS.handOversFrom) return { refuse: tooMany(slug) };
      const back = found.heir !== null || before.to?.entry === entry;
      const onwards = before.to === undefined || back ? {} : { to: before.to };
      const handOver: HandOver = { ...onwards, from };
      return decide(judgedOf(slug, entry, { ...judged.record, handOver }), found, given);
    },
  };
}

const isTaken = ({ from = [] }: HandOver, { entry, offer }: Offered): boolean =>
  from.some((one) => one.entry === entry && one.offer === offer);

const tooMany = (slug: string): CodedError =>
  new CodedError('conflict', `software/${slug} has taken over as many entries as can be named.`);

/** What went from here comes back from whoever has it now, and from nobody else; and only as the same product. */
function refusedHere({ named, heir }: Found, entry: string, theirs: Software): CodedError | null {
  if (heir !== null && heir !== entry && named !== null) return handedOver(named, heir);
  return anotherProduct(named, theirs);
}

function judgedOf(slug: string, entry: string, record: object) {
  const judgement = judge({
    ...{ kind: 'software', slug, mediaType: 'application/json', provenance: { by: 'hand-over', entry } },
    bytes: Buffer.from(JSON.stringify(record)),
  });
  if ('judged' in judgement) return judgement.judged;
  throw new CodedError('invalid-input', 'The record of the other catalogue cannot be taken over.', {
    problems: judgement.problems,
  });
}

/** Whether two records are surely of two products: each has a repository of its own. */
export function areTwo(one: Software, other: Software): boolean {
  const [a, b] = [ownKey(one), ownKey(other)];
  return a !== null && b !== null && a !== b;
}

/** The other side may name any of our entries; only the same product goes on in it. */
function anotherProduct(named: EntryState | null, theirs: Software): CodedError | null {
  const ours = named?.state === 'live' ? (mergeSources(named.sources)?.record as Software | undefined) : undefined;
  if (named === null || ours === undefined || !areTwo(ours, theirs)) return null;
  const id = `software/${named.slug}`;
  return new CodedError(
    'conflict',
    `${id} is another product here (${ours.url}). The other catalogue must offer it under another name: \`alminding hand-over ID --to ORIGIN --as NAME\`.`,
  );
}

/** Where a software names other records. */
const REFERENCES = new Set(['organisation', 'network', 'target', 'sameAs']);

/** References of a record as they are seen from another origin than its own. */
function inOrigin(value: object, origin: string): object {
  const whole = (inner: unknown): unknown =>
    typeof inner === 'string' && !inner.includes('@') ? `${inner}@${origin}` : walked(inner);
  const walked = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(walked);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, each]) => {
        if (!REFERENCES.has(key)) return [key, walked(each)];
        return [key, Array.isArray(each) ? each.map(whole) : whole(each)];
      }),
    );
  };
  return walked(value) as object;
}
