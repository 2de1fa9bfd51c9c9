import type { EntryKey } from '../store/port.ts';

/** What a change can be about. */
const NEWS = ['listed', 'removed', 'level', 'licence', 'lifecycle', 'release', 'adopters', 'handed-over'] as const;
export type NewsKind = (typeof NEWS)[number];

/** One thing that changed. */
export interface News {
  /** The point of the change sequence, and which of its things: the same for ever. */
  id: string;
  what: NewsKind;
  /** RFC 3339 */
  date: string;
  /** Of the product; its page in no language. */
  subject: { id: string; name: string; page: string };
  before: string | null;
  after: string | null;
  /** A framework, or the body that uses it. */
  by: string | null;
}

/** Whose changes: of a product, network or organisation, or of everything. */
export type NewsOf = (EntryKey & { ord: number }) | 'all';
