import t from 'tap';
import type { MirrorRow } from '../../src/store/mirror-port.ts';
import { openApp, type TestApp } from '../helpers/open-app.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';

const NOW = Date.UTC(2026, 10, 28, 22);
const PEER = 'catalogue.os2.example';
const sources = [{ title: 'A page', address: 'https://example.org/page' }];
const source = sources[0];

/** What every case stands on. */
const GROUND: Record<string, object> = {
  'software/agenda': { name: 'Agenda' },
  'software/old': { name: 'Old', relations: [{ type: 'succeeded-by', target: 'software/agenda' }] },
  'network/house': { name: 'House', roles: [{ role: { en: 'Board' }, name: 'The board', may: ['decide'] }] },
  'network/before': { name: 'Before', lifecycle: { state: 'merged', into: 'network/house' } },
  'framework/list': {
    ...{ name: 'List', version: '1', network: 'network/house', levels: [{ id: '1', rank: 1 }] },
    requirements: [{ id: 'A', level: '1' }],
  },
};

const assessment = (more: object) => ({
  ...{
    subject: 'software/agenda',
    framework: 'framework/list',
    frameworkVersion: '1',
    type: 'self',
    date: '2026-01-01',
  },
  ...more,
});
const claim = (more: object) => ({
  ...{ subject: 'software/agenda', measure: 'bodies', what: { en: 'Bodies' }, unit: { en: 'bodies' } },
  ...{ value: 7, nature: 'counted', source },
  ...more,
});
const used = (more: object) => ({
  ...{ organisationName: 'A town', software: 'software/agenda', evidence: 'claimed', sources },
  ...more,
});

interface Case {
  what: string;
  id: string;
  record: object;
  /** `rule pointer` of what is refused here. */
  refused: string;
  /** Where a peer's record is marked: a page, or that it is kept and not shown. */
  page?: string;
  marked: RegExp | 'not shown';
}

const ahead = /Dates in it have not come yet: [^<]*2031/;
const CASES: Case[] = [
  {
    ...{ what: 'a rating for a requirement that the framework version lacks', id: 'assessment/a1' },
    record: assessment({ ratings: [{ requirement: 'Z', rating: 'green' }] }),
    ...{ refused: 'requirement /ratings/0/requirement', marked: /List has no requirement “Z”/ },
  },
  {
    ...{ what: 'a level that does not exist', id: 'assessment/a2' },
    record: assessment({ levels: { claimed: '9' } }),
    ...{ refused: 'level /levels/claimed', marked: /List has no level “9”/ },
  },
  {
    ...{ what: 'a listed level that does not exist', id: 'assessment/a5' },
    record: assessment({ type: 'listed', levels: { listed: '9' } }),
    ...{ refused: 'level /levels/listed', marked: /List has no level “9”/ },
  },
  {
    ...{ what: 'an assessor without the right', id: 'assessment/a3' },
    record: assessment({ type: 'board-decision', levels: { decided: '1' }, decision: { name: 'Somebody' } }),
    ...{ refused: 'right /decision/by', marked: /“Somebody” is not among those who may decide/ },
  },
  {
    ...{ what: 'an assessment of the future', id: 'assessment/a4', record: assessment({ date: '2031' }) },
    ...{ refused: 'dates /date', marked: /“date” \(2031\) lies in the future/ },
  },
  {
    ...{ what: 'a story of the future', id: 'story/s1', marked: ahead, refused: 'dates /start' },
    record: { subject: 'software/agenda', title: { en: 'To come' }, start: '2031', sources },
  },
  {
    ...{ what: 'an offer of the future', id: 'offer/o1', marked: ahead, refused: 'dates /from' },
    record: used({ services: ['hosts'], from: '2031' }),
  },
  {
    ...{ what: 'a need of the future', id: 'need/n1', marked: ahead, refused: 'dates /opened' },
    record: { title: { en: 'Screens' }, state: 'product', becomes: 'software/agenda', opened: '2031', sources },
  },
  {
    ...{ what: 'taking part in the future', id: 'contribution/c1', marked: ahead, refused: 'dates /from' },
    record: used({ as: ['develops'], from: '2031' }),
  },
  {
    ...{ what: 'a use in the future', id: 'adoption/u1', marked: ahead, refused: 'dates /since' },
    record: used({ state: 'production', since: '2031' }),
  },
  {
    ...{ what: 'until before since', id: 'adoption/u2', marked: 'not shown', refused: 'period /until' },
    record: used({ state: 'retired', since: '2020', until: '2019' }),
  },
  {
    ...{ what: 'a cyclic succession of software', id: 'software/agenda', refused: 'succession ' },
    record: { name: 'Agenda', relations: [{ type: 'merged-into', target: 'software/old' }] },
    marked: /goes in a circle: software\/agenda → software\/old@catalogue\.os2\.example → software\/agenda@/,
  },
  {
    ...{ what: 'a cyclic succession of networks', id: 'network/house', refused: 'succession ' },
    record: { ...GROUND['network/house'], successor: { network: 'network/before' } },
    marked: /goes in a circle: network\/house → network\/before@/,
  },
  {
    ...{ what: 'a forecast given as a count', id: 'claim/k1', refused: 'forecast /nature' },
    record: claim({ date: { is: 'on', date: '2031' } }),
    ...{ page: 'software/agenda', marked: /contradicts itself/ },
  },
  {
    ...{ what: 'a framework whose levels are not ordered', id: 'framework/odd', refused: 'order /levels/1/rank' },
    ...{ record: { name: 'Odd', levels: ['a', 'b'].map((id, i) => ({ id, rank: 2 - i })) }, marked: 'not shown' },
  },
  {
    ...{ what: 'a claim without a source', id: 'claim/k2', record: claim({ source: undefined }) },
    ...{ refused: 'required /source', marked: 'not shown' },
  },
];

