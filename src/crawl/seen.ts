import type { Problem } from '../kernel/errors.ts';
import type { StatedRegister } from '../registry/adopters/types.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { Facts, ForgeId, Known } from './forge.ts';
import type { Loaded } from './load-folder.ts';

/** What is kept of a source besides its row: the JSON of `CrawlSource.seen`. */
export interface SourceMemory {
  etag: string | null;
  commit: string | null;
  committed: string | null;
  branch: string | null;
  forge: ForgeId | null;
  facts: Facts;
  /** Former addresses, the newest last. */
  aliases: string[];
  /** The repository of the product that this one is part of, as the operator or a list of sources says. */
  partOf: string | null;
  /** Where the manifest lay. */
  manifest: string | null;
  /** SHA-256 of the manifest that was last judged, base64url. */
  digest: string | null;
  /** Of the last judgement: rules and places without words of the content. */
  problems: Problem[];
  /** Since when the file in the repository has not been valid, while an earlier one was; in milliseconds. */
  invalidSince: number | null;
  /** When it was last valid, and at which commit. */
  valid: { at: number; commit: string | null } | null;
  /** Why it could not be read the last time. */
  failure: { code: string; message: string } | null;
  /** When its history was last counted, and why it was not, where it was not. */
  observed: { at: number; notMeasured: string | null; id?: string | null; issuesEtag?: string | null } | null;
  /** Its history is to be counted: what is left of the last visit. */
  pending: boolean;
  /** Repositories of an owner or list: how many were named, and how many of them are crawled. */
  listed: { named: number; crawled: number; complete: boolean } | null;
  /** Of a catalogue folder: what became of its files in the last reading, and what it states. */
  folder: (Loaded & { named: number; registers?: StatedRegister[] }) | null;
}

const NOTHING: SourceMemory = {
  ...{ etag: null, commit: null, committed: null, branch: null, forge: null, facts: {}, aliases: [], manifest: null },
  ...{ digest: null, problems: [], invalidSince: null, valid: null, failure: null, listed: null, observed: null },
  ...{ pending: false, partOf: null, folder: null },
};

/** What was seen at a source; everything that was never written is null. */
export const memoryOf = ({ seen }: Pick<CrawlSource, 'seen'>): SourceMemory => ({
  ...NOTHING,
  ...(JSON.parse(seen) as Partial<SourceMemory>),
});

export const knownOf = ({ etag, commit, forge }: SourceMemory): Known => ({ etag, commit, forge });

/** Happenings of a source, as its history tells them. Each has its words in every language: `sources.event.<name>`. */
export const EVENTS = [
  'published',
  'valid',
  'invalid',
  'no-manifest',
  'moved',
  'archived',
  'unreachable',
  'gone',
  'back',
  'listed',
  'loaded',
] as const;
export type EventName = (typeof EVENTS)[number];
