/** Random histories against a small model of the rules: what is live, in which version, and what the journal says of it. */
import fc from 'fast-check';
import t from 'tap';
import { applyLeaf, emptyState } from '../../src/journal/log-state.ts';
import { verify } from '../../src/registry/verify.ts';
import type { State } from '../../src/store/port.ts';
import { everyLeaf } from '../store/contract/subject.ts';
import { inFolder, openWorld, software, type World } from './world.ts';

type Rank = 'account' | 'folder' | 'import';
type Act =
  | { do: 'publish'; who: number; rank: Rank; status: string | null; version: string | null }
  | { do: 'hide'; who: number }
  | { do: 'withdraw'; who: number };

const RANKS: Rank[] = ['account', 'folder', 'import'];
const who = fc.nat(1);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ do: fc.constant('publish' as const), who, rank: fc.constantFrom(...RANKS) },
      status: fc.constantFrom(null, 'beta', 'stable'),
      version: fc.constantFrom(null, '1', '2'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hide' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), who }) },
);

interface Fields {
  status: string | null;
  version: string | null;
}

/** An entry as the rules want it. */
interface Model {
  slug: string;
  state: 'live' | 'hidden' | 'withdrawn';
  versions: number;
  decided: string;
  sources: Map<Rank, Fields>;
}

/** Best rank first; a worse one gives what the better ones leave out. */
const merged = ({ sources }: Model): Fields => {
  const given = RANKS.flatMap((rank) => sources.get(rank) ?? []);
  const first = (field: keyof Fields) => given.find((fields) => fields[field] !== null)?.[field] ?? null;
  return { status: first('status'), version: first('version') };
};

/** The entries by who they are about; a withdrawn one makes room for a new one. */
class Oracle {
  readonly entries: Model[] = [];
  leaves = 0;

  current(n: number): Model | undefined {
    return this.entries.findLast(({ slug }) => slug.startsWith(`town-${n}`));
  }

  publish({ who: n, rank, ...fields }: Act & { do: 'publish' }, slug: string): void {
    let entry = this.current(n);
    if (entry === undefined || entry.state === 'withdrawn') {
      entry = { slug, state: 'live', versions: 0, decided: '', sources: new Map() };
      this.entries.push(entry);
    }
    entry.sources.set(rank, fields);
    entry.state = 'live';
    this.decide(entry);
  }

  decide(entry: Model): void {
    const decided = JSON.stringify(merged(entry));
    if (decided === entry.decided) return;
    entry.decided = decided;
    entry.versions += 1;
    this.leaves += 1;
  }

  hide(n: number): void {
    const entry = this.current(n);
    if (entry?.sources.has('folder') !== true || entry.state === 'withdrawn') return;
    const primary = RANKS.find((rank) => entry.sources.has(rank)) === 'folder';
    entry.sources.delete('folder');
    if (entry.state === 'hidden') return;
    if (primary) entry.state = 'hidden';
    else this.decide(entry);
  }

  withdraw(n: number): void {
    const entry = this.current(n);
    if (entry === undefined || entry.state === 'withdrawn') return;
    entry.state = 'withdrawn';
    this.leaves += 1;
  }
}

async function perform(world: World, oracle: Oracle, step: Act): Promise<void> {
  const { registry } = world;
  const file = `software/town-${step.who}.yml`;
  const slug = oracle.current(step.who)?.slug ?? '';
  const key = { origin: 0, kind: 'software', slug } as const;
  if (step.do === 'hide') {
    await registry.hide({ key, source: `folder:${file}` });
    oracle.hide(step.who);
  } else if (step.do === 'withdraw') {
    await registry.withdraw('software', slug, 'withdrawn').catch(() => undefined);
    oracle.withdraw(step.who);
  } else {
    const from = {
      account: { by: 'push', actor: 'a' },
      folder: inFolder(file),
      import: { by: 'import', file },
    } as const;
    const { status, version } = step;
    const fields = { ...(status === null ? {} : { status }), ...(version === null ? {} : { version }) };
    const record = { url: `https://forge.example/t/town-${step.who}`, ...fields };
    const answer = await registry.publish(software(`Town ${step.who}`, record, { provenance: from[step.rank] }));
    const before = oracle.current(step.who)?.versions;
    oracle.publish(step, answer.id.slice('software/'.length));
    if (before !== undefined && oracle.current(step.who)?.versions === before && answer.version !== before)
      throw new Error(`${answer.id} was given version ${answer.version}`);
  }
}

/** Entries of the store, as the model tells them. */
async function stored({ store }: World): Promise<(Omit<Model, 'sources' | 'decided' | 'state'> & { state: State })[]> {
  const entries = await store.listEntries(0, 0, 1000);
  return entries.map(({ slug, state, version }) => ({ slug, state, versions: version }));
}

t.test('Whatever happens, entries, journal and views agree with the rules', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 24 }), async (steps) => {
      const open: (() => unknown)[] = [];
      const world = openWorld({ teardown: (handler: () => unknown) => void open.unshift(handler) });
      const oracle = new Oracle();
      for (const step of steps) await perform(world, oracle, step);
      t.same(
        await stored(world),
        oracle.entries.map(({ slug, state, versions }) => ({ slug, state, versions })),
      );
      const leaves = await everyLeaf(world.store);
      t.equal(leaves.length, oracle.leaves);
      const replay = emptyState();
      for (const { index, bytes } of leaves)
        if (!applyLeaf(replay, index, bytes).effective) t.fail(`leaf ${index} is inert`);
      const states = [...replay.entries].map(([id, { status }]) => [id, status]);
      t.same(
        states.sort(),
        oracle.entries.map(({ slug, state }) => [`software/${slug}`, state === 'withdrawn' ? 'gone' : 'live']).sort(),
      );
      for (const entry of oracle.entries) await agrees(world, entry);
      t.same((await verify(world.store)).findings, []);
      for (const close of open) await close();
    }),
    { numRuns: 30 },
  );

  async function agrees(world: World, entry: Model): Promise<void> {
    const row = await world.store.getRecord({ origin: 0, kind: 'software', slug: entry.slug });
    t.equal(row !== null, entry.state === 'live', entry.slug);
    if (row === null) return;
    const { record } = JSON.parse(row.view) as { record: Partial<Fields> };
    t.equal(JSON.stringify({ status: record.status ?? null, version: record.version ?? null }), entry.decided);
  }
});
