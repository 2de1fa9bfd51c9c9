import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { cliOf } from '../helpers/cli.ts';
import { manifestOf } from '../helpers/manifest.ts';

interface Checked {
  valid: boolean;
  errors: number;
  warnings: number;
  files: { file: string; valid: boolean; problems: { rule: string; line?: number }[] }[];
}

const GOOD = manifestOf('Agenda', 'https://forge.example/town/agenda');

t.test('a good manifest is good, from a file and from standard input, without any data folder', async (t) => {
  const { alminding, json } = cliOf(t);
  const env = { ALMINDING_DATA: '/proc/nowhere', ALMINDING_PORT: 'wrong' };
  const folder = t.testdir({ 'publiccode.yml': GOOD, 'renamed.txt': GOOD });
  for (const file of [`${folder}/publiccode.yml`, `${folder}/renamed.txt`, '-']) {
    const ran = await alminding(['check', file], { env, stdin: GOOD });
    t.match(ran, { code: 0, err: '' });
    t.match(ran.out, /: good \(0 errors, \d+ warnings?\)\.\n$/, file);
  }
  const { code, value } = await json<Checked>(['check', '-'], { env, stdin: GOOD });
  t.equal(code, 0);
  t.match(value, { valid: true, errors: 0, files: [{ file: 'standard input', valid: true }] });
});

t.test('errors show their place, their line and what to do', async (t) => {
  const { alminding, json } = cliOf(t);
  const bad = GOOD.replace('developmentStatus: stable', 'developmentStatus: stabel').replace('legal:', 'leagl:');
  const folder = t.testdir({ 'publiccode.yml': bad });
  const ran = await alminding(['check', `${folder}/publiccode.yml`]);
  t.equal(ran.code, 1);
  t.match(ran.out, /publiccode\.yml:6:20: error: .*\n {5}6 \| developmentStatus: stabel\n {28}\^{6}\n/);
  t.match(ran.out, /leagl/);
  t.match(ran.out, /not good \([2-9] errors/);
  const { code, value } = await json<Checked>(['check', '-'], { stdin: bad });
  t.equal(code, 1);
  t.ok(value.errors >= 2);
  t.ok(value.files[0]?.problems.some(({ line }) => line === 6));
});

t.test('what is no manifest at all is judged as one', async (t) => {
  const { alminding } = cliOf(t);
  t.match(await alminding(['check', '-'], { stdin: 'hello' }), { code: 1, out: /error/ });
  t.match(await alminding(['check', '-'], { stdin: '' }), { code: 1, out: /error: The file holds nothing/ });
  t.match(await alminding(['check', '-'], { stdin: 'name: [\n' }), { code: 1, out: /standard input:\d+:\d+: error/ });
});

t.test('records are told by their folder or their kind', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({
    networks: { 'towns.yml': 'name: Towns\n', 'bad.yml': 'name: Towns\nnonsense: 1\n', 'Bad.yml': 'name: T\n' },
    'town.json': '{"kind": "organisation", "name": "Town"}',
  });
  t.match(await alminding(['check', `${folder}/networks/towns.yml`]), { code: 0 });
  t.match(await alminding(['check', `${folder}/networks/bad.yml`]), {
    code: 1,
    out: /bad\.yml:2:1: error: .*nonsense/,
  });
  t.match(await alminding(['check', `${folder}/networks/Bad.yml`]), { code: 1, out: /the name of the file is no id/ });
  t.match(await alminding(['check', `${folder}/town.json`]), { code: 0 });
});

t.test('a folder is checked file by file', async (t) => {
  const { alminding, json } = cliOf(t);
  const folder = t.testdir({
    good: { software: { 'agenda.yml': 'name: Agenda\n' }, 'x.yml': GOOD },
    bad: { 'x.yml': GOOD, 'y.yml': 'publiccodeYmlVersion: "0.5"\n', '0.yml': 'other: 1' },
    none: { 'x.txt': '' },
  });
  t.match(await alminding(['check', `${folder}/good`]), { code: 0, out: /^2 files: good/m });
  const { code, value } = await json<Checked>(['check', `${folder}/bad`]);
  t.equal(code, 1);
  t.match(value.files, [
    { file: 'x.yml', valid: true },
    { file: 'y.yml', valid: false },
  ]);
  t.match(await alminding(['check', `${folder}/none`]), { code: 2, err: /holds no manifest and no record/ });
});

t.test('what is too large is not read, and what cannot be read ends with 2', async (t) => {
  const { alminding } = cliOf(t);
  const large = '#'.repeat(LIMITS.sourceBytes + 1);
  const folder = t.testdir({ 'large.yml': large });
  t.match(await alminding(['check', `${folder}/large.yml`]), { code: 1, out: /at most 262144 are read/ });
  t.match(await alminding(['check', '-'], { stdin: large }), { code: 1, out: /At most 131072 are read/ });
  t.match(await alminding(['check', `${folder}/none.yml`]), { code: 2, err: /it does not exist/ });
  t.match(await alminding(['check', '/dev/null']), { code: 2, err: /it is no file/ });
});

t.test(
  'manifests are judged as the reference validator does, or by the draft of 1.0, when that is asked for',
  async (t) => {
    const { alminding, json } = cliOf(t);
    const bad = GOOD.replace('legal:', 'leagl:').replace('standalone/web', 'standalone');
    const plain = await json<Checked>(['check', '-'], { stdin: bad });
    const asked = await json<Checked>(['check', '-', '--reference'], { stdin: bad });
    t.ok(plain.value.files[0]?.problems.some(({ rule }) => rule === 'unknown-key'));
    t.ok((asked.value.files[0]?.problems.length ?? 0) > 0);
    const next = await alminding(['check', '-', '--standard', '1.0-rc'], { stdin: GOOD });
    t.match(next, { code: 1, out: /Write "1" for the newest/ });
    t.match(await alminding(['check', '-', '--standard', '0.7'], { stdin: GOOD }), { code: 0 });
    t.match(await alminding(['check', '-', '--standard', '2'], { stdin: GOOD }), { code: 2, err: /0\.7 or 1\.0-rc/ });
    const marked = await alminding(['check', '-'], { stdin: `\ufeff${GOOD}` });
    t.match(marked, { code: 0, out: /The reference validator says/ });
  },
);
