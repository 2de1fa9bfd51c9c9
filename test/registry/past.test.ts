/** The catalogue as it was: what a reader saw at a point of the change sequence is what it sees there ever after. */
import fc from 'fast-check';
import t from 'tap';
import { toDay } from '../../src/kernel/clock.ts';
import { Patch } from '../../src/registry/past/patch.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Past, Reader, Submission } from '../../src/registry/types.ts';
import type { MirrorRow } from '../../src/store/mirror-port.ts';
import { house } from '../governance/examples.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from './mirrored.ts';
import { keyOf, openWorld, recordOf, refusal, software, type World } from './world.ts';

const SLUGS = ['agenda', 'budget', 'census'];
const KINDS = ['software', 'organisation', 'adoption', 'assessment', 'framework'] as const;

/** Everything that a page, list or comparison is made of. Where a source came from in detail is not kept of the past. */
async function seen(read: Reader): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const kind of KINDS) {
    const list = await read.list(kind, 100);
    found[`list ${kind}`] = [list.total, list.items.map((item) => plain(Buffer.from(item).toString('utf8')))];
  }
  const asked = { text: '', lang: 'en', sort: 'name', limit: 100 } as const;
  const all = await read.search({ ...asked, filters: {} });
  found.search = [all.total, all.items, all.facets];
  found.filtered = (await read.search({ ...asked, filters: { licence: ['MIT'], kind: ['software'] } })).items;
  found.levels = (await read.search({ ...asked, filters: { level: ['house:2'] } })).items.map(({ id }) => id);
  for (const slug of SLUGS) {
    for (const address of [slug, `${slug}@built-in`, `${slug}@${ELSEWHERE}`])
      found[address] = await ofAddress(read, address);
  }
  return JSON.parse(JSON.stringify(found));
}

async function ofAddress(read: Reader, address: string): Promise<unknown> {
  const lookup = await read.lookup('software', address);
  if (!('found' in lookup)) return 'gone' in lookup ? 'gone' : lookup;
  const row = lookup.found;
  const { counts, total, items, firstMovers, inUse } = await read.adopters(row, { lang: 'en', limit: 50 });
  return {
    view: plain(row.view),
    adopters: { counts, total, inUse, firstMovers, items },
    levels: (await read.levels(row, 'en')).map(({ standing, history }) => [
      standing,
      history.map(({ record }) => record),
    ]),
    licence: await read.licence(row),
    cluster: (await read.cluster(row, 'en')).map(({ id, origin }) => `${id}@${origin}`),
    linked: (await read.linked(row, ['adoption-of'], 'en', 50)).items,
    versions: (await read.versions(row, 50)).items.map(({ n, digest }) => [n, digest]),
    maturity: await read.maturity(row),
    relations: await read.relations(row, 'en'),
  };
}

/** Without the further sources and the tag that is made of them. */
function plain(view: string): unknown {
  const { sources: _, filled: __, source: ___, ...rest } = JSON.parse(view) as Record<string, unknown>;
  return rest;
}

const ELSEWHERE = 'catalogue.os2.example';

type Act = { what: string; slug: string; n: number };
const act = fc.record({
  what: fc.constantFrom(
    ...['publish', 'publish', 'built-in', 'hide', 'adopt', 'adopt', 'assess', 'body', 'mirror', 'mirror', 'unmirror'],
    'withdraw',
  ),
  slug: fc.constantFrom(...SLUGS),
  n: fc.nat(3),
});

const DAY = 86_400_000;

function adoption(slug: string, n: number): Submission {
  const since = `20${20 + n}`;
  const by = n === 1 ? { organisation: 'organisation/town-0' } : { organisationName: `Town ${n}`, country: 'DK' };
  const told = { state: n === 0 ? 'pilot' : 'production', evidence: 'claimed', since, asOf: since };
  return recordOf('adoption', { software: `software/${slug}`, ...told, ...by, sources: [{ title: 'A list' }] });
}

function decision(slug: string, n: number, now: number): Submission {
  const valid = n === 1 ? { validUntil: toDay(now + DAY) } : {};
  const said = { type: 'board-decision', date: toDay(now), levels: { decided: n < 2 ? 'low' : '2' } };
  return recordOf('assessment', {
    subject: `software/${slug}`,
    framework: 'framework/house',
    frameworkVersion: '2',
    ...said,
    ...valid,
  });
}

const town = (n: number): Submission =>
  recordOf(
    'organisation',
    { name: `Town ${n}`, country: n === 3 ? 'SE' : 'DK', type: 'municipality' },
    { slug: `town-${n}` },
  );

class History {
  readonly world: World;
  readonly log = new TestLog();
  readonly hidden = new Set<string>();
  #mirror: MirrorRow | null = null;

  constructor(world: World) {
    this.world = world;
  }

  async start(): Promise<void> {
    const { store, registry } = this.world;
    const peer = await store.putPeer(newPeer(this.log));
    this.#mirror = await store.openMirror(peer.origin, this.log.origin);
    await registry.publish(recordOf('framework', house, { slug: 'house' }));
    await registry.publish(
      recordOf('organisation', { name: 'Town 0', country: 'DK', type: 'municipality' }, { slug: 'town-0' }),
    );
  }

