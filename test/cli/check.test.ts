import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { cliOf } from '../helpers/cli.ts';
import { manifestOf } from '../helpers/manifest.ts';

interface Checked {
  file: string;
  valid: boolean;
  problems: Record<string, unknown>[];
  mended?: { rule: string }[];
  left?: { rule: string }[];
  diff?: string;
  written?: boolean;
}

const GOOD = manifestOf('Agenda', 'https://forge.example/town/agenda');
/** The same with the version that is written today. */
const NEW = GOOD.replace('"0.5"', '"0"');
const BAD = GOOD.replace('developmentStatus: stable', 'developmentStatus: stabel').replace('legal:', 'leagl:');
const linesOf = (out: string): Checked[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Checked);

t.test('a good manifest is good, from a file and from standard input, without any data folder', async (t) => {
  const { alminding } = cliOf(t);
  const env = { ALMINDING_DATA: '/proc/nowhere', ALMINDING_PORT: 'wrong' };
  const folder = t.testdir({ 'publiccode.yml': GOOD, 'renamed.txt': GOOD });
  for (const file of [`${folder}/publiccode.yml`, `${folder}/renamed.txt`, '-']) {
    const ran = await alminding(['check', file], { env, stdin: GOOD });
    t.match(ran, { code: 0, err: '' });
    t.match(ran.out, /: good \(0 errors, \d+ warnings?\)\.\n$/, file);
  }
  const { code, out } = await alminding(['check', '-', '--json'], { env, stdin: GOOD });
  t.equal(code, 0);
  t.match(linesOf(out), [{ file: 'standard input', valid: true }]);
});

t.test('errors show their place, their line and what to do', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ 'publiccode.yml': BAD });
  const ran = await alminding(['check', `${folder}/publiccode.yml`]);
  t.equal(ran.code, 1);
  t.match(ran.out, /publiccode\.yml:6:20: error: .*\n {5}6 \| developmentStatus: stabel\n {28}\^{6}\n/);
  t.match(ran.out, /leagl/);
  t.match(ran.out, /not good \([2-9] errors/);
});

t.test('the sentences are in the language that is asked for', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ 'publiccode.yml': BAD });
  const danish = await alminding(['check', `${folder}/publiccode.yml`, '--lang', 'da']);
  t.match(danish.out, /error: »stabel« er ikke en udviklingsstatus\.\n/);
  t.match(danish.out, / {4}Mente du `stable`\?\n/);
  const mended = await alminding(['check', `${folder}/publiccode.yml`, '--fix', '--dry-run', '--lang', 'da']);
  t.match(mended.out, /mended developmentStatus: `stable` er listens ord\./);
  const english = await alminding(['check', `${folder}/publiccode.yml`, '--lang', 'en']);
  t.equal(english.out, (await alminding(['check', `${folder}/publiccode.yml`])).out);
  t.match(await alminding(['check', '-', '--lang', 'xx']), { code: 2, err: /--lang is one of en, da, / });
});

t.test('JSON is one line for a file, each problem with all its places', async (t) => {
  const { alminding } = cliOf(t);
  const { code, out } = await alminding(['check', '-', '--json'], { stdin: BAD });
  t.equal(code, 1);
  const [one, ...others] = linesOf(out);
  t.same(others, []);
  t.same(Object.keys(one ?? {}), ['file', 'valid', 'problems']);
  const status = one?.problems.find(({ key }) => key === 'developmentStatus');
  t.match(status, { level: 'error', rule: 'enum', pointer: '/developmentStatus', line: 6, column: 20, length: 6 });
  t.match(status, { message: /stabel/, hint: /stable/, suggestion: 'stable' });
});

t.test('several paths are checked, and the worst of them counts', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ 'a.yml': GOOD, 'b.yml': BAD });
  const [a, b] = [`${folder}/a.yml`, `${folder}/b.yml`];
  t.match(await alminding(['check', a, b]), { code: 1, out: /2 files: not good/ });
  const ran = await alminding(['check', a, `${folder}/none.yml`, b, '--json']);
  t.equal(ran.code, 2);
  t.match(linesOf(ran.out), [
    { file: a, valid: true },
    { file: `${folder}/none.yml`, valid: false, problems: [{ rule: 'file', message: /does not exist/ }] },
    { file: b, valid: false },
  ]);
});

