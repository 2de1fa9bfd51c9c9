import t from 'tap';
import { systemClock } from '../../src/kernel/clock.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { AUTHORISED, openApp } from '../helpers/open-app.ts';

t.test('A host lists its add-ons and which of them fit which of its versions', async (t) => {
  const { ask, post } = await openApp(t);
  const line = (range: string) => ({ range, scheme: 'classifier', file: 'setup.py', source: { title: 'setup.py' } });
  const addOn = (slug: string, ranges?: object[]) =>
    post({
      ...{ kind: 'software', id: `software/${slug}`, name: slug },
      relations: [{ type: 'adds-on-to', target: 'software/host', ...(ranges && { ranges }) }],
    });
  await post({ kind: 'software', id: 'software/host', name: 'Host', version: '6.2.2' });
  await addOn('old', [line('4.2'), line('4.3')]);
  await addOn('new', [{ range: '>=6,<7', scheme: 'pep440' }]);
  await addOn('silent');
  await addOn('odd', [{ range: 'whatever', scheme: 'npm' }]);
  const host = (await ask('/api/v1/software/host/relations')).json();
  t.same(host.versions, ['4.2', '4.3', '6.2.2']);
  const table = host.addOns.map(({ name, fits }: { name: string; fits: { fits: string }[] }) => [
    name,
    fits.map((one) => one.fits),
  ]);
  t.same(table, [
    ['old', ['yes', 'yes', 'no']],
    ['new', ['no', 'no', 'yes']],
    ['silent', ['not known', 'not known', 'not known']],
    ['odd', ['not known', 'not known', 'not known']],
  ]);
  t.match((await ask('/api/v1/software/old/relations')).json().relations, [
    {
      type: 'adds-on-to',
      target: 'software/host',
      ranges: [{ range: '4.2' }, {}],
      fits: [{ version: '6.2.2', fits: 'no' }],
    },
  ]);
  t.match((await ask('/en/software/host')).body, /Add-ons by version[\s\S]*does not fit[\s\S]*not known/);
  const filtered = (await ask('/api/v1/search?host=host&host-version=host:4.3')).json();
  t.same(
    filtered.items.map(({ name }: { name: string }) => name),
    ['old'],
  );
  t.equal((await ask('/api/v1/software/none/relations')).statusCode, 404);
});

t.test('What a manifest needs is a relation with its least and most version', async (t) => {
  const { ask, post } = await openApp(t);
  await post({
    ...{ kind: 'software', id: 'software/needy', name: 'Needy' },
    dependsOn: {
      open: [
        { name: 'PostgreSQL', versionMin: '11', versionMax: '15' },
        { name: 'Keycloak', version: '23' },
      ],
      hardware: [{ name: 'A card' }],
    },
    relations: [{ type: 'works-with', name: 'Something' }],
  });
  t.same((await ask('/api/v1/software/needy/relations')).json().relations, [
    { type: 'works-with', name: 'Something' },
    { type: 'depends-on', name: 'PostgreSQL', ranges: [{ range: '11 - 15', scheme: 'between' }] },
    { type: 'depends-on', name: 'Keycloak', ranges: [{ range: '23', scheme: 'between' }] },
    { type: 'depends-on', name: 'A card' },
  ]);
});

t.test('A host is found by the address that a manifest is based on, and by classifiers of package files', async (t) => {
  const { ask, post } = await openApp(t);
  const url = (name: string) => `https://forge.example/town/${name}`;
  await post({ kind: 'software', id: 'software/press', name: 'Press', version: '6.0.3', url: url('press') });
  const based = [{ type: 'based-on', url: 'https://www.forge.example/town/press.git' }];
  await post({ kind: 'software', id: 'software/agenda', name: 'Agenda', url: url('agenda'), relations: based });
  await post({ kind: 'software', id: 'software/seen', name: 'Seen', url: url('seen') });
  const hosts = [
    { name: 'Press', range: '6.0', scheme: 'classifier', file: 'setup.py' },
    { name: 'Press', range: '5.2', scheme: 'classifier', file: 'setup.py' },
    { name: 'agenda', range: '^2', scheme: 'npm', file: 'package.json' },
  ];
  const read = '2026-11-20';
  const seen = await post({ kind: 'observation', repository: url('seen'), state: 'alive', read, hosts });
  t.equal(seen.statusCode, 201, seen.body);
  const host = (await ask('/api/v1/software/press/relations')).json();
  t.same(host.versions, ['5.2', '6.0', '6.0.3']);
  t.match(host.addOns, [
    { id: 'software/agenda', ranges: [], fits: [{ fits: 'not known' }, { fits: 'not known' }, { fits: 'not known' }] },
    {
      ...{ id: 'software/seen', fits: [{ fits: 'yes' }, { fits: 'yes' }, { fits: 'yes' }] },
      ranges: [{ range: '6.0', file: 'setup.py', source: { address: url('seen'), read: '2026-11-20' } }, {}],
    },
  ]);
  t.match((await ask('/api/v1/software/agenda/relations')).json(), {
    ...{ relations: [{ type: 'based-on', target: 'software/press' }], addOns: [] },
  });
  const { relations } = (await ask('/api/v1/software/seen/relations')).json();
  t.match(relations, [{ type: 'depends-on', target: 'software/press', fits: [{ version: '6.0.3', fits: 'yes' }] }]);
  t.equal(relations.length, 1, 'a package of another index is no product of its name');
  t.match((await ask('/en/software/press')).body, /Add-ons by version[\s\S]*Seen/);
  t.match((await ask('/en/software/seen')).body, /\/en\/software\/press/);
});

