/** The built program as a process among others. */
import t from 'tap';
import { PROGRAM } from '../../scripts/lib/built.ts';
import { manifestOf } from '../helpers/manifest.ts';
import { environment, spawned, start } from '../helpers/spawned.ts';

t.test('help and version', async (t) => {
  const env = { ALMINDING_DATA: '/proc/nowhere' };
  t.match(await spawned(t, ['--version'], env), { code: 0, out: /^\d+\.\d+\.\d+\n$/, err: '' });
  for (const args of [['--help'], ['help'], ['-h']])
    t.match(await spawned(t, args, env), { code: 0, out: /Usage: alminding COMMAND/, err: '' });
  t.match(await spawned(t, [], env), { code: 2, out: '', err: /Usage: alminding COMMAND/ });
  t.match(await spawned(t, ['help', 'import'], env), { code: 0, out: /Usage: alminding import \[DIR\]/ });
  t.match(await spawned(t, ['serve', '--help'], env), { code: 0, out: /ALMINDING_TOKEN/ });
  t.match(JSON.parse((await spawned(t, ['show', '--help', '--json'], env)).out), {
    name: 'show',
    exits: [{ code: 0 }],
  });
  t.match(await spawned(t, ['serach'], env), { code: 2, err: /`serach` is no command. Did you mean `search`\?/ });
  t.match(await spawned(t, ['frobnicate'], env), { code: 2, err: /There are serve, init, import/ });
});

t.test('a command whose reader has had enough goes on to its end', async (t) => {
  const record = (i: number) => `name: Town ${i}\ndescription:\n  en: ${'long '.repeat(1_500)}\n`;
  const files = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`town-${i}.yml`, record(i)]));
  const base = t.testdir({ organisations: files });
  const env = environment({ ALMINDING_DATA: `${base}/data` });
  const piped = `"$0" "$@" | head -c 10; echo " \${PIPESTATUS[0]}"`;
  for (const words of [
    ['import', base, '--verbose'],
    ['search', 'town', '--limit', '100', '--json'],
  ]) {
    const { out, err } = await start(t, 'bash', ['-c', piped, process.execPath, PROGRAM, ...words], { env }).ended;
    t.match(out, /^.{10} 0\n$/s, words[0] ?? '');
    // On a busy machine the import takes long enough to say how far it is; of the closed pipe nobody speaks.
    t.match(err, /^(Importing \d+ of 150\n)*$/);
  }
  t.match(await spawned(t, ['verify'], { ALMINDING_DATA: `${base}/data` }), { code: 0, out: /150 entries/ });
});

t.test('an answer that cannot be written is no answer', async (t) => {
  const full = `"$0" "$@" > /dev/full`;
  const args = ['-c', full, process.execPath, PROGRAM, '--help'];
  t.match(await start(t, 'sh', args, { env: environment({}) }).ended, { code: 2 });
});

t.test('standard input is read for check', async (t) => {
  const folder = t.testdir({ 'a.yml': manifestOf('Agenda', 'https://forge.example/town/agenda') });
  const args = ['-c', `"$0" "$@" < ${folder}/a.yml`, process.execPath, PROGRAM, 'check', '-'];
  t.match(await start(t, 'sh', args, { env: environment({}) }).ended, { code: 0, out: /^standard input: good/m });
  const endless = ['-c', `yes "a: b" | "$0" "$@"`, process.execPath, PROGRAM, 'check', '-'];
  t.match(await start(t, 'sh', endless, { env: environment({}) }).ended, { code: 1, out: /262145 bytes/ });
});
