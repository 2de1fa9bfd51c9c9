/** An entry goes from one catalogue to another: whatever comes first, and whoever lies, one is current wherever both are seen. */
import t, { type Test } from 'tap';
import { decodeLeaf } from '../../src/journal/leaf.ts';
import { canonicalJson } from '../../src/kernel/canonical-json.ts';
import { reindex } from '../../src/registry/reindex.ts';
import { verify } from '../../src/registry/verify.ts';
import { recordOf, refusal, software } from '../registry/world.ts';
import { join_, joinThree, type Member } from './world.ts';

const DAY = 24 * 3_600_000;
const KITOS = { description: { en: { short: 'Keeps track of systems.' } } };

/** Catalogues a, b and c, each of which mirrors the others. `a` publishes KITOS. */
async function three(t: Test) {
  const { network, members } = await joinThree(t);
  const [a, b, c] = members;
  await a.publish('KITOS', KITOS);
  for (const from of [a, b, c]) for (const to of [a, b, c]) if (from !== to) await from.pin(to);
  const all = [a, b, c];
  const settle = async (...members: Member[]) => {
    for (const member of all) await member.sign();
    for (let round = 0; round < 2; round += 1)
      for (const member of members.length > 0 ? members : all) await member.pull();
  };
  await settle();
  return { network, a, b, c, settle };
}

/** How an origin is called at a member, and where KITOS of it is found there. */
const called = (member: Member, host: string): string => (member.host === host ? 'own' : host);
const pageOf = (member: Member, host: string): string => `/software/kitos${member.host === host ? '' : `@${host}`}`;
const shows = async (t: Test, members: Member[], host: string): Promise<void> => {
  for (const member of members)
    t.same(await found(member), [`software/kitos@${called(member, host)}`], `${member.host} shows that of ${host}`);
};

const found = async ({ registry }: Member, text = 'kitos') =>
  (await registry.read.search({ text, lang: 'en', filters: {}, sort: 'relevance', limit: 10 })).items.map(
    ({ id, origin }) => `${id}@${origin}`,
  );
const leads = async ({ registry }: Member, address: string) => {
  const answer = await registry.read.lookup('software', address);
  if ('redirect' in answer) return answer.redirect;
  return 'found' in answer ? 'itself' : 'gone' in answer ? `gone: ${answer.gone.successor}` : 'nothing';
};
const ops = async ({ store }: Member, id: string) =>
  (await store.logLeaves(0, 0, 1_000)).flatMap((bytes) => {
    const leaf = decodeLeaf(bytes);
    return leaf?.id === id ? [leaf.op] : [];
  });
const whole = async (t: Test, ...members: Member[]) => {
  for (const member of members) t.same((await verify(member.store)).findings, [], `${member.host} verifies`);
};
const states = async ({ registry }: Member) =>
  (await registry.handOver.list()).map(({ entry, to, state, side }) => `${side}: ${entry} -> ${to}: ${state}`);

/** What everybody sees once KITOS of a has gone over to b. */
async function follows(t: Test, member: Member): Promise<void> {
  const { read, handOver } = member.registry;
  t.equal((await read.list('software', 10)).total, 1);
  t.equal(await leads(member, 'kitos@a.example'), pageOf(member, 'b.example'), 'the old address leads to the new one');
  if (member.host === 'a.example') t.equal(await leads(member, 'kitos'), pageOf(member, 'b.example'));
  const row = await read.lookup('software', pageOf(member, 'b.example').replace('/software/', ''));
  if (!('found' in row)) throw new Error('It is not there.');
  const { items } = await read.adopters(row.found, { lang: 'en', limit: 10 });
  t.match(items, [{ name: 'Tønder Kommune' }], 'its adopters follow');
  t.equal((await read.linked(row.found, ['adoption-of'], 'en', 10)).total, 1);
  const [former] = await read.former(row.found, 'en');
  t.match(former, { id: 'software/kitos', origin: called(member, 'a.example') });
  const address = pageOf(member, 'a.example').replace('/software/', '');
  const old = await read.lookup('software', address, { former: true });
  t.ok('found' in old && old.found.version >= 1, 'its history is read where it was made');
  t.match(await handOver.list(), [
    { state: 'taken-over', offered: '2026-11-28', settled: '2026-11-30', name: 'KITOS' },
  ]);
  const news = await read.news(row.found, 'en', 20);
  t.match(
    news.find(({ what }) => what === 'handed-over'),
    { before: 'a.example', after: called(member, 'b.example') },
    'its feed says so',
  );
}