t.test('What makes no sense is refused at our door, with rule and place', async (t) => {
  const { post, clock } = await openApp(t);
  clock.time = NOW;
  for (const [id, record] of Object.entries(GROUND)) t.equal((await post(asSent(id, record))).statusCode, 201, id);
  for (const { what, id, record, refused } of CASES) {
    const answer = await post(asSent(id, record));
    const { problems = [] } = answer.json() as { problems?: { rule: string; pointer: string; message: string }[] };
    t.equal(answer.statusCode, 422, what);
    t.same(
      problems.map(({ rule, pointer }) => `${rule} ${pointer}`),
      [refused],
      what,
    );
  }
  const tomorrow = asSent('need/n2', { title: { en: 'Now' }, state: 'open', opened: '2026-11-29', sources });
  t.equal((await post(tomorrow)).statusCode, 201, 'where the day has begun already it is no future');
});

t.test('The same from a peer is kept and marked where it is read, or kept and counted as not shown', async (t) => {
  const world = await openApp(t);
  const { app, store } = world;
  world.clock.time = NOW;
  const { log, unshown } = await mirrored(world);
  for (const { what, id, marked, refused, page = id } of CASES) {
    const [kind = '', slug] = page.split('/');
    const path = `${kind}${kind === 'software' ? '' : 's'}`.replace('storys', 'stories');
    const answer = await app.inject(`/en/${path}/${slug}@${PEER}`);
    if (marked === 'not shown') {
      t.equal(answer.statusCode, 404, what);
      t.ok(unshown.includes(id), `${what}: kept`);
    } else t.match(answer.body, marked, what);
    if (page === id) {
      const alone = await world.ask(`/api/v1/${path}/${slug}@${PEER}`);
      const { faults = [] } = alone.json() as { faults?: { rule: string; pointer: string }[] };
      const told = faults.map(({ rule, pointer }) => `${rule} ${pointer}`);
      t.same(told, marked === 'not shown' ? [] : [refused], `${what}: over the API`);
      const list = (await world.ask(`/api/v1/${path}?limit=100`)).json().items as { id: string }[];
      if (marked !== 'not shown')
        t.same(
          list.find((item) => item.id === id),
          alone.json(),
          `${what}: the same in the list`,
        );
    }
    const digest = log.state.entries.get(id)?.digest ?? '';
    t.ok(await store.getBlob(digest), `${what}: its bytes are passed on`);
  }
  const at = `/api/v1/software/agenda@${PEER}`;
  const faults = async (list: string) => {
    const { items } = (await world.ask(`${at}/${list}`)).json() as { items: { faults?: { pointer: string }[] }[] };
    return items.flatMap((item) => (item.faults ?? []).map(({ pointer }) => pointer));
  };
  const once = await world.ask('/api/v1/offers/o1@catalogue.os2.example');
  const again = { headers: { 'if-none-match': String(once.headers.etag) } };
  t.equal((await app.inject({ url: '/api/v1/offers/o1@catalogue.os2.example', ...again })).statusCode, 304);
  world.clock.time = Date.UTC(2032, 0, 1);
  const come = await app.inject({ url: '/api/v1/offers/o1@catalogue.os2.example', ...again });
  t.equal(come.statusCode, 200, 'what has come is no fault any more');
  t.equal(come.json().faults, undefined);
  world.clock.time = NOW;
  t.same(await faults('offers'), ['/from']);
  t.same(await faults('needs'), ['/opened']);
  t.same(await faults('stories'), ['/start']);
  t.same(await faults('adoptions'), ['/since']);
  t.same((await faults('assessments')).sort(), [
    ...['/date', '/decision/by', '/levels/claimed', '/levels/listed', '/ratings/0/requirement'],
  ]);
  const { levels } = (await world.ask(`${at}/assessments`)).json() as {
    levels: { holds: unknown; claimed: unknown }[];
  };
  t.match(levels, [{ holds: null, claimed: null }], 'none of them gives a level');
  const a3 = await app.inject(`/en/assessments/a3@${PEER}`);
  t.match(a3.body, /decided 1\s*\(does not count\)/, 'the history says so too');
  const found = await world.ask('/api/v1/search?q=agenda');
  t.match(found.json(), { total: 1 });
  t.same(found.json().facets.level ?? [], [], 'nor one to search by');
  const { body } = await app.inject(`/en/software/agenda@${PEER}`);
  t.equal(body.split('says something of the future').length - 1, 5, 'each list on the page marks it');
});

