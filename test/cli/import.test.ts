import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { configOf } from '../../scripts/bench/mirror.ts';
import type { FileOutcome, Summary } from '../../src/cli/import/outcomes.ts';
import { loadFolders, openCatalogue } from '../../src/compose.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { PROJECTION } from '../../src/registry/reindex.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { cliOf } from '../helpers/cli.ts';
import { manifestOf } from '../helpers/manifest.ts';

interface Imported {
  folder: string;
  dryRun: boolean;
  summary: Summary;
  files: FileOutcome[];
}

const ONE = manifestOf('Agenda One', 'https://forge.example/town/agenda-one');
const TWO = manifestOf('Agenda Two', 'https://forge.example/town/agenda-two');

t.test('manifests are accepted, and a second time nothing is new', async (t) => {
  const { alminding, data, json } = cliOf(t);
  const folder = t.testdir({
    files: { 'sources.yml': '', 'one.yml': ONE, deep: { 'publiccode.yml': TWO }, 'package.json': '{}' },
  });
  const first = await json<Imported>(['import', `${folder}/files`]);
  t.equal(first.code, 0);
  t.match(first.value.summary, { new: 2, changed: 0, unchanged: 0, refused: 0, repeated: 0, passed: 2 });
  t.match(first.value.files, [
    { file: 'package.json', outcome: 'passed', reason: /neither a manifest/ },
    { file: 'sources.yml', outcome: 'passed' },
    { file: 'deep/publiccode.yml', outcome: 'new', id: 'software/agenda-two' },
    { file: 'one.yml', outcome: 'new', id: 'software/agenda-one', problems: [] },
  ]);
  const again = await alminding(['import', `${folder}/files`]);
  t.equal(again.code, 0);
  t.equal(again.out, '2 files: 0 new, 0 changed, 2 unchanged, 0 refused, 0 repeated; 2 others passed over.\n');
  t.equal(again.err, '');
  writeFileSync(`${folder}/files/one.yml`, ONE.replace('stable', 'obsolete'));
  t.match((await json<Imported>(['import', `${folder}/files`])).value.summary, { changed: 1, unchanged: 1 });
  t.match(await alminding(['show', 'software/agenda-one']), { code: 0, out: /status: obsolete/ });
  t.match(await alminding(['verify']), { code: 0, out: /Everything fits: 3 leaves, 2 entries, 3 versions/ });
  const store = openStore({ folder: data, clock: systemClock, busyMs: 1_000, what: 'a test' });
  t.equal(await store.derivedVersion(), PROJECTION, 'the first start of the service makes nothing of it anew');
  await store.close();
});

t.test('the folder that the service reads is imported as the service would read it', async (t) => {
  const { alminding, data, json } = cliOf(t);
  const file = `${data}/catalogue/software/agenda.yml`;
  mkdirSync(`${data}/catalogue/software`, { recursive: true });
  const [before, after] = ['Keeps agendas of a council.', 'Keeps agendas and minutes of a council.'];
  const text = `name: Agenda\nurl: https://forge.example/town/agenda\ndescription: { en: { short: ${before} } }\n`;
  writeFileSync(file, text);
  t.match((await json<Imported>(['import', `${data}/catalogue`])).value.summary, { new: 1 });
  t.match(await alminding(['show', 'software/agenda']), { out: /rank: folder\n\s+by: folder/ });
  const catalogue = openCatalogue(configOf(data, []), { what: 'a test' });
  await loadFolders(configOf(data, []), catalogue);
  await catalogue.close();
  writeFileSync(file, text.replace(before, after));
  t.match((await json<Imported>(['import', `${data}/catalogue`])).value.summary, { changed: 1, unchanged: 0 });
  t.match(await alminding(['show', 'software/agenda']), { out: /and minutes/ });
});

t.test('one broken file is named with its place, and the others are in', async (t) => {
  const { alminding, json } = cliOf(t);
  const broken = TWO.replace('license: EUPL-1.2', 'license: EUPL-9.9').replace('name: Agenda Two\n', '');
  const base = t.testdir({
    files: { 'a.yml': ONE, 'b.yml': broken, 'c.yml': 'publiccodeYmlVersion: "0.5"\n\tx: y\n' },
  });
  const ran = await alminding(['import', `${base}/files`]);
  t.equal(ran.code, 1);
  t.match(ran.out, '3 files: 1 new, 0 changed, 0 unchanged, 2 refused');
  t.match(ran.err, /^b\.yml:\d+:\d+: error: .*name/m);
  t.match(ran.err, /^b\.yml:21:12: error: .*EUPL-9\.9.*\n +21 \| {3}license: EUPL-9\.9\n +\^{8}$/m);
  t.match(ran.err, /^c\.yml:2:1: error: A tab is used as indentation\.$/m);
  t.match((await alminding(['show', 'software/agenda-one'])).code, 0);
  const { code, value } = await json<Imported>(['import', `${base}/files`]);
  t.equal(code, 1);
  t.match(value.files[2], { file: 'c.yml', outcome: 'refused', problems: [{ rule: 'yaml-syntax', line: 2 }] });
});

