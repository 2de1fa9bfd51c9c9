/**
 * `raw-write-program.js FOLDER N SEED`: what SQLite alone takes to keep the bytes of N records twice (source and body) and
 * to index their texts, 64 to a transaction, as safely as the store does. Says the rate a second.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LIMITS } from '../../src/kernel/limits.ts';
import { growRecords } from '../lib/grow/grow.ts';

const [folder = '', count = '0', seed = '1'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const db = new Database(join(folder, 'raw.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`CREATE TABLE kept (ord INTEGER PRIMARY KEY, source BLOB NOT NULL, body BLOB NOT NULL);
  CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', contentless_delete = 1)`);
const keep = db.prepare('INSERT INTO kept VALUES (?, ?, ?)');
const index = db.prepare('INSERT INTO texts (rowid, text) VALUES (?, ?)');
const rows = [...growRecords(Number(count), Number(seed))].map((record) => ({
  bytes: Buffer.from(JSON.stringify(record)),
  text: `${record.name} ${Object.values(record.description ?? {})
    .map(({ short, long, features }) => [short, long, ...(features ?? [])].join(' '))
    .join(' ')}`,
}));

const start = performance.now();
for (let at = 0; at < rows.length; at += LIMITS.importBatch) {
  db.transaction(() => {
    rows.slice(at, at + LIMITS.importBatch).forEach(({ bytes, text }, i) => {
      keep.run(at + i, bytes, bytes);
      index.run(at + i, text);
    });
  }).immediate();
}
const seconds = (performance.now() - start) / 1000;
db.close();
console.log(JSON.stringify(rows.length / seconds));
