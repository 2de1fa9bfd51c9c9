/**
 * `import-program.js DATA yaml|records N SEED`: publishes N invented software into a new data folder through the whole
 * write path, and says in one line of JSON how long that took.
 */
import { systemClock } from '../../src/kernel/clock.ts';
import { LIMITS } from '../../src/kernel/limits.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { markEmpty } from '../../src/registry/reindex.ts';
import type { Submission } from '../../src/registry/types.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { growManifests, growRecords } from '../lib/grow/grow.ts';
import type { Imported } from './context.ts';

const [folder = '', form = 'yaml', count = '0', seed = '1'] = process.argv.slice(2);

function* submissions(): Generator<Submission> {
  let n = 0;
  if (form === 'yaml') {
    for (const { file, yaml } of growManifests(Number(count), Number(seed)))
      yield {
        kind: 'software',
        bytes: Buffer.from(yaml),
        mediaType: 'application/yaml',
        provenance: { by: 'import', file },
      };
  } else {
    for (const record of growRecords(Number(count), Number(seed))) {
      const bytes = Buffer.from(JSON.stringify({ kind: 'software', ...record }));
      n += 1;
      yield { kind: 'software', bytes, mediaType: 'application/json', provenance: { by: 'import', file: `${n}.json` } };
    }
  }
}

// Made before the clock starts: what is measured begins with bytes.
const all = [...submissions()];
const store = openStore({ folder, clock: systemClock, busyMs: LIMITS.busyMs, what: 'bench', bulk: true });
// As the command line does: a service that starts on it has nothing to make anew.
await markEmpty(store);
const registry = createRegistry({ store, clock: systemClock, serving: false });
const result: Imported = { seconds: 0, cpu: 0, published: 0, refused: 0, bytes: 0, memory: 0 };
const cpu = process.cpuUsage();
const start = performance.now();
for (let at = 0; at < all.length; at += LIMITS.importBatch) {
  for (const answer of await registry.publishAll(all.slice(at, at + LIMITS.importBatch))) {
    if ('published' in answer) result.published += 1;
    else {
      if (result.refused === 0) console.error(answer.refused);
      result.refused += 1;
    }
  }
}
result.seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
result.cpu = (user + system) / 1e6;
result.bytes = all.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
result.memory = process.resourceUsage().maxRSS / 1024;
await registry.close();
await store.close();
console.log(JSON.stringify(result));
