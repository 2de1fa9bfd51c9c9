import { madeUpRegister, madeUpSpellings, measureMatching } from '../lib/made-up-bodies.ts';
import { type Figure, overRuns } from './figure.ts';

const BODIES = 2_000;
const SPELLINGS = 1_000;
const SEEDS = [1, 2, 3, 4, 5];

/** Names of bodies as sources write them against an invented register of six countries, over several seeds. */
export async function adoptersBench(): Promise<Figure[]> {
  const sums = { automatic: 0, right: 0, inRegister: 0, matched: 0, queued: 0, offered: 0, mostCandidates: 0 };
  const took: number[] = [];
  for (const seed of SEEDS) {
    const register = madeUpRegister(BODIES, seed);
    const spellings = madeUpSpellings(register, SPELLINGS, seed + 100);
    const start = process.cpuUsage();
    const { wrong, ...figures } = measureMatching(register, spellings);
    took.push(process.cpuUsage(start).user / SPELLINGS);
    for (const { how, name, means } of wrong) console.log(`wrong: ${how}: “${name}” means ${means ?? 'none of them'}`);
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) {
      sums[key] = key === 'mostCandidates' ? Math.max(sums[key], figures[key]) : sums[key] + figures[key];
    }
  }
  const note = `${SEEDS.length} registers of ${BODIES} bodies, ${SPELLINGS} spellings each`;
  const figure = (what: string, value: number, more: Partial<Figure> = {}): Figure => ({
    ...{ bench: 'adopters', what, value, unit: 'ratio', note },
    ...more,
  });
  return [
    figure('automatic matches that are right', sums.right / sums.automatic, { target: { least: 0.995 } }),
    figure('names of the register that are matched', sums.matched / sums.inRegister, { target: { least: 0.6 } }),
    figure('names left to a person with the right body offered', sums.offered / sums.queued),
    figure('most candidates of one name', sums.mostCandidates, { unit: '', target: { most: 3 } }),
    overRuns({ bench: 'adopters', what: 'matching one name, the index included', unit: 'µs' }, took),
  ];
}
