import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { cliOf } from '../helpers/cli.ts';

const README = `# Agenda

Agenda keeps the meetings of a council, with their papers and the decisions that were taken, and it shows them to the
people who live in the town, who can search in all of it. It is used with the other systems of the council.
`;

const CONFIG = `[core]
	bare = false
[remote "upstream"]
	url = https://forge.example/other/agenda
[remote "origin"]
	url = https://user:secret@forge.example/town/agenda.git
	fetch = +refs/heads/*:refs/remotes/origin/*
`;

/** `.git` cannot be made by `testdir`, which git would then ignore. */
function workingCopy(folder: string): void {
  mkdirSync(`${folder}/.git/refs/tags`, { recursive: true });
  writeFileSync(`${folder}/.git/config`, CONFIG);
  writeFileSync(`${folder}/.git/refs/tags/v1.10.0`, '');
  writeFileSync(
    `${folder}/.git/packed-refs`,
    '# pack-refs with: peeled\n0123 refs/tags/v1.9.0\n^4567\n0123 refs/heads/x\n',
  );
}

t.test('a draft is printed with what is left, and written where nothing is yet', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ 'README.md': README, node_modules: { x: { 'logo.png': '' } }, web: { 'logo.svg': '' } });
  workingCopy(folder);
  const { code, out, err } = await alminding(['draft', folder]);
  t.equal(code, 0);
  t.match(out, /^name: Agenda$/m);
  t.match(out, /^url: https:\/\/forge\.example\/town\/agenda$/m);
  t.match(out, /^softwareVersion: 1\.10\.0$/m);
  t.match(out, /^logo: web\/logo\.svg$/m);
  t.match(out, /^ {4}longDescription: >-\n {6}Agenda keeps/m);
  t.notMatch(out, /secret/);
  t.match(err, /Found:\n {2}name: from README\.md\n(?: .*\n)+Left for you:\n {2}platforms: /);
  const written = await alminding(['draft', folder, '--write']);
  t.match(written, { code: 0, out: '', err: /^Wrote .*publiccode\.yml\./ });
  t.equal(readFileSync(`${folder}/publiccode.yml`, 'utf8'), out);
  t.match(await alminding(['draft', folder, '--write']), { code: 2, err: /was not written: it is there already/ });
  t.equal((await alminding(['check', folder])).code, 1, 'a person has to finish it');
});

t.test('with JSON the answer says where each value comes from', async (t) => {
  const { json } = cliOf(t);
  const folder = t.testdir({ 'README.md': README, 'package.json': '{"license":"EUPL-1.2"}' });
  const { value } = await json<Record<string, unknown>>(['draft', folder]);
  t.same(Object.keys(value), ['file', 'text', 'found', 'left']);
  t.match(value.found, [{}, {}, { key: 'legal.license', value: 'EUPL-1.2', from: 'package.json' }]);
});

t.test('links out of the folder are not followed, and what is no folder is said', async (t) => {
  const { alminding } = cliOf(t);
  const folder = t.testdir({ outside: 'Outside\n=======\n', repository: { 'empty.txt': '' } });
  symlinkSync('../outside', `${folder}/repository/README.md`);
  t.match(await alminding(['draft', `${folder}/repository`]), { code: 0, out: /^name: repository$/m });
  t.match(await alminding(['draft', `${folder}/none`]), { code: 2, err: /does not exist/ });
  t.match(await alminding(['draft', `${folder}/outside`]), { code: 2, err: /no folder/ });
});
