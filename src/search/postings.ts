import { FIELDS, MASK_WEIGHTS } from './fields.ts';
import { Recent } from './recent.ts';
import type { RowList } from './row-list.ts';
import { BEGINS, Sequences, widened } from './sequences.ts';

/** Rows that changed since the lists were made last are kept beside them; so many, then they are brought in. */
const RECENT = 1_024;
/** Rows that are taken in before others get their turn: some milliseconds. */
const IN_A_TURN = 100;
/** The same in entries of lists that are copied: a millisecond or two. */
const COPIED_IN_A_TURN = 100_000;
/** The same in words, most of which have a short list. */
const WORDS_IN_A_TURN = 5_000;
/** Fields up to this one are what a record is called. */
const ALIAS = FIELDS.indexOf('alias');

/** Sees a row that has the word, and the fields in which it stands. */
export type See = (row: number, mask: number) => void;

/** What lets others have their turn. */
type Turn = () => Promise<unknown>;

/**
 * Which rows have a word, and in which fields: lists in one piece of memory, with what changed since beside them, which is
 * brought into them now and then. Five bytes for each word of each row.
 */
export class Postings {
  readonly sequences = new Sequences();
  /** By word: where its list begins; the next word's beginning is its end. */
  #offsets = new Uint32Array(1);
  #rows = new Uint32Array(0);
  #masks = new Uint8Array(0);
  /** Rows whose part of the lists counts no more. */
  #stale = new Uint8Array(1024);
  /** The same of the lists that are being made. */
  #staleNext: Uint8Array | null = null;
  #recent = new Recent();
  /** What is being brought into the lists. */
  #settling = new Recent();
  #stamps = new Uint32Array(1024);
  #puts = 0;
  /** Rows were loaded since the lists were made. */
  #loaded = false;
  /** 1 for words that stood in the name or alias of some row. */
  #named = new Uint8Array(1024);

  get rows(): number {
    return this.sequences.rows;
  }

  /** The words of a row that was never put: of many that are read in one go, found once `settle` was called. */
  load(row: number, bytes: Uint8Array): void {
    this.#fit(row);
    this.sequences.set(row, bytes);
    this.#loaded = true;
  }

  /** The words of a row, encoded; instead of those that it had. */
  put(row: number, bytes: Uint8Array): void {
    this.#outdate(row);
    this.sequences.set(row, bytes);
    const count = this.sequences.read(row);
    const { words, fields } = this.sequences;
    for (let i = 0; i < count; i += 1) {
      fields[i] = (fields[i] as number) & ~BEGINS;
      if ((fields[i] as number) <= ALIAS) this.#name(words[i] as number);
    }
    this.#puts += 1;
    this.#stamps[row] = this.#puts;
    this.#recent.put(row, this.#puts, words, fields, count);
  }

  drop(row: number): void {
    this.#outdate(row);
    this.sequences.drop(row);
  }

  #outdate(row: number): void {
    this.#fit(row);
    this.#stale[row] = 1;
    if (this.#staleNext !== null) this.#staleNext[row] = 1;
    this.#stamps[row] = 0;
  }

