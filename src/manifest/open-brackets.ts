import type { YAMLParseError } from 'yaml';

/** The lexemes by which the YAML library says that text follows, and that brackets end without having been closed. */
const SCALAR = '\x1f';
const FLOW_END = '\x18';
const CLOSED = /^(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*')$/;

/** Remembers where quotes and brackets were opened that have no end, since the library complains where it gave up. */
export class OpenBrackets {
  /** The first of all of them. */
  first: number | undefined;
  readonly #quotes: number[] = [];
  #brackets: number[] = [];
  #before = '';

  see(lexeme: string, at: number): void {
    const text = this.#before === SCALAR;
    this.#before = lexeme;
    if (text) return;
    if (lexeme === '[' || lexeme === '{') this.#brackets.push(at);
    else if (lexeme === ']' || lexeme === '}') this.#brackets.pop();
    else if (lexeme === FLOW_END) this.#unfinished();
    else if (/^["']/.test(lexeme) && !CLOSED.test(lexeme)) {
      this.#quotes.push(at);
      this.first ??= at;
    }
  }

  /** The quote whose end this error misses. */
  openedBefore({ code, message, pos }: YAMLParseError): number | undefined {
    if (code !== 'MISSING_CHAR' || !/closing ["']quote/.test(message)) return undefined;
    return this.#quotes.findLast((at) => at <= pos[0]);
  }

  #unfinished(): void {
    this.first ??= this.#brackets[0];
    this.#brackets = [];
  }
}