t.test('annotations and reports are for the forges that read them', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ 'b,c.yml': BAD, '0.yml': '' });
  const { code, out } = await alminding(['check', `${folder}/b,c.yml`, '--format', 'github']);
  t.equal(code, 1);
  t.match(
    out,
    /^::error file=[^:]*b%2Cc\.yml,line=6,col=20,endLine=6,endColumn=26,title=developmentStatus \(enum\)::/m,
  );
  t.notMatch(out, /good/);
  t.match(
    (await alminding(['check', `${folder}/0.yml`, '--format=github'])).out,
    /^::error file=[^,]*0\.yml,title=empty::/,
  );
  const report = JSON.parse((await alminding(['check', folder, '--format', 'gitlab'])).out) as object[];
  const enumerated = { check_name: 'enum', severity: 'major', location: { path: /b,c\.yml$/, lines: { begin: 6 } } };
  t.ok(report.length >= 3);
  t.match(
    report.find((one) => 'check_name' in one && one.check_name === 'enum'),
    enumerated,
  );
  t.equal(new Set(report.map((one) => (one as { fingerprint: string }).fingerprint)).size, report.length);
});

t.test('the reference and the draft can be asked', async (t) => {
  const { alminding } = cliOf(t);
  const asked = await alminding(['check', '-', '--reference', '--json'], { stdin: BAD });
  const plain = await alminding(['check', '-', '--json'], { stdin: BAD });
  t.not(asked.out, plain.out);
  t.match(linesOf(asked.out), [{ valid: false }]);
  t.match(await alminding(['check', '-', '--standard', '1.0-rc'], { stdin: GOOD }), { code: 1, out: /version/ });
});

t.test('wrong use is told', async (t) => {
  const { alminding } = cliOf(t);
  for (const words of [['--format', 'xml'], ['--standard', '2'], ['--dry-run'], ['--fix', '--standard', '1.0-rc']])
    t.match(await alminding(['check', '-', ...words], { stdin: GOOD }), { code: 2, err: /--/ }, words.join(' '));
});

t.test('mending shows a diff, writes the file and says what is left', async (t) => {
  const { alminding } = cliOf(t);
  const old = NEW.replace('"0"', '0.2').replace('stable', 'Stable # now');
  const folder = t.testdir({ 'publiccode.yml': old, 'bad.yml': BAD.replace('leagl', 'laggl') });
  const file = `${folder}/publiccode.yml`;
  chmodSync(file, 0o640);
  symlinkSync(file, `${folder}/link.yml`);
  const dry = await alminding(['check', file, '--fix', '--dry-run']);
  t.match(dry, {
    code: 0,
    out: /^--- .*\n\+\+\+ .*\n@@ -1,9 \+1,9 @@\n-publiccodeYmlVersion: 0\.2\n\+publiccodeYmlVersion: "0"\n/,
  });
  t.equal(readFileSync(file, 'utf8'), old);
  const done = await alminding(['check', `${folder}/link.yml`, '--fix', '--json']);
  t.match(linesOf(done.out), [
    { valid: true, problems: [], mended: [{ rule: 'version' }, { rule: 'word' }], written: true },
  ]);
  t.equal(readFileSync(file, 'utf8'), NEW.replace('stable', 'stable # now'));
  t.equal(statSync(file).mode & 0o777, 0o640);
  t.match(await alminding(['check', file, '--fix']), { code: 0, out: /^[^\n]*good[^\n]*\n$/ });
  const left = await alminding(['check', `${folder}/bad.yml`, '--fix']);
  t.match(left, { code: 1, out: /mended developmentStatus: .*\n(?: {2}left .*\n)* {2}left laggl: / });
  t.match(await alminding(['check', '-', '--fix'], { stdin: old }), { code: 0, out: /\+publiccodeYmlVersion: "0"/ });
});

t.test('a file that cannot be replaced stays, and that ends with 2', async (t) => {
  const { alminding } = cliOf(t);
  const ran = await alminding(['check', '/proc/self/cmdline', '--fix']);
  t.ok(ran.code > 0);
  const folder = t.testdir({ 'a.yml': NEW.replace('"0"', '0.2') });
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o500);
    t.match(await alminding(['check', `${folder}/a.yml`, '--fix']), { code: 2, err: /cannot be written/ });
    chmodSync(folder, 0o700);
  }
});

