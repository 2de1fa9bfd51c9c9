import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { parseExceptions } from '../../src/net/addresses.ts';
import { createGit } from '../../src/net/git.ts';
import { fetchObjects } from '../../src/net/git-fetch.ts';
import { readPack } from '../../src/net/git-pack.ts';
import { askTip, pktLines, readTip } from '../../src/net/git-refs.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { git as gitOf, gitServer } from '../helpers/git-server.ts';

async function repository(t: { teardown(act: () => unknown): void }): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'alminding-bare-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  await gitOf(folder, ['init', '-q', '--bare', '.']);
  return folder;
}
const FETCH = (url: string): string[] => ['fetch', '-q', url, '+HEAD:refs/heads/seen'];

t.test('git fetches over https and what is excepted, and from nowhere else', async (t) => {
  const server = await gitServer(t);
  const commit = await server.commit('a', { x: 'x' });
  const net = createNet({ exceptions: server.exceptions });
  t.teardown(() => net.close());
  const git = createGit({ net, exceptions: server.exceptions });
  const folder = await repository(t);
  const url = `${server.url}/a.git`;
  await git.run(FETCH(url), { folder, url });
  t.equal((await git.run(['rev-parse', 'refs/heads/seen'], { folder })).toString().trim(), commit);
  await t.rejects(git.run(FETCH(url), { folder }), { code: 'address-refused' }, 'without being told that it may');
  for (const other of [server.root, `file://${server.root}/a.git`, 'ext::sh -c "id"', 'ssh://127.0.0.1/a'])
    await t.rejects(git.run(FETCH(other), { folder, url }), { code: 'address-refused' }, other);
  await t.rejects(git.run(FETCH('https://127.0.0.1/a'), { folder, url: 'https://127.0.0.1/a' }), {
    code: 'address-refused',
  });
  const missing = `${server.url}/b.git`;
  await t.rejects(git.run(FETCH(missing), { folder, url: missing }), { code: 'not-found' });
});

