import t from 'tap';
import type { Issuer } from '../../src/writers/issuers.ts';
import { readRun } from '../../src/writers/run.ts';

const github: Issuer = { kind: 'github', issuer: 'https://token.actions.githubusercontent.com', forge: 'github.com' };
const gitlab: Issuer = { kind: 'gitlab', issuer: 'https://gitlab.com', forge: 'gitlab.com' };
const sha = 'c'.repeat(40);

const GITHUB = {
  repository: 'Town/Town-Hall',
  repository_id: '424242',
  repository_owner_id: '2020',
  ref: 'refs/heads/main',
  ref_protected: 'true',
  sha,
  event_name: 'push',
  workflow_ref: 'Town/Town-Hall/.github/workflows/publish.yml@refs/heads/main',
  environment: 'catalogue',
};

t.test("A run is told from GitHub's claims", async (t) => {
  t.same(readRun(github, GITHUB), {
    issuer: github.issuer,
    forge: 'github.com',
    repository: '424242',
    owner: '2020',
    address: 'https://github.com/town/town-hall',
    commit: sha,
    ref: 'refs/heads/main',
    isProtected: true,
    event: 'push',
    workflow: '.github/workflows/publish.yml',
    environment: 'catalogue',
  });
});

t.test("A run is told from GitLab's claims, which name refs without their type", async (t) => {
  const claims = {
    project_id: 77,
    namespace_id: '8',
    project_path: 'town/sub/hall',
    ref: 'v1.2',
    ref_type: 'tag',
    ref_protected: 'false',
    sha,
    pipeline_source: 'web',
    ci_config_ref_uri: 'gitlab.com/town/sub/hall//.gitlab-ci.yml@refs/heads/main',
  };
  t.match(readRun(gitlab, claims), {
    repository: '77',
    owner: '8',
    address: 'https://gitlab.com/town/sub/hall',
    ref: 'refs/tags/v1.2',
    isProtected: false,
    event: 'web',
    workflow: '.gitlab-ci.yml',
    environment: null,
  });
  t.match(readRun(gitlab, { ...claims, ref: 'main', ref_type: 'branch' }), { ref: 'refs/heads/main' });
  t.same(readRun(gitlab, { ...claims, ref_type: 'other' }), { lacks: 'ref' });
  t.match(readRun(gitlab, { ...claims, ci_config_ref_uri: undefined, ref_protected: undefined }), {
    workflow: '',
    isProtected: null,
  });
  t.match(readRun(gitlab, { ...claims, ci_config_ref_uri: 'elsewhere.yml' }), { workflow: 'elsewhere.yml' });
});

t.test('An issuer without both numbers gives neither', async (t) => {
  for (const claims of [
    { ...GITHUB, repository_id: undefined },
    { ...GITHUB, repository_owner_id: '' },
    { ...GITHUB, repository_id: '0' },
    { ...GITHUB, repository_id: '12; drop' },
    { ...GITHUB, repository_id: 1.5 },
    { ...GITHUB, repository_id: 2 ** 60 },
  ])
    t.match(readRun({ ...github, kind: 'forgejo' }, claims), { repository: null, owner: null });
});

t.test('What lacks a claim, or has one that cannot be, is told by its name', async (t) => {
  for (const [change, lacks] of [
    [{ repository: undefined }, 'repository'],
    [{ repository: 'no-owner' }, 'repository'],
    [{ repository: 'a b/c' }, 'repository'],
    [{ repository: `${'a'.repeat(600)}/b` }, 'repository'],
    [{ ref: undefined }, 'ref'],
    [{ sha: 'abc' }, 'sha'],
    [{ sha: 7 }, 'sha'],
    [{ event_name: '' }, 'event_name'],
  ] as const)
    t.same(readRun(github, { ...GITHUB, ...change }), { lacks }, JSON.stringify(change).slice(0, 60));
});
