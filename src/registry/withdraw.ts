import { REASONS, type Reason } from '../journal/leaf.ts';
import { CodedError } from '../kernel/errors.ts';
import { OWN } from '../kernel/origins.ts';
import type { Kind } from '../records/kinds.ts';
import type { Change, EntryKey, Step } from '../store/port.ts';
import type { Given } from './decided.ts';
import { delLeaf, leafChange } from './version.ts';

/** Delists an own entry for good: record, facets and search row go, leaf and tombstone stay, the body is kept. */
export function withdrawStep(
  kind: Kind,
  slug: string,
  reason: string,
  given: Given,
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
      if (before.state === 'withdrawn') return { changes: [], answer: { id, changed: false } };
      const changes: Change[] = [
        { do: 'entry', entry, set: { state: 'withdrawn', reason } },
        { do: 'contacts', entry, json: null },
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
 * A file left its folder: if it was the primary source its entry is hidden, not withdrawn; else one source less is kept.
 * The file's return shows the entry again.
 */
export function hideStep({ key, source }: { key: EntryKey; source: string }): Step<{ hidden: boolean }> {
  const { origin, kind, slug } = key;
  return {
    reads: { origin, kind, slug, keys: [] },
    decide({ named: before }) {
      const left = before?.sources.find((row) => row.key === source && row.active);
      if (!before || !left) return { changes: [], answer: { hidden: false } };
      const drop: Change = { do: 'deactivate', entry: key, source };
      const primary = before.sources.find(({ active }) => active)?.key === source;
      if (!primary || before.state !== 'live') return { changes: [drop], answer: { hidden: false } };
      const changes: Change[] = [
        drop,
        { do: 'entry', entry: key, set: { state: 'hidden' } },
        { do: 'unproject', entry: key },
        { do: 'event', entry: key, op: 'hide' },
      ];
      return { changes, answer: { hidden: true } };
    },
  };
}