  #fit(row: number): void {
    if (row < this.#stale.length) return;
    const size = Math.ceil((row + 1) * 1.5);
    this.#stale = widened(this.#stale, size);
    if (this.#staleNext !== null) this.#staleNext = widened(this.#staleNext, size);
    this.#stamps = widened(this.#stamps, size);
  }

  /** The different words of a row, with the fields in which each stands. */
  wordsOf(row: number): Map<number, number> {
    const words = new Map<number, number>();
    this.sequences.each(row, (word, field) => words.set(word, (words.get(word) ?? 0) | (1 << field)));
    return words;
  }

  /** Whether some row is or was called so: most words of texts are in no name. */
  inNames(word: number): boolean {
    return this.#named[word] === 1;
  }

  #name(word: number): void {
    if (word >= this.#named.length) this.#named = widened(this.#named, Math.ceil((word + 1) * 1.5));
    this.#named[word] = 1;
  }

  /** At least the number of rows that have the word; some more where rows changed since. */
  count(word: number): number {
    const own =
      word + 1 < this.#offsets.length ? (this.#offsets[word + 1] as number) - (this.#offsets[word] as number) : 0;
    return own + this.#settling.count(word) + this.#recent.count(word);
  }

  each(word: number, see: See): void {
    if (word + 1 < this.#offsets.length) {
      const end = this.#offsets[word + 1] as number;
      for (let i = this.#offsets[word] as number; i < end; i += 1) {
        const row = this.#rows[i] as number;
        if (this.#stale[row] === 0) see(row, this.#masks[i] as number);
      }
    }
    this.#settling.each(word, this.#stamps, see);
    this.#recent.each(word, this.#stamps, see);
  }

  /**
   * Raises `best` of each row that has the word to this weight times that of its fields, where it is lower; rows that had
   * nothing yet are added to `seen`. The same as by `each`, several times as fast: it is what most of a search is.
   */
  best(word: number, weight: number, best: Float32Array, seen: RowList): void {
    if (word + 1 < this.#offsets.length) {
      const end = this.#offsets[word + 1] as number;
      for (let i = this.#offsets[word] as number; i < end; i += 1) {
        const row = this.#rows[i] as number;
        if (this.#stale[row] !== 0) continue;
        const score = weight * (MASK_WEIGHTS[this.#masks[i] as number] as number);
        const before = best[row] as number;
        if (score <= before) continue;
        if (before === 0) seen.push(row);
        best[row] = score;
      }
    }
    this.#settling.best(word, this.#stamps, weight, best, seen);
    this.#recent.best(word, this.#stamps, weight, best, seen);
  }

  /** Whether so much changed since the lists were made that `settle` has something to do. */
  get isUnsettled(): boolean {
    return this.#loaded || this.#settling.rows > 0 || this.#recent.rows >= RECENT;
  }

  /**
   * Brings what changed into the lists; rows may change and be searched meanwhile, but at the first time, when many were
   * loaded. One at a time. `words` is the highest number of a word.
   */
  async settle(words: number, nextTurn: Turn): Promise<void> {
    if (this.#loaded) await this.#make(words, nextTurn);
    else if (this.isUnsettled) await this.#merge(words, nextTurn);
  }

  /** The old lists with what is being brought in, word by word; what stands in them of rows that change meanwhile is stale. */
  async #merge(words: number, nextTurn: Turn): Promise<void> {
    if (this.#settling.rows === 0) {
      [this.#settling, this.#recent] = [this.#recent, new Recent()];
      this.#staleNext = new Uint8Array(this.#stale.length);
    }
    const offsets = new Uint32Array(words + 2);
    const rows = new Uint32Array((this.#offsets.at(-1) as number) + this.#settling.size);
    const masks = new Uint8Array(rows.length);
    let place = 0;
    let turned = 0;
    const take = (row: number, mask: number): void => {
      rows[place] = row;
      masks[place] = mask;
      place += 1;
    };
    for (let word = 0; word <= words; word += 1) {
      offsets[word] = place;
      this.#eachOld(word, take);
      this.#settling.each(word, this.#stamps, take);
      if (word % WORDS_IN_A_TURN !== 0 && place - turned < COPIED_IN_A_TURN) continue;
      turned = place;
      await nextTurn();
    }
    offsets[words + 1] = place;
    [this.#offsets, this.#rows, this.#masks] = [offsets, rows, masks];
    this.#stale = this.#staleNext as Uint8Array<ArrayBuffer>;
    this.#staleNext = null;
    this.#settling = new Recent();
  }

  #eachOld(word: number, see: See): void {
    if (word + 1 >= this.#offsets.length) return;
    const end = this.#offsets[word + 1] as number;
    for (let i = this.#offsets[word] as number; i < end; i += 1) {
      const row = this.#rows[i] as number;
      if (this.#stale[row] === 0) see(row, this.#masks[i] as number);
    }
  }

  /** The lists of all rows from their texts: several times as long, but without a list beside them. */
  async #make(words: number, nextTurn: Turn): Promise<void> {
    const counts = new Uint32Array(words + 2);
    const seen = new Uint32Array(words + 1);
    for (let row = 0; row < this.rows; row += 1) {
      this.#countWords(row, seen, counts);
      if (row % IN_A_TURN === IN_A_TURN - 1) await nextTurn();
    }
    for (let word = 0; word <= words; word += 1)
      counts[word + 1] = (counts[word + 1] as number) + (counts[word] as number);
    const places = counts.slice();
    const rows = new Uint32Array(counts[words + 1] as number);
    const masks = new Uint8Array(rows.length);
    seen.fill(0);
    if (words >= this.#named.length) this.#named = widened(this.#named, words + 1);
    for (let row = 0; row < this.rows; row += 1) {
      this.#listWords(row, seen, places, rows, masks);
      if (row % IN_A_TURN === IN_A_TURN - 1) await nextTurn();
    }
    [this.#offsets, this.#rows, this.#masks] = [counts, rows, masks];
    this.#stale.fill(0);
    this.#recent = new Recent();
    this.#loaded = false;
  }

  /** Counts the row for each of its different words. `seen` holds in which row a word was seen last. */
  #countWords(row: number, seen: Uint32Array, counts: Uint32Array): void {
    const count = this.sequences.read(row);
    const { words } = this.sequences;
    for (let i = 0; i < count; i += 1) {
      const word = words[i] as number;
      if (seen[word] === row + 1) continue;
      seen[word] = row + 1;
      counts[word + 1] = (counts[word + 1] as number) + 1;
    }
  }

  /** Puts the row into the list of each of its words; `places` holds where each list goes on. */
  #listWords(row: number, seen: Uint32Array, places: Uint32Array, rows: Uint32Array, masks: Uint8Array): void {
    const count = this.sequences.read(row);
    const { words, fields } = this.sequences;
    const named = this.#named;
    for (let i = 0; i < count; i += 1) {
      const word = words[i] as number;
      const field = (fields[i] as number) & ~BEGINS;
      const place = places[word] as number;
      if (seen[word] === row + 1) {
        // The word's last place is of this row: the fields gather there.
        masks[place - 1] = (masks[place - 1] as number) | (1 << field);
      } else {
        seen[word] = row + 1;
        rows[place] = row;
        masks[place] = 1 << field;
        places[word] = place + 1;
      }
      if (field <= ALIAS) named[word] = 1;
    }
  }
}
