import { join } from 'node:path';
import t from 'tap';
import { everyLeaf } from './contract/subject.ts';
import { contract } from './contract.ts';
import { OtherProcess } from './other-process.ts';
import { openTestStore, temporaryFolder } from './temporary.ts';

await contract(t, 'In memory', async (t) => openTestStore(t, ':memory:'));

await contract(t, 'In a file', async (t) => openTestStore(t, join(temporaryFolder(t), 'made', 'on', 'the', 'way')));

t.test('A second process writes all the while', async (t) => {
  const folder = temporaryFolder(t);
  const opened = openTestStore(t, folder);
  const other = new OtherProcess();
  t.teardown(() => other.end());
  await other.start(folder);
  await contract(t, 'In a file to which others write', async () => opened);
  const told = await other.stop();
  t.ok(told.length > 1, 'it wrote in between');
  const leaves = await everyLeaf(opened.store);
  t.same(
    told.filter((index) => leaves[index] === undefined),
    [],
    'nothing that it was told is durable is lost',
  );
  t.same(
    leaves.filter(({ index }, at) => index !== at),
    [],
  );
});
