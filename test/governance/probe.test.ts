import t from 'tap';
import { PROBES, type ProbeName, proposals, type SeenRepository } from '../../src/governance/probe.ts';
import { readReport } from '../../src/governance/read-report.ts';
import { writeReport } from '../../src/governance/write-report.ts';
import type { Framework } from '../../src/schemas.gen.ts';

const commit = (subject: string, more: object = {}) => ({ hash: 'c0ffee1', subject, tags: [], files: 2, ...more });
const seen: SeenRepository = {
  commit: 'abcdef1',
  files: ['README.md', 'LICENSE', 'deploy/Dockerfile', '.editorconfig', 'src/a.ts'],
  texts: { 'README.md': 'It is for keeping agendas. '.repeat(20) },
  history: ['Fix #12', 'Add agendas (OS-7)', 'Release 1.2.0', 'Tidy', 'Tidy more', 'Begin'].map((one) => commit(one)),
  activeBranches: ['main', 'feature/x', 'dependabot/npm'],
  approvedLicence: 'MPL-2.0',
};
const find = (name: ProbeName, more: Partial<SeenRepository> = {}) => PROBES[name]({ ...seen, ...more });
const verdict = (name: ProbeName, more: Partial<SeenRepository> = {}) => find(name, more)?.verdict ?? null;

t.test('a history of one commit a release is one of code dumps', async (t) => {
  const dump = (version: string) => commit(`Version ${version}`, { files: 300 });
  t.equal(verdict('open-development'), 'met');
  t.match(find('open-development', { history: ['3.0', '2.0', '1.1', '1.0'].map(dump) }), {
    ...{ verdict: 'not-met', ground: { en: /Code dumps: 4 of 4/, da: /Kodedumps/ }, commit: 'c0ffee1' },
  });
  const tagged = Array.from({ length: 8 }, (_, i) => commit('Sync', { tags: [`v${i}`], files: 90 }));
  t.equal(verdict('open-development', { history: tagged }), 'not-met', 'tags tell it too');
  const small = Array.from({ length: 8 }, (_, i) => commit(`Release 1.${i}`, { files: 1 }));
  t.equal(verdict('open-development', { history: small }), 'not-met', 'a version alone says nothing of what was done');
  const rolling = Array.from({ length: 8 }, (_, i) => commit(`Mend the form ${i}`, { files: 1, tags: [`v1.${i}`] }));
  t.equal(verdict('open-development', { history: rolling }), 'met', 'small steps that are each released are no dumps');
  t.equal(verdict('open-development', { history: [commit('Begin')] }), 'partly', 'too few to tell');
  t.equal(verdict('open-development', { history: [] }), null);
});

t.test('issues, lines, licence, purpose, containers and standards are seen where they are', async (t) => {
  t.match(find('issue-links'), { verdict: 'met', ground: { en: '2 of 6 commits name an issue.' } });
  t.equal(
    verdict('issue-links', { history: Array.from({ length: 9 }, (_, i) => commit(i === 0 ? 'Fix #1' : 'x')) }),
    'partly',
  );
  t.equal(verdict('issue-links', { history: Array.from({ length: 9 }, () => commit('x')) }), 'not-met');
  t.equal(verdict('issue-links', { history: [commit('x')] }), null);
  t.match(find('single-line'), { verdict: 'met', ground: { en: 'Lines that are worked on: main.' } });
  t.equal(verdict('single-line', { activeBranches: ['main', 'town-a', 'town-b', 'town-c'] }), 'partly');
  t.equal(verdict('single-line', { activeBranches: [] }), null);
  t.match(find('licence'), { verdict: 'met', path: 'LICENSE', ground: { en: /MPL-2.0/ } });
  t.equal(verdict('licence', { approvedLicence: undefined }), 'partly');
  t.equal(verdict('licence', { files: [] }), 'not-met');
  t.match(find('licence', { files: ['LICENSES/EUPL-1.2.txt'] }), { verdict: 'met', path: 'LICENSES/EUPL-1.2.txt' });
  const two = { files: ['LICENSES/CC0-1.0.txt', 'LICENSES/MPL-2.0.txt'], licenceFile: 'LICENSES/MPL-2.0.txt' };
  t.match(find('licence', two), { path: 'LICENSES/MPL-2.0.txt' });
  t.match(find('purpose'), { verdict: 'partly', path: 'README.md' });
  t.equal(verdict('purpose', { texts: {} }), 'not-met');
  t.equal(verdict('purpose', { files: [] }), 'not-met');
  t.match(find('container'), { verdict: 'met', path: 'deploy/Dockerfile' });
  t.equal(verdict('container', { files: ['Dockerfile.md'] }), 'not-met');
  t.match(find('code-standards'), { verdict: 'partly', path: '.editorconfig' });
  t.equal(verdict('code-standards', { files: [] }), null, 'that nothing is found tells nothing');
});

t.test('proposals are a draft with evidence, which a report carries to a person', async (t) => {
  const framework: Framework = {
    ...{ name: 'House', version: '1', levels: [{ id: '1', rank: 1 }] },
    scale: [
      { id: 'yes', means: 'met' },
      { id: 'no', means: 'not-met' },
    ],
    requirements: [
      { id: 'A', level: '1', probe: 'licence' },
      { id: 'B', level: '1', probe: 'purpose' },
      { id: 'C', level: '1' },
      { id: 'D', level: '1', probe: 'single-line' },
    ],
  };
  const about = { subject: 'software/agenda', framework: 'framework/house', address: 'https://forge.example/agenda' };
  const draft = proposals(framework, { ...seen, activeBranches: [] }, about);
  t.match(draft, {
    type: 'draft',
    ratings: [
      { requirement: 'A', rating: 'yes', evidence: [{ address: about.address, commit: 'abcdef1', path: 'LICENSE' }] },
      { requirement: 'B', rating: 'no' },
    ],
  });
  t.equal(draft.ratings?.length, 2, 'without a probe, or where it tells nothing, nothing is proposed');
  const { ratings, problems } = readReport(writeReport(framework, draft, 'Agenda'), framework, 'en');
  t.same(problems, []);
  t.match(ratings, [
    { requirement: 'A', rating: 'yes' },
    { requirement: 'B', rating: 'no' },
  ]);
  t.same(proposals({ ...framework, scale: [] }, seen, about).ratings, []);
});
