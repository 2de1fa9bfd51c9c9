/**
 * `node --import=@tapjs/typescript/import scripts/conformance.ts FILE [FOLDER] [--show GROUP]`: holds our judgement against
 * that of the reference validator, over a file of cases and, where a folder of real manifests is given, over those too. The
 * table says for each group how often the verdict is the same (without and with `reference`), and of the cases whose
 * problems are stable, how often the set of level and key is, and of these how often the lines are. `--show` lists where
 * they differ.
 */
import { check } from '../src/manifest/check.ts';
import { type Case, casesOf, corpusOf, type Expected } from './lib/conformance-cases.ts';

interface Score {
  cases: number;
  verdict: number;
  asked: number;
  stable: number;
  keys: number;
  lines: number;
}

const HEAD = ['group', 'cases', 'verdict', 'with --reference', 'stable', 'level and key', 'lines'];
const words = process.argv.slice(2);
const at = words.indexOf('--show');
const show = at < 0 ? undefined : (words.splice(at, 2)[1] ?? '');
const [file, folder] = words;
if (file === undefined) {
  console.error('usage: conformance.ts FILE [FOLDER] [--show GROUP]');
  process.exitCode = 2;
} else {
  const groups = new Map<string, Score>();
  for (const one of [...casesOf(file, folder), ...(folder === undefined ? [] : corpusOf(folder))]) {
    const group = one.id.split('/', 1)[0] as string;
    const score = groups.get(group) ?? { cases: 0, verdict: 0, asked: 0, stable: 0, keys: 0, lines: 0 };
    groups.set(group, score);
    judge(one, score);
  }
  print(groups);
}

function judge(one: Case, score: Score): void {
  const plain = check(one.bytes);
  const asked = check(one.bytes, { reference: true });
  score.cases += 1;
  const valid = one.crash ? false : one.valid;
  if (plain.valid === valid) score.verdict += 1;
  else tell(one, `verdict: reference ${valid}, ours ${plain.valid}`);
  if (asked.valid === valid) score.asked += 1;
  else tell(one, `verdict with reference: reference ${valid}, ours ${asked.valid}`);
  const unknown = plain.problems.filter(({ rule }) => rule === 'unknown-key').map(({ pointer }) => parentOf(pointer));
  // The reference names one of several unknown keys of a section, and another one the next time.
  const named = one.results.some(([, , , , family]) => family === 'unknown');
  const chance = named && one.id.startsWith('corpus/') && new Set(unknown).size < unknown.length;
  if (one.unstable || one.crash || chance) return;
  score.stable += 1;
  const ours = asked.problems.map(({ level, key, line, column, rule }): Expected => [level, key, line, column, rule]);
  if (differs(one, ours, 'keys', 2)) return;
  score.keys += 1;
  if (!differs(one, ours, 'lines', 3)) score.lines += 1;
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** Whether the sets of the first `parts` of each problem differ; says what is in one of them only. */
function differs(one: Case, ours: Expected[], what: string, parts: number): boolean {
  const setOf = (results: Expected[]) => new Set(results.map((result) => result.slice(0, parts).join(' ')));
  const [theirs, mine] = [setOf(one.results), setOf(ours)];
  const lacking = [...theirs].filter((text) => !mine.has(text));
  const extra = [...mine].filter((text) => !theirs.has(text));
  if (lacking.length + extra.length === 0) return false;
  tell(one, `${what}: lacks [${lacking.join('; ')}], has [${extra.join('; ')}]`);
  return true;
}

function tell({ id }: Case, what: string): void {
  if (show !== undefined && id.startsWith(show)) console.log(`${id}: ${what}`);
}

function print(groups: Map<string, Score>): void {
  const total: Score = { cases: 0, verdict: 0, asked: 0, stable: 0, keys: 0, lines: 0 };
  for (const score of groups.values())
    for (const name of Object.keys(total) as (keyof Score)[]) total[name] += score[name];
  const rows = [...groups, ['all', total] as const].map(([name, { cases, verdict, asked, stable, keys, lines }]) => [
    name,
    `${cases}`,
    share(verdict, cases),
    share(asked, cases),
    `${stable}`,
    share(keys, stable),
    share(lines, keys),
  ]);
  for (const row of [HEAD, ...rows])
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(14) : cell.padStart(17))).join(''));
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${part} (${((100 * part) / whole).toFixed(2)} %)`;
}
