/** How issues are answered, by servers that answer as the APIs of forges do. */
import fc from 'fast-check';
import t, { type Test } from 'tap';
import type { Forge, IssuesSeen } from '../../src/crawl/forge.ts';
import { createForges, type ForgeWord } from '../../src/crawl/forges.ts';
import { answersOf, type Issue } from '../../src/crawl/issues.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createGit } from '../../src/net/git.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { serve } from '../helpers/http-server.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const at = (day: number, hour = 0): string => new Date(NOW - day * 86_400_000 + hour * 3_600_000).toISOString();

type Answers = Record<string, { status?: number; body?: unknown; headers?: Record<string, string> }>;

/** A forge of this kind that answers paths so; what was asked, without the parameters. */
async function forgeOf(t: Test, word: ForgeWord, answers: Answers) {
  const asked: string[] = [];
  const server = await serve(t, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const page = url.searchParams.get('page');
    const name = decodeURIComponent(url.pathname) + (page === null ? '' : `?page=${page}`);
    asked.push(name);
    const { status = 200, body = [], headers = {} } = answers[name] ?? { status: 404, body: {} };
    const known = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag;
    response.writeHead(known ? 304 : status, { 'content-type': 'application/json', ...headers });
    response.end(known ? '' : JSON.stringify(body));
  });
  const net = createNet({ exceptions: server.exceptions });
  t.teardown(() => net.close());
  const host = `127.0.0.1:${server.port}`;
  const forges = createForges({
    ...{ net, git: createGit({ net, exceptions: server.exceptions }), folder: t.testdirName, userAgent: 'tester/1' },
    ...{ tokens: new Map([[host, 'read-only']]), forges: new Map([[host, word]]) },
  });
  const forge: Forge = await forges(server.url);
  const ask = (etag: string | null = null): Promise<IssuesSeen> =>
    (forge.issues as NonNullable<Forge['issues']>)(`${server.url}/town/agenda`, {
      ...{ now: NOW, etag, signal: AbortSignal.timeout(60_000) },
    });
  return { ask, asked, answers };
}

t.test(
  'GitHub: pull requests, bots and the asker are no answer, pages are followed, the same costs one request',
  async (t) => {
    const issue = (number: number, day: number, comments: number, more = {}) => ({
      ...{ number, created_at: at(day), updated_at: at(1), user: { id: number, type: 'User' }, comments, ...more },
    });
    const comment = (number: number, id: number, day: number, hour: number, type = 'User') => ({
      ...{ issue_url: `https://api/repos/town/agenda/issues/${number}`, created_at: at(day, hour), user: { id, type } },
    });
    const list = '/api/v3/repos/town/agenda/issues';
    const { ask, asked } = await forgeOf(t, 'github', {
      [list]: {
        body: [issue(1, 10, 3), issue(2, 20, 1), issue(3, 5, 0), issue(9, 4, 2, { pull_request: {} })],
        headers: { etag: '"one"', link: '<https://x/api/v3/repositories/7/issues?page=2>; rel="next"' },
      },
      '/api/v3/repositories/7/issues?page=2': { body: [issue(4, 400, 1), issue(5, 30, 2)] },
      [`${list}/comments`]: {
        body: [
          ...[comment(1, 1, 10, 1), comment(1, 77, 10, 12, 'Bot'), comment(1, 50, 9, 0), comment(1, 51, 8, 0)],
          ...[comment(2, 2, 19, 0), comment(5, 50, 27, 0), comment(4, 50, 399, 0), comment(9, 50, 3, 0)],
        ],
      },
    });
    const seen = await ask();
    t.match(seen, { is: 'told', etag: '"one"' });
    t.same('issues' in seen && seen.issues, {
      enabled: true,
      answers: { from: '2026-08-21', until: '2026-11-20', opened: 4, answered: 2, meanDays: 2, medianDays: 2 },
    });
    t.same(asked, [list, '/api/v3/repositories/7/issues?page=2', `${list}/comments`]);
    asked.length = 0;
    t.same(await ask('"one"'), { is: 'unchanged' });
    t.equal(asked.length, 1);
  },
);

