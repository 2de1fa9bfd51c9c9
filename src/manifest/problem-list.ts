import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { dottedKey } from './dotted-key.ts';
import type { Finding } from './forms/finding.ts';
import type { ReadDocument } from './read-document.ts';

/** A place in the text by offsets, as nodes have it. */
export interface Place {
  start: number;
  end: number;
}

/** Takes what the rules find. */
export interface ProblemSink {
  add(finding: Finding, pointer: string, place: Place): void;
}

/** Collects problems with their places, at most `LIMITS.problems`; beyond that errors push warnings out. */
export class ProblemList implements ProblemSink {
  readonly #document: ReadDocument;
  readonly #problems: Problem[] = [];
  #errors = 0;

  constructor(document: ReadDocument) {
    this.#document = document;
  }

  add(finding: Finding, pointer: string, place: Place): void {
    const { severity = 'error', ...rest } = finding;
    if (severity === 'error') this.#errors += 1;
    if (this.#problems.length >= LIMITS.problems && !(severity === 'error' && this.#dropWarning())) return;
    const at = this.#document.positionAt(place.start, place.end);
    this.#problems.push({ ...rest, severity, pointer, key: dottedKey(pointer), ...at });
  }

  #dropWarning(): boolean {
    const last = this.#problems.findLastIndex((problem) => problem.severity === 'warning');
    if (last >= 0) this.#problems.splice(last, 1);
    return last >= 0;
  }

  /** Whether anything was an error, even one for which there was no room. */
  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** In the order of the text. */
  sorted(): Problem[] {
    const before = (a: Problem, b: Problem): number =>
      (a.line as number) - (b.line as number) || (a.column as number) - (b.column as number);
    return this.#problems.sort(before);
  }
}
