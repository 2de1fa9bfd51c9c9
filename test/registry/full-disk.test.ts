import t from 'tap';
import { CodedError } from '../../src/kernel/errors.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Store } from '../../src/store/port.ts';
import { everyLeaf } from '../store/contract/subject.ts';
import { openWorld, recordOf, refusal } from './world.ts';

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
  t.equal((await refusal(registry.publishAll(towns)))?.code, 'disk-full', 'where nothing was, it is thrown');
});