t.test('History, addresses and adopters follow, and one is current wherever both are seen', async (t) => {
  const { network, a, b, c, settle } = await three(t);
  await a.registry.publish(recordOf('organisation', { name: 'Tønder Kommune', type: 'municipality', country: 'DK' }));
  await a.registry.publish(
    recordOf('adoption', {
      organisation: 'organisation/tonder-kommune',
      software: 'software/kitos',
      state: 'production',
      evidence: 'claimed',
      asOf: '2026-11',
      sources: [{ title: 'A list', address: 'https://list.example', read: '2026-11-28' }],
    }),
  );
  await a.publish('KITOS', { ...KITOS, urlAliases: ['https://old.example/kitos'] });
  const offered = await a.registry.handOver.offer('kitos', { origin: 'b.example' });
  t.match(offered, { changed: true, version: 3 });
  t.match(
    await a.registry.handOver.offer('kitos', { origin: 'b.example' }),
    { changed: false },
    'said twice, once written',
  );
  await settle();
  await shows(t, [a, b, c], 'a.example');
  for (const member of [b, c])
    t.equal(await leads(member, 'kitos@a.example'), 'itself', 'an offer changes nothing yet');
  t.same(await states(b), ['taker: software/kitos@a.example -> software/kitos: offered']);
  network.clock.at += 2 * DAY;
  t.match(await b.registry.handOver.accept('software/kitos@a.example'), { id: 'software/kitos', created: true });
  t.match(
    await b.registry.handOver.accept('software/kitos@a.example'),
    { changed: false },
    'accepted twice, once written',
  );
  await settle();
  t.same(await ops(a, 'software/kitos'), ['put', 'put', 'move']);
  t.same(await ops(b, 'software/kitos'), ['move']);
  await shows(t, [a, b, c], 'b.example');
  for (const member of [a, b, c]) await follows(t, member);
  await whole(t, a, b, c);
  const body = JSON.parse(
    Buffer.from((await b.store.getBody({ origin: 0, kind: 'software', slug: 'kitos' }))?.body ?? '').toString(),
  );
  t.match(body.record.handOver, {
    from: [{ entry: 'software/kitos@a.example', offer: /^[a-z0-9]{8,}$/, on: '2026-11-30' }],
  });
  t.same(body.record.urlAliases, ['https://old.example/kitos']);

  await t.test('Earlier it stood where it was', async (t) => {
    const events = await c.store.events(0, 1_000);
    const seq = events.find(({ entry }) => entry.slug === 'kitos')?.seq ?? 0;
    const then = await c.registry.past(seq);
    const answer = await then.read.lookup('software', 'kitos@a.example');
    t.ok('found' in answer, JSON.stringify(answer));
    const now = await c.registry.past(await c.registry.read.point());
    t.same(await now.read.lookup('software', 'kitos@a.example'), { redirect: '/software/kitos@b.example' });
  });

  await t.test('The giver changes it no more, and the taker does', async (t) => {
    const late = software('KITOS', { ...KITOS, version: '2.0' });
    t.match(await refusal(a.registry.publish(late)), {
      code: 'conflict',
      message: /goes on as software\/kitos@b.example/,
    });
    t.match(await refusal(a.registry.withdraw('software', 'kitos', 'retired')), { code: 'conflict' });
    t.match(await refusal(a.registry.handOver.undo('kitos')), { code: 'conflict' });
    t.match(await refusal(a.registry.handOver.offer('kitos', { origin: 'c.example' })), { code: 'conflict' });
    await b.registry.publish(late);
    await settle();
    t.same(await ops(b, 'software/kitos'), ['move', 'move'], 'it stays named as long as it stands');
    await shows(t, [a, b, c], 'b.example');
  });

  await t.test('Made anew from what is kept, it stands as before', async (t) => {
    for (const member of [a, c]) {
      await member.store.setDerivedVersion(1);
      await reindex(member.store, { now: network.clock.at, salt: () => '', randomId: () => '' });
      t.same(await found(member), ['software/kitos@b.example']);
      await whole(t, member);
    }
  });

  await t.test('Whoever comes last, or takes bodies of other facets alone, sees one too', async (t) => {
    const d = await join_(t, network, 'd.example');
    await d.pin(b);
    await d.pin(a, { facets: ['it'] });
    for (let round = 0; round < 2; round += 1) await d.pull();
    t.same(await found(d), ['software/kitos@b.example']);
    t.equal(await leads(d, 'kitos@a.example'), '/software/kitos@b.example');
    await whole(t, d);
  });

  await t.test('It goes on under a new address of either side', async (t) => {
    await b.move('new.example');
    network.clock.at += 3 * 3_600_000;
    for (let round = 0; round < 3; round += 1) await settle(a, c);
    for (const member of [a, c]) t.same(await found(member), ['software/kitos@new.example']);
    t.equal(await leads(c, 'kitos@a.example'), '/software/kitos@new.example');
    await whole(t, a, b, c);
  });
});

