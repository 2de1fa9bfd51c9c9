import t from 'tap';
import { cliOf } from '../helpers/cli.ts';
import { gitServer } from '../helpers/git-server.ts';
import { manifestOf } from '../helpers/manifest.ts';

t.test('Sources are added, crawled, listed and removed; exit codes say how it went', async (t) => {
  const server = await gitServer(t);
  const { alminding, json } = cliOf(t);
  const env = { ALMINDING_NET_EXCEPTIONS: `${server.url}=127.0.0.0/8` };
  t.match(await alminding(['crawl']), { code: 0, err: /No source was due/ });
  t.match(await alminding(['source', 'list']), { code: 0, out: '', err: /alminding source add/ });
  const url = `${server.url}/town/agenda`;
  await server.commit('town/agenda', { 'publiccode.yml': manifestOf('Agenda', url) });
  await server.commit('town/broken', { 'publiccode.yml': 'publiccodeYmlVersion: "0.5"\n' });
  const added = await alminding(['source', 'add', url]);
  t.match(added, { code: 0, err: /1 source added/ });
  const id = added.out.trim();
  t.match(await alminding(['source', 'add', url]), { code: 0, err: /0 sources added, 1 known/ });
  t.match(await alminding(['crawl', '--dry-run'], { env }), { code: 0, out: /published as software\/agenda/ });
  t.match(await alminding(['crawl'], { env }), {
    code: 0,
    out: /published as software\/agenda, version 1/,
    err: /1 looked at: 1 published/,
  });
  t.match(await alminding(['crawl', '--source', id], { env }), { code: 0, out: /unchanged/ });
  t.match(await alminding(['source', 'list']), { out: new RegExp(`${id}\talive\tvalid\tsoftware/agenda`) });
  t.match(await alminding(['show', 'software/agenda']), { code: 0 });

  const broken = (await alminding(['source', 'add', `${server.url}/town/broken`])).out.trim();
  t.match(await alminding(['crawl'], { env }), { code: 1, out: /not valid: .*publiccode\.yml:1/ });
  t.match(await json(['crawl', '--source', broken], { env }), {
    code: 1,
    value: { summary: { invalid: 1 }, sources: [{ id: broken, outcome: 'judged' }] },
  });
  t.match(await alminding(['crawl', '--source', url]), { code: 1, out: /failed: .*https/ }, 'without the exception');
  t.match(await alminding(['source', 'remove', url]), { code: 0, out: /forgotten/ });
  t.match(await alminding(['show', 'software/agenda']), { code: 0 }, 'what it gave stays');
  t.match(await json(['source', 'list']), { value: { sources: [{ id: broken, verdict: 'invalid' }] } });
  await alminding(['source', 'add', url, '--path', 'parts/a.yml']);
  await alminding(['source', 'add', '--list', `${url}/list.json`]);
  t.match(await alminding(['source', 'remove', url]), { code: 2, err: /added with --path/ });
  t.match(await alminding(['source', 'remove', url, '--path', 'b.yml']), { code: 2, err: /with the path b\.yml/ });
  t.match(await alminding(['source', 'remove', url, '--path', 'parts/a.yml']), { code: 0 });
  t.match(await alminding(['source', 'remove', `${url}/list.json`]), { code: 0 });
});

t.test(
  'A repository without a manifest is drafted, shown with where each value comes from, and listed on demand',
  async (t) => {
    const server = await gitServer(t);
    const { alminding } = cliOf(t);
    const env = { ALMINDING_NET_EXCEPTIONS: `${server.url}=127.0.0.0/8` };
    await server.commit('town/plain', { 'package.json': '{"name":"plain","version":"1.0.0","license":"MIT"}' });
    t.match(await alminding(['drafts', 'list']), { code: 2, out: '', err: /There is no catalogue in/ });
    const id = (await alminding(['source', 'add', `${server.url}/town/plain`])).out.trim();
    t.match(await alminding(['drafts', 'list']), { code: 0, out: '', err: /No draft waits/ });
    await alminding(['crawl'], { env });
    t.match(await alminding(['drafts', 'list']), { code: 0, out: new RegExp(`^${id}\twaiting\tplain`) });
    t.match(await alminding(['drafts', 'show', id]), {
      out: /legal\.license: MIT \(package\.json\)[\s\S]*Nobody found:[\s\S]*platforms/,
    });
    t.match(await alminding(['drafts', 'accept', id]), {
      code: 0,
      out: 'software/plain is listed, as written by the catalogue.\n',
    });
    t.match(await alminding(['show', 'software/plain']), { code: 0 });
    t.match(await alminding(['drafts', 'refuse', id, '--reason', 'x']), { code: 0, out: /not listed/ });
    t.match(await alminding(['drafts', 'list', '--all']), { out: /refused/ });
    for (const words of [
      ['drafts', 'accept', 'none'],
      ['drafts', 'accept'],
      ['drafts', 'x'],
    ])
      t.equal((await alminding(words)).code, 2, words.join(' '));
  },
);

t.test('What is wrong is said', async (t) => {
  const { alminding } = cliOf(t);
  for (const words of [
    ['source', 'x'],
    ['source', 'add'],
    ['source', 'add', 'no address'],
    ['source', 'remove', 'x'],
    ['source', 'remove'],
  ])
    t.match(await alminding(words), { code: 2 }, words.join(' '));
  t.match(await alminding(['crawl', '--source', 'nothing']), { code: 2, err: /There is no source nothing/ });
  t.match(await alminding(['source', 'add', '--from', 'nowhere'], { env: { ALMINDING_BUILT_IN: 'true' } }), {
    code: 2,
    err: /There are .*os2/,
  });
  const taken = await alminding(['source', 'add', '--from', 'os2'], { env: { ALMINDING_BUILT_IN: 'true' } });
  t.match(taken, { code: 0, err: /sources added/ });
});