t.test('a manifest is brought to the current version', async (t) => {
  const { alminding, json } = cliOf(t);
  const old = NEW.replace('publiccodeYmlVersion: "0"', 'publiccode-yaml-version: 0.1');
  const folder = t.testdir({ 'a.yml': old, 'bad.yml': BAD });
  t.match(await alminding(['migrate', `${folder}/a.yml`, '--to', '0.7', '--dry-run']), {
    code: 0,
    out: /\+publiccodeYmlVersion: "0\.7"/,
  });
  t.equal(readFileSync(`${folder}/a.yml`, 'utf8'), old);
  const { code, value } = await json<Checked>(['migrate', `${folder}/a.yml`, '--to', '0.7']);
  t.match({ code, value }, { code: 0, value: { valid: true, written: true, left: [] } });
  t.equal(readFileSync(`${folder}/a.yml`, 'utf8'), NEW.replace('"0"', '"0.7"'));
  t.match(await alminding(['migrate', `${folder}/bad.yml`, '--to', '0']), { code: 0, out: /leagl/ });
  t.match(await alminding(['migrate', `${folder}/none.yml`, '--to', '0']), { code: 2, err: /does not exist/ });
  t.match(await alminding(['migrate', `${folder}/a.yml`, '--to', '2']), { code: 2, err: /--to is 0 or 0\.7/ });
});

t.test('what is no manifest at all is judged as one', async (t) => {
  const { alminding } = cliOf(t);
  t.match(await alminding(['check', '-'], { stdin: 'hello' }), { code: 1, out: /error/ });
  t.match(await alminding(['check', '-'], { stdin: '' }), { code: 1, out: /error: The file holds nothing/ });
  t.match(await alminding(['check', '-'], { stdin: '\0\x01\xff' }), { code: 1, out: /error/ });
  t.match(await alminding(['check', '-'], { stdin: 'a: 1\n---\nb: 2\n' }), { code: 1, out: /error/ });
  t.match(await alminding(['check', '-', '--fix'], { stdin: '__proto__: {}\nconstructor: 1\n' }), {
    code: 1,
    out: /__proto__/,
  });
  t.match(await alminding(['check', '-'], { stdin: 'name: [\n' }), { code: 1, out: /standard input:\d+:\d+: error/ });
});

t.test('records are told by their folder or their kind', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({
    networks: { 'towns.yml': 'name: Towns\n', 'bad.yml': 'name: Towns\nnonsense: 1\n', 'Bad.yml': 'name: T\n' },
    'town.json': '{"kind": "organisation", "name": "Town"}',
    'town.yml': 'kind: organisation\nname: Town\n',
  });
  t.match(await alminding(['check', `${folder}/networks/towns.yml`]), { code: 0 });
  t.match(await alminding(['check', `${folder}/networks/bad.yml`]), {
    code: 1,
    out: /bad\.yml:2:1: error: .*nonsense/,
  });
  t.match(await alminding(['check', `${folder}/networks/Bad.yml`]), { code: 1, out: /the name of the file is no id/ });
  t.match(await alminding(['check', `${folder}/town.json`]), { code: 0 });
  const whole = await alminding(['check', folder]);
  t.match(whole, { code: 1, out: /5 files: not good/ });
  t.match(whole.out, /networks\/bad\.yml:2:1: error: .*nonsense/, 'with a folder of a kind it is a catalogue');
});

t.test('a folder is one manifest, a catalogue, or each of its manifests', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({
    repository: { 'publiccode.yml': GOOD, 'other.yml': 'x: 1', software: { 'Bad Name.yml': '' } },
    other: { 'publiccode.yaml': GOOD },
    catalogue: { software: { 'agenda.yml': 'name: Agenda\n' }, 'x.yml': GOOD, 'compose.yml': 'services: {}' },
    sources: { 'sources.yml': 'forges: []', networks: { 'towns.yml': 'name: Towns\n' } },
    manifests: {
      'x.yml': GOOD,
      'y.yaml': 'publiccodeYmlVersion: "0.5"\n',
      '0.yml': 'other: 1',
      deep: { 'z.yml': '' },
      'z.txt': '',
    },
    none: { 'x.txt': '' },
    deep: { one: { software: { 'agenda.yml': 'name: Agenda\n' } } },
  });
  const names = async (name: string): Promise<[number, string[]]> => {
    const { code, out } = await alminding(['check', `${folder}/${name}`, '--json']);
    return [code, linesOf(out).map(({ file, valid }) => `${file.slice(folder.length + 1)} ${valid}`)];
  };
  t.same(await names('repository'), [0, ['repository/publiccode.yml true']]);
  t.same(await names('other/'), [0, ['other/publiccode.yaml true']]);
  t.same(await names('catalogue'), [0, ['catalogue/software/agenda.yml true', 'catalogue/x.yml true']]);
  t.same(await names('sources'), [0, ['sources/networks/towns.yml true']]);
  t.same(await names('manifests'), [1, ['manifests/0.yml false', 'manifests/x.yml true', 'manifests/y.yaml false']]);
  t.same(await names('deep'), [0, ['deep/one/software/agenda.yml true']]);
  t.match(await alminding(['check', `${folder}/none`]), { code: 2, err: /holds no manifest and no record/ });
});

