import { REASONS, type Reason } from '../journal/leaf.ts';
import { CodedError } from '../kernel/errors.ts';
import { ORIGIN_NAMES, OWN } from '../kernel/origins.ts';
import type { Kind } from '../records/kinds.ts';
import type { Change, EntryKey, EntryState, Found, SourceRow, Step, Verdict } from '../store/port.ts';
import type { Given } from './decided.ts';
import { handedOver, successorIn } from './handed-over.ts';
import { type Merged, mergeSources } from './merge.ts';
import { lastingBefore, lastingDigest, recordDigest, saysTheSame } from './record-digest.ts';
import { delLeaf, leafChange, sourceChanges, versionChanges } from './version.ts';

/** Delists an own entry for good: record, facets, search row and the bytes that came in go; leaf, tombstone and body stay. */
export function withdrawStep(
  kind: Kind,
  slug: string,
  reason: string,
  given: Given,
  { onlyHidden = false }: { onlyHidden?: boolean } = {},
): Step<{ id: string; changed: boolean }> {
  const entry = { origin: OWN, kind, slug };
  const id = `${kind}/${slug}`;
  return {
    reads: { origin: OWN, kind, slug, keys: [] },
    decide(found) {
      const before = found.named;
      if (!isReason(reason))
        return { refuse: new CodedError('invalid-parameter', `The reason must be one of ${REASONS.join(', ')}.`) };
      if (before === null) return { refuse: new CodedError('not-found', `There is no own entry ${id}.`) };
      if (before.state === 'withdrawn' || (onlyHidden && before.state !== 'hidden'))
        return { changes: [], answer: { id, changed: false } };
      if (found.heir !== null) return { refuse: handedOver(entry, found.heir) };
      const changes: Change[] = [
        { do: 'entry', entry, set: { state: 'withdrawn', reason, ...successorIn(before, reason) } },
        { do: 'contacts', entry, json: null },
        { do: 'empty-sources', entry },
        ...leafChange(entry, delLeaf(before, reason, given), found),
        { do: 'unproject', entry },
        { do: 'event', entry, op: 'withdraw' },
      ];
      return { changes, answer: { id, changed: true } };
    },
  };
}

const isReason = (reason: string): reason is Reason => (REASONS as readonly string[]).includes(reason);

/**
 * A file left its folder: if it was the primary source its entry is hidden, not withdrawn; else the record is decided anew
 * without it. The file's return shows the entry again. Asked twice it answers the same.
 */
export function hideStep(what: { key: EntryKey; source: string }, given: Given): Step<{ hidden: boolean }> {
  const { key, source } = what;
  const { origin, kind, slug } = key;
  return {
    reads: { origin, kind, slug, keys: [] },
    decide(found) {
      const before = found.named;
      const left = before?.sources.find((row) => row.key === source);
      if (!before || !left || before.state === 'withdrawn') return { changes: [], answer: { hidden: false } };
      const hidden = before.state === 'hidden';
      // What went on elsewhere stands there: its old address leads to it, whatever becomes of the old file.
      if (!left.active || found.heir !== null) return { changes: [], answer: { hidden } };
      const drop: Change = { do: 'deactivate', entry: key, source };
      if (hidden) return { changes: [drop], answer: { hidden } };
      // A renamed file has come under its new name before the old one is missed: the entry goes on standing on that.
      const primary = before.sources.find(({ active }) => active) === left;
      const equal = before.sources.some((row) => row !== left && row.active && row.rank <= left.rank);
      if (!primary || equal) return without(left, before, found, given);
      const changes: Change[] = [
        drop,
        ...lastingBefore(key, before),
        { do: 'entry', entry: key, set: { state: 'hidden' } },
        { do: 'unproject', entry: key },
        { do: 'event', entry: key, op: 'hide' },
      ];
      return { changes, answer: { hidden: true } };
    },
  };
}

/** What only the source that left has said goes with it: a new version where that changes the record. */
function without(left: SourceRow, before: EntryState, found: Found, given: Given): Verdict<{ hidden: boolean }> {
  const { origin, kind, slug } = before;
  const entry = { origin, kind, slug };
  const drop: Change = { do: 'deactivate', entry, source: left.key };
  const sources = before.sources.map((row) => (row === left ? { ...row, active: false } : row));
  const merged = mergeSources(sources) as Merged;
  const digest = recordDigest(merged.json);
  const next = { entry, before, merged, sources, digest, originName: ORIGIN_NAMES[origin] ?? '', found, given };
  if (saysTheSame(before, merged, digest))
    return {
      changes: [drop, ...lastingDigest(entry, before, merged, digest), ...sourceChanges(next, before)],
      answer: { hidden: false },
    };
  const version = versionChanges(next);
  if (version instanceof CodedError) return { refuse: version };
  return { changes: [drop, ...version.changes], answer: { hidden: false } };
}
