/**
 * `check-program.js FOLDER`: how many of the manifests in a folder are checked in a second of processor time, and how many
 * `parseDocument` of the YAML library alone reads, in turns, so that both have the same machine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { check } from '../../src/manifest/check.ts';

/** Files a second, of each round. */
export interface CheckRates {
  files: number;
  ours: number[];
  library: number[];
}

const WARM_UP = 5;
const ROUNDS = 7;
/** Each turn has at least so many files. */
const A_TURN = 1_000;

const [folder = ''] = process.argv.slice(2);
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
const sources = names.map((name) => readFileSync(join(folder, name)));
const texts = sources.map((source) => source.toString('utf8'));
const times = Math.max(1, Math.ceil(A_TURN / Math.max(1, sources.length)));

function rate<T>(items: T[], act: (item: T) => unknown): number {
  const start = process.cpuUsage();
  for (let time = 0; time < times; time += 1) for (const item of items) act(item);
  const { user, system } = process.cpuUsage(start);
  return (times * items.length * 1e6) / (user + system);
}

const rates: CheckRates = { files: sources.length, ours: [], library: [] };
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  const ours = rate(sources, (source) => check(source));
  const library = rate(texts, (text) => parseDocument(text));
  if (round < 0) continue;
  rates.ours.push(ours);
  rates.library.push(library);
}
console.log(JSON.stringify(rates));