t.test('GitLab: what was said is read issue by issue, and its own remarks are none', async (t) => {
  const list = '/api/v4/projects/town/agenda/issues';
  const issue = (iid: number, day: number, user_notes_count: number) => ({
    ...{ iid, created_at: at(day), updated_at: at(1), author: { id: iid }, user_notes_count },
  });
  const note = (id: number, day: number, system = false) => ({ created_at: at(day), author: { id }, system });
  const { ask, asked, answers } = await forgeOf(t, 'gitlab', {
    [list]: { body: [issue(1, 10, 2), issue(2, 20, 0), issue(3, 30, 1)] },
    [`${list}/1/notes`]: { body: [note(9, 10, true), note(1, 9), note(9, 6)] },
    [`${list}/3/notes`]: { body: [note(9, 28)] },
  });
  t.match(await ask(), { issues: { answers: { opened: 3, answered: 2, meanDays: 3, medianDays: 3 } } });
  t.equal(asked.length, 3, 'of what nobody answered nothing is read');
  const many = Array.from({ length: LIMITS.issueThreads + 5 }, (_, n) => issue(n + 100, n + 1, 1));
  Object.assign(answers, { [list]: { body: many } });
  for (const { iid } of many) answers[`${list}/${iid}/notes`] = { body: [] };
  asked.length = 0;
  const seen = await ask();
  t.equal(asked.length, 1 + LIMITS.issueThreads);
  t.match(
    seen,
    { issues: { answers: { from: '2026-10-31', opened: 20, answered: 0 } } },
    'the period says how far it goes',
  );
});

t.test('Forgejo: what was said comes for the whole repository', async (t) => {
  const list = '/api/v1/repos/town/agenda/issues';
  const times = { created_at: at(10), updated_at: at(1) };
  const { ask, answers } = await forgeOf(t, 'forgejo', {
    [list]: {
      body: [
        { number: 1, ...times, user: { id: 1 }, comments: 1 },
        { number: 2, ...times, user: { id: 2 } },
      ],
    },
    [`${list}/comments`]: {
      body: [{ issue_url: 'https://f/town/agenda/issues/1', created_at: at(9, 12), user: { id: 5 } }],
    },
  });
  t.match(await ask(), { issues: { answers: { opened: 2, answered: 1, meanDays: 1.5, medianDays: 1.5 } } });
  Object.assign(answers, { [list]: { body: [] } });
  const none = await ask();
  t.same('issues' in none && none.issues.answers, { from: '2026-08-21', until: '2026-11-20', opened: 0, answered: 0 });
});

t.test('What is switched off, hidden, spent, too lively or broken is told apart', async (t) => {
  const list = '/api/v3/repos/town/agenda/issues';
  const { ask, answers } = await forgeOf(t, 'github', {});
  const given = async (answer: Answers[string]) => {
    answers[list] = answer;
    return ask();
  };
  t.match(await given({ status: 410, body: {} }), { is: 'told', issues: { enabled: false } });
  t.same(await given({ status: 404, body: {} }), { is: 'none', why: 'not-offered' });
  t.same(await given({ status: 403, body: {} }), { is: 'none', why: 'no-access' });
  t.same(await given({ status: 500, body: {} }), { is: 'none', why: 'failed' });
  const spent = { 'x-ratelimit-remaining': '0' };
  t.same(await given({ status: 403, body: {}, headers: spent }), { is: 'none', why: 'rate-limited' });
  t.match(await given({ body: 'no list' }), { issues: { answers: { opened: 0 } } });
  const issue = { number: 1, created_at: at(1), updated_at: at(1), user: { id: 1 }, comments: 1 };
  t.same(await given({ body: [issue] }), { is: 'none', why: 'not-offered' }, 'what was said cannot be read');
  answers[`${list}/comments`] = { body: [] };
  const endless = { link: `<https://x${list}>; rel="next"` };
  t.same(await given({ body: [issue], headers: endless }), { is: 'none', why: 'too-large' });
});

t.test('Whatever the issues, counts fit each other, and no answer comes before its question', async (t) => {
  const issues = fc.array(
    fc.record({ id: fc.constantFrom('1', '2', '3'), at: fc.nat(9), by: fc.constantFrom('a', 'b') }),
  );
  const comments = fc.array(
    fc.record({ issue: fc.constantFrom('1', '2', '3', '4'), at: fc.nat(12), by: fc.constantFrom('a', 'b', 'c') }),
  );
  const day = (n: number): number => Date.UTC(2026, 9, 1 + n);
  const holds = fc.assert.bind(
    null,
    fc.property(issues, comments, fc.nat(9), (asked, said, first) => {
      const all = asked.map(
        (issue, n): Issue => ({ ...issue, id: `${issue.id}-${n}`, at: day(issue.at), changed: 0, comments: 1 }),
      );
      const told = said.flatMap((each) => all.map(({ id }) => ({ ...each, issue: id, at: day(each.at) })));
      const from = new Date(day(first)).toISOString().slice(0, 10);
      const { opened = 0, answered = 0, meanDays, medianDays } = answersOf(all, told, from, '2026-10-31');
      const fits = opened === asked.filter(({ at }) => at >= first).length && answered <= opened;
      return fits && (answered === 0 ? meanDays === undefined : (meanDays ?? -1) >= 0 && (medianDays ?? -1) >= 0);
    }),
  );
  t.doesNotThrow(holds);
});