t.test('Hosts that no record refers to are facets too, whatever comes first and whatever goes', async (t) => {
  const { ask, post, store } = await openApp(t);
  const remove = (address: string) =>
    ask({ method: 'DELETE', url: `/api/v1/software/${address}?reason=retired`, headers: AUTHORISED });
  const url = (name: string) => `https://forge.example/town/${name}`;
  const press = () =>
    post({ kind: 'software', id: 'software/press', name: 'Press', version: '6.0.3', url: url('press') });
  const found = async (query: string): Promise<string[]> => {
    const { items } = (await ask(`/api/v1/search?${query}`)).json();
    return items.map(({ id }: { id: string }) => id).sort();
  };
  const relations = [{ type: 'based-on', url: `${url('press')}.git` }];
  const observe = (repository: string, more: object) =>
    post({ kind: 'observation', repository, state: 'alive', read: '2026-11-20', ...more });
  const line = (range?: string) => ({ name: 'Press', ...(range && { range }), scheme: 'classifier', file: 'setup.py' });
  await post({ kind: 'software', id: 'software/agenda', name: 'Agenda', url: url('agenda'), relations });
  await observe(url('seen'), { hosts: [line('6.0'), line('5.2'), { ...line('6.0'), name: 'Elsewhere' }] });
  await post({ kind: 'software', id: 'software/pointed', name: 'Pointed' });
  const pointing = await observe(url('pointed'), { software: 'software/pointed', hosts: [line()] });
  t.equal(pointing.statusCode, 201, pointing.body);
  t.same(await found('host=press'), [], 'the host is not there yet');
  await post({ kind: 'software', id: 'software/seen', name: 'Seen', url: url('seen') });
  await press();
  t.same(await found('host=press'), ['software/agenda', 'software/pointed', 'software/seen']);
  t.same(await found('host-version=press:5.2'), ['software/seen']);

  await post({ kind: 'software', id: 'software/seen', name: 'Seen and changed', url: url('seen') });
  await observe(url('seen'), { hosts: [line('6.0')] });
  t.same(await found('host=press'), ['software/agenda', 'software/pointed', 'software/seen'], 'a changed row keeps it');
  t.same(await found('host-version=press:5.2'), [], 'what is no longer said is gone');
  t.same(await found('host-version=press:6.0'), ['software/seen']);

  await post({ kind: 'software', id: 'software/press-two', name: 'Press' });
  t.same(await found('host=press'), ['software/agenda'], 'of two with one name none is meant');
  t.equal((await remove('press-two')).statusCode, 200);
  t.equal((await remove('agenda')).statusCode, 200);
  t.same(await found('host=press'), ['software/pointed', 'software/seen']);
  const { read } = createRegistry({ store, clock: systemClock, serving: false });
  const filters = { host: ['press'] };
  const { items } = await read.search({ text: '', lang: 'en', filters, sort: 'name', limit: 10 });
  t.same(
    items.map(({ id }) => id),
    ['software/pointed', 'software/seen'],
    'another process that begins now finds the same',
  );
});

t.test(
  'Of very many frameworks that package files name, the first are looked up; the host itself misses none',
  async (t) => {
    const { ask, post } = await openApp(t);
    const url = 'https://forge.example/town/seen';
    await post({ kind: 'software', id: 'software/press', name: 'Press', version: '6.0.3' });
    await post({ kind: 'software', id: 'software/seen', name: 'Seen', url });
    const named = (name: string) => ({ name, range: '6.0', scheme: 'classifier', file: 'setup.py' });
    const hosts = [...Array.from({ length: LIMITS.hostsLookedUp }, (_, i) => named(`Made up ${i}`)), named('Press')];
    const seen = await post({ kind: 'observation', repository: url, state: 'alive', read: '2026-11-20', hosts });
    t.equal(seen.statusCode, 201, seen.body);
    t.same((await ask('/api/v1/software/seen/relations')).json().relations, []);
    t.match((await ask('/api/v1/software/press/relations')).json().addOns, [
      { id: 'software/seen', ranges: [{ range: '6.0' }] },
    ]);
  },
);
