import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import t, { type Test } from 'tap';
import { cliOf } from '../helpers/cli.ts';
import { manifestOf } from '../helpers/manifest.ts';

/** Nobody of that name exists. */
const NAME = 'Quillverth Oström-Zandbergh';
const FOLDED = 'quillverth';

const one = (text: string) =>
  manifestOf('Agenda One', 'https://forge.example/town/agenda-one').replace(
    'Keeps the agendas',
    `${text} keeps the agendas`,
  );
const contact = (name: string, url = 'agenda-two') =>
  manifestOf('Agenda Two', `https://forge.example/town/${url}`).replace('Invented Person', name);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

/** Files in which the word stands as bytes, however it is written. */
const filesHolding = (folder: string, word: string): string[] =>
  filesIn(folder).filter((file) => {
    const bytes = readFileSync(file).toString('latin1').toLowerCase();
    return bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le').toString('latin1'));
  });

interface Erased {
  erased: boolean;
  places: { id: string; what: string; present?: boolean }[];
  beside: { id: string; what: string }[];
  hidden: string[];
  bodies: number;
  left: string[];
}

async function filled(t: Test) {
  const cli = cliOf(t);
  const { alminding, json } = cli;
  const put = async (text: string, id: string) => {
    mkdirSync(`${cli.data}/../in`, { recursive: true });
    writeFileSync(`${cli.data}/../in/publiccode.yml`, text);
    const ran = await alminding(['import', `${cli.data}/../in`]);
    if (ran.code !== 0) throw new Error(`${id}: ${ran.out}${ran.err}`);
  };
  return { ...cli, put, list: (words: string[]) => json<Erased>(['erase', ...words]) };
}

t.test('a person is found wherever the name stands, and destroyed in every file', async (t) => {
  const data = `${t.testdir({})}/data`;
  const env = { ALMINDING_DATA: data };
  const { alminding } = cliOf(t);
  const run = (words: string[]) => alminding(words, { env });
  const put = async (name: string, text: string) => {
    const folder = join(data, '..', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'publiccode.yml'), text);
    const ran = await run(['import', folder]);
    if (ran.code !== 0) throw new Error(`${ran.out}${ran.err}`);
    rmSync(folder, { recursive: true });
  };
  await put('a', one(NAME));
  await put('b', one('Everybody'));
  await put('c', contact(NAME));
  await put('d', manifestOf('Agenda Three', 'https://forge.example/town/agenda-three'));
  t.equal((await run(['sign'])).code, 0);
  t.equal((await run(['export', '--static', `${data}/../out`])).code, 0);
  t.equal((await run(['backup', `${data}/../old.db`])).code, 0);
  mkdirSync(join(data, 'cache'));
  writeFileSync(join(data, 'cache', 'page.html'), `<p>${NAME}</p>`);
  copyFileSync(`${data}/../old.db`, join(data, 'alminding.db.before-restore'));
  t.ok(filesHolding(data, FOLDED).length > 2, 'it is there before');
  const db = new Database(join(data, 'alminding.db'));
  db.pragma('secure_delete = ON');
  db.prepare(
    "INSERT INTO admissions VALUES ('a1', 'https://forge.example/x', '', '{}', 'application/yaml', ?, '', 1, '', NULL, 'waiting', NULL, NULL)",
  ).run(Buffer.from(contact(NAME)));
  db.prepare(
    "INSERT INTO drafts VALUES ('d1', 'https://forge.example/y', ?, '{}', '[]', 'c', 1, 'waiting', NULL, NULL, NULL)",
  ).run(JSON.stringify({ name: 'Y', owner: { name: NAME } }));
  db.prepare("INSERT INTO decisions (what, key, value, at) VALUES ('dispute', 'x1', ?, 1)").run(
    JSON.stringify({
      id: 'x1',
      claim: 'used-by/0',
      about: 'A: B',
      reason: 'other',
      words: `${NAME} asked`,
      at: 1,
      settled: null,
    }),
  );
  db.prepare('UPDATE versions SET provenance = ? WHERE n = 1').run(
    JSON.stringify({ by: 'import', file: `${NAME}.yml` }),
  );
  db.close();

  const listed = await run(['erase', '--person', 'quillverth ostrom zandbergh', '--json']);
  const { places, beside } = JSON.parse(listed.out) as Erased;
  t.same(new Set(beside.map(({ what }) => what)), new Set(['admission', 'draft', 'dispute', 'version-source']));
  t.match((await run(['erase', '--person', NAME])).out, /what waits for you or was decided, a1\nthe draft d1\n/);
  t.match(
    places.map(({ id, what, present }) => [id, what, present ?? null]),
    [
      ['software/agenda-one', 'body', false],
      ['software/agenda-two', 'contact', null],
      ['software/agenda-two', 'source', null],
    ],
  );
  t.ok(filesHolding(data, FOLDED).length > 2, 'listing destroys nothing');
  const done = await run(['erase', '--person', NAME, '--yes', '--json']);
  t.equal(done.code, 0, done.out + done.err);
  t.match(JSON.parse(done.out), { erased: true, bodies: 1, hidden: [], scrubbed: true, left: [] });
  t.same(filesHolding(data, FOLDED), [], 'database, log, shared memory, caches and copies');
  t.same(filesHolding(data, 'zandbergh'), []);
  t.match((await run(['show', 'software/agenda-one'])).out, /Everybody/, 'what did not name it is shown as before');
  t.equal((await run(['show', 'software/agenda-two'])).code, 0);
  t.equal((await run(['sign'])).code, 0);
  t.match((await run(['verify'])).out, /Everything fits/);

  await t.test('what was erased does not come back', async (t) => {
    const again = async (text: string) => {
      const folder = t.testdir({ 'publiccode.yml': text });
      return run(['import', folder, '--json']);
    };
    t.match((await again(one(NAME))).out, /erased/);
    t.match((await again(one(NAME).replace('Oström', 'OSTROM').replace('1.2.3', '2.0.0'))).out, /erased/);
    t.equal((await again(contact(NAME).replace('1.2.3', '2.0.0'))).code, 0, 'a contact is left out');
    t.same(filesHolding(data, FOLDED), []);
    t.match((await run(['erase', '--person', NAME])).out, /Nothing here holds/);
  });

  await t.test('an older backup is brought in line when it is restored', async (t) => {
    t.equal((await run(['restore', `${data}/../old.db`])).code, 0);
    rmSync(join(data, 'alminding.db.before-restore'), { force: true });
    t.same(filesHolding(data, FOLDED), []);
    t.match((await run(['erase', '--person', NAME])).out, /Nothing here holds/);
    t.match((await run(['show', 'software/agenda-one'])).out, /Everybody/);
    t.match((await run(['verify'])).out, /Everything fits/);
  });
});

