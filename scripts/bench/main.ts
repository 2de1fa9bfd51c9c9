/** The program behind `npm run bench`, run from what was built: `main.js [NAME …] [--folder DIR] [--json FILE]`. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { adoptersBench } from './adopters.ts';
import { calibrate } from './calibrate.ts';
import { checkBench } from './check.ts';
import { coldBench } from './cold.ts';
import { Context, SIZE } from './context.ts';
import { crawlBench } from './crawl.ts';
import { faceBench } from './face.ts';
import { federationBench } from './federation.ts';
import { type Figure, lineOf, verdictOf } from './figure.ts';
import { importBench } from './import.ts';
import { licenceBench } from './licence.ts';
import { listBench } from './list.ts';
import { memoryBench } from './memory.ts';
import { mixedBench } from './mixed.ts';
import { pageBench } from './page.ts';
import { productBench } from './product.ts';
import { recordBench } from './record.ts';
import { searchBench } from './search.ts';
import { startBench } from './start.ts';

/** In this order, whatever the order of the names: later ones use what earlier ones left. */
const BENCHES: Record<string, (context: Context) => Promise<Figure[]>> = {
  check: checkBench,
  cold: coldBench,
  import: importBench,
  search: searchBench,
  record: recordBench,
  list: listBench,
  page: pageBench,
  mixed: mixedBench,
  start: startBench,
  memory: memoryBench,
  licence: licenceBench,
  adopters: adoptersBench,
  product: productBench,
  face: faceBench,
  crawl: crawlBench,
  federation: federationBench,
};

const words = process.argv.slice(2);
const file = option('--json');
const folder = option('--folder');
const unknown = words.filter((word) => !Object.hasOwn(BENCHES, word));
if (unknown.length > 0 || file === '' || folder === '') {
  console.error(
    `usage: npm run bench -- [NAME …] [--folder DIR] [--json FILE]\nnames: ${Object.keys(BENCHES).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = (await runAll(words.length === 0 ? Object.keys(BENCHES) : words)) ? 0 : 1;
}

/** The value of an option, which is taken out of the words; `''` where it has none. */
function option(name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : (words.splice(at, 2)[1] ?? '');
}

/** True when every figure reached its target. */
async function runAll(names: string[]): Promise<boolean> {
  const figures: Figure[] = [];
  const tell = (more: Figure[]): void => {
    figures.push(...more);
    for (const figure of more) console.log(lineOf(figure));
  };
  const context = new Context(folder);
  let failed = false;
  tell(calibrate());
  try {
    for (const [name, bench] of Object.entries(BENCHES).filter(([name]) => names.includes(name))) {
      try {
        tell(await bench(context));
      } catch (error) {
        failed = true;
        console.error(`${name} failed: ${error instanceof Error ? error.message : error}`);
      }
    }
  } finally {
    await context.close();
  }
  report(figures, failed);
  return !failed && figures.every((figure) => verdictOf(figure) !== 'miss');
}

function report(figures: Figure[], failed: boolean): void {
  const machine = {
    cores: availableParallelism(),
    model: cpus()[0]?.model ?? '',
    node: process.version,
    load: loadavg()[0],
  };
  const told = figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) }));
  const json = JSON.stringify({ machine, software: SIZE, failed, figures: told });
  console.log(`\n${figures.map(lineOf).join('\n')}\n\n${json}`);
  if (file !== undefined) writeFileSync(file, `${json}\n`);
}
