import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Url } from '../kernel/digest.ts';
import type { EntryState } from '../store/port.ts';
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
 * record of that version is not looked up: its sources are at hand, and the digest tells whether they still give it.
 */
export function saysTheSame(before: EntryState, merged: Merged, digest: string): boolean {
  const known = before.recordDigest;
  if (known === digest) return true;
  if (!known.startsWith(OF_TEXT)) return isDigestOf(known, merged);
  const former = formerly(before);
  return former !== null && isDigestOf(known, former) && canonicalJson(former.record) === canonicalJson(merged.record);
}

/** What the sources gave that stand; of a hidden entry none does, and those count that stood last. */
const formerly = ({ state, sources }: EntryState): Merged | null =>
  mergeSources(state === 'hidden' ? sources.map((source) => ({ ...source, active: true })) : sources);