t.test('an entry is erased by its id, here and in the export, and may come back with other content', async (t) => {
  const { alminding, data, put, list } = await filled(t);
  const text = one('Somethingunique');
  await put(text, 'one');
  await put(text.replace('1.2.3', '1.3.0'), 'one');
  await alminding(['sign']);
  const out = join(data, '..', 'export');
  t.match(await alminding(['export', '--static', out]), { code: 0, err: /Nobody can follow it .* set ALMINDING_URL/ });
  t.equal((await list(['software/agenda-one'])).value.erased, false);
  t.equal((await alminding(['erase', 'software/nothing', '--yes'])).code, 2);
  const version = await list(['software/agenda-one', '--version', '1', '--yes']);
  t.match(version.value, { erased: true, bodies: 1, hidden: [] });
  t.equal((await alminding(['show', 'software/agenda-one'])).code, 0, 'the present version stays');
  const all = await list(['software/agenda-one', '--yes']);
  t.match(all.value, { erased: true, hidden: ['software/agenda-one'], left: [] });
  t.same(filesHolding(data, 'somethingunique'), []);
  const blobs = filesIn(join(out, 'log', '1', 'blob')).map((file) => readFileSync(file, 'utf8'));
  t.notOk(
    blobs.some((body) => body.includes('Somethingunique')),
    'nor in the export',
  );
  t.equal((await alminding(['search', 'somethingunique', '--json'])).out.includes('agenda-one'), false);
  t.notOk((await alminding(['show', 'software/agenda-one'])).code === 0);
  await alminding(['sign']);
  t.match((await alminding(['verify'])).out, /Everything fits/);
  writeFileSync(`${data}/../in/publiccode.yml`, text.replace('1.2.3', '1.3.0'));
  t.match((await alminding(['import', `${data}/../in`, '--json'])).out, /erased/, 'the very same does not');
  await put(one('Anotherthing').replace('1.2.3', '1.4.0'), 'one');
  t.match((await alminding(['show', 'software/agenda-one'])).out, /Anotherthing/);
  await alminding(['sign']);
  t.match((await alminding(['verify'])).out, /Everything fits/);
  t.ok(existsSync(join(data, 'erased.txt')));
});

t.test('what only the operator can mend is named, and too short a text is refused', async (t) => {
  const { alminding, data } = await filled(t);
  mkdirSync(join(data, 'catalogue', 'software'), { recursive: true });
  writeFileSync(join(data, 'catalogue', 'software', 'x.yml'), `name: ${NAME}\n`);
  const done = await alminding(['erase', '--person', NAME, '--yes']);
  t.equal(done.code, 1);
  t.match(done.err, /Still there: catalogue.software.x\.yml/);
  t.equal((await alminding(['erase', '--person', 'Bo', '--yes'])).code, 2);
  t.equal((await alminding(['erase'])).code, 2);
  t.equal((await alminding(['erase', 'software/x', '--person', NAME])).code, 2);
});
