/**
 * `npm run soak -- NAME`: the long forms of what `npm test` tries in short, and what it cannot try at all. Each ends by
 * itself, and exits with 1 when something failed.
 */
import { axe } from './soak-axe.ts';
import { c2sp } from './soak-c2sp.ts';
import { fuzz } from './soak-fuzz.ts';
import { kill } from './soak-kill.ts';
import { node24 } from './soak-node24.ts';
import { planted } from './soak-planted.ts';
import { rings } from './soak-ring.ts';
import { search } from './soak-search.ts';
import { simulations } from './soak-simulate.ts';

interface Soak {
  summary: string;
  /** True when all went well. What it found stands on the terminal by then. */
  run(args: string[]): Promise<boolean>;
}

const soaks: Record<string, Soak> = {
  axe: { summary: 'axe on every page in every language, light and dark, wide and narrow (axe [LANGUAGE …])', run: axe },
  c2sp: { summary: 'our log, its export and our witness against programs of others (needs Go)', run: c2sp },
  fuzz: { summary: '200,000 mutated manifests checked (fuzz [N] [SEED])', run: fuzz },
  kill: { summary: 'kill -9 in the middle of imports, publishing and crawls, 50 times each', run: kill },
  planted: {
    summary: 'each known mistake, planted in a copy, is caught by the simulation (planted [NAME …])',
    run: planted,
  },
  ring: {
    summary: 'five services that mirror each other in a ring, killed and stopped (ring [N] [ROUNDS] [SEED])',
    run: rings,
  },
  search: {
    summary: '20,000 hostile addresses and texts sent to the search (search [N] [SEED])',
    run: search,
  },
  simulate: { summary: '2,000 seeds of catalogues that mirror each other (simulate [N] [FIRST])', run: simulations },
  node24: { summary: 'the whole of .ci/run in a fresh clone under Node 24', run: node24 },
};

const [name = '', ...args] = process.argv.slice(2);
const soak = Object.hasOwn(soaks, name) ? soaks[name] : undefined;
if (soak === undefined) {
  console.error('usage: npm run soak -- NAME');
  for (const [known, { summary }] of Object.entries(soaks)) console.error(`  ${known.padEnd(10)} ${summary}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await soak.run(args)) ? 0 : 1;
}