t.test('a whole catalogue folder comes in, with its ids', async (t) => {
  const { alminding, json } = cliOf(t);
  const folder = t.testdir({
    catalogue: {
      'README.md': '# A network',
      'sources.yml': 'forges: []',
      software: { 'agenda.yml': 'name: Agenda\nurl: https://forge.example/t/agenda\nnetwork: network/towns\n' },
      organisations: { 'small-town.yml': 'name: Small Town\ncountry: DK\n' },
      networks: { 'towns.yml': 'name: Towns\n', 'Towns2.yml': 'name: Two\n' },
      adoptions: {
        'abcdefghijklmnop.yml':
          'organisation: organisation/small-town\nsoftware: software/agenda\nstate: production\nevidence: claimed\n',
      },
    },
  });
  const { code, value } = await json<Imported>(['import', `${folder}/catalogue`]);
  t.equal(code, 1);
  t.same(
    value.files.filter(({ id }) => id !== undefined).map(({ id }) => id),
    ['adoption/abcdefghijklmnop', 'network/towns', 'organisation/small-town', 'software/agenda'],
  );
  t.match(
    value.files.find(({ outcome }) => outcome === 'refused'),
    { file: 'networks/Towns2.yml', reason: /no id/ },
  );
  t.match(await alminding(['show', 'network/towns']), { code: 0, out: /^Towns {2}\(network\/towns\)/ });
  const above = await json<Imported>(['import', folder]);
  t.match(above.value.summary, { new: 0, unchanged: 4 }, 'a folder of catalogue folders is read alike');
});

t.test('of manifests of the same repository the first is used, the others are named', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({
    files: {
      'a.yml': ONE,
      'b.yml': ONE.replace('https://forge.example/town/agenda-one', '"https://FORGE.example/town/agenda-one.git"'),
      'c.yml': TWO,
    },
  });
  const ran = await alminding(['import', `${folder}/files`]);
  t.equal(ran.code, 0);
  t.equal(ran.err, 'b.yml: not loaded: the same repository as a.yml\n');
  t.match(ran.out, '3 files: 2 new, 0 changed, 0 unchanged, 0 refused, 1 repeated.');
});

t.test('where the first manifest of a repository is refused, the next one is used', async (t) => {
  const { alminding, json } = cliOf(t);
  const broken = ONE.replace(/^name:.*$/m, 'name: []');
  const folder = t.testdir({ files: { 'a.yml': broken, 'b.yml': broken, 'c.yml': ONE, 'd.yml': ONE, 'e.yml': TWO } });
  const { code, value } = await json<Imported>(['import', `${folder}/files`]);
  t.equal(code, 1);
  t.same(value.files.map(({ file, outcome }) => `${file} ${outcome}`).sort(), [
    'a.yml refused',
    'b.yml refused',
    'c.yml new',
    'd.yml repeated',
    'e.yml new',
  ]);
  const again = await alminding(['import', '--dry-run', `${folder}/files`]);
  t.match(again.err, 'd.yml: not loaded: the same repository as c.yml\n');
});

t.test('records as JSON say their kind', async (t) => {
  const { json } = cliOf(t);
  const record = { kind: 'organisation', id: 'organisation/small-town', name: 'Small Town', country: 'DK' };
  const folder = t.testdir({
    files: { 'x.json': JSON.stringify(record), 'y.json': '{"kind": "organisation", "name": 5}' },
  });
  const { code, value } = await json<Imported>(['import', `${folder}/files`]);
  t.equal(code, 1);
  t.match(value.files[0], { outcome: 'new', id: 'organisation/small-town' });
  t.match(value.files[1], { outcome: 'refused', problems: [{ pointer: '/name' }] });
});

t.test('a dry run judges and stores nothing', async (t) => {
  const { alminding, json } = cliOf(t);
  const folder = t.testdir({ files: { 'a.yml': ONE, 'b.yml': 'publiccodeYmlVersion: "0.5"\n' } });
  const ran = await alminding(['import', `${folder}/files`, '--dry-run']);
  t.match(ran, { code: 1, out: /1 new, .*1 refused.*\(nothing was stored\)/ });
  t.equal((await alminding(['show', 'software/agenda-one'])).code, 2);
  const { value } = await json<Imported>(['import', `${folder}/files`, '--dry-run']);
  t.match(value, { dryRun: true, summary: { new: 1, refused: 1 } });
});