t.test('Whichever half comes first, the view is the same', async (t) => {
  const { network, a, b, settle } = await three(t);
  await a.registry.handOver.offer('kitos', { origin: 'b.example' });
  await settle(b);
  await b.registry.handOver.accept('software/kitos@a.example');
  await a.sign();
  await b.sign();
  const views: string[] = [];
  for (const [i, order] of [
    [a, b],
    [b, a],
  ].entries()) {
    const late = await join_(t, network, `late-${i}.example`);
    for (const peer of order) {
      await late.pin(peer);
      await late.pull();
      if (peer === a && i === 0) t.same(await found(late), ['software/kitos@a.example'], 'one half alone is current');
      if (peer === b && i === 1) {
        t.same(await found(late), ['software/kitos@b.example']);
        t.match(await late.registry.handOver.list(), [{ state: 'claimed' }], 'and says what cannot be seen');
      }
    }
    views.push(
      canonicalJson([
        await found(late),
        await leads(late, 'kitos@a.example'),
        await leads(late, 'kitos'),
        await states(late),
      ]),
    );
    await whole(t, late);
  }
  t.equal(views[0], views[1]);
  t.match(views[0], /"software\/kitos@b.example"/);
});

t.test(
  'Whoever comes after the giver has delisted it is led to where it went, as those are who saw it go',
  async (t) => {
    const { network, a, b, c, settle } = await three(t);
    await a.registry.handOver.offer('kitos', { origin: 'b.example' });
    await settle();
    await b.registry.handOver.accept('software/kitos@a.example');
    await a.registry.withdraw('software', 'kitos', 'handed-over');
    await settle(c);
    const late = await join_(t, network, 'late.example');
    for (const peer of [a, b]) await late.pin(peer);
    for (let round = 0; round < 2; round += 1) await late.pull();
    for (const member of [a, c, late]) {
      t.equal(await leads(member, 'kitos@a.example'), 'gone: software/kitos@b.example', member.host);
      t.match(await member.store.listWanted(1, Number.MAX_SAFE_INTEGER, 10), [], 'nothing is asked for any more');
    }
    t.same(await found(late), ['software/kitos@b.example']);
    await whole(t, a, b, c, late);
  },
);

