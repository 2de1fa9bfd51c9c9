import { setImmediate as nextTurn } from 'node:timers/promises';
import { sha256 } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { fold } from '../kernel/fold-text.ts';
import type { Suppressed } from '../store/trust-port.ts';
import type { Judged } from './submission.ts';

/** `Suppressed.words` of the row that holds the salt, and of those of whole sources. */
const SALT = -1;
const SOURCE = 0;

/** What must not come back: nobody can read from it what that was. */
export interface Suppression {
  salt: Buffer;
  sources: Set<string>;
  words: Set<string>;
  /** Numbers of words in a row that occur in it. */
  lengths: number[];
}

/** Words of a text as they are compared: folded, without signs between them. */
export const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether these words stand in the text in a row. */
export const holdsWords = (text: string, words: readonly string[]): boolean =>
  ` ${wordsOf(text).join(' ')} `.includes(` ${words.join(' ')} `);

const hashOf = (salt: Uint8Array, what: string): Buffer => sha256(Buffer.concat([salt, Buffer.from(what)]));

/** Rows for sources (by digest) and words; with the salt, where there is none yet. */
export function suppressionRows(
  known: readonly Suppressed[],
  what: { sources: readonly string[]; words: readonly string[] },
  fresh: { salt: Buffer; at: number },
): Suppressed[] {
  const { at } = fresh;
  const kept = known.find(({ words }) => words === SALT);
  const salt = Buffer.from(kept?.hash ?? fresh.salt);
  const rows: Suppressed[] = kept === undefined ? [{ hash: salt, words: SALT, at }] : [];
  for (const digest of what.sources) rows.push({ hash: hashOf(salt, digest), words: SOURCE, at });
  if (what.words.length > 0) rows.push({ hash: hashOf(salt, what.words.join(' ')), words: what.words.length, at });
  return rows;
}

export function suppressionOf(rows: readonly Suppressed[]): Suppression | null {
  const salt = rows.find(({ words }) => words === SALT)?.hash;
  if (salt === undefined) return null;
  const hex = (of: (words: number) => boolean) =>
    new Set(rows.filter(({ words }) => of(words)).map(({ hash }) => Buffer.from(hash).toString('hex')));
  const lengths = [...new Set(rows.map(({ words }) => words))].filter((words) => words > 0);
  return {
    salt: Buffer.from(salt),
    sources: hex((words) => words === SOURCE),
    words: hex((words) => words > 0),
    lengths,
  };
}

export const isSuppressedSource = ({ salt, sources }: Suppression, digest: string): boolean =>
  sources.has(hashOf(salt, digest).toString('hex'));

/** Whether the text names somebody who is not to be named. */
export function namesSuppressed(list: Suppression, text: string): boolean {
  const all = wordsOf(text);
  return list.lengths.some((length) => all.some((_, at) => isNamed(list, all, at, length)));
}

function isNamed({ salt, words }: Suppression, all: readonly string[], at: number, length: number): boolean {
  const row = all.slice(at, at + length);
  return row.length === length && words.has(hashOf(salt, row.join(' ')).toString('hex'));
}

/** The same, for the serving thread: each row of words costs a hash, so others get their turn after some of them. */
async function namesSuppressedInTurns(list: Suppression, text: string): Promise<boolean> {
  const all = wordsOf(text);
  for (const length of list.lengths) {
    for (let at = 0; at < all.length; at += 1) {
      if (isNamed(list, all, at, length)) return true;
      if (at % IN_A_TURN === IN_A_TURN - 1) await nextTurn();
    }
  }
  return false;
}

const IN_A_TURN = 1_000;

/**
 * What was erased does not come back: the very same source, and a record that names whom it was erased for, are refused with
 * `erased`; where only the bytes around it or a contact do, those are left out and the record is taken.
 */
export async function withoutErased(rows: readonly Suppressed[], judged: Judged): Promise<Judged> {
  const list = suppressionOf(rows);
  const held = { ...judged, suppressed: rows.length };
  if (list === null) return held;
  if (isSuppressedSource(list, judged.digest))
    throw new CodedError('erased', 'This very content was erased here. A changed edition is taken.');
  if (list.lengths.length === 0) return held;
  if (await namesSuppressedInTurns(list, textsIn(judged.record)))
    throw new CodedError('erased', 'The content names somebody whose name was erased here. Take the name out of it.');
  const named = await namesSuppressedInTurns(list, Buffer.from(judged.bytes).toString('utf8'));
  const contacts = judged.contacts.filter((contact) => !namesSuppressed(list, textsIn(contact)));
  return named || contacts.length < judged.contacts.length
    ? { ...held, contacts, bytes: new Uint8Array(), recordIn: undefined }
    : held;
}

/** All texts of a value, so that no sign of JSON stands between two words of one. */
export function textsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textsIn).join(' | ');
}