  async take({ what, slug, n }: Act): Promise<void> {
    this.world.clock.at += DAY / 4;
    const record = {
      ...(n === 0 ? {} : { licence: { spdx: n === 1 ? 'MIT' : 'EUPL-1.2' } }),
      ...(n === 3 ? {} : { usedBy: [`Town ${n}`, `Village of ${slug}`] }),
      ...{ version: `${n}`, countries: ['DK'] },
    };
    const named = slug === 'census' ? { url: `https://forge.example/${n % 2}` } : {};
    await this.#act(what, slug, n, { ...record, ...named }).catch((error: { code?: string }) => {
      // What another act has made senseless is refused: that changes nothing either.
      if (error.code === undefined) throw error;
    });
  }

  #act(what: string, slug: string, n: number, record: object): Promise<unknown> {
    const { registry } = this.world;
    const builtIn = { origin: 'built-in', provenance: { by: 'folder', file: `${slug}.yml` } } as const;
    const acts: Record<string, () => Promise<unknown>> = {
      publish: () => registry.publish(software(slug, record, { slug })),
      'built-in': () => registry.publish(software(slug, record, { slug, ...builtIn })),
      hide: () => {
        this.hidden.add(slug);
        return registry.hide({ key: { origin: 1, kind: 'software', slug }, source: `folder:${slug}.yml` });
      },
      withdraw: () => registry.withdraw('software', slug, 'retired'),
      adopt: () => registry.publish(adoption(slug, n)),
      assess: () => registry.publish(decision(slug, n, this.world.clock.at)),
      body: () => registry.publish(town(n)),
      mirror: async () => this.log.put(`software/${slug}`, { name: slug, ...record }),
      unmirror: async () => this.log.del(`software/${slug}`, 'retired'),
    };
    return (acts[what] as () => Promise<unknown>)().then(() => this.#pull());
  }

  /** What is hidden in the end is not told of the past either: see the test below. */
  async showAll(): Promise<void> {
    for (const slug of SLUGS) if (this.hidden.has(slug)) await this.take({ what: 'built-in', slug, n: 3 });
  }

  async #pull(): Promise<void> {
    const { store, registry } = this.world;
    const { size } = (await store.getMirror(this.log.origin)) as MirrorRow;
    if (size === this.log.size) return;
    await registry.mirror((this.#mirror as MirrorRow).log, this.log.bundle(size, this.log.size, {}));
    await registry.mirrorHead((this.#mirror as MirrorRow).log, this.log.head());
  }
}

/** What there was to see: a history in which nothing happens would prove nothing. */
function partsIn(saw: unknown): string[] {
  const found = saw as Record<string, { length?: number; cluster?: string[]; linked?: unknown[]; levels?: unknown[] }>;
  const pages = SLUGS.flatMap((slug) => [found[slug], found[`${slug}@${ELSEWHERE}`]]);
  const lists = ['filtered', 'levels'].filter((name) => (found[name]?.length ?? 0) > 0);
  const of = (['cluster', 'linked', 'levels'] as const).filter((name) => pages.some((page) => page?.[name]?.length));
  return [...lists.map((name) => `list of ${name}`), ...of];
}

t.test('whatever happens afterwards, a point shows what was seen at it', async (t) => {
  const parts = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 30 }), async (acts) => {
      const ends: (() => unknown)[] = [];
      const world = openWorld({ teardown: (end: () => unknown) => void ends.push(end) } as never);
      world.clock.at = Date.UTC(2026, 10, 1, 10);
      try {
        const history = new History(world);
        await history.start();
        const kept: { at: number; on: string; saw: unknown }[] = [];
        for (const one of acts) {
          await history.take(one);
          kept.push({
            at: await world.store.changePoint(),
            on: toDay(world.clock.at),
            saw: await seen(world.registry.read),
          });
        }
        await history.showAll();
        // Another process, which holds nothing ready.
        const other = createRegistry({ store: world.store, clock: world.clock, serving: false });
        for (const { saw } of kept) for (const part of partsIn(saw)) parts.add(part);
        for (const { at, on, saw } of kept) {
          const past = await other.past(at, on);
          t.same(await seen(past.read), saw, `change ${at}`);
        }
        await other.close();
      } finally {
        for (const end of ends) await end();
      }
    }),
    { numRuns: 3, seed: 6, endOnFailure: true },
  );
  t.same([...parts].sort(), ['cluster', 'levels', 'linked', 'list of filtered', 'list of levels']);
});

