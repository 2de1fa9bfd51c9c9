import type { YAMLParseError } from 'yaml';
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

/** What the YAML library found, said for someone who has never heard of tokens: code, part of its message, words, hint. */
const WORDS: readonly (readonly [code: string, part: string, message: string, hint: string])[] = [
  ['TAB_AS_INDENT', '', 'A tab is used as indentation.', 'Indent with spaces only.'],
  [
    'BAD_INDENT',
    'end with',
    'A bracket is opened and not closed up to here.',
    'Close the bracket, or indent the lines inside it.',
  ],
  [
    'BAD_INDENT',
    '',
    'The indentation does not fit the lines above.',
    'Give lines of the same list or section the same number of spaces.',
  ],
  ['BAD_SCALAR_START', '', 'A value without quotes cannot begin with this character.', 'Put the value in quotes.'],
  [
    'BAD_DQ_ESCAPE',
    '',
    'The backslash is followed by a character that has no meaning there.',
    'Write \\\\ for a backslash, or use single quotes.',
  ],
  ['BLOCK_AS_IMPLICIT_KEY', 'sequence', 'A list cannot stand here.', 'Begin the list on a line of its own.'],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    '',
    'There is a second colon in this line.',
    'Put a value that holds a colon and a space in quotes.',
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    '',
    'A key goes over several lines, or a line lacks its colon.',
    'Check the line above, and that texts with colons are in quotes.',
  ],
  [
    'BLOCK_IN_FLOW',
    '',
    'Inside brackets, lines with dashes or indentation have no place.',
    'Close the bracket or write one item a line without brackets.',
  ],
  ['MISSING_CHAR', 'quote', 'A quotation mark is opened and never closed.', 'Close the quote at the end of the value.'],
  ['MISSING_CHAR', 'map values', 'This line has no colon behind its key.', 'Write `key: value`.'],
  [
    'MISSING_CHAR',
    'Comments must',
    'A comment needs a space before its #.',
    'Put a space before the #, or the value in quotes.',
  ],
  [
    'MISSING_CHAR',
    'without -',
    'A line of this list lacks its dash.',
    'Begin each item of a list with a dash and a space.',
  ],
  [
    'MISSING_CHAR',
    'Missing ,',
    'A comma is missing between two items.',
    'Put a comma between the items in the brackets.',
  ],
  ['MISSING_CHAR', 'space after :', 'A space is missing behind the colon.', 'Write `key: value`.'],
  ['MISSING_CHAR', 'end with', 'A bracket is opened and never closed.', 'Close the bracket.'],
  [
    'BAD_ALIAS',
    '',
    'This reference (a name behind * or &) cannot be used.',
    'Put a value that begins with * or & in quotes.',
  ],
  ['BAD_DIRECTIVE', '', 'A line that begins with % is not understood.', 'Remove the line.'],
  [
    'TAG_RESOLVE_FAILED',
    '',
    'A type mark (behind !) is not understood here.',
    'Remove the mark, or put the value in quotes.',
  ],
  [
    'UNEXPECTED_TOKEN',
    'block-seq-ind',
    'A list cannot begin on the line of its key.',
    'Begin the list on the next line.',
  ],
  ['UNEXPECTED_TOKEN', 'end with', 'A bracket is opened and never closed.', 'Close the bracket.'],
  [
    'UNEXPECTED_TOKEN',
    'flow',
    'There is a bracket too many, or one is not closed.',
    'Check the brackets, or put the value in quotes.',
  ],
  [
    'UNEXPECTED_TOKEN',
    'Block scalar header',
    'A text that begins with | or > must start on the next line.',
    'Break the line after the | or >.',
  ],
];

const OTHERWISE = [
  'The text is not well-formed YAML at this place.',
  'Check indentation, quotes and colons here and in the line above.',
];

/** A `yaml-syntax` problem without a place. */
export function wordsFor(error: Pick<YAMLParseError, 'code' | 'message'>): Problem {
  const found = WORDS.find(([code, part]) => code === error.code && error.message.includes(part));
  const [message, hint] = found ? found.slice(2) : OTHERWISE;
  return syntaxProblem(message as string, hint as string);
}

export const syntaxProblem = (message: string, hint?: string): Problem => ({
  rule: 'yaml-syntax',
  severity: 'error',
  pointer: '',
  message,
  ...(hint === undefined ? {} : { hint }),
});

const error = (rule: string, message: string, hint: string): Problem => ({
  rule,
  severity: 'error',
  pointer: '',
  message,
  hint,
});

export const nothing = (): Problem => error('empty', 'The file holds nothing.', 'Was the right file sent?');

export const tooDeep = (): Problem =>
  error(
    'too-deep',
    `Sections lie more than ${LIMITS.depth} levels deep in each other.`,
    'No key of the standard lies deeper than six.',
  );

export const tooManyNodes = (): Problem =>
  error(
    'too-many-nodes',
    `The file has more than ${LIMITS.nodes} keys and values.`,
    'A reference (*) counts as what it stands for.',
  );

export const tooManyLines = (): Problem =>
  error('too-many-lines', `The file has more than ${LIMITS.yamlLines} lines.`, 'Remove blank lines and comments.');

export const tooManyMarks = (): Problem =>
  error(
    'too-many-marks',
    `The file has more than ${LIMITS.yamlMarks} anchors, tags and directives (&, !, %).`,
    'Write values out.',
  );

export const tooManyAliases = (): Problem =>
  error(
    'too-many-aliases',
    `The file has more than ${LIMITS.yamlAliases} references (*) to other places.`,
    'Write values out.',
  );

export const tooManyKeys = (): Problem =>
  error('too-many-keys', `A section has more than ${LIMITS.mapKeys} keys.`, 'The standard has a hundred.');

export const manyDocuments = (): Problem =>
  error(
    'documents',
    'The file holds more than one document.',
    'Keep one, and remove the lines `---` before the others.',
  );

export const tabIndent = (): Problem => syntaxProblem('A tab is used as indentation.', 'Indent with spaces only.');

export const duplicateKey = (key: string): Problem =>
  error('duplicate-key', `The key \`${key.slice(0, 100)}\` stands twice in this section.`, 'Remove one of the two.');

export const unknownAlias = (name: string): Problem =>
  syntaxProblem(
    `The reference \`*${name.slice(0, 100)}\` points to nothing before it.`,
    'Put a value that begins with * in quotes.',
  );

/** Half a character: an escape such as `\\ud83d` without its second half. It has no form in UTF-8. */
export const isBroken = (text: string): boolean => /\p{Surrogate}/u.test(text);

export const brokenCharacter = (): Problem =>
  error(
    'broken-character',
    'This text holds half a character (a \\u escape without its second half).',
    'Write the character itself.',
  );

/** In JSON a number is no text: kept as one, it would pass where a text is wanted. */
export const inexactNumber = (): Problem =>
  error(
    'number',
    'This number is too large to be kept exactly.',
    'Write it in double quotes if it is a text, such as a number of a register.',
  );

export const wrongTag = (): Problem =>
  syntaxProblem('A mark says that this is a list or section, and it is a single value.', 'Remove the mark (behind !).');