t.test('with --verbose each accepted file has its line', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ files: { 'sources.yml': '', 'a.yml': ONE, 'x.json': '{}' } });
  const ran = await alminding(['import', `${folder}/files`, '--verbose']);
  t.match(ran.out, /^new software\/agenda-one a\.yml\n1 file: 1 new/);
  t.match(ran.err, /^x\.json: not loaded: neither/m);
});

t.test('hostile files are refused in words, and do not take long', async (t) => {
  const { json } = cliOf(t);
  const head = 'publiccodeYmlVersion: "0.5"\n';
  const bomb = `${head}a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`).join('\n')}\n`;
  const folder = t.testdir({
    files: {
      'sources.yml': '',
      'aliases.yml': bomb,
      'deep.yml': head + 'x: '.concat('['.repeat(5_000)),
      'keys.yml': head + Array.from({ length: 25_000 }, (_, i) => `k${i}: 1`).join('\n'),
      'double.yml': `${ONE}name: Again\n`,
      'large-other.yml': '#'.repeat(LIMITS.sourceBytes + 1),
      'large.yml': head + '#'.repeat(LIMITS.sourceBytes),
      'deep.json': `{"kind": "software", "x": ${'['.repeat(5_000)}`,
      'empty.yml': '',
    },
  });
  writeFileSync(`${folder}/files/binary.yml`, Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xfe, 0, 1])]));
  const began = performance.now();
  const { code, value } = await json<Imported>(['import', `${folder}/files`]);
  t.equal(code, 1);
  t.ok(performance.now() - began < 5_000, `${performance.now() - began} ms`);
  const outcomes = Object.fromEntries(
    value.files.map(({ file, outcome, problems }) => [file, problems?.[0]?.rule ?? outcome]),
  );
  t.same(outcomes, {
    'aliases.yml': 'too-many-nodes',
    'binary.yml': 'utf8',
    'deep.json': 'too-deep',
    'deep.yml': 'too-deep',
    'double.yml': 'duplicate-key',
    'empty.yml': 'passed',
    'keys.yml': 'too-large',
    'large-other.yml': 'passed',
    'sources.yml': 'passed',
    'large.yml': 'refused',
  });
});

t.test('a folder that is not there, and wrong use, end with 2', async (t) => {
  const { alminding, json } = cliOf(t);
  const folder = t.testdir({ 'a.yml': ONE });
  t.match(await alminding(['import', `${folder}/none`]), { code: 2, err: /none: it does not exist/ });
  t.match(await alminding(['import', `${folder}/a.yml`]), { code: 2, err: /it is no folder/ });
  t.match(await alminding(['import']), { code: 2, err: /Name one thing to import: a DIR/ });
  const { code, value } = await json<{ error: { code: string } }>(['import', `${folder}/none`]);
  t.equal(code, 2);
  t.match(value, {
    error: { code: 'unreadable-file', title: /cannot be read/, detail: /does not exist/, problems: [] },
  });
});

t.test('what left the folder stays in the catalogue', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ files: { 'a.yml': ONE, 'b.yml': TWO } });
  await alminding(['import', `${folder}/files`]);
  rmSync(`${folder}/files/a.yml`);
  appendFileSync(`${folder}/files/b.yml`, '# changed\n');
  t.match((await alminding(['import', `${folder}/files`])).out, '1 file: 0 new, 0 changed, 1 unchanged');
  t.equal((await alminding(['show', 'software/agenda-one'])).code, 0);
});

t.test('references that lead nowhere are warned of, and healed ones no more', async (t) => {
  const { alminding, json } = cliOf(t);
  const base = t.testdir({
    files: {
      software: { 'agenda.yml': 'name: Agenda\nurl: https://forge.example/t/agenda\nnetwork: network/towns\n' },
    },
    healed: { networks: { 'towns.yml': 'name: Towns\n' } },
  });
  const ran = await alminding(['import', `${base}/files`]);
  t.equal(ran.code, 0);
  t.match(
    ran.err,
    'warning: software/agenda refers to network/towns (network), which is not here; for the built-in record write network/towns@built-in\n',
  );
  const again = await json<{ dangling: unknown[] }>(['import', `${base}/files`]);
  t.same(again.value.dangling, [{ from: 'software/agenda', rel: 'network', target: 'network/towns' }]);
  const healed = await alminding(['import', `${base}/healed`]);
  t.notMatch(healed.err, 'warning');
});

t.test('names of files reach the terminal without what moves its cursor or turns its text', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ 'a\u001b[31m\u202eb.yml': manifestOf('Kitos', 'https://forge.example/t/kitos') });
  const { out, err } = await alminding(['import', folder, '--verbose']);
  t.match(out, /new software\/kitos a \[31mb\.yml/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
  t.notMatch(out + err, /[\u001b\u202e]/);
});
