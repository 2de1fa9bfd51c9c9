import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { hasRoom } from '../../src/files/has-room.ts';
import { insideOf, readInside, readNamed } from '../../src/files/read-inside.ts';

t.test('files are read up to the limit and not a byte further', async (t) => {
  const folder = t.testdir({ empty: '', four: '1234', five: '12345', long: 'x'.repeat(20_000) });
  t.same(await readInside(folder, 'empty', 4), { bytes: Buffer.alloc(0) });
  t.same(await readInside(folder, 'four', 4), { bytes: Buffer.from('1234') });
  t.match(await readInside(folder, 'five', 4), { unread: 'too-large', reason: 'it has 5 bytes, at most 4 are read' });
  t.match(await readInside(folder, 'long', 19_999), { unread: 'too-large', reason: /20000 bytes/ });
  t.same(await readInside(folder, 'long', 20_000), { bytes: Buffer.alloc(20_000, 'x') });
  t.match(await readInside(folder, 'none', 4), { unread: 'unreadable', reason: 'it does not exist' });
  t.match(await readInside(folder, 'four/below', 4), { unread: 'unreadable' });
});

t.test('links are followed inside the folder, and never out of it or into what git keeps', async (t) => {
  const base = t.testdir({
    secret: 'password',
    folder: { real: 'fine', '.git': { config: 'token' }, '..data': { a: 'a' } },
  });
  const folder = `${base}/folder`;
  const links = {
    ...{
      inner: 'real',
      mounted: '..data/a',
      up: '../secret',
      far: '/etc/passwd',
      git: '.git/config',
      circle: 'circle',
    },
    dangling: 'nowhere',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, `${folder}/${name}`);
  symlinkSync('..', `${folder}/out`);
  t.same(await readInside(folder, 'inner', 10), { bytes: Buffer.from('fine') });
  t.same(await readInside(folder, 'mounted', 10), { bytes: Buffer.from('a') });
  const outside = { unread: 'unreadable', reason: 'it leads out of the folder' };
  for (const name of ['up', 'far', 'git', 'out/secret', '../secret'])
    t.same(await readInside(folder, name, 10), outside, name);
  t.match(await readInside(folder, 'circle', 10), { reason: /circle/ });
  t.match(await readInside(folder, 'dangling', 10), { reason: 'it does not exist' });
  t.equal(await insideOf(folder, 'out'), null);
  symlinkSync('folder', `${base}/link`);
  t.same(
    await readInside(`${base}/link`, 'real', 10),
    { bytes: Buffer.from('fine') },
    'the folder itself may be a link',
  );
  t.same(await readNamed(`${folder}/up`, 10), { bytes: Buffer.from('password') }, 'a file that was named is meant');
  t.match(await readNamed(`${folder}/dangling`, 10), { unread: 'unreadable', reason: 'it does not exist' });
});

t.test('a pipe, a device and a folder are no files, and nobody waits for them', async (t) => {
  const folder = t.testdir({});
  execFileSync('mkfifo', [`${folder}/pipe`]);
  mkdirSync(`${folder}/folder`);
  writeFileSync(`${folder}/file`, '');
  for (const name of ['pipe', 'folder'])
    t.same(await readInside(folder, name, 10), { unread: 'unreadable', reason: 'it is no file' }, name);
  t.same(await readNamed('/dev/zero', 10), { unread: 'unreadable', reason: 'it is no file' });
});

t.test('what says to be empty and is not is read up to the limit', async (t) => {
  t.match(await readNamed('/proc/self/status', 10), { unread: 'too-large', reason: /^it has 11 bytes/ });
});

t.test('A disk has room for a little, and never for everything', async (t) => {
  t.equal(await hasRoom(t.testdir(), 1), true);
  t.equal(await hasRoom(t.testdir(), Number.MAX_SAFE_INTEGER), false);
  t.equal(await hasRoom(`${t.testdir()}/nowhere`, 1), true, 'what cannot be asked is no reason to refuse');
});
