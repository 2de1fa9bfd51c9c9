/** Thrown, and caught in `plain-yaml.ts`, where the quick reader meets something that it leaves to the full one. */
export const NOT_PLAIN = new Error('not plain YAML');

const NEW_LINE = 10;
const SPACE = 32;
const HASH = 35;

/** Goes through the lines of a text that say something; blank ones and comments are passed over and counted. */
export class LineCursor {
  readonly text: string;
  /** Spaces before the first character of this line; -1 at the end of the text. */
  indent = -1;
  /** Offset of that character. In a list item, it moves on to what follows the dash. */
  at = 0;
  /** Offset of the line break that ends this line, or of the end of the text. */
  end = -1;
  /** Blank lines and comments between the line before and this one. */
  blanks = 0;
  comments = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** On to the next line that says something. */
  next(): void {
    const { text } = this;
    this.blanks = 0;
    this.comments = 0;
    let start = this.end + 1;
    while (start <= text.length) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const first = text.charCodeAt(at);
      if (first === NEW_LINE || at >= text.length) {
        this.blanks += 1;
        start = at + 1;
      } else {
        const found = text.indexOf('\n', at);
        const end = found < 0 ? text.length : found;
        if (first !== HASH) {
          this.indent = at - start;
          this.at = at;
          this.end = end;
          return;
        }
        this.comments += 1;
        start = end + 1;
      }
    }
    this.indent = -1;
    this.at = text.length;
    this.end = text.length;
  }

  /** Whether this line is an item of a list: a dash, and behind it a space or nothing. */
  isItem(): boolean {
    if (this.text[this.at] !== '-') return false;
    return this.at + 1 === this.end || this.text.charCodeAt(this.at + 1) === SPACE;
  }

  /** The offset of the first character from `from` on in this line that is no space; the line's end where there is none. */
  skipSpaces(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === SPACE) at++;
    return at;
  }
}
