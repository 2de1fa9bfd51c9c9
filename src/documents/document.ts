/** A text that may lead somewhere. */
export interface Span {
  text: string;
  href?: string;
  /** BCP 47, where it is not the document's; `''` where nobody knows. */
  lang?: string;
}

/** A cell of a table: lines of text, the numbers of its sources, and whether something stands for what is not known. */
export interface Cell {
  lines: readonly Span[];
  /** Numbers in the list of sources. */
  sources: readonly number[];
  /** Nothing is known: what stands there says so. */
  unknown: boolean;
}

export interface Row {
  label: string;
  /** BCP 47, where the label is not in the document's language. */
  labelLang?: string;
  /** The cells do not all say the same. */
  differs: boolean;
  cells: readonly Cell[];
}

export type Block =
  | { is: 'heading'; level: 2 | 3; text: string }
  | { is: 'text'; spans: readonly Span[] }
  | { is: 'list'; ordered: boolean; items: readonly (readonly Span[])[] }
  /** The first column holds the labels of the rows. */
  | { is: 'table'; name: string; columns: readonly string[]; rows: readonly Row[] };

/** What people take away: a title, and what stands below it in order. */
export interface Document {
  title: string;
  /** BCP 47: `da`, `en`. */
  lang: string;
  /** When it was made, RFC 3339. */
  date: string;
  /** Who made it: the name of the catalogue. */
  publisher: string;
  /** What is put before the label of a row whose cells differ. */
  mark: string;
  blocks: readonly Block[];
}
