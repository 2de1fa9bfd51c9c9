/**
 * `npm run simulate -- --seed N [--tries 1] [--peers P] [--steps S] [--whole]`: runs of the simulation until one fails, and
 * then a schedule as short as is found.
 */
import { parseArgs } from 'node:util';
import { nameOf, planOf, planOfSeed } from '../test/simulation/plan.ts';
import { shrink, simulate } from '../test/simulation/simulate.ts';

const { values } = parseArgs({
  options: {
    ...{ seed: { type: 'string' }, tries: { type: 'string' }, peers: { type: 'string' }, steps: { type: 'string' } },
    whole: { type: 'boolean' },
  },
});
const number = (text: string | undefined, fallback: number): number => {
  const value = Number(text ?? fallback);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no number.`);
  return value;
};
const first = number(values.seed, 1);
for (let seed = first; seed < first + number(values.tries, 1) && process.exitCode === undefined; seed += 1) {
  const usual = planOfSeed(seed);
  const plan = planOf(seed, Math.max(2, number(values.peers, usual.peers)), number(values.steps, usual.events.length));
  console.log(`seed ${nameOf(plan)}, ${plan.events.length} events`);
  const problems = await simulate(plan);
  for (const problem of problems) console.log(problem);
  if (problems.length === 0) continue;
  process.exitCode = 1;
  // With --whole the schedule is not made shorter.
  if (values.whole === true) break;
  const short = await shrink(plan);
  console.log(`still fails with ${short.events.length} events:`);
  for (const event of short.events) console.log(JSON.stringify(event));
}
