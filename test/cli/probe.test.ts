import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import licences from 'spdx-license-list/full.js';
import t from 'tap';
import { cliOf } from '../helpers/cli.ts';
import { git, gitServer } from '../helpers/git-server.ts';

const PROBES = ['open-development', 'licence', 'purpose', 'issue-links', 'single-line', 'container', 'code-standards'];
const framework = {
  name: 'Seen',
  version: '1',
  levels: [{ id: '1', rank: 1 }],
  scale: [
    { id: 'green', means: 'met' },
    { id: 'yellow', means: 'partly' },
    { id: 'red', means: 'not-met' },
  ],
  requirements: [...PROBES.map((probe, i) => ({ id: `R${i}`, level: '1', probe })), { id: 'R9', level: '1' }],
};

/** A real repository; each commit is its subject, files and tag. */
function repository(
  folder: string,
  commits: { subject: string; files: Record<string, string>; tag?: string }[],
): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    });
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'git@forge.example:town/agenda.git');
  for (const { subject, files, tag } of commits) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git('add', '--all');
    git('-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.org', 'commit', '--quiet', '-m', subject);
    if (tag !== undefined) git('tag', tag);
  }
  return git('rev-parse', 'HEAD').trim();
}

const many = (n: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`src/${i}.ts`, `${n}`]));
const FILES = {
  'README.md': 'It keeps the agendas of a council. '.repeat(20),
  LICENSE: licences['MPL-2.0']?.licenseText ?? '',
  Dockerfile: 'FROM scratch\n',
  '.editorconfig': 'root = true\n',
};

async function filled(t: Parameters<typeof cliOf>[0]) {
  const cli = cliOf(t);
  const folder = t.testdir({
    frameworks: {
      'seen.json': JSON.stringify(framework),
      'blind.json': JSON.stringify({ name: 'Blind', levels: [{ id: '1', rank: 1 }] }),
    },
    software: { 'agenda.yml': 'name: Agenda\n' },
  });
  if ((await cli.alminding(['import', folder])).code !== 0) throw new Error('the data could not be made');
  const about = ['--subject', 'software/agenda', '--framework', 'framework/seen'];
  return { ...cli, folder, about };
}

interface Draft {
  type: string;
  ratings: {
    requirement: string;
    rating: string;
    ground: { en: string };
    evidence: { address: string; commit: string; path?: string }[];
  }[];
}

t.test('a clone that was worked on in the open gets ratings with commit and path, and a person decides', async (t) => {
  const { alminding, json, folder, about } = await filled(t);
  const clone = join(folder, 'clone');
  const steps = ['Begin', 'Fix #12', 'Add minutes (#13)', 'Tidy', 'Fix #14', 'Release 1.0'];
  const head = repository(
    clone,
    steps.map((subject, i) => ({
      subject,
      files: { ...FILES, 'notes.txt': `${i}` },
      ...(i === 5 ? { tag: 'v1.0' } : {}),
    })),
  );
  const { value, code } = await json<Draft>(['probe', clone, ...about]);
  t.equal(code, 0, JSON.stringify(value));
  const rating = Object.fromEntries(value.ratings.map((one) => [PROBES[Number(one.requirement.slice(1))], one.rating]));
  t.same(rating, {
    ...{ 'open-development': 'green', licence: 'green', purpose: 'yellow', 'issue-links': 'green' },
    ...{ 'single-line': 'green', container: 'green', 'code-standards': 'yellow' },
  });
  t.equal(value.type, 'draft');
  t.match(value.ratings[1], {
    ground: { en: /MPL-2\.0/ },
    evidence: [{ address: 'https://forge.example/town/agenda', commit: head, path: 'LICENSE' }],
  });
  t.notMatch(JSON.stringify(value), /[Nn]obody/, 'no author is in it');

  const report = await alminding(['probe', clone, ...about]);
  t.match(report, { code: 0, err: '' });
  writeFileSync(join(folder, 'report.md'), report.out);
  const back = await alminding(['assessment', 'import', join(folder, 'report.md')]);
  t.match(back, { code: 0, out: /7 of 8 requirements are rated/ }, back.err);
});

t.test('a history of one commit a release is told to be one of code dumps', async (t) => {
  const { json, folder, about } = await filled(t);
  const clone = join(folder, 'dumps');
  repository(
    clone,
    ['1.0', '1.1', '2.0', '2.1', '3.0', '3.1'].map((version, i) => ({
      subject: `Version ${version}`,
      files: many(i),
      tag: `v${version}`,
    })),
  );
  const { value } = await json<Draft>(['probe', clone, ...about]);
  t.match(value.ratings[0], {
    requirement: 'R0',
    rating: 'red',
    ground: { en: 'Code dumps: 6 of 6 commits are a whole release each.' },
  });
  t.match(
    value.ratings.find(({ requirement }) => requirement === 'R1'),
    { rating: 'red', ground: { en: 'There is no licence file.' } },
  );
});