const asSent = (id: string, record: object) => ({ kind: id.slice(0, id.indexOf('/')), id, ...record });

/** A peer's log with all of it, mirrored here. */
async function mirrored({ store, registry }: TestApp) {
  const log = new TestLog(PEER);
  for (const [id, record] of Object.entries(GROUND)) log.put(id, record);
  for (const { id, record } of CASES) log.put(id, record);
  const peer = await store.putPeer(newPeer(log));
  const mirror: MirrorRow = await store.openMirror(peer.origin, log.origin);
  await registry.mirror(mirror.log, log.bundle(0, log.size, { bodies: true }));
  await registry.mirrorHead(mirror.log, log.head());
  const unshown = (await store.listUnshown(mirror.log, 20)).map(({ id }) => id);
  return { log, unshown };
}

t.test('A list of what a peer chained without end lets others have their turn', async (t) => {
  const world = await openApp(t);
  const log = new TestLog();
  const next = (i: number) => [{ type: 'succeeded-by', target: `software/s${i + 1}` }];
  for (let i = 0; i < 150; i += 1) log.put(`software/s${i}`, { name: `s${i}`, relations: next(i) });
  const peer = await world.store.putPeer(newPeer(log));
  const { log: number } = await world.store.openMirror(peer.origin, log.origin);
  await world.registry.mirror(number, log.bundle(0, log.size, { bodies: true }));
  let done = false;
  let turns = 0;
  const spin = (): void => {
    turns += 1;
    if (!done) setImmediate(spin);
  };
  spin();
  const list = await world.ask('/api/v1/software?limit=100');
  done = true;
  t.equal(list.json().items.length, 100);
  t.ok(turns >= 100, `${turns} turns`);
});
