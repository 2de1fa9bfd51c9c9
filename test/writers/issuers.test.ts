import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { findIssuer, readIssuers } from '../../src/writers/issuers.ts';

t.test('The setting names who may vouch for runs, and where the repositories are', async (t) => {
  const setting =
    ' github=https://token.actions.githubusercontent.com , gitlab=https://gitlab.com,forgejo=https://codeberg.org/api/actions,';
  t.same(readIssuers(setting), [
    { kind: 'github', issuer: 'https://token.actions.githubusercontent.com', forge: 'github.com' },
    { kind: 'gitlab', issuer: 'https://gitlab.com', forge: 'gitlab.com' },
    { kind: 'forgejo', issuer: 'https://codeberg.org/api/actions', forge: 'codeberg.org' },
  ]);
  t.same(readIssuers(''), []);
  t.equal(readIssuers('github=https://ghe.example.org/_services/token')[0]?.forge, 'ghe.example.org');
});

t.test('An issuer is found by its exact name alone', async (t) => {
  const issuers = readIssuers('gitlab=https://gitlab.com');
  t.ok(findIssuer(issuers, 'https://gitlab.com'));
  for (const other of [
    'https://gitlab.com/',
    'http://gitlab.com',
    'https://GITLAB.com',
    undefined,
    ['https://gitlab.com'],
  ])
    t.equal(findIssuer(issuers, other), undefined, String(other));
});

t.test('What cannot be read is refused with what is wrong', async (t) => {
  const many = Array.from({ length: LIMITS.issuers + 1 }, (_, i) => `gitlab=https://g${i}.example.org`).join(',');
  for (const [setting, words] of [
    ['https://gitlab.com', /KIND=ADDRESS/],
    ['circle=https://circle.example', /KIND=ADDRESS/],
    ['gitlab=nowhere', /no address/],
    ['gitlab=ftp://gitlab.com', /https address/],
    ['gitlab=https://gitlab.com?x=1', /https address/],
    ['gitlab=https://me@gitlab.com', /https address/],
    ['gitlab=https://gitlab.com, gitlab=https://gitlab.com', /twice/],
    [many, /more than/],
  ] as const)
    t.throws(() => readIssuers(setting), { code: 'invalid-configuration', message: words }, setting.slice(0, 40));
});
