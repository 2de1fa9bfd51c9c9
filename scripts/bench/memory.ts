import type { Context } from './context.ts';
import type { Figure } from './figure.ts';
import { listBench } from './list.ts';
import { mixedBench } from './mixed.ts';
import { pageBench } from './page.ts';
import { recordBench } from './record.ts';

/** Resident memory of the service after the other benches have asked it; those that were not run yet are run now. */
export async function memoryBench(context: Context): Promise<Figure[]> {
  const before = { record: recordBench, list: listBench, page: pageBench, mixed: mixedBench };
  for (const [name, bench] of Object.entries(before)) {
    if (!context.served.has(name)) await bench(context);
  }
  const service = await context.server();
  const { now, most } = service.memory();
  const note = `after ${[...context.served].join(', ')}; at most ${Math.round(most)} MiB`;
  return [
    { bench: 'memory', what: 'resident memory of the service', unit: 'MiB', value: now, target: { most: 256 }, note },
  ];
}
