import t from 'tap';
import type { Submission } from '../../src/registry/types.ts';
import { mirroring } from './mirrored.ts';
import { crawled, keyOf, openWorld, recordOf, refusal, software, type World } from './world.ts';

const url = 'https://forge.example/agenda';
const observation = (more: object = {}, over: Partial<Submission> = {}): Submission =>
  recordOf('observation', { repository: url, read: '2026-11-20', state: 'alive', ...more }, over);

function ready(t: Parameters<typeof openWorld>[0]): World {
  const world = openWorld(t);
  world.clock.at = Date.UTC(2026, 10, 22);
  return world;
}

t.test('a repository has one observation, which gets a version when something changed in meaning', async (t) => {
  const { registry } = ready(t);
  const by = { provenance: { ...crawled(url, 'abcdef1'), path: '' } };
  const first = await registry.publish(observation({}, by));
  t.match(first.id, /^observation\/[a-z2-7]{16}$/);
  t.match(await registry.publish(observation({ repository: `${url}.git`, read: '2026-11-21' }, by)), {
    ...{ id: first.id, changed: true, version: 2 },
  });
  t.match(await registry.publish(observation({ repository: `${url}.git`, read: '2026-11-22', commits: 3 }, by)), {
    ...{ changed: true, version: 3 },
  });
  t.match(await registry.publish(observation({ repository: `${url}.git`, read: '2026-11-22', commits: 4 }, by)), {
    ...{ id: first.id, changed: false, version: 3 },
  });
  t.match(await registry.publish(observation({ read: '2026-11-22', state: 'archived', commits: 4 }, by)), {
    ...{ id: first.id, changed: true, version: 4 },
  });
});

t.test('what was seen is found by the repositories that a software names, its own first', async (t) => {
  const { registry, store } = ready(t);
  const more = { repositories: [{ url: 'https://forge.example/part' }] };
  const id = keyOf(await registry.publish(software('Agenda', more)));
  await registry.publish(observation({ repository: 'https://forge.example/part' }));
  await registry.publish(observation({ repository: 'https://forge.example/tool', software: 'software/agenda' }));
  await registry.publish(observation({ repository: 'http://www.forge.example/agenda/' }));
  await registry.publish(observation({ repository: 'https://forge.example/foreign' }));
  const row = await store.getRecord(id);
  if (row === null) throw new Error('not there');
  t.same(
    (await registry.read.observations(row)).map(({ record }) => record.repository.replace(/\/$/, '').split('/').at(-1)),
    ['agenda', 'part', 'tool'],
  );
  const search = { lang: 'en', filters: {}, sort: 'relevance' as const, limit: 10 };
  t.same((await registry.read.search({ ...search, text: 'https://forge.example/part' })).total, 0);
});

t.test('an observation of tomorrow, or of a product that is not there, is refused', async (t) => {
  const { registry } = ready(t);
  t.match(await refusal(registry.publish(observation({ read: '2026-11-23' }))), { code: 'invalid-input' });
  t.match(await refusal(registry.publish(observation({ software: 'software/none' }))), { code: 'invalid-input' });
  t.match(await refusal(registry.publish(observation({ state: 'sleeping' }))), { code: 'invalid-input' });
  t.match(await refusal(registry.publish(observation({ tags: [{ name: 'by someone@example.org' }] }))), {
    code: 'invalid-input',
  });
});

t.test('ours counts before what another catalogue saw within five weeks, and nobody has seen the future', async (t) => {
  const world = await mirroring(t);
  const { registry, store, clock, log } = world;
  clock.at = Date.UTC(2026, 10, 22);
  const id = keyOf(await registry.publish(software('Agenda')));
  const row = await store.getRecord(id);
  if (row === null) throw new Error('not there');
  const whose = async (): Promise<string> => {
    const [seen] = await registry.read.observations(row);
    const profile = await registry.read.maturity(row);
    t.equal(profile.read, seen?.record.read, 'the profile stands on the same one');
    return `${profile.seen?.origin} ${seen?.record.read}`;
  };
  const theirs = async (read: string): Promise<void> => {
    log.put('observation/a', { repository: url, read, state: 'alive', lastActivity: { date: read } });
    await world.pull();
  };
  await theirs('2099-01-01');
  t.same(await registry.read.observations(row), [], 'it is passed over');
  const kept = await store.getRecord({ origin: world.peer.origin, kind: 'observation', slug: 'a' });
  t.match(kept && (await registry.read.faults(kept)), [{ rule: 'dates', pointer: '/read' }], 'kept, and marked');
  await theirs('2026-11-20');
  t.equal(await whose(), 'catalogue.os2.example 2026-11-20', 'where we have not looked ourselves');
  const by = { provenance: { ...crawled(url, 'abcdef1'), path: '' } };
  await registry.publish(observation({ read: '2026-10-16' }, by));
  t.equal(await whose(), 'own 2026-10-16', 'who looks every day may have written it five weeks ago');
  await theirs('2026-11-21');
  t.equal(await whose(), 'catalogue.os2.example 2026-11-21', 'ours is older than that');
});
