import t from 'tap';
import { CodedError } from '../../src/kernel/errors.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Store } from '../../src/store/port.ts';
import { everyLeaf } from '../store/contract/subject.ts';
import { openWorld, recordOf, software } from './world.ts';

t.test('What was stored of a batch before the disk was full is answered', async (t) => {
  const world = openWorld(t);
  const { store, clock } = world;
  let most = 2;
  // As when the disk has room for the first transaction of a batch.
  const commit: Store['commit'] = async (steps, stored) => {
    if (most > 0) stored?.(await store.commit(steps.slice(0, most)));
    throw new CodedError('disk-full');
  };
  const registry = createRegistry({ store: { ...store, commit }, clock, serving: false });
  const towns = ['a', 'b', 'c'].map((slug) => recordOf('organisation', { name: `Town ${slug}` }, { slug }));
  t.match(await registry.publishAll(towns), [
    { published: { id: 'organisation/a', created: true } },
    { published: { id: 'organisation/b', created: true } },
    { refused: { code: 'disk-full' } },
  ]);
  t.equal((await everyLeaf(store)).length, 2);
  most = 0;
  const none = { refused: { code: 'disk-full' } };
  t.match(await registry.publishAll(towns), [none, none, none], 'where nothing was, each is refused');
});

t.test('What was stored is answered also where what stood in a circle finds the disk full', async (t) => {
  const { store, clock, registry: before } = openWorld(t);
  const to = (slug: string) => ({ relations: [{ type: 'succeeded-by', target: `software/${slug}` }] });
  await before.publishAll([software('A', {}, { slug: 'a' }), software('B', to('a'), { slug: 'b' })]);
  let left = 1;
  const commit: Store['commit'] = async (steps, stored) => {
    if (left === 0) throw new CodedError('disk-full');
    left -= 1;
    return store.commit(steps, stored);
  };
  const registry = createRegistry({ store: { ...store, commit }, clock, serving: false });
  // Turned round: the first waits for the second, and is tried again after it.
  t.match(await registry.publishAll([software('A', to('b'), { slug: 'a' }), software('B', {}, { slug: 'b' })]), [
    { refused: { code: 'disk-full' } },
    { published: { id: 'software/b', changed: true } },
  ]);
});