t.test(
  'the repository of a product is read through git, its history and branches too, and nothing of it is kept',
  async (t) => {
    const server = await gitServer(t);
    const { alminding, json, folder, data } = await filled(t);
    const work = join(folder, 'work');
    const steps = ['Begin', 'Fix #12', 'Add minutes (#13)', 'Tidy', 'Fix #14', 'Release 1.0'];
    const head = repository(
      work,
      steps.map((subject, i) => ({
        subject,
        files: { ...FILES, 'notes.txt': `${i}` },
        ...(i === 5 ? { tag: 'v1.0' } : {}),
      })),
    );
    const dumps = join(folder, 'dumped');
    repository(
      dumps,
      ['1.0', '1.1', '2.0', '2.1', '3.0'].map((version, i) => ({ subject: `Version ${version}`, files: many(i) })),
    );
    for (const [name, from] of Object.entries({ agenda: work, dumps })) {
      const bare = join(server.root, `${name}.git`);
      await git(folder, ['clone', '-q', '--bare', from, bare]);
      await git(bare, ['config', 'uploadpack.allowFilter', 'true']);
      await git(bare, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
      await git(bare, ['branch', 'feature/minutes']);
      await git(bare, ['branch', 'customer']);
    }
    const url = `${server.url}/agenda.git`;
    const product = { name: 'Minutes', url, repositories: [{ url: `${server.url}/dumps.git` }] };
    const files = join(folder, 'more');
    mkdirSync(join(files, 'software'), { recursive: true });
    writeFileSync(join(files, 'software', 'minutes.json'), JSON.stringify(product));
    const imported = await alminding(['import', files]);
    t.equal(imported.code, 0, imported.err);
    const env = { ALMINDING_NET_EXCEPTIONS: `${server.url}=127.0.0.0/8` };
    const by = ['--framework', 'framework/seen'];
    const { value } = await json<Draft & { subject: string }>(['probe', 'software/minutes', ...by], { env });
    const seen = (draft: Draft) =>
      Object.fromEntries(draft.ratings.map((one) => [PROBES[Number(one.requirement.slice(1))], one.rating]));
    t.same(value.ratings === undefined ? value : seen(value), {
      ...{ 'open-development': 'green', licence: 'green', purpose: 'yellow', 'issue-links': 'green' },
      ...{ 'single-line': 'green', container: 'green', 'code-standards': 'yellow' },
    });
    t.equal(value.subject, 'software/minutes');
    t.match(value.ratings[0]?.ground.en, '6 commits were read; 1 of them are releases.');
    t.match(value.ratings[4]?.ground.en, /customer, .*main|main, .*customer/);
    t.match(value.ratings[1]?.evidence, [
      { address: url.replace(/^http:/, 'https:').replace('.git', ''), commit: head },
    ]);
    t.same(readdirSync(join(data, 'crawl')), [], 'nothing that was fetched is left');
    const other = await json<Draft>(['probe', 'software/minutes', ...by, '--address', `${server.url}/dumps`], { env });
    t.match(other.value.ratings[0], { rating: 'red', ground: { en: /Code dumps: 5 of 5/ } });
    const report = await alminding(['probe', 'software/minutes', ...by], { env });
    writeFileSync(join(folder, 'remote.md'), report.out);
    t.match(await alminding(['assessment', 'import', join(folder, 'remote.md')]), { code: 0 });

    const refused = async (words: string[], options = {}) => (await alminding(['probe', ...words, ...by], options)).err;
    t.match(await refused(['software/minutes']), /Only https is asked/, 'no door is opened for it');
    t.match(await refused(['software/agenda']), /knows no repository of Agenda/);
    t.match(
      await refused(['software/minutes', '--address', 'https://forge.example/x'], { env }),
      /is no repository of Minutes/,
    );
  },
);

t.test('what is no clone, no product or no framework with probes is refused in words', async (t) => {
  const { alminding, folder, about } = await filled(t);
  t.match(await alminding(['probe', folder, ...about]), { code: 2, err: /is no clone of a git repository/ });
  t.match(await alminding(['probe', folder, '--framework', 'framework/seen']), { code: 2, err: /--subject/ });
  t.match(await alminding(['probe', 'software/agenda']), { code: 2, err: /--framework/ });
  const other = ['--subject', 'software/agenda', '--framework', 'framework/blind'];
  t.match(await alminding(['probe', folder, ...other]), { code: 2, err: /says of none of its requirements/ });
  t.match(await alminding(['probe', folder, '--subject', 'software/none', '--framework', 'framework/seen']), {
    code: 2,
  });
});
