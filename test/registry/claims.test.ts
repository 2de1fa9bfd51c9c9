import t from 'tap';
import { openWorld, recordOf, refusal, software, type World } from './world.ts';

const source = { title: 'A page', address: 'https://example.org/page' };
const claim = (more: object = {}) =>
  recordOf('claim', {
    ...{
      subject: 'software/agenda',
      measure: 'bodies',
      what: { en: 'Bodies', da: 'Myndigheder' },
      unit: { en: 'bodies' },
    },
    ...{ value: 7, nature: 'stated', source },
    ...more,
  });

async function ready(t: Parameters<typeof openWorld>[0]): Promise<World> {
  const world = openWorld(t);
  world.clock.at = Date.UTC(2026, 10, 28);
  await world.registry.publish(software('Agenda'));
  return world;
}
const rules = async (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => ['accepted'],
    ({ problems }: { problems: { rule: string; pointer: string }[] }) => problems.map((p) => `${p.rule} ${p.pointer}`),
  );

t.test('claims of a product are read thing by thing, the newest dated one shown', async (t) => {
  const { registry, store } = await ready(t);
  await registry.publish(claim());
  await registry.publish(claim({ value: 9, date: { is: 'on', date: '2025' } }));
  const known = await registry.publish(
    claim({ value: 8, date: { is: 'on', date: '2026' }, source: { title: 'Another' } }),
  );
  await registry.publish(claim({ value: 99, nature: 'forecast', date: { is: 'until', date: '2030' } }));
  const row = await store.getRecord({ origin: 0, kind: 'software', slug: 'agenda' });
  if (row === null) throw new Error('not there');
  const groups = await registry.read.claims(row, 'da');
  t.equal(groups.length, 1);
  t.equal(groups[0]?.all.length, 4);
  t.match(groups[0]?.shown, { claim: { value: 8 }, item: { id: known.id, name: 'Myndigheder' } });
  t.match(await registry.publish(claim({ value: 10, date: { is: 'on', date: '2025' } })), {
    created: false,
    version: 2,
  });
});

t.test('a claim without a source, without a value, or a count of the future is refused', async (t) => {
  const { registry } = await ready(t);
  t.same(await rules(registry.publish(claim({ source: undefined }))), ['required /source']);
  t.same(await rules(registry.publish(claim({ value: undefined }))), ['required /value']);
  t.same(await rules(registry.publish(claim({ nature: 'counted', date: { is: 'on', date: '2027' } }))), [
    'forecast /nature',
  ]);
  t.match(await refusal(registry.publish(claim({ subject: 'software/none' }))), { code: 'invalid-input' });
});

t.test('stories and needs go by their title, offers by supplier and software', async (t) => {
  const { registry } = await ready(t);
  const sources = [source];
  const one = await registry.publish(
    recordOf('story', { subject: 'software/agenda', title: { en: 'A tale' }, sources }),
  );
  t.match(
    await registry.publish(
      recordOf('story', { subject: 'software/agenda', title: { en: 'A tale' }, start: '2009', sources }),
    ),
    { id: one.id },
  );
  const offer = {
    organisationName: 'A firm',
    software: 'software/agenda',
    services: ['hosts'],
    evidence: 'claimed',
    sources,
  };
  const made = await registry.publish(recordOf('offer', offer));
  t.match(await registry.publish(recordOf('offer', { ...offer, services: ['trains'] })), { id: made.id, version: 2 });
  await registry.publish(
    recordOf('need', { title: { en: 'Screens' }, state: 'product', becomes: 'software/agenda', sources }),
  );
  const key = { origin: 0, kind: 'software', slug: 'agenda' } as const;
  const names = async (rel: string) => (await registry.read.linked(key, [rel], 'en', 9)).items.map(({ name }) => name);
  t.same(await names('story-of'), ['A tale']);
  t.same(await names('offer-of'), ['A firm: Agenda']);
  t.same(await names('need-becomes'), ['Screens']);
  t.match(await refusal(registry.publish(recordOf('need', { title: { en: 'X' }, state: 'open' }))), {
    code: 'invalid-input',
  });
});

t.test(
  'facets say what help there is for a software and what is done for it, whoever offers and does it',
  async (t) => {
    const { registry } = await ready(t);
    await registry.publish(software('Minutes'));
    await registry.publish(recordOf('network', { name: 'House' }));
    const counts = async () => {
      const asked = { text: '', lang: 'en', filters: {}, sort: 'name', limit: 9 } as const;
      const { facets } = await registry.read.search(asked);
      const told = (name: 'help' | 'help-region' | 'help-evidence' | 'takes-part') =>
        (facets[name] ?? []).map(({ value, count }) => `${value} ${count}`).sort();
      return [...told('help'), ...told('help-region'), ...told('help-evidence'), ...told('takes-part')];
    };
    const sources = [source];
    const offer = (organisationName: string, more: object) =>
      recordOf('offer', {
        ...{ organisationName, software: 'software/agenda', evidence: 'claimed', sources },
        ...more,
      });
    t.same(await counts(), [], 'hidden while there is nothing');
    const first = await registry.publish(offer('A firm', { services: ['hosts', 'trains'], regions: ['DK', 'DK-84'] }));
    await registry.publish(offer('Another firm', { services: ['hosts'], evidence: 'stated', regions: ['DK'] }));
    await registry.publish(
      offer('A third', { software: 'software/minutes', services: ['hosts'], confirmedBy: [{ name: 'A town' }] }),
    );
    const helps = { as: ['develops', 'funds'], organisationName: 'A town', evidence: 'claimed', sources };
    await registry.publish(recordOf('contribution', { ...helps, software: 'software/agenda' }));
    await registry.publish(recordOf('contribution', { ...helps, network: 'network/house', as: ['funds'] }));
    t.same(await counts(), [
      ...['hosts 2', 'trains 1', 'DK 1', 'DK-84 1', 'claimed 1', 'confirmed 1', 'stated 1'],
      ...['develops 1', 'funds 2'],
    ]);
    const filters = { help: ['hosts'], 'help-region': ['DK-84'] };
    const { items } = await registry.read.search({ text: '', lang: 'en', filters, sort: 'name', limit: 9 });
    t.same(
      items.map(({ id }) => id),
      ['software/agenda'],
    );
    await registry.publish(software('Agenda', { description: { en: { short: 'Put anew' } } }));
    await registry.withdraw('offer', first.id.slice(6), 'withdrawn');
    t.same((await counts()).slice(0, 3), ['hosts 2', 'DK 1', 'confirmed 1'], 'what is withdrawn is not counted');
  },
);

t.test('an assessor without the right is refused by the record of the framework’s network', async (t) => {
  const { registry } = await ready(t);
  const roles = [{ role: { en: 'Board' }, name: 'The board', may: ['decide'] }];
  await registry.publish(recordOf('network', { name: 'House', roles }));
  await registry.publish(
    recordOf('framework', { name: 'List', network: 'network/house', levels: [{ id: '1', rank: 1 }] }),
  );
  const decided = (name: string) =>
    recordOf('assessment', {
      ...{ subject: 'software/agenda', framework: 'framework/list', type: 'board-decision', date: '2026-01-01' },
      ...{ levels: { decided: '1' }, decision: { name } },
    });
  t.same(await rules(registry.publish(decided('Somebody'))), ['right /decision/by']);
  t.same(await rules(registry.publish(decided('The Board'))), ['accepted']);
});
