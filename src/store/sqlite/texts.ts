import { decodeNumbers, NumberWriter } from '../../kernel/varint.ts';
import type { IndexedText, IndexedWord, StoredText } from '../port.ts';
import type { Db } from './database.ts';

/** The words of a whole transaction would live so long that an import took a fifteenth more time, and a mirror most of it. */
const TEXTS_AT_ONCE = 16;

/** Writes them when so many wait: between two steps, as a word that a step has made is gone when the step is undone. */
export function writeSomeTexts(db: Db): void {
  if (db.texts.length >= TEXTS_AT_ONCE) writeTexts(db);
}

/**
 * Writes what the steps of a transaction changed in the index of texts, in their order, the last of it just before it is
 * committed: of each record the numbers of its words. A word that the index does not have yet gets the next number.
 */
export function writeTexts(db: Db): void {
  if (db.texts.length === 0) return;
  const epoch = epochOf(db);
  if (epoch !== db.words.epoch) db.words.numbering = {};
  db.words.epoch = epoch;
  for (const { ord, texts } of db.texts) {
    if (texts === null) db.sql('DELETE FROM texts WHERE ord = ?').run(ord);
    else db.sql('INSERT OR REPLACE INTO texts VALUES (?, ?)').run(ord, encoded(db, texts));
  }
  db.texts.length = 0;
}

const writer = new NumberWriter();

function encoded(db: Db, texts: IndexedText[]): Uint8Array {
  // Whatever failed before, nothing of it is left in it.
  writer.clear();
  const { numbering } = db.words;
  for (const { field, words } of texts) {
    writer.put(field);
    writer.put(words.length);
    for (const word of words) writer.put(word.numbering === numbering ? word.number : numberOf(db, word));
  }
  return writer.take();
}

/** Its number, which is noted on it. */
function numberOf(db: Db, word: IndexedWord): number {
  const stored = db.sql('SELECT id FROM words WHERE word = ?').pluck().get(word.key) as number | undefined;
  word.number = stored ?? Number(db.sql('INSERT INTO words (word) VALUES (?)').run(word.key).lastInsertRowid);
  word.numbering = db.words.numbering;
  return word.number;
}

/** The texts again. */
export function readTexts(db: Db, bytes: Uint8Array): StoredText[] {
  const numbers = decodeNumbers(bytes);
  const word = db.sql('SELECT word FROM words WHERE id = ?').pluck();
  const texts: StoredText[] = [];
  for (let at = 0; at < numbers.length; ) {
    const [field = 0, length = 0] = numbers.slice(at, at + 2);
    const ids = numbers.slice(at + 2, at + 2 + length);
    texts.push({ field, words: ids.map((id) => String(word.get(id))) });
    at += 2 + length;
  }
  return texts;
}

export const epochOf = (db: Db): number => db.sql('SELECT epoch FROM words_epoch').pluck().get() as number;

/** Strikes out words that no record has, in one transaction: nobody gives such a word to a record meanwhile. */
export function strikeOutUnused(db: Db): number {
  return db.raw
    .transaction(() => {
      const used = new Set<number>();
      for (const bytes of db.sql('SELECT words FROM texts').pluck().iterate() as IterableIterator<Uint8Array>)
        for (const id of idsIn(bytes)) used.add(id);
      const all = db.sql('SELECT id FROM words').pluck().all() as number[];
      const unused = all.filter((id) => !used.has(id));
      for (const id of unused) db.sql('DELETE FROM words WHERE id = ?').run(id);
      if (unused.length > 0) db.sql('UPDATE words_epoch SET epoch = epoch + 1').run();
      return unused.length;
    })
    .immediate();
}

function* idsIn(bytes: Uint8Array): Generator<number> {
  const numbers = decodeNumbers(bytes);
  for (let at = 0; at < numbers.length; at += 2 + (numbers[at + 1] ?? 0)) {
    for (let i = 0; i < (numbers[at + 1] ?? 0); i += 1) yield numbers[at + 2 + i] as number;
  }
}
