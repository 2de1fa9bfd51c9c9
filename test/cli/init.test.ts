import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { freePort, runProgram, startProgram } from '../../scripts/bench/program.ts';
import { PROGRAM } from '../../scripts/lib/built.ts';
import { cliOf } from '../helpers/cli.ts';

t.test('the README of a new network is followed word by word, to a signed catalogue that verifies', async (t) => {
  const { alminding, data } = cliOf(t);
  const place = join(data, '..');
  mkdirSync(join(place, 'bin'), { recursive: true });
  const made = await alminding(['init', 'Søby Fællesskab', '--in', place, '--json']);
  t.equal(made.code, 0, made.err);
  const { folder, origin } = JSON.parse(made.out) as { folder: string; origin: string };
  t.equal(folder, join(place, 'soby-faellesskab'));
  t.match(origin, /^local-[0-9a-f]{8}\.invalid\/log\/1$/);
  t.equal(statSync(join(folder, 'alminding.json')).mode & 0o777, 0o600);
  t.equal(statSync(join(folder, 'data/keys')).mode & 0o777, 0o700);
  const program = join(place, 'bin', 'alminding');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(program, 0o755);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  t.equal(readme.match(/^## \d+\. /gm)?.length, 10);
  const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block);
  t.equal(blocks.length, 10, 'a block for each step');
  // One shell for all of them, as a reader has it; only the path to the program is ours, and the peer that he knows.
  const peer = await neighbour(t, join(place, 'peer'));
  const env = {
    ...{ PATH: `${join(place, 'bin')}:${process.env.PATH}`, PEER: peer.url, WORDS: peer.words },
    ALMINDING_NET_EXCEPTIONS: `${peer.url}=127.0.0.0/8`,
  };
  const looked = spawnSync('sh', ['-c', 'alminding peer add "$PEER"'], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { ...env, ALMINDING_CONFIG: 'alminding.json' },
  });
  t.match(looked, { status: 2, stdout: `  alminding peer add '${peer.url}' --words "WORD WORD …"\n` });
  t.match(looked.stdout, peer.words, 'they are shown, and not ready to be pasted');
  t.match(looked.stdout, /“Theirs alminding peer add x --words a b”/, 'what it calls itself looks like no command');
  const out = execFileSync('sh', ['-e', '-c', blocks.join('\n')], {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 100_000,
  });
  t.match(out, /Everything fits/);
  t.match(out, /\d+ leaves, \d+ bodies/, 'the peer is mirrored');
  t.match(out, /2 leaves, 1 record, heard \S+Z or later/);
  t.match(out, /\/log\/1: 2 leaves, 1 entry checked/, 'and verified');
  t.match(out, /The proof holds: software\/first-product, published 2/);
  t.notOk(existsSync(join(folder, 'data/keys/recovery.key')));
  t.ok(existsSync(join(place, 'soby-faellesskab-recovery/recovery.key')));
  t.ok(existsSync(join(folder, 'public/log/1/checkpoint')));
  const named = (words: string) => {
    const url = { ALMINDING_CONFIG: 'alminding.json', ALMINDING_URL: 'https://catalogue.soby.example' };
    return spawnSync('sh', ['-c', words], { cwd: folder, encoding: 'utf8', env: { ...env, ...url } });
  };
  t.match(
    named('alminding export --static public').stderr,
    /under this name yet: run `alminding sign`, and export again/,
  );
  t.match(named('alminding sign && alminding export --static public'), { status: 0, stderr: '' });
});

/** A catalogue on loopback with one product, and its eight words. */
async function neighbour(t: Test, data: string): Promise<{ url: string; words: string }> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = {
    ...{ ALMINDING_DATA: data, ALMINDING_URL: url, ALMINDING_HOST: '127.0.0.1', ALMINDING_PORT: new URL(url).port },
    ...{ ALMINDING_BUILT_IN: 'false', ALMINDING_CRAWL_NAMED: 'false', NODE_OPTIONS: '', TAP: '' },
    ALMINDING_NAME: 'Theirs"; alminding peer add x --words "a b',
  };
  mkdirSync(join(data, 'catalogue/software'), { recursive: true });
  writeFileSync(
    join(data, 'catalogue/software/theirs.yml'),
    'kind: software\nname: Theirs\nurl: https://forge.example/theirs\n',
  );
  const program = await startProgram(PROGRAM, ['serve', '--json'], { env });
  t.teardown(() => program.stop());
  const shown = await runProgram(PROGRAM, ['key', 'show', '--json'], { env });
  const { root } = JSON.parse(shown) as { root: { keys: { words: string }[] } };
  return { url, words: root.keys[0]?.words ?? '' };
}

t.test('a folder that is there is left as it is, and a name must be one', async (t) => {
  const { alminding, data } = cliOf(t);
  const place = join(data, '..');
  mkdirSync(join(place, 'town'), { recursive: true });
  t.equal((await alminding(['init', 'Town', '--in', place])).code, 2);
  t.notOk(existsSync(join(place, 'town', 'README.md')));
  t.equal((await alminding(['init', '???', '--in', place])).code, 2);
  t.equal((await alminding(['init', 'Village', '--in', place, '--url', 'ftp://x'])).code, 2);
  const named = await alminding(['init', 'Village', '--in', place, '--url', 'https://village.example/c/', '--json']);
  t.match(JSON.parse(named.out), { origin: 'village.example/c/log/1' });
});
