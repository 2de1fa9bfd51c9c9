import { stringify } from 'yaml';
import type { Found, FoundValue, Left } from './repository.ts';

const WIDTH = 100;

/** The lines of a draft while it is written, with what was found and what is left. */
export class Sheet {
  readonly found: FoundValue[] = [];
  readonly left: Left[] = [];
  readonly #lines: string[] = [];
  readonly #prefix: string;
  readonly #indent: string;

  /** A block of keys below `prefix` (`legal.`), so many characters to the right. */
  constructor(prefix = '', indent = 0) {
    this.#prefix = prefix;
    this.#indent = ' '.repeat(indent);
  }

  text(): string {
    return `${this.#lines.join('\n').trimEnd()}\n`;
  }

  raw(...lines: string[]): void {
    this.#lines.push(...lines);
  }

  blank(): void {
    this.#lines.push('');
  }

  comment(words: string): void {
    this.#lines.push(`# ${words}`);
  }

  /** A key for a person to fill in. */
  hint(words: string): void {
    this.#lines.push(`${this.#indent}# ${words}`);
  }

  leave(key: string, why: string): void {
    this.left.push({ key, why });
  }

  fixed(key: string, value: string): void {
    this.#lines.push(`${key}: ${value}`);
  }

  /** A text on its line, or the hint where there is none. */
  text1(key: string, found: Found | undefined, hint = '#'): void {
    if (found === undefined) this.hint(`${key}: ${hint}`);
    else this.#add(key, found, ` ${scalar(found.value)}`);
  }

  optional(key: string, found: Found | undefined, hint?: string): void {
    if (found !== undefined || hint !== undefined) this.text1(key, found, hint);
  }

  flag(key: string, found: Found<boolean>): void {
    this.#add(key, found, ` ${found.value}`);
  }

  list(key: string, found: Found<string[]> | undefined, hint: string): void {
    if (found === undefined) this.hint(`${key}: ${hint}`);
    else this.#add(key, found, found.value.map((item) => `\n${this.#indent}  - ${scalar(item)}`).join(''));
  }

  /** A folded block: each line of the value is a paragraph. */
  long(key: string, found: Found | undefined, hint: string): void {
    if (found === undefined) {
      this.hint(`${key}: ${hint}`);
      return;
    }
    const paragraphs = found.value.split('\n').map((text) => wrapped(text, `${this.#indent}  `));
    this.#add(key, found, ` >-\n${paragraphs.join('\n\n')}`);
  }

  take(block: Sheet): void {
    this.#lines.push(...block.#lines);
    this.found.push(...block.found);
  }

  commentedOut(block: Sheet): void {
    const lines = block.#lines.flatMap((line) => line.split('\n'));
    this.#lines.push(...lines.map((line) => `# ${line.replace(/^( *)# /, '$1')}`.trimEnd()));
  }

  #add(key: string, { value, from }: Found<string | boolean | string[]>, written: string): void {
    this.#lines.push(`${this.#indent}${key}:${written}`);
    this.found.push({ key: this.#prefix + key, value, from });
  }
}

/** A text as YAML writes it on one line, in quotes where it could be read as something else. */
const scalar = (text: string): string => stringify(text, { lineWidth: 0, singleQuote: false }).trimEnd();

function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(indent + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
