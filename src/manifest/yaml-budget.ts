import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { syntaxProblem, tooManyAliases, tooManyMarks, tooManyNodes } from './reading-words.ts';

/** The lexeme by which the YAML library says that the next one is the text of a scalar. */
const SCALAR = '\x1f';

/**
 * Counts what the lexer finds and stops before anything is built of it. Every kind of lexeme is bounded by itself, since
 * well-formed text has no more indicators than nodes, and the library takes its time over each error.
 */
export class LexemeBudget {
  #nodes = 0;
  #items = 0;
  #colons = 0;
  #commas = 0;
  #marks = 0;
  #aliases = 0;
  #before = '';

  /** The reason to stop here, if there is one. */
  spend(lexeme: string): Problem | undefined {
    // What follows the mark is text, which may begin with anything.
    const text = this.#before === SCALAR;
    this.#before = lexeme;
    if (!text) this.#count(lexeme.charAt(0));
    if (this.#nodes > LIMITS.nodes || this.#items > LIMITS.nodes || this.#colons > LIMITS.nodes) return tooManyNodes();
    if (this.#marks > LIMITS.yamlMarks) return tooManyMarks();
    if (this.#aliases > LIMITS.yamlAliases) return tooManyAliases();
    if (this.#commas > this.#nodes + 1)
      return syntaxProblem('There are more commas than values.', 'Remove the commas.');
    return undefined;
  }

  #count(first: string): void {
    if (first === '*') this.#aliases += 1;
    if (NODES.has(first)) this.#nodes += 1;
    else if (first === '-') this.#items += 1;
    else if (first === ':' || first === '?') this.#colons += 1;
    else if (first === ',') this.#commas += 1;
    else if (MARKS.has(first)) this.#marks += 1;
  }
}

/** First characters of lexemes that begin a node each: a scalar, a quoted one, an alias, a bracket. */
const NODES = new Set([SCALAR, '"', "'", '*', '[', '{']);
/** Anchors, tags and directives. */
const MARKS = new Set(['&', '!', '%']);