t.test(
  'What is delisted as handed over is asked for once, though it names nobody or was erased in part since',
  async (t) => {
    const { network, a, settle } = await three(t);
    await a.publish('OS2mo');
    const first = (await a.store.getBody({ origin: 0, kind: 'software', slug: 'os2mo' }, 1))?.digest ?? '';
    await a.registry.handOver.offer('os2mo', { origin: 'b.example' });
    for (const name of ['Aula', 'Nemo']) await a.publish(name);
    const digest = async (slug: string, n: number) =>
      (await a.store.getBody({ origin: 0, kind: 'software', slug }, n))?.digest ?? '';
    for (const slug of ['aula', 'nemo']) await a.registry.handOver.offer(slug, { origin: 'b.example' });
    await a.registry.erase('software', 'aula', await digest('aula', 1));
    for (const slug of ['kitos', 'os2mo', 'aula', 'nemo']) await a.registry.withdraw('software', slug, 'handed-over');
    await a.registry.erase('software', 'os2mo', first);
    await a.registry.erase('software', 'nemo', await digest('nemo', 2));
    await settle(a);
    const late = await join_(t, network, 'late.example');
    await late.pin(a);
    const before = network.asked.length;
    network.fault = () => {
      if (network.asked.length - before > 100) throw new Error('It is asked for without end.');
    };
    await late.pull();
    t.equal(await leads(late, 'kitos@a.example'), 'gone: null');
    t.equal(
      await leads(late, 'os2mo@a.example'),
      'gone: software/os2mo@b.example',
      'erased in part, it still leads on',
    );
    t.equal(await leads(late, 'aula@a.example'), 'gone: software/aula@b.example', 'whenever that part was erased');
    t.equal(await leads(late, 'nemo@a.example'), 'gone: null', 'what says where to is erased');
    t.same(await late.store.listWanted(1, Number.MAX_SAFE_INTEGER, 10), [], 'nothing is asked for any more');
    const asked = network.asked.length;
    await late.pull();
    t.notOk(
      network.asked.slice(asked).some(({ url }) => url.includes('blob')),
      'nor in the next turn',
    );
    await whole(t, a, late);
  },
);

t.test('An offer is refused, taken back, or runs out', async (t) => {
  const { network, a, b, c, settle } = await three(t);
  const kitos = 'software/kitos@a.example';
  t.match(await refusal(b.registry.handOver.accept(kitos)), { code: 'conflict', message: /does not offer/ });
  await a.registry.handOver.offer('kitos', { origin: 'b.example' });
  await settle();
  t.match(
    await refusal(c.registry.handOver.accept(kitos)),
    { code: 'conflict', message: /does not offer/ },
    'not to everybody',
  );
  t.match(await b.registry.handOver.refuse(kitos), { state: 'refused', settled: '2026-11-28' });
  t.same(await states(a), ['giver: software/kitos -> software/kitos@b.example: offered']);
  await a.registry.handOver.undo('kitos');
  await settle();
  t.same(await states(b), [], 'what was taken back is told no more');
  t.match(await refusal(b.registry.handOver.accept(kitos)), { code: 'conflict' });
  t.match(await refusal(a.registry.handOver.undo('kitos')), { code: 'conflict', message: /not offered/ });
  network.clock.at += DAY;
  await a.registry.handOver.offer('kitos', { origin: 'b.example' });
  await settle();
  t.same(
    await states(b),
    ['taker: software/kitos@a.example -> software/kitos: offered'],
    'a new offer is a new question',
  );
  network.clock.at += 91 * DAY;
  t.same(await states(a), ['giver: software/kitos -> software/kitos@b.example: lapsed']);
  t.match(await refusal(b.registry.handOver.accept(kitos)), { code: 'conflict', message: /ended on 2027-02-27/ });
  t.equal(await a.registry.handOver.lapse(), 0, 'an answer of the last day may be on its way');
  network.clock.at += 15 * DAY;
  t.equal(await a.registry.handOver.lapse(), 1);
  t.equal(await a.registry.handOver.lapse(), 0, 'once');
  t.same(await states(a), [], 'whoever would still say that it has taken it over is alone with that');
  t.match(
    await a.registry.handOver.offer('kitos', { origin: 'b.example' }),
    { changed: true },
    'and can be made again',
  );
  await settle();
  await b.registry.handOver.accept(kitos);
  await settle();
  for (const member of [a, c]) t.same(await found(member), ['software/kitos@b.example']);
  t.same(await ops(a, 'software/kitos'), ['put', 'move', 'put', 'move', 'put', 'move']);
  t.equal(await a.registry.handOver.lapse(), 0, 'what was taken over stays so');
  await whole(t, a, b, c);
});

