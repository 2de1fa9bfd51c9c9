import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { systemClock } from '../../src/kernel/clock.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { cliOf } from '../helpers/cli.ts';
import { serve } from '../helpers/http-server.ts';
import { manifestOf } from '../helpers/manifest.ts';

const ADDRESS = 'https://git.example/town/town-hall';
const OTHER = 'https://git.example/city/city-hall';

async function open(t: Test) {
  const cli = cliOf(t);
  const folder = t.testdir({ 'publiccode.yml': manifestOf('Town hall', ADDRESS) });
  const imported = await cli.alminding(['import', folder]);
  if (imported.code !== 0) throw new Error(imported.err);
  return cli;
}

t.test('A token is made, listed without itself, and revoked', async (t) => {
  const { alminding, json } = await open(t);
  const made = await alminding([
    'token',
    'create',
    '--repository',
    ADDRESS,
    '--label',
    'Job of the town',
    '--days',
    '7',
  ]);
  t.equal(made.code, 0, made.err);
  t.match(made.out, /^alminding_[\w-]{43}\n$/, 'standard output holds the token alone');
  const listed = await alminding(['token', 'list']);
  t.match(listed.out, /Job of the town: https:\/\/git\.example\/town\/town-hall \(good until .*, never used\)/);
  t.notOk(listed.out.includes(made.out.trim()));
  const { value } = await json<{ id: string }[]>(['token', 'list']);
  const id = value[0]?.id ?? '';
  t.equal((await alminding(['token', 'revoke', id])).code, 0);
  t.equal((await alminding(['token', 'revoke', id])).code, 2);
  t.match((await alminding(['token', 'list'])).out, /revoked/);
  t.equal((await alminding(['token', 'create', '--label', 'x'])).code, 2);
  t.equal((await alminding(['token', 'create', '--repository', ADDRESS])).code, 2);
  t.equal((await alminding(['token', 'steal'])).code, 2);
});

t.test('Writers are shown, named, announced and given up', async (t) => {
  const { alminding, json } = await open(t);
  t.match((await alminding(['writer', 'list', 'software/town-hall'])).out, /Only the operator/);
  const named = await alminding(['writer', 'add', 'software/town-hall', '--address', ADDRESS]);
  t.match(named.out, /Writers of software\/town-hall\n {2}https:\/\/git\.example\/town\/town-hall \(by a token\)/);
  const announced = await alminding(['writer', 'replace', 'software/town-hall', '--address', OTHER]);
  t.match(announced.out, /Announced\n {2}replace https:\/\/git\.example\/city\/city-hall: from \d{4}-/);
  const early = await alminding(['writer', 'confirm', 'software/town-hall', '--address', OTHER]);
  t.equal(early.code, 2);
  t.match(early.err, /is due on/);
  t.equal((await alminding(['writer', 'drop', 'software/town-hall', '--address', OTHER])).code, 0);
  const { value } = await json<{ history: { act: string }[] }>(['writer', 'list', 'software/town-hall']);
  t.same(
    value.history.map(({ act }) => act),
    ['dropped', 'announced', 'added'],
  );
  t.equal((await alminding(['writer', 'add', 'software/town-hall'])).code, 2);
  t.equal((await alminding(['writer', 'add', 'software/nobody', '--address', ADDRESS])).code, 2);
  t.equal((await alminding(['writer', 'steal', 'software/town-hall'])).code, 2);
  t.equal((await alminding(['writer', 'list', 'network/os2'])).code, 2);
});

t.test('What waits is listed, repositories are expected and forgotten, and acts are kept', async (t) => {
  const { alminding, json } = await open(t);
  t.match((await alminding(['admission', 'list'])).out, /Nothing waits/);
  t.equal((await alminding(['admission', 'accept', 'nothing'])).code, 2);
  const numbers = ['--issuer', 'https://ci.example', '--repository', '5', '--owner', '6'];
  t.equal((await alminding(['admission', 'expect', '--address', OTHER])).code, 2, 'names alone will not do');
  const expected = await json<{ id: string }>(['admission', 'expect', '--address', OTHER, ...numbers]);
  t.equal(expected.code, 0);
  t.match((await alminding(['admission', 'expected'])).out, /city-hall, until/);
  t.equal((await alminding(['admission', 'forget', expected.value.id])).code, 0);
  t.match((await alminding(['admission', 'expected'])).out, /No repository/);
  await alminding(['writer', 'add', 'software/town-hall', '--address', ADDRESS]);
  t.match((await alminding(['admission', 'acts'])).out, /operator: writer add software\/town-hall/);
  t.equal((await alminding(['admission', 'open'])).code, 2);
});

