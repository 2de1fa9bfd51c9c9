/** `npm run simulate -- --seed N --peers 12 [--steps 60] [--whole]`: one run of the simulation, and on failure a schedule as short as is found. */
import { parseArgs } from 'node:util';
import { planOf, shrink, simulate } from '../test/simulation/simulate.ts';

const { values } = parseArgs({
  options: {
    ...{ seed: { type: 'string' }, peers: { type: 'string' }, steps: { type: 'string' } },
    whole: { type: 'boolean' },
  },
});
const number = (text: string | undefined, fallback: number): number => {
  const value = Number(text ?? fallback);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no number.`);
  return value;
};
const plan = planOf(number(values.seed, 1), Math.max(2, number(values.peers, 5)), number(values.steps, 60));
console.log(`seed ${plan.seed}, ${plan.peers} peers, ${plan.topology}, ${plan.events.length} events`);
const problems = await simulate(plan);
for (const problem of problems) console.log(problem);
// With --whole the schedule is not made shorter.
if (problems.length > 0 && values.whole !== true) {
  const short = await shrink(plan);
  console.log(`still fails with ${short.events.length} events:`);
  for (const event of short.events) console.log(JSON.stringify(event));
}
process.exitCode = problems.length > 0 ? 1 : 0;
