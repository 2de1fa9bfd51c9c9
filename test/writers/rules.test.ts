import t from 'tap';
import { whyNotThisEvent, whyNotThisRef, whyNotThisRun } from '../../src/writers/rules.ts';
import { aRun } from '../helpers/a-run.ts';

t.test('A run on content of strangers publishes nothing', async (t) => {
  for (const event of ['pull_request', 'pull_request_target', 'issue_comment', 'workflow_run', 'merge_request_event'])
    t.match(whyNotThisEvent(aRun({ event })), new RegExp(event), event);
  for (const event of ['push', 'schedule', 'workflow_dispatch', 'release', 'web', 'trigger'])
    t.equal(whyNotThisEvent(aRun({ event })), null, event);
});

t.test('The default branch and tags speak for a repository', async (t) => {
  t.equal(whyNotThisRef(aRun({ ref: 'refs/heads/main' }), 'main', null), null);
  t.equal(whyNotThisRef(aRun({ ref: 'refs/tags/v1' }), 'main', null), null);
  t.match(whyNotThisRef(aRun({ ref: 'refs/heads/feature' }), 'main', null), /default branch \(main\)/);
  t.match(whyNotThisRef(aRun({ ref: 'refs/heads/feature', isProtected: true }), 'main', null), /default branch/);
});

t.test('Where the default branch is not known, a protected one will do', async (t) => {
  t.equal(whyNotThisRef(aRun({ ref: 'refs/heads/main', isProtected: true }), null, null), null);
  t.match(whyNotThisRef(aRun({ ref: 'refs/heads/main', isProtected: false }), null, null), /protected branch/);
  t.match(whyNotThisRef(aRun({ ref: 'refs/heads/main', isProtected: null }), null, null), /protected branch/);
});

t.test("A writer's record may name ref, environment and workflow", async (t) => {
  const address = 'https://github.com/town/town-hall';
  const release = { address, ref: 'refs/heads/release' };
  t.equal(whyNotThisRef(aRun({ ref: 'refs/heads/release' }), 'main', release), null);
  t.match(whyNotThisRef(aRun({ ref: 'refs/heads/main' }), 'main', release), /refs\/heads\/release alone/);
  const live = { address, environment: 'live' };
  t.equal(whyNotThisRef(aRun({ ref: 'refs/heads/x', environment: 'live' }), 'main', live), null);
  t.match(whyNotThisRef(aRun({ ref: 'refs/heads/x' }), 'main', live), /default branch/);
  t.match(whyNotThisRun(aRun(), live), /environment live alone/);
  t.equal(whyNotThisRun(aRun({ environment: 'live' }), live), null);
  const workflow = { address, workflow: '.github/workflows/publish.yml' };
  t.equal(whyNotThisRun(aRun({ workflow: '.github/workflows/publish.yml' }), workflow), null);
  t.match(whyNotThisRun(aRun({ workflow: '.github/workflows/other.yml' }), workflow), /publish.yml alone/);
  t.match(whyNotThisRun(aRun({ workflow: '' }), workflow), /an unnamed workflow/);
});