t.test('What waits is looked at before it is let in or refused, and only what was looked at is', async (t) => {
  const { alminding, data } = await open(t);
  const store = openStore({ folder: data, clock: systemClock, busyMs: 1_000, what: 'a test' });
  const bytes = Buffer.from(`${manifestOf('City hall', OTHER)}# \u001b[31m\n`);
  const about = { about: 'new', entry: null, state: 'waiting', reason: null, decided: null } as const;
  await store.putAdmission({
    ...{ id: 'a1', address: OTHER, path: 'publiccode.yml', principal: '{"by":"token","id":"x","scope":{"entry":"x"}}' },
    ...{ mediaType: 'application/yaml', bytes, digest: 'seen', received: Date.now(), ...about },
  });
  await store.close();
  const looked = await alminding(['admission', 'show', 'a1']);
  t.match(looked, { code: 0, out: /city-hall \(publiccode\.yml\).*digest seen\n {2}publiccodeYmlVersion/ });
  t.notOk(looked.out.includes('\u001b'), 'nothing that a terminal would obey');
  t.match(await alminding(['admission', 'refuse', 'a1', '--digest', 'other']), { code: 2, err: /Look at what waits/ });
  t.match(await alminding(['admission', 'refuse', 'a1', '--digest', 'seen']), { code: 0, out: /refused/ });
  t.equal((await alminding(['admission', 'show', 'a1'])).code, 2, 'it is not kept when it is decided');
});

t.test('Who is told of changes is added, listed, pinged and forgotten, and the secret is shown once', async (t) => {
  const got: string[] = [];
  const server = await serve(t, (request, response) => {
    got.push(String(request.headers['webhook-signature']));
    response.writeHead(got.length > 1 ? 500 : 200).end();
  });
  const cli = cliOf(t);
  const env = { ALMINDING_NET_EXCEPTIONS: `${server.url}=127.0.0.1/32` };
  const alminding = (words: string[]) => cli.alminding(words, { env });
  const json = <T>(words: string[]) => cli.json<T>(words, { env });
  const made = await alminding(['hook', 'add', `${server.url}/x`, '--label', 'Town', '--kinds', 'software']);
  t.equal(made.code, 0, made.err);
  t.match(made.out, /^whsec_\S+\n$/, 'standard output holds the secret alone');
  const listed = await alminding(['hook', 'list']);
  t.match(listed.out, /Town .*0 changes behind/);
  t.notMatch(listed.out, /whsec/);
  const { value } = await json<{ id: string }[]>(['hook', 'list']);
  const id = value[0]?.id ?? '';
  t.match(await alminding(['hook', 'ping', id]), { code: 0, out: 'It was taken (200).\n' });
  t.match(await alminding(['hook', 'ping', id]), { code: 1, out: 'It was not taken: 500.\n' });
  const log = await json<{ message: string }[]>(['hook', 'log', id]);
  t.equal(log.value.length, 2);
  t.equal((await alminding(['hook', 'redeliver', id, log.value[0]?.message ?? ''])).code, 1);
  t.equal((await alminding(['hook', 'redeliver', id])).code, 2);
  t.equal((await alminding(['hook', 'resume', id])).code, 0);
  const renewed = await alminding(['hook', 'renew', id]);
  t.match(renewed, { code: 0, out: /^whsec_\S+\n$/, err: /another secret/ });
  const backup = join(t.testdirName, 'backup.db');
  t.equal((await alminding(['backup', backup])).code, 0);
  const [bytes, key] = [readFileSync(backup).toString('latin1'), readFileSync(join(cli.data, 'hooks.key'), 'utf8')];
  for (const word of [made.out, renewed.out]) t.notOk(bytes.includes(word.trim().slice(6)), 'no secret is in a backup');
  t.notOk(bytes.includes(key.split(' ')[1]?.trim() ?? 'x'), 'nor the key');
  t.equal(statSync(join(cli.data, 'hooks.key')).mode & 0o777, 0o600);
  const elsewhere = { ...env, ALMINDING_DATA: join(t.testdirName, 'elsewhere') };
  const restored = await cli.alminding(['restore', backup], { env: elsewhere });
  t.match(restored, { code: 0, out: new RegExp(`Webhook ${id} is suspended.*hook renew ${id}`) });
  t.match(
    (await cli.alminding(['hook', 'list'], { env: elsewhere })).out,
    /suspended: its secret cannot be opened.*renew/,
  );
  t.match(await cli.alminding(['hook', 'renew', id], { env: elsewhere }), { code: 0, out: /^whsec_/ });
  t.match((await cli.alminding(['hook', 'list'], { env: elsewhere })).out, /0 changes behind/);
  const here = await json<{ webhooksWithoutSecret: string[] }>(['restore', backup]);
  t.same(here.value.webhooksWithoutSecret, [], 'where the key is, nothing is lost');
  chmodSync(join(cli.data, 'hooks.key'), 0o644);
  t.match(await alminding(['hook', 'ping', id]), { code: 2, err: /can be read by others/ });
  chmodSync(join(cli.data, 'hooks.key'), 0o600);
  t.equal((await alminding(['hook', 'remove', id])).code, 0);
  t.match(await alminding(['hook', 'remove', id]), { code: 2, err: /no webhook of this name/ });
  t.equal((await alminding(['hook', 'add', 'https://127.0.0.1/', '--label', 'x'])).code, 2);
  t.equal((await alminding(['hook', 'steal', 'x'])).code, 2);
});