t.test(
  'a point that has not come yet and a day that does not fit are refused, and what was erased is told',
  async (t) => {
    const world = openWorld(t);
    world.clock.at = Date.UTC(2026, 10, 22);
    const first = await world.registry.publish(software('Agenda', { version: '1' }));
    const at = await world.store.changePoint();
    const past = (one: number, on?: string): Promise<Past> => world.registry.past(one, on);
    world.clock.at += 3 * DAY;
    await world.registry.publish(software('Agenda', { version: '2' }));
    t.match(await refusal(past(99)), { code: 'invalid-parameter', message: /stands at change 2/ });
    t.match(await refusal(past(0)), { code: 'invalid-parameter' });
    t.match(await refusal(past(1.5)), { code: 'invalid-parameter' });
    for (const on of ['2026-11-21', '2026-11-26', 'yesterday'])
      t.match(await refusal(past(at, on)), { code: 'invalid-parameter', message: /from 2026-11-22/ });
    const then = await past(at, '2026-11-24');
    t.match(then, { at, on: '2026-11-24', changed: '2026-11-22T00:00:00Z', erased: 0 });
    const versionAt = async ({ read }: Past) => {
      const found = await read.lookup('software', 'agenda');
      return 'found' in found
        ? (JSON.parse(found.found.view) as { record: { version: string } }).record.version
        : found;
    };
    t.equal(await versionAt(then), '1');
    // What changes while it is held ready does not show either.
    await world.registry.publish(software('Agenda', { version: '3' }));
    t.equal(await versionAt(then), '1');

    const { digest } = (await world.store.listVersions(keyOf(first), 1, 2))[0] as { digest: string };
    await world.registry.erase('software', 'agenda', digest);
    const after = await past(at);
    t.equal(after.erased, 1);
    t.match(await versionAt(after), { gone: { reason: 'erased' } });
    t.equal(await versionAt(await past(2)), '2', 'the other versions are still told');
  },
);

t.test('a point from which more has changed than can be made anew is refused in words', async (t) => {
  const { registry, store } = openWorld(t);
  for (const slug of SLUGS) await registry.publish(software(slug, {}, { slug }));
  const at = await store.changePoint();
  const patch = new Patch(store, at, 2);
  for (const slug of ['new', 'newer', 'newest']) await registry.publish(software(slug, {}, { slug }));
  await patch.refresh();
  t.equal(patch.entries.size, 3, 'what was not there then takes no making');
  for (const slug of SLUGS.slice(0, 2)) await registry.publish(software(slug, { version: '2' }, { slug }));
  await patch.refresh();
  await registry.publish(software(SLUGS[2] as string, { version: '2' }, { slug: SLUGS[2] as string }));
  for (let time = 0; time < 2; time += 1)
    t.match(await refusal(patch.refresh()), {
      code: 'invalid-parameter',
      message: /^More than 2 of the entries that were here at change 3 have changed since.*among its versions\.$/,
    });
  let made = 0;
  const getBody: typeof store.getBody = (...of) => {
    made += 1;
    return store.getBody(...of);
  };
  await refusal(new Patch({ ...store, getBody }, at, 2).refresh());
  t.equal(made, 0, 'nothing is made of what is refused');
  await new Patch({ ...store, getBody }, at, 3).refresh();
  t.equal(made, 3);
});

t.test('what was withdrawn for consent or hidden since does not come back, what was retired may', async (t) => {
  const world = openWorld(t);
  const { registry, store } = world;
  for (const slug of SLUGS) await registry.publish(software(slug, {}, { slug }));
  await registry.publish(adoption('agenda', 2));
  await registry.publish(
    software('folder', {}, { slug: 'folder', origin: 'built-in', provenance: { by: 'folder', file: 'folder.yml' } }),
  );
  const at = await store.changePoint();
  const held = await registry.past(at);
  await registry.withdraw('software', 'agenda', 'consent');
  await registry.withdraw('software', 'budget', 'retired');
  await registry.hide({ key: { origin: 1, kind: 'software', slug: 'folder' }, source: 'folder:folder.yml' });
  const { read, erased } = await registry.past(at);
  t.equal(erased, 2);
  t.match(await read.lookup('software', 'agenda'), { gone: { reason: 'erased' } });
  t.match(await read.lookup('software', 'folder@built-in'), { gone: { reason: 'erased' } });
  t.ok('found' in (await read.lookup('software', 'budget')));
  t.equal((await read.list('software', 10)).total, 2);
  t.notOk('found' in (await held.read.lookup('software', 'agenda')), 'nor through a reader that was there before');
});

t.test('a name that is hidden now is not told of the past, whatever was found out about it since', async (t) => {
  const world = openWorld(t);
  const { registry, store } = world;
  await registry.publish(software('Agenda', { countries: ['DK'], usedBy: ['The City Hall', 'Odense'] }));
  const at = await store.changePoint();
  const users = async (): Promise<string[]> => {
    const { read } = await registry.past(at);
    const found = await read.lookup('software', 'agenda');
    if (!('found' in found)) throw new Error('no agenda');
    return (await read.adopters(found.found, { lang: 'en', limit: 10 })).items.map(
      ({ organisationName }) => organisationName,
    );
  };
  t.same(await users(), ['Odense', 'The City Hall']);
  const body = { name: 'Viborg Kommune', type: 'municipality', country: 'DK' };
  await registry.publish(recordOf('organisation', body, { slug: 'viborg' }));
  await registry.adopters.match('The City Hall', ['DK'], 'organisation/viborg');
  await registry.adopters.hold('organisation/viborg', 'software/agenda', 'consent');
  t.same(await users(), ['Odense']);
});
