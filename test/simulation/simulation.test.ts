import { readFileSync } from 'node:fs';
import t from 'tap';
import { nameOf, planOf } from './plan.ts';
import { PLANTED } from './planted.ts';
import { shrink, simulate } from './simulate.ts';

/** A few seeds; `npm run soak -- simulate` runs two thousand. A new start each hour, so that the share is not always the same. */
const SEEDS = 4;
const first = Math.floor(Date.now() / 3_600_000) % 100_000;

t.test('I1 I3 I5 Whatever gets lost, changed or killed on the way, all catalogues come to have the same', async (t) => {
  for (let seed = first; seed < first + SEEDS; seed += 1) {
    const plan = planOf(seed, 3 + (seed % 2), 24);
    const problems = await simulate(plan);
    t.same(problems, [], `seed ${nameOf(plan)}`);
    if (problems.length > 0) t.comment(JSON.stringify((await shrink(plan)).events));
  }
});

t.test('Each mistake that is planted to try the simulation stands in the code just once', async (t) => {
  t.equal(PLANTED.length, 15);
  for (const { name, file, from } of PLANTED)
    t.equal(readFileSync(new URL(import.meta.resolve(`#root/${file}`)), 'utf8').split(from).length, 2, name);
});

t.test('The same seed gives the same plan', async (t) => {
  t.same(planOf(7, 4, 30), planOf(7, 4, 30));
  t.notSame(planOf(7, 4, 30), planOf(8, 4, 30));
});
