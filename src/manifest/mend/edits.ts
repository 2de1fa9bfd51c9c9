/** A piece of a text that is replaced; offsets and lengths in UTF-16 units. */
export interface Edit {
  offset: number;
  length: number;
  replacement: string;
}

/** An edit and what it is for. */
export interface Mark {
  /** The class of repair, such as `country`. */
  rule: string;
  /** The place in dotted form. */
  key: string;
  why: string;
}

type Piece = { from: number; to: number } | { text: string; mark: Mark };

/** Edits in the order of the text, none of which touches another; `null` where two do. */
export function inOrder<E extends Edit>(edits: readonly E[]): E[] | null {
  const sorted = [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length);
  let end = -1;
  for (const { offset, length } of sorted) {
    if (offset < end || (offset === end && length === 0)) return null;
    end = offset + Math.max(length, 0);
  }
  return sorted;
}

/** A text with its edits, which must be in order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let made = '';
  let at = 0;
  for (const { offset, length, replacement } of edits) {
    made += text.slice(at, offset) + replacement;
    at = offset + length;
  }
  return made + text.slice(at);
}

/**
 * A text that is edited several times over, and remembers what it is made of, so that in the end every edit can be told by
 * its place in the text that came in.
 */
export class EditedText {
  readonly #source: string;
  readonly #pieces: readonly Piece[];

  constructor(source: string, pieces?: readonly Piece[]) {
    this.#source = source;
    this.#pieces = pieces ?? [{ from: 0, to: source.length }];
  }

  get text(): string {
    return this.#pieces.map((piece) => this.#textOf(piece)).join('');
  }

  /** The same with further edits, in order, of its text as it is now. */
  with(edits: readonly (Edit & { mark: Mark })[]): EditedText {
    let pieces = this.#pieces;
    // From the end, so that the offsets of the others stay.
    for (const edit of [...edits].reverse()) {
      const [before, rest] = this.#split(pieces, edit.offset);
      const [, after] = this.#split(rest, edit.length);
      pieces = [...before, { text: edit.replacement, mark: edit.mark }, ...after];
    }
    return new EditedText(this.#source, pieces);
  }

  /** What was done to the text that came in. */
  edits(): (Edit & Mark)[] {
    const edits: (Edit & Mark)[] = [];
    let at = 0;
    let written: { text: string; mark: Mark } | undefined;
    const close = (to: number): void => {
      if (written) edits.push({ offset: at, length: to - at, replacement: written.text, ...written.mark });
      written = undefined;
    };
    for (const piece of this.#pieces) {
      if ('text' in piece) written = { text: (written?.text ?? '') + piece.text, mark: written?.mark ?? piece.mark };
      else if (piece.to > piece.from) {
        close(piece.from);
        at = piece.to;
      }
    }
    close(this.#source.length);
    return edits;
  }

  #textOf(piece: Piece): string {
    return 'text' in piece ? piece.text : this.#source.slice(piece.from, piece.to);
  }

  /** The pieces before and behind a place. */
  #split(pieces: readonly Piece[], at: number): [Piece[], Piece[]] {
    let left = at;
    for (const [i, piece] of pieces.entries()) {
      const length = this.#textOf(piece).length;
      if (left < length)
        return [
          [...pieces.slice(0, i), part(piece, 0, left)],
          [part(piece, left, length), ...pieces.slice(i + 1)],
        ];
      left -= length;
    }
    return [[...pieces], []];
  }
}

const part = (piece: Piece, from: number, to: number): Piece =>
  'text' in piece
    ? { text: piece.text.slice(from, to), mark: piece.mark }
    : { from: piece.from + from, to: piece.from + to };