t.test('what is too large is not read, and what cannot be read ends with 2', async (t) => {
  const { alminding } = cliOf(t);
  const large = '#'.repeat(LIMITS.sourceBytes + 1);
  const folder = t.testdir({ 'large.yml': large });
  t.match(await alminding(['check', `${folder}/large.yml`]), { code: 1, out: /at most 262144 are read/ });
  t.match(await alminding(['check', '-'], { stdin: large }), { code: 1, out: /At most/ });
  t.match(await alminding(['check', `${folder}/none.yml`]), { code: 2, err: /it does not exist/ });
  t.match(await alminding(['check', '/dev/null']), { code: 2, err: /it is no file/ });
});

t.test(
  'every limit and every kind of broken file has its own words, and none of them is more than invalid',
  async (t) => {
    const { alminding } = cliOf(t);
    const keys = Array.from({ length: LIMITS.mapKeys + 1 }, (_, i) => `k${i}: 1\n`).join('');
    const aliases = `a: &a 1\nb: [${'*a, '.repeat(LIMITS.yamlAliases + 1)}1]\n`;
    const files: [rule: string, content: string | Buffer][] = [
      ['empty', ''],
      ['utf8', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0])],
      ['documents', `${NEW}---\n${NEW}`],
      ['duplicate-key', `${NEW}name: again\n`],
      ['unknown-key', `${NEW}__proto__: {x: 1}\n`],
      ['too-large', `${NEW}#${'x'.repeat(LIMITS.manifestBytes)}\n`],
      ['too-many-keys', keys],
      ['too-many-nodes', `a: [${'1, '.repeat(LIMITS.nodes)}1]\n`],
      ['too-deep', `a: ${'['.repeat(LIMITS.depth + 1)}${']'.repeat(LIMITS.depth + 1)}\n`],
      ['too-many-aliases', aliases],
    ];
    for (const [rule, content] of files) {
      const folder = t.testdir({ 'publiccode.yml': content });
      const { code, out } = await alminding(['check', folder, '--json']);
      t.equal(code, 1, rule);
      const { problems } = JSON.parse(out) as Checked;
      t.ok(
        problems.some((problem) => problem.rule === rule),
        `${rule}: ${problems.map((problem) => problem.rule)}`,
      );
    }
  },
);

t.test(
  'files and addresses that a manifest names are looked for where that is asked for, and never change the verdict',
  async (t) => {
    const { alminding } = cliOf(t);
    const text = NEW.replace('https://forge.example/', 'https://127.0.0.1/');
    const folder = t.testdir({ 'publiccode.yml': `${text}logo: logo.svg\n`, 'logo.svg': '<svg/>' });
    const words = ['check', folder];
    t.notMatch((await alminding(words)).out, /address or file/);
    t.match(await alminding([...words, '--no-network']), { code: 0, out: / {2}1 address or file: 1 there\.\n/ });
    const env = { ALMINDING_NET_EXCEPTIONS: '' };
    const asked = await alminding([...words, '--full', '--json'], { env });
    t.equal(asked.code, 0);
    const { reachability } = JSON.parse(asked.out) as { reachability: object[] };
    t.match(reachability, [
      { key: 'url', is: 'unchecked', message: /^.+\.$/ },
      { key: 'logo', is: 'there' },
    ]);
    t.match(await alminding([...words, '--full', '--no-network']), { code: 2, err: /contradict/ });
    const outside = t.testdir({ 'publiccode.yml': `${NEW}logo: ../../../../etc/hostname.svg\n` });
    t.match(await alminding(['check', outside, '--no-network']), { code: 0, out: /not found: logo \(line \d+\)/ });
  },
);