t.test('It goes on and on, and back: A to B to C to A', async (t) => {
  const { a, b, c, settle } = await three(t);
  const pass = async (from: Member, to: Member, ...former: Member[]) => {
    await from.registry.handOver.offer('kitos', { origin: to.host });
    await settle();
    await to.registry.handOver.accept(`software/kitos@${from.host}`);
    await settle();
    await shows(t, [a, b, c], to.host);
    for (const member of [a, b, c])
      for (const { host } of former) t.equal(await leads(member, `kitos@${host}`), pageOf(member, to.host));
    await whole(t, a, b, c);
  };
  await pass(a, b, a);
  await pass(b, c, a, b);
  await pass(c, a, b, c);
  t.match(
    await a.registry.publish(software('KITOS', { ...KITOS, version: '3.0' })),
    { changed: true },
    'it is ours again',
  );
  await pass(a, b, a, c);
});

t.test('Nobody hands over or takes what is not theirs to', async (t) => {
  const { a, b, c, settle } = await three(t);
  const acts = a.registry.handOver;
  t.match(await refusal(acts.offer('none', { origin: 'b.example' })), { code: 'not-found', message: /no own entry/ });
  t.match(
    await refusal(b.registry.handOver.offer('kitos', { origin: 'c.example' })),
    { code: 'not-found' },
    "another's",
  );
  t.match(await refusal(acts.offer('kitos', { origin: 'z.example' })), { code: 'not-found', message: /pinned/ });
  t.match(await refusal(acts.offer('kitos', { origin: 'b.example', slug: 'Not a name' })), {
    code: 'invalid-parameter',
  });
  t.match(await refusal(acts.accept('software/kitos')), { code: 'invalid-parameter' });
  t.match(await refusal(acts.accept('software/kitos@a.example')), { code: 'conflict', message: /not another/ });
  t.match(await refusal(acts.accept('software/none@b.example')), { code: 'not-found' });
  t.match(await refusal(acts.accept('software/kitos@nobody.example')), { code: 'not-found' });
  const said = { to: { entry: 'software/kitos@b.example', offer: 'abcdefgh', on: '2026-11-28', until: '2027-02-26' } };
  const problems = [{ rule: 'hand-over', pointer: '/handOver' }];
  await t.rejects(a.registry.publish(software('KITOS', { handOver: said })), { problems } as never);
  await b.registry.publish(software('Kitos', { url: 'https://other.example/kitos' }));
  await settle();
  t.match(await refusal(acts.offer('kitos', { origin: 'b.example' })), {
    code: 'conflict',
    message: /another product there.*--as NAME/,
  });
  await acts.offer('kitos', { origin: 'b.example', slug: 'kitos-of-a' });
  await settle();
  await b.registry.handOver.accept('software/kitos@a.example');
  await settle();
  t.same((await found(c)).sort(), ['software/kitos-of-a@b.example', 'software/kitos@b.example']);
  t.equal(await leads(c, 'kitos@a.example'), '/software/kitos-of-a@b.example');
  await b.registry.withdraw('software', 'kitos', 'retired');
  await settle();
  await a.publish('Second');
  t.match(await refusal(acts.offer('second', { origin: 'b.example', slug: 'kitos' })), {
    code: 'conflict',
    message: /withdrawn there/,
  });
});