t.test('A name is asked at the address that was checked, without being looked up again', async (t) => {
  const server = await gitServer(t);
  await server.commit('a', { x: 'x' });
  const exceptions = parseExceptions(`http://forge.test:${server.port}=127.0.0.0/8`);
  const net = createNet({
    exceptions,
    lookup: (_host, _options, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  t.teardown(() => net.close());
  const git = createGit({ net, exceptions });
  const url = `http://forge.test:${server.port}/a.git`;
  const folder = await repository(t);
  await git.run(FETCH(url), { folder, url });
  t.match((await git.run(['rev-parse', 'refs/heads/seen'], { folder })).toString(), /^[0-9a-f]{40}/);
});

t.test('Redirects are not followed, hooks not run, and settings of others not read', async (t) => {
  const server = await gitServer(t);
  await server.commit('a', { x: 'x' });
  server.instead((request, response) => {
    if (request.url?.startsWith('/old') !== true) return false;
    response.writeHead(301, { location: String(request.url).replace('/old', '/a') }).end();
    return true;
  });
  const net = createNet({ exceptions: server.exceptions });
  t.teardown(() => net.close());
  const git = createGit({ net, exceptions: server.exceptions });
  const folder = await repository(t);
  const old = `${server.url}/old.git`;
  await t.rejects(git.run(FETCH(old), { folder, url: old }), { code: 'not-found', message: /moved/ });
  t.match(await askTip(net, old), { is: 'moved', to: `${server.url}/a.git` });
  t.match(await askTip(net, `${server.url}/a.git`), { is: 'tip', tip: { branch: 'refs/heads/main' } });
  t.match(await askTip(net, `${server.url}/none.git`), { is: 'missing', status: 404 });
  mkdirSync(join(folder, 'hooks'), { recursive: true });
  for (const hook of ['reference-transaction', 'post-merge', 'pre-auto-gc']) {
    writeFileSync(join(folder, 'hooks', hook), `#!/bin/sh\ntouch ${folder}/ran\nexit 1\n`);
    chmodSync(join(folder, 'hooks', hook), 0o755);
  }
  const url = `${server.url}/a.git`;
  await git.run(FETCH(url), { folder, url });
  const said = (await git.run(['config', '--list', '--show-scope'], { folder })).toString();
  t.notMatch(said, /^(system|global)\s/m);
});

t.test('Too much, too long and no longer wanted each end it with all its children', async (t) => {
  const server = await gitServer(t);
  await server.commit('big', { x: randomBytes(3_000_000) });
  const net = createNet({ exceptions: server.exceptions });
  t.teardown(() => net.close());
  const git = createGit({ net, exceptions: server.exceptions });
  const folder = await repository(t);
  const url = `${server.url}/big.git`;
  await git.run(FETCH(url), { folder, url });
  const show = ['cat-file', 'blob', 'refs/heads/seen:x'];
  await t.rejects(git.run(show, { folder, maxBytes: 1000 }), { code: 'answer-too-large' });
  t.equal((await git.run(show, { folder, maxBytes: 3_000_000 })).length, 3_000_000);
  server.instead(() => true);
  await t.rejects(git.run(FETCH(url), { folder, url, timeoutMs: 300 }), { code: 'answer-timeout' });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('stop')), 100);
  await t.rejects(git.run(FETCH(url), { folder, url, signal: stop.signal }), { message: 'stop' });
  writeFileSync(join(folder, 'heavy'), Buffer.alloc(51 * 1024 * 1024));
  await t.rejects(git.run(FETCH(url), { folder, url }), { code: 'answer-too-large', message: /52428800/ });
  const none = createGit({ net, command: 'no-such-program-at-all' });
  await t.rejects(none.run(['version'], { folder }), { message: /not installed/ });
});

t.test('What a server says of its HEAD is read to the letter', async (t) => {
  const line = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;
  const id = 'a'.repeat(40);
  t.same(
    readTip(
      Buffer.from(
        `${line(`${id} HEAD symref-target:refs/heads/${Buffer.from('æ').toString('latin1')}\n`)}0000`,
        'latin1',
      ),
    ),
    {
      commit: id,
      branch: 'refs/heads/æ',
    },
  );
  t.same(readTip(Buffer.from(`${line(`${id} HEAD\n`)}0000`)), { commit: id, branch: null });
  t.same(readTip(Buffer.from('0000')), { commit: null, branch: null }, 'empty');
  for (const bad of ['', '0003', 'zzzz', '00ff', line('x'), `${line('ERR no')}0000`])
    t.equal(readTip(Buffer.from(bad)), null, bad);
  t.throws(() => readTip(Buffer.from(`${line(`${'b'.repeat(64)} HEAD\n`)}0000`)), { code: 'malformed-answer' });
});

t.test('Objects are fetched without git, deltas applied, and only those that are asked for', async (t) => {
  const server = await gitServer(t);
  const net = createNet({ exceptions: server.exceptions });
  t.teardown(() => net.close());
  const url = `${server.url}/a.git`;
  const lines = Array.from({ length: 3_000 }, (_, i) => `line ${i} ${Math.sin(i)}`);
  const old = await server.commit('a', { 'long.txt': lines.join('\n'), 'deep/x/y.txt': 'y' });
  const tip = await server.commit('a', {
    'long.txt': [...lines.slice(0, 1_500), 'æ', ...lines.slice(1_600)].join('\n'),
  });
  // Packed with deltas, as a server keeps it.
  await gitOf(`${server.root}/a.git`, ['gc', '-q', '--aggressive', '--prune=now']);
  const all = await fetchObjects(net, { url, wants: [tip], maxBytes: 1_000_000 });
  if (all.is !== 'objects') throw new Error(all.is);
  t.equal(all.objects.length, 2 + 2 + 2 + 3, 'two commits, two roots, two folders, three files');
  for (const { id, type, bytes } of all.objects) {
    const said = await gitOf(`${server.root}/a.git`, ['cat-file', '-t', id]);
    t.equal(said, type);
    t.equal(await gitOf(`${server.root}/a.git`, ['cat-file', '-s', id]), String(bytes.length));
  }
  const ids = async (more: object): Promise<string[]> => {
    const answer = await fetchObjects(net, { url, wants: [tip], maxBytes: 1_000_000, ...more });
    return answer.is === 'objects' ? answer.objects.map(({ type }) => type).sort() : [answer.is];
  };
  t.same(await ids({ filter: 'tree:1', deepen: 1 }), ['commit', 'tree']);
  t.same(await ids({ filter: 'tree:0' }), ['commit', 'commit']);
  t.same(await ids({ filter: 'tree:0', haves: [old] }), ['commit'], 'only what is new');
  t.same(
    await ids({ filter: 'tree:0', haves: ['f'.repeat(40)] }),
    ['commit', 'commit'],
    'what it does not know is all new',
  );
  await t.rejects(ids({ maxBytes: 10_000 }), { code: 'answer-too-large' });
  await t.rejects(ids({ maxObjects: 3 }), { code: 'answer-too-large' });
  t.same(await ids({ wants: ['f'.repeat(40)] }), ['other']);
  t.same(await ids({ url: `${server.url}/none.git` }), ['missing']);
  server.instead((_, response) => response.writeHead(429, { 'retry-after': '7' }).end() !== undefined);
  t.match(await fetchObjects(net, { url, wants: [tip], maxBytes: 9 }), { is: 'busy', retryAfterMs: 7_000 });
});

t.test('A damaged pack is refused in words, whatever is wrong with it', async (t) => {
  const server = await gitServer(t);
  const text = Array.from({ length: 400 }, (_, i) => `line ${i}`).join('\n');
  await server.commit('a', { a: text });
  await server.commit('a', { a: `${text}\nmore` });
  const bare = `${server.root}/a.git`;
  await gitOf(bare, ['repack', '-q', '-a', '-d', '-f', '--depth=50']);
  const folder = join(bare, 'objects/pack');
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.pack'));
  const pack = readFileSync(join(folder, name));
  const limits = { objects: 100, bytes: 100_000 };
  t.equal((await readPack(pack, limits)).length, 6);
  await t.rejects(readPack(pack, { ...limits, objects: 5 }), { code: 'answer-too-large' });
  await t.rejects(readPack(pack, { ...limits, bytes: 500 }), { code: 'answer-too-large' });
  const sealed = (content: Buffer): Buffer => Buffer.concat([content, createHash('sha1').update(content).digest()]);
  for (const bad of [Buffer.alloc(0), Buffer.from('PACK'), pack.subarray(0, -1), Buffer.alloc(40), sealed(pack)])
    await t.rejects(readPack(bad, limits), { code: 'malformed-answer' });
  const isCodedOrRead = fc.asyncProperty(fc.nat(pack.length - 33), fc.nat(255), async (at, byte) => {
    const content = Buffer.from(pack.subarray(0, -20));
    content[at + 12] = byte;
    // The checksum is right, so that what is behind it is read.
    await readPack(sealed(content), limits).catch((error: { code?: string }) => {
      if (!['malformed-answer', 'answer-too-large'].includes(error.code ?? '')) throw error;
    });
  });
  await fc.assert(isCodedOrRead, { numRuns: 200 });
  const bomb = (size: number): Buffer => {
    const head = Buffer.from([...Buffer.from('PACK'), 0, 0, 0, 2, 0, 0, 0, 1, 0x80 | 0x30 | (size & 15), size >> 4]);
    return sealed(Buffer.concat([head, deflateSync(Buffer.alloc(10_000_000))]));
  };
  await t.rejects(readPack(bomb(1_000), limits), { code: 'malformed-answer' }, 'more than it said');
  const head = (...bytes: number[]): Buffer =>
    Buffer.from([...Buffer.from('PACK'), 0, 0, 0, 2, 0, 0, 0, bytes.length === 0 ? 2 : 1, ...bytes]);
  const endless = Array.from({ length: 200 }, () => 0x80);
  const inflating = deflateSync(Buffer.alloc(10_000_000));
  const sizeless = sealed(Buffer.concat([head(0xb0, ...endless, 0), inflating]));
  await t.rejects(readPack(sizeless, limits), { code: 'malformed-answer' }, 'a size without end is no size');
  const away = sealed(Buffer.concat([head(0x80 | 0x60, 0, ...endless, 0), inflating]));
  await t.rejects(readPack(away, limits), { code: 'malformed-answer' }, 'a base before the beginning');
  // A blob of ten bytes, and a delta on it that takes them one by one.
  const blob = Buffer.concat([Buffer.from([0x3a]), deflateSync(Buffer.alloc(10))]);
  const pieces = Buffer.concat([Buffer.from([10, 0xc0, 0xb8, 0x02]), Buffer.alloc(80_000, Buffer.from([1, 7]))]);
  const length = Buffer.from([
    0xe0 | (pieces.length & 15),
    0x80 | ((pieces.length >> 4) & 127),
    0x80 | ((pieces.length >> 11) & 127),
    pieces.length >> 18,
    blob.length,
  ]);
  const crumbs = sealed(Buffer.concat([head(), blob, length, deflateSync(pieces)]));
  await t.rejects(readPack(crumbs, { objects: 9, bytes: 1_000_000 }), { code: 'answer-too-large' }, 'in crumbs');
  t.equal(pktLines(Buffer.from('0004'.repeat(100_000))), null, 'lines without end');
  t.equal(pktLines(Buffer.from('0001'.repeat(100_000))), null);
});
