import type { Problem } from '../kernel/errors.ts';
import { readAsReference } from './reference/judge.ts';
import type { Standard } from './standard.ts';

/** Where a file that is right by YAML 1.2 is refused by the reference validator: what shows it, where that is, what to do. */
const REFUSED: readonly { shown: RegExp; section: string; hint: string }[] = [
  { shown: /^(?:[ \t]*(?:#.*)?\r?\n)*%/, section: '6.8', hint: 'Remove the lines with % and the --- behind them.' },
  { shown: /^[ \t]*\t[ \t]*$/m, section: '5.5', hint: 'Remove the tabs from blank lines.' },
  { shown: /^\t[ \t]*#/m, section: '6.6', hint: 'Remove the tabs before comments.' },
  { shown: /: +[!&]/, section: '6.9', hint: 'Remove marks such as !!str or &name before values.' },
];

const BYTE_ORDER_MARK = { section: '5.2', hint: 'Save the file as UTF-8 without a byte order mark.' };
/** A file with more mistakes is taken by nobody. */
const MOST_ASKED = 50;
/** Keys that are no texts, or hold their value too: the reference validator passes over them. */
const ODD_KEY = /^(?:~|null|true|false|[-+.]?\d.*|.*:.*|)$/i;

/**
 * Says where the verdict differs on purpose from that of the reference validator, since a file is read by others too: a
 * warning where we accept it, a note on the first error where we do not. Only what can be such a case is judged twice.
 */
export function noteDepartures(
  bytes: Uint8Array,
  text: string | null,
  problems: Problem[],
  standard: Standard,
): Problem[] {
  const error = problems.find(({ severity }) => severity === 'error');
  if (error !== undefined) {
    if (problems.length > MOST_ASKED || !isStricter(error) || !isValid(readAsReference(bytes, standard)))
      return problems;
    const note = 'The reference validator takes this: it reads more than YAML 1.2 allows.';
    return problems.map((problem) => (problem === error ? { ...problem, note } : problem));
  }
  const cause = causeIn(bytes, text ?? '');
  if (cause === undefined) return problems;
  const theirs = readAsReference(bytes, standard).find(({ severity }) => severity === 'error');
  return theirs === undefined ? problems : [refusedElsewhere(cause, theirs), ...problems];
}

/** A rule by which we refuse what the reference validator may take. */
const isStricter = ({ rule, pointer }: Problem): boolean =>
  rule === 'yaml-syntax' || (rule === 'unknown-key' && ODD_KEY.test(pointer.slice(pointer.lastIndexOf('/') + 1)));

const isValid = (problems: Problem[]): boolean => problems.every(({ severity }) => severity !== 'error');

function causeIn(bytes: Uint8Array, text: string): { section: string; hint: string } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return BYTE_ORDER_MARK;
  return REFUSED.find(({ shown }) => shown.test(text));
}

function refusedElsewhere({ section, hint }: { section: string; hint: string }, theirs: Problem): Problem {
  const { pointer, key = '', line, column, length } = theirs;
  const place = line === undefined ? {} : { line, column: column ?? 1, length: length ?? 0 };
  return {
    rule: 'refused-elsewhere',
    severity: 'warning',
    pointer,
    key,
    message: 'The file is right, but the reference validator, and so other catalogues, refuse it.',
    hint,
    note: `YAML 1.2 allows this (section ${section}). The reference validator says: ${theirs.message}`,
    ...place,
  };
}
