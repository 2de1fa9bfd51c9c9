import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { faultIn, faultInMending } from './lib/fuzz-check.ts';
import { growManifests } from './lib/grow/grow.ts';
import { Random } from './lib/grow/random.ts';
import { mutated } from './lib/mutate.ts';

const COUNT = 200_000;
const SOURCES = 200;
const SHOWN = 10;
/** Of live objects. What the loader of the sources takes by itself, and what was not yet collected, says nothing. */
const MOST_MIB = 128;
const A_LINE = 20_000;
/** Mending judges a text up to sixty times: so many are checked for one that is mended too. */
const MENDED_EACH = 4;

/**
 * `fuzz [N] [SEED]`: so many mutated manifests are checked; no crash, no contradiction, none slow, memory
 * bounded; of some it is mended too, which makes none worse and is done at once.
 */
export async function fuzz(args: string[]): Promise<boolean> {
  const count = Number(args[0] ?? COUNT);
  const seed = Number(args[1] ?? 1);
  const random = new Random(seed);
  const sources = [...growManifests(SOURCES, seed)].map(({ yaml }) => yaml);
  let faults = 0;
  let slowest = 0;
  let mebibytes = 0;
  const before = liveMebibytes();
  for (let n = 1; n <= count; n += 1) {
    const text = mutated(random, sources);
    const { fault: wrong, ms } = faultIn(text);
    const fault = wrong ?? (n % MENDED_EACH === 0 ? faultInMending(text) : undefined);
    slowest = Math.max(slowest, ms);
    if (fault !== undefined && ++faults <= SHOWN) console.error(`#${n}: ${fault}\n${JSON.stringify(text)}`);
    if (n % A_LINE > 0 && n < count) continue;
    mebibytes = Math.max(mebibytes, liveMebibytes() - before);
    console.log(`${n} texts, ${faults} faults, slowest ${slowest.toFixed(1)} ms, ${Math.round(mebibytes)} MiB more`);
  }
  if (mebibytes > MOST_MIB) console.error(`More memory than ${MOST_MIB} MiB was used.`);
  return faults === 0 && mebibytes <= MOST_MIB;
}

/** What is in use after all that is not was collected. */
function liveMebibytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 ** 2;
}
