import { nameOf, planOfSeed } from '../test/simulation/plan.ts';
import { shrink, simulate } from '../test/simulation/simulate.ts';

const SEEDS = 2_000;

/** So many seeds of the simulation (simulate [N] [FIRST SEED]), with two to seven catalogues each. */
export async function simulations([count = String(SEEDS), first = '1']: string[]): Promise<boolean> {
  let failed = 0;
  for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
    const plan = planOfSeed(seed);
    const problems = await simulate(plan);
    if (problems.length > 0) {
      failed += 1;
      console.log(`seed ${nameOf(plan)}: ${problems.join('; ')}`);
      for (const event of (await shrink(plan)).events) console.log(`  ${JSON.stringify(event)}`);
    }
    if (seed % 50 === 0) console.log(`seed ${seed}: ${failed} failed so far`);
  }
  console.log(`${count} seeds from ${first}, ${failed} failed`);
  return failed === 0;
}
