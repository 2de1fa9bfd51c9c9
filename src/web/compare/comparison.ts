import type { Span } from '../../documents/document.ts';
import type { Citation } from '../../schemas.gen.ts';
import type { Lang } from '../locales/text.ts';
import type { CompareWish } from './wish.ts';

/** One of the products that stand side by side. */
export interface Column {
  /** With its origin: `software/os2mo@built-in`. */
  id: string;
  name: string;
  /** Its page as it was at the point. */
  address: string;
  /** Of its record; 0 where it cannot be shown. */
  version: number;
  /** Since when the record says so, RFC 3339; null where it cannot be shown. */
  updated: string | null;
  /** `erased`: what was said then was destroyed since. `gone`: it was withdrawn by then. */
  state: 'shown' | 'erased' | 'gone';
}

/** What is told of one product: nothing told is not known. */
export interface FactCell {
  known: boolean;
  lines: readonly Span[];
  /** Numbers in `sources`, from 1. */
  sources: readonly number[];
}

/** One thing, of all products. */
export interface FactRow {
  /** Stable: `licence`, `level:os2-1.1.0`, `kept:releases` … */
  id: string;
  section: string;
  label: string;
  /** BCP 47, where the label is what a source calls it, in another language. */
  labelLang?: string;
  /** Not all say the same, or of some it is not known. */
  differs: boolean;
  cells: readonly FactCell[];
}

/** A search that led to a comparison. */
export interface SearchNote {
  text: string;
  filters: readonly { name: string; label: string; value: string }[];
  total: number | null;
  hits: readonly { id: string; name: string; address: string }[];
}

/** Products side by side at one point of the change sequence: everything that its page and files show. */
export interface Comparison {
  lang: Lang;
  catalogue: string;
  title: string;
  wish: CompareWish & { at: number; on: string };
  /** When the point was made, RFC 3339. */
  changed: string;
  /** The address that shows the same again. */
  address: string;
  /** Where what changed since is shown. */
  since: string;
  columns: readonly Column[];
  sections: readonly { id: string; title: string }[];
  rows: readonly FactRow[];
  /** What is known not to be known, product by product. */
  unknown: readonly (readonly string[])[];
  search: SearchNote | null;
  sources: readonly Citation[];
  /** Entries that were shown then and were erased since. */
  erased: number;
}
