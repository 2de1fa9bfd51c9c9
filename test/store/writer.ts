/** A second process that writes: told a folder, it publishes networks into it until it is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/kernel/clock.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { putStep } from './steps.ts';

let running = true;

async function writeInto(folder: string, tag: string, most: number): Promise<number[]> {
  const store = openStore({ folder, clock: systemClock, busyMs: 5_000, what: 'another writer' });
  const indexes: number[] = [];
  while (running && indexes.length < most) {
    const entry = { origin: 0, kind: 'network', slug: `${tag}-${indexes.length}` } as const;
    for (const outcome of await store.commit([putStep(entry)])) {
      if ('answer' in outcome) indexes.push(outcome.answer);
    }
    if (indexes.length === 1) process.send?.({ writing: true });
    await sleep(1);
  }
  await store.close();
  return indexes;
}

process.on('message', (order: { folder: string; tag: string; most: number } | 'stop' | 'end') => {
  if (order === 'end') process.disconnect();
  else if (order === 'stop') running = false;
  else {
    running = true;
    writeInto(order.folder, order.tag, order.most).then(
      (indexes) => process.send?.({ indexes }),
      (error: unknown) => process.send?.({ failed: String(error) }),
    );
  }
});
