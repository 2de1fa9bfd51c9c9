import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Url } from '../kernel/digest.ts';
import type { Change, EntryKey, EntryState } from '../store/port.ts';
import { type Merged, mergeSources } from './merge.ts';

const OF_TEXT = 'text:';

/** Digest of a decided record by the text of its JSON: by it "unchanged" is mostly known before a salt is drawn. */
export const recordDigest = (json: string): string => `${OF_TEXT}${sha256Url(json)}`;

/** As entries had it before: of canonical JSON, which took as long as validating the record. */
const canonicalDigest = (record: object): string => sha256Url(canonicalJson(record));

/** Whether the digest is that of this record. */
export const isDigestOf = (digest: string, { record, json }: Pick<Merged, 'record' | 'json'>): boolean =>
  digest === (digest.startsWith(OF_TEXT) ? recordDigest(json) : canonicalDigest(record));

/**
 * Whether a record, with this digest, says what the newest version of the entry says, in whichever order its keys stand. The
 * record of that version is not looked up: its sources are at hand, as long as they give its very text. Where they stop doing
 * so, `lastingDigest` is noted.
 */
export function saysTheSame(before: EntryState, merged: Merged, digest: string): boolean {
  const known = before.recordDigest;
  if (known === digest) return true;
  if (!known.startsWith(OF_TEXT)) return isDigestOf(known, merged);
  const former = mergeSources(before.sources);
  return former !== null && isDigestOf(known, former) && canonicalJson(former.record) === canonicalJson(merged.record);
}

/** The same before an entry is hidden, of which no source stands then. */
export function lastingBefore(entry: EntryKey, before: EntryState): Change[] {
  const former = mergeSources(before.sources);
  return former !== null && isDigestOf(before.recordDigest, former) ? lastingDigest(entry, before, former, null) : [];
}

/**
 * Notes what the newest version of an entry says so that it is known in any order, before its sources give another text of the
 * same, or none: `merged` says what it says.
 */
export function lastingDigest(entry: EntryKey, before: EntryState, merged: Merged, digest: string | null): Change[] {
  const { recordDigest: known } = before;
  if (known === digest || !known.startsWith(OF_TEXT)) return [];
  return [{ do: 'record-digest', entry, digest: canonicalDigest(merged.record) }];
}
