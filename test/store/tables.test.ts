import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import t from 'tap';
import * as accessTables from '../../src/store/sqlite/access-tables.ts';
import * as crawlTables from '../../src/store/sqlite/crawl-tables.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import * as draftTables from '../../src/store/sqlite/draft-tables.ts';
import * as hookTables from '../../src/store/sqlite/hook-tables.ts';
import * as imageTables from '../../src/store/sqlite/image-tables.ts';
import * as mainTables from '../../src/store/sqlite/tables.ts';
import { testClock } from './steps.ts';

interface Column {
  name: string;
  type: string;
  notNull: boolean;
  /** Place in the primary key, from 1; 0 for none. */
  key: number;
}

const db = openDatabase({ folder: ':memory:', clock: testClock(), busyMs: 10, what: 'a test' });
t.teardown(() => db.raw.close());

const described = [
  ...Object.values(mainTables),
  ...Object.values(accessTables),
  ...Object.values(hookTables),
  ...Object.values(draftTables),
  ...Object.values(imageTables),
  ...Object.values(crawlTables),
].filter((table) => is(table, SQLiteTable));
const live = db.raw
  .prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite_%'",
  )
  .pluck()
  .all() as string[];

t.test('Every table of the database is described, and no other', async (t) => {
  t.same(described.map((table) => getTableConfig(table).name).sort(), live.sort());
});

for (const table of described) {
  const { name } = getTableConfig(table);
  t.test(`The description of ${name} is that of the live table`, async (t) => {
    t.same(columnsOf(table), liveColumns(name));
    t.same(uniqueOf(table), liveUnique(name));
  });
}

function columnsOf(table: SQLiteTable): Column[] {
  const [composite] = getTableConfig(table).primaryKeys;
  const places = composite?.columns.map((column) => column.name) ?? [];
  return Object.values(getTableColumns(table)).map((column) => {
    const key = column.primary ? 1 : places.indexOf(column.name) + 1;
    return { name: column.name, type: column.getSQLType().toUpperCase(), notNull: column.notNull || key > 0, key };
  });
}

/** SQLite says that columns of a primary key may be null where it is a row number; they never are. */
function liveColumns(name: string): Column[] {
  const rows = db.raw.pragma(`table_info(${name})`) as { name: string; type: string; notnull: number; pk: number }[];
  return rows.map(({ name, type, notnull, pk }) => ({ name, type, notNull: notnull === 1 || pk > 0, key: pk }));
}

function uniqueOf(table: SQLiteTable): string[] {
  const { indexes, columns } = getTableConfig(table);
  const composite = indexes
    .filter(({ config }) => config.unique)
    .map(({ config }) => config.columns.map((column) => (column as { name: string }).name).join());
  return [...composite, ...columns.filter(({ isUnique }) => isUnique).map(({ name }) => name)].sort();
}

function liveUnique(name: string): string[] {
  const indexes = db.raw.pragma(`index_list(${name})`) as { name: string; unique: number; origin: string }[];
  return indexes
    .filter((index) => index.unique === 1 && index.origin !== 'pk')
    .map((index) => (db.raw.pragma(`index_info(${index.name})`) as { name: string }[]).map(({ name }) => name).join())
    .sort();
}
