import { type Checkpoint, openCheckpoint } from '../journal/checkpoint.ts';
import { fingerprint } from '../journal/key.ts';
import { type KeyDocument, openKeyDocument, verifierKeys } from '../journal/key-document.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import type { LogSource } from './source.ts';

/** The newest accepted key document of a peer. */
export const documentOf = ({ document }: Pick<PeerRow, 'document'>): KeyDocument => JSON.parse(document) as KeyDocument;

/** The eight words that two operators compare: those of the key that signs all further ones. */
export const wordsOf = ({ root }: KeyDocument): string => fingerprint(root.keys[0] as string);

/** What a checkpoint turned out to be, and the key document by which it was checked. */
export interface Opened {
  checkpoint: Checkpoint;
  document: KeyDocument;
  /** Bodies of key documents that were fetched for it, newest last. */
  newer: Buffer[];
}

/**
 * Opens a checkpoint of a log with the pinned keys. Where none of these has signed it, the chain of key documents is followed
 * as far as the source has it: a lost key is replaced by its root. Throws `invalid-input` where nobody known has signed.
 */
export async function openPinned(
  bytes: Buffer,
  line: string,
  document: KeyDocument,
  source: Pick<LogSource, 'keys'>,
): Promise<Opened> {
  const newer: Buffer[] = [];
  let newest = document;
  for (let steps = 0; ; steps += 1) {
    try {
      return { checkpoint: openCheckpoint(bytes, line, verifierKeys(newest.log)), document: newest, newer };
    } catch (error) {
      const next = isCoded(error, 'invalid-input') && steps < LIMITS.keySteps ? await source.keys(newest.n + 1) : null;
      if (next === null) throw error;
      newest = openKeyDocument(next, newest);
      newer.push(next);
    }
  }
}

/** Facets as a leaf may hold them. Throws `invalid-parameter`. */
export function mustBeFacets(facets: readonly string[]): void {
  const wrong = facets.find((facet) => !/^[a-z0-9][a-z0-9._:-]{0,127}$/.test(facet));
  if (wrong !== undefined)
    throw new CodedError(
      'invalid-parameter',
      `“${wrong.slice(0, 60)}” is no facet. Facets are country codes, kinds, categories and networks: dk, software, net:os2.`,
    );
}
