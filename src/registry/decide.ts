import { CodedError, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { slugOf } from '../kernel/slug.ts';
import { changedInMeaning } from '../maturity/news.ts';
import { isSearched } from '../records/kinds.ts';
import type { Observation } from '../schemas.gen.ts';
import type { Change, EntryKey, EntryState, Found, Reads, SourceRow, Verdict } from '../store/port.ts';
import { claimed, isAlias, twoEntries, withoutTaken } from './aliases.ts';
import type { Given } from './decided.ts';
import { refuseForeign } from './foreign.ts';
import { isOutdated, rememberWay, renamedFrom, tellsMore } from './forge.ts';
import { handedOver } from './handed-over.ts';
import { type Merged, mergeSources, recordOf, remember } from './merge.ts';
import { pageOf } from './project.ts';
import { lastingDigest, recordDigest, saysTheSame } from './record-digest.ts';
import type { Judged } from './submission.ts';
import type { Published } from './types.ts';
import { showChanges, sourceChanges, versionChanges } from './version.ts';
import { refuseReturn } from './withdrawn.ts';

export const readsFor = (j: Judged): Reads => {
  const list = j.suppressed === undefined ? {} : { suppressed: j.suppressed };
  const base = { origin: j.origin, kind: j.kind, keys: j.keys, register: [...j.register, ...claimed(j)], ...list };
  return j.slug === undefined ? { ...base, slugBase: baseSlug(j) } : { ...base, slug: j.slug };
};

const baseSlug = ({ kind, record }: Judged): string =>
  slugOf((record as { name?: string }).name ?? '') || (isSearched(kind) ? kind : 'a');

/** (before, submission) -> changes, or a refusal. Synchronous and pure: everything it needs is handed to it. */
export function decide(j: Judged, found: Found, given: Given): Verdict<Published> {
  const gone = refuseReturn(j, found);
  if (gone !== null) return { refuse: gone };
  const foreign = refuseForeign(j, found.matched);
  if (foreign !== null) return { refuse: foreign };
  const target = targetOf(j, found, given);
  if (target instanceof CodedError) return { refuse: target };
  const { entry } = target;
  if (found.heir !== null && j.provenance.by !== 'hand-over') return { refuse: handedOver(entry, found.heir) };
  const elsewhere = found.others.filter((other) => other.entry.slug !== entry.slug);
  const taken = elsewhere.find(({ key }) => j.register.includes(key) && !isAlias(key));
  if (taken) return { refuse: twoEntries(entry, taken.entry) };
  const { register, problems } = withoutTaken(j, elsewhere);
  if (target.before === null && isNameless(j)) problems.push(NO_IDENTITY);
  return decideOn({ ...j, register, problems: j.problems.concat(problems) }, target, found, given);
}

function decideOn(j: Judged, target: Target, found: Found, given: Given): Verdict<Published> {
  const { entry, before } = target;
  const source: SourceRow = { ...pickSource(j), active: true };
  remember(source, j.record);
  rememberWay(source, j.provenance);
  const known = before?.sources.find(({ key }) => key === j.sourceKey);
  const live = before?.state === 'live';
  if (before && live && (isKnown(j, known) || isOutdated(before.sources, j.provenance, given.now)))
    return { changes: [], answer: answer(j, entry, before.version, { changed: false, created: false }) };
  const former = before ? renamedFrom(before.sources, j.provenance) : undefined;
  const sources = withSource(before?.sources ?? [], source, former);
  const merged = mergeSources(sources) as Merged;
  const digest = recordDigest(merged.json);
  const kept = { do: 'source', entry, source, bytes: j.bytes, record: j.recordIn } as const;
  const contacts = { do: 'contacts', entry, json: j.contacts.length > 0 ? JSON.stringify(j.contacts) : null } as const;
  const changes: Change[] = [kept];
  if (former && former.key !== source.key) changes.push({ do: 'deactivate', entry, source: former.key });
  addKeys(changes, entry, j.register);
  if (merged.primary === source) changes.push(contacts);
  const next = { entry, before, merged, sources, digest, originName: j.originName, found, given };
  if (before && live && saysTheSame(before, merged, digest)) {
    return {
      changes: changes.concat(lastingDigest(entry, before, merged, digest), sourceChanges(next, before)),
      answer: answer(j, entry, before.version, { changed: false, created: false }),
    };
  }
  if (before?.state === 'hidden' && saysTheSame(before, merged, digest)) {
    return {
      changes: changes.concat(lastingDigest(entry, before, merged, digest), showChanges(next, before)),
      answer: answer(j, entry, before.version, { changed: true, created: false }),
    };
  }
  const version = versionChanges(next);
  if (version instanceof CodedError) return { refuse: version };
  const successor = target.successorOf;
  const tombstone: Change[] = successor
    ? [{ do: 'entry', entry: successor, set: { successor: `${entry.kind}/${entry.slug}` } }]
    : [];
  return {
    changes: changes.concat(version.changes, tombstone),
    answer: answer(j, entry, version.n, { changed: true, created: before === null }),
  };
}

function addKeys(changes: Change[], entry: EntryKey, keys: readonly string[]): void {
  for (const key of keys) changes.push({ do: 'identity', entry, key });
}

/** Known by nothing but its bytes: the next edition of it would be a record of its own. */
const isNameless = ({ slug, keys }: Judged): boolean =>
  slug === undefined && keys.every((key) => key.startsWith('bytes:'));

const NO_IDENTITY: Problem = {
  rule: 'identity',
  severity: 'warning',
  pointer: '',
  message:
    'The record has neither an id nor an address or number of its own: a changed edition would be taken for another.',
  hint: 'Next time, send it with the id that this answer names.',
};

/** The very same came from there before, and tells nothing new of where it lies. */
const isKnown = (j: Judged, known: SourceRow | undefined): boolean =>
  known?.active === true &&
  ((known.digest === j.digest && known.rank === j.rank && !tellsMore(known, j.provenance)) || isNoNews(j, known));

/** A repository is looked at far more often than something happens there: see `changedInMeaning`. */
const isNoNews = ({ kind, record }: Judged, known: SourceRow): boolean =>
  kind === 'observation' && !changedInMeaning(recordOf(known) as unknown as Observation, record as Observation);

/** A source that is known keeps its place among equals, a new one comes after them; the one that it replaces is left. */
function withSource(before: SourceRow[], source: SourceRow, former: SourceRow | undefined): SourceRow[] {
  const others = before.map((row) => (row === former ? { ...row, active: false } : row));
  const at = before.findIndex(({ key }) => key === source.key);
  return at < 0 ? [...others, source] : others.with(at, source);
}

interface Target {
  entry: EntryKey;
  /** The entry as it is, null for a new one. */
  before: EntryState | null;
  /** A withdrawn entry of the same identity, which names the new one from now on. */
  successorOf?: EntryKey;
}

function targetOf(j: Judged, { named, matched, taken }: Found, given: Given): Target | CodedError {
  const { origin, kind, slug } = j;
  const withdrawn = matched?.state === 'withdrawn' ? { successorOf: keyOf(matched) } : {};
  if (slug !== undefined) {
    if (named?.state === 'withdrawn') return new CodedError('gone', `The id ${kind}/${slug} was withdrawn.`);
    if (matched && matched.state !== 'withdrawn' && matched.slug !== slug) {
      return new CodedError(
        'conflict',
        `This is already ${kind}/${matched.slug} here: the same repository or identifier.`,
      );
    }
    return { entry: { origin, kind, slug }, before: named, ...withdrawn };
  }
  if (matched && matched.state !== 'withdrawn') return { entry: keyOf(matched), before: matched };
  const free = freeSlug(j, taken, given);
  if (free === null) return new CodedError('conflict', 'Too many entries have this name. Give it an id of its own.');
  return { entry: { origin, kind, slug: free }, before: null, ...withdrawn };
}

const keyOf = ({ origin, kind, slug }: EntryState): EntryKey => ({ origin, kind, slug });

/**
 * Made once from the name; on collision with the owner's name behind it, then with a number. Those of adoptions and assessments tell nothing.
 * `null` where so many are taken that the store does not name them all.
 */
function freeSlug(j: Judged, taken: Set<string>, given: Given): string | null {
  if (!isSearched(j.kind)) return given.randomId();
  const base = baseSlug(j);
  if (!taken.has(base)) return base;
  const owner = slugOf((j.record as { url?: string }).url?.split('/').at(-2) ?? '');
  const named = `${base}-${owner}`.slice(0, LIMITS.slugLength);
  if (owner !== '' && !taken.has(named)) return named;
  if (taken.size >= LIMITS.slugsTaken) return null;
  for (let n = 2; ; n += 1) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`;
}

function pickSource({ sourceKey, rank, mediaType, digest, json, provenance }: Judged): Omit<SourceRow, 'active'> {
  return { key: sourceKey, rank, mediaType, digest, record: json, provenance: JSON.stringify(provenance) };
}

const answer = (
  j: Judged,
  entry: EntryKey,
  version: number,
  what: { changed: boolean; created: boolean },
): Published => ({
  id: `${entry.kind}/${entry.slug}`,
  page: pageOf(entry, j.originName),
  ...what,
  version,
  problems: j.problems,
});
