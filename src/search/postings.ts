import { FIELDS } from './fields.ts';
import { Sequences, widened } from './sequences.ts';

/** Rows that changed since the lists were made last are kept beside them; so many, then all is made anew. */
const FRESH = 4_096;
/** Rows that are taken in before others get their turn: some milliseconds. */
const IN_A_TURN = 1_000;
/** Fields up to this one are what a record is called. */
const ALIAS = FIELDS.indexOf('alias');

interface Fresh {
  rows: number[];
  masks: number[];
  /** Of which putting of the row this is: older ones count no more. */
  stamps: number[];
}

/** Sees a row that has the word, and the fields in which it stands. */
export type See = (row: number, mask: number) => void;

/**
 * Which rows have a word, and in which fields: lists in one piece of memory, made anew now and then, with what changed since
 * beside them. Five bytes for each word of each row.
 */
export class Postings {
  readonly sequences = new Sequences();
  /** By word: where its list begins; the next word's beginning is its end. */
  #offsets = new Uint32Array(1);
  #rows = new Uint32Array(0);
  #masks = new Uint8Array(0);
  /** Rows whose part of the lists counts no more. */
  #stale = new Uint8Array(1024);
  readonly #fresh = new Map<number, Fresh>();
  #stamps = new Uint32Array(1024);
  #puts = 0;
  #freshRows = 0;
  /** Words that stood in the name or alias of some row. */
  readonly #named = new Set<number>();

  get rows(): number {
    return this.sequences.rows;
  }

  /** The words of a row, encoded; instead of those that it had. Searched for once `settle` was called. */
  put(row: number, bytes: Uint8Array): void {
    this.#outdate(row);
    this.sequences.set(row, bytes);
    this.sequences.each(row, (word, field) => {
      if (field <= ALIAS) this.#named.add(word);
    });
    this.#puts += 1;
    this.#freshRows += 1;
    this.#stamps[row] = this.#puts;
    // A great many at once are not put aside first: the lists are made anew for them.
    if (this.#freshRows <= FRESH) this.#putAside(row);
  }

  drop(row: number): void {
    this.#outdate(row);
    this.sequences.drop(row);
  }

  #outdate(row: number): void {
    if (row >= this.#stale.length) {
      const size = Math.ceil((row + 1) * 1.5);
      this.#stale = widened(this.#stale, size);
      this.#stamps = widened(this.#stamps, size);
    }
    this.#stale[row] = 1;
    this.#stamps[row] = 0;
  }

  #putAside(row: number): void {
    for (const [word, mask] of this.wordsOf(row)) {
      let fresh = this.#fresh.get(word);
      if (fresh === undefined) {
        fresh = { rows: [], masks: [], stamps: [] };
        this.#fresh.set(word, fresh);
      }
      fresh.rows.push(row);
      fresh.masks.push(mask);
      fresh.stamps.push(this.#puts);
    }
  }

  /** The different words of a row, with the fields in which each stands. */
  wordsOf(row: number): Map<number, number> {
    const words = new Map<number, number>();
    this.sequences.each(row, (word, field) => words.set(word, (words.get(word) ?? 0) | (1 << field)));
    return words;
  }

  /** Whether some row is or was called so: most words of texts are in no name. */
  inNames(word: number): boolean {
    return this.#named.has(word);
  }

  /** At least the number of rows that have the word; some more where rows changed since. */
  count(word: number): number {
    const own =
      word + 1 < this.#offsets.length ? (this.#offsets[word + 1] as number) - (this.#offsets[word] as number) : 0;
    return own + (this.#fresh.get(word)?.rows.length ?? 0);
  }

  each(word: number, see: See): void {
    if (word + 1 < this.#offsets.length) {
      const end = this.#offsets[word + 1] as number;
      for (let i = this.#offsets[word] as number; i < end; i += 1) {
        const row = this.#rows[i] as number;
        if (this.#stale[row] === 0) see(row, this.#masks[i] as number);
      }
    }
    const fresh = this.#fresh.get(word);
    if (fresh === undefined) return;
    for (let i = 0; i < fresh.rows.length; i += 1) {
      const row = fresh.rows[i] as number;
      if (this.#stamps[row] === fresh.stamps[i]) see(row, fresh.masks[i] as number);
    }
  }

  /** Makes the lists anew where too much changed since. `words` is the highest number of a word. */
  async settle(words: number, nextTurn: () => Promise<unknown>): Promise<void> {
    if (this.#freshRows <= FRESH) return;
    const counts = new Uint32Array(words + 2);
    await this.#distinct(words, nextTurn, (word) => {
      counts[word + 1] = (counts[word + 1] as number) + 1;
    });
    for (let word = 0; word <= words; word += 1)
      counts[word + 1] = (counts[word + 1] as number) + (counts[word] as number);
    const places = counts.slice();
    const rows = new Uint32Array(counts[words + 1] as number);
    const masks = new Uint8Array(rows.length);
    await this.#distinct(
      words,
      nextTurn,
      (word, row) => {
        rows[places[word] as number] = row;
        places[word] = (places[word] as number) + 1;
      },
      // What the word's last place holds is of this row: the fields gather there.
      (word, mask) => {
        const at = (places[word] as number) - 1;
        masks[at] = (masks[at] as number) | mask;
      },
    );
    this.#offsets = counts;
    this.#rows = rows;
    this.#masks = masks;
    this.#stale.fill(0);
    this.#stamps.fill(0);
    this.#fresh.clear();
    this.#freshRows = 0;
  }

  /** Goes through all rows: `first` for each different word of a row, `every` for each word with its field. */
  async #distinct(
    words: number,
    nextTurn: () => Promise<unknown>,
    first: (word: number, row: number) => void,
    every: (word: number, mask: number) => void = () => undefined,
  ): Promise<void> {
    const seen = new Uint32Array(words + 1);
    for (let row = 0; row < this.rows; row += 1) {
      this.sequences.each(row, (word, field) => {
        if (seen[word] !== row + 1) {
          seen[word] = row + 1;
          first(word, row);
        }
        every(word, 1 << field);
      });
      if (row % IN_A_TURN === IN_A_TURN - 1) await nextTurn();
    }
  }
}
