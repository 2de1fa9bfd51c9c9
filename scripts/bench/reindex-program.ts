/** `reindex-program.js DATA`: makes the index of a data folder anew, as `alminding reindex` does. Says the rate a second. */
import { systemClock } from '../../src/kernel/clock.ts';
import { newSalt, randomId } from '../../src/kernel/digest.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { reindexAll } from '../../src/registry/reindex.ts';
import { openStore } from '../../src/store/sqlite/open.ts';

const [folder = ''] = process.argv.slice(2);
const store = openStore({
  folder,
  clock: systemClock,
  busyMs: LIMITS.busyMs,
  what: 'bench',
  bulk: true,
});
const start = performance.now();
const records = await reindexAll(store, {
  now: systemClock.now(),
  salt: newSalt,
  randomId,
});
const seconds = (performance.now() - start) / 1000;
await store.close();
console.log(JSON.stringify(records / seconds));
