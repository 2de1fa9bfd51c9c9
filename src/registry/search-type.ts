import type { FacetName, Sort } from '../kernel/facets.ts';
import type { Page } from '../kernel/page.ts';
import type { ListItem } from './list-item.ts';

export interface SearchQuery {
  text: string;
  /** Language of the reader (ISO 639-1). */
  lang: string;
  filters: Partial<Record<FacetName, string[]>>;
  sort: Sort;
  limit: number;
  cursor?: string;
  /** Tell of each hit why it stands where it stands. */
  explain?: boolean;
}

export interface FacetCount {
  value: string;
  count: number;
}

export interface SearchAnswer extends Page<ListItem> {
  facets: Partial<Record<FacetName, FacetCount[]>>;
  /** Nothing answers all that was asked: the hits answer a part of it. */
  loose: boolean;
  /** The text with what unknown words were taken for, or null. */
  didYouMean: string | null;
  /** Tasks that the words mean, by their ids. */
  tasks: string[];
  understood: Understood[];
}

/** A field that the text named: `license:eupl` is the value `EUPL-1.2` of the facet `licence`. */
export interface Understood {
  facet: FacetName;
  /** What was taken for it; as it was written where no record has such a value. */
  value: string;
  /** As it stands in the text. */
  written: string;
  known: boolean;
}
