import { writeFileSync } from 'node:fs';
import t from 'tap';
import { LIMITS } from '../../src/kernel/limits.ts';
import { keepEvidence } from '../../src/logs/forks.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { cliOf } from '../helpers/cli.ts';
import { TestLog } from '../helpers/test-log.ts';
import { newPeer } from '../registry/mirrored.ts';
import { testClock } from '../store/steps.ts';

t.test(
  'a fork is told with the catalogue that signed it and who showed it, and its proof outlives the peer',
  async (t) => {
    const { alminding, json } = cliOf(t);
    const base = t.testdir();
    const env = { ALMINDING_DATA: base };
    const store = openStore({ folder: base, clock: testClock(), busyMs: LIMITS.busyMs, what: 'a test' });
    const heads = ['s', 't'].map((name) => {
      const log = new TestLog('liar.example');
      log.put(`software/${name}`);
      return log;
    });
    const [log, other] = heads as [TestLog, TestLog];
    const { origin } = await store.putPeer(newPeer(log, { name: 'liar', url: 'https://liar.example' }));
    await store.putPeer(newPeer(new TestLog('os2.example'), { name: 'os2', url: 'https://os2.example' }));
    await store.openMirror(origin, log.origin);
    await store.putWitnessed({ origin: log.origin, keys: [...log.document.log], mirrored: true });
    const found = { origin: log.origin, common: 0, one: log.head().note, other: other.head().note, proof: [] };
    const { id } = await keepEvidence({ store, clock: testClock() }, { ...found, source: 'os2' });
    t.match(await alminding(['forks', 'list'], { env }), {
      code: 0,
      out: /liar \(https:\/\/liar\.example\) .*os2 \(https:\/\/os2\.example\)\n[\s\S]*forks show ID[\s\S]*peer remove NAME --drop(?![\s\S]*witness remove)/,
    });
    t.match(await json(['forks', 'list'], { env }), {
      value: [{ id, catalogue: 'liar (https://liar.example)', source: 'os2' }],
    });
    await store.dropWitnessed(log.origin);
    await store.close();
    const { out } = await alminding(['forks', 'show', id], { env });
    writeFileSync(`${base}/fork.json`, out);
    t.match(await alminding(['forks', 'check', `${base}/fork.json`]), { code: 0, out: /two heads of \d+ leaves/ });
    t.match(await alminding(['forks', 'show', 'else'], { env }), { code: 2, err: /forks list/ });
  },
);
