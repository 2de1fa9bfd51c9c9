import common from '../../schemas/common.schema.json' with { type: 'json' };
import type { Problem } from '../kernel/errors.ts';
import { MANIFEST } from '../manifest/keys.ts';
import { pointerParts, pointerTo } from '../manifest/tree.ts';
import { RECORD_SCHEMAS } from './record-schemas.ts';

/** What a rule wants, in words that say nothing of the content. Rules that are not named here are told by their id. */
const WORDS: Readonly<Record<string, string>> = {
  'yaml-syntax': 'This is not well-formed YAML.',
  'json-syntax': 'This is not well-formed JSON.',
  utf8: 'This is not valid UTF-8.',
  'broken-character': 'A text holds half a character.',
  'duplicate-key': 'A key stands twice in this section.',
  'merge-key': 'A key stands twice in this section.',
  'too-deep': 'Sections lie too deep in each other.',
  'too-many-nodes': 'There are too many keys and values; a reference (*) counts as what it stands for.',
  'too-many-marks': 'There are too many keys and values; a reference (*) counts as what it stands for.',
  'too-many-aliases': 'There are too many keys and values; a reference (*) counts as what it stands for.',
  'too-many-keys': 'A section has too many keys.',
  'too-large': 'The file is too large.',
  'too-many-lines': 'The file is too large.',
  documents: 'There is more than one document in the file.',
  number: 'A number is too large to be kept exactly.',
  id: 'This cannot be the id.',
  kind: 'This says that it is of another kind than its place.',
  required: 'Something that must be there is missing.',
  'required-if': 'Something that must be there is missing.',
  unknown: 'There is no such key here.',
  'unknown-key': 'There is no such key here.',
  type: 'This is not of the kind that belongs here.',
  enum: 'This is none of the values that are known here.',
  form: 'This does not have the form that is wanted here.',
  language: 'This is not a language tag.',
  country: 'This is not a code of a country.',
  licence: 'This is not a licence expression.',
  succession: 'What takes the place of this leads back to it.',
  parents: 'What this belongs to leads back to it.',
  dates: 'A date lies in the future, or is not in order.',
  period: 'This ends before it begins.',
  url: 'This is not an address that can be used here.',
  email: 'This is not a mail address.',
  empty: 'This is empty.',
  duplicate: 'Something stands here twice.',
  'too-long': 'This is too long.',
  'too-many': 'There are too many of these.',
  reference: 'A reference leads nowhere.',
  'personal-data': 'A record names no person and no address of one.',
};

/**
 * A problem as it may be shown to everybody: rule and place without a word of the content, which may stand where it does not
 * belong, such as a person's mail address. Of the pointer only keys that the standards know, numbers and languages are left.
 */
export function withoutContent({ rule, severity, pointer, line, column }: Problem): Problem {
  const message = WORDS[rule] ?? `This breaks the rule “${rule}”.`;
  const place = { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
  return { rule, severity, pointer: pointerParts(pointer).map(known).reduce(pointerTo, ''), message, ...place };
}

const known = (part: string): string => (PLAIN.test(part) || KEYS.has(part) ? part : '…');

/** A number in a list, or a language tag. */
const PLAIN = /^(\d+|[a-z]{2,3}(-[A-Z]{2})?)$/;

/** Every key of the schemas and of the manifest: words of ours, never of a file. */
const KEYS: ReadonlySet<string> = new Set([RECORD_SCHEMAS, common.$defs, MANIFEST].flatMap((one) => keysIn(one)));

function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}
