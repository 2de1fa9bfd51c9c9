import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { cliOf } from '../helpers/cli.ts';
import { PROGRAM } from '../helpers/spawned.ts';

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
  // One shell for all of them, as a reader has it; only the path to the program is ours.
  const env = { PATH: `${join(place, 'bin')}:${process.env.PATH}` };
  const out = execFileSync('sh', ['-e', '-c', blocks.join('\n')], {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 100_000,
  });
  t.match(out, /Everything fits/);
  t.match(out, /software\/first-product: put of/);
  t.notOk(existsSync(join(folder, 'data/keys/recovery.key')));
  t.ok(existsSync(join(place, 'soby-faellesskab-recovery/recovery.key')));
  t.ok(existsSync(join(folder, 'public/log/1/checkpoint')));
});

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
