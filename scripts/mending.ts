/**
 * `node --import=@tapjs/typescript/import scripts/mending.ts FOLDER [--show CLASS]`: mends each manifest of a folder (in memory:
 * nothing is written) and says for each class of problem how many there were, how many are mended, how many are left and why. Ends with 1
 * where a mended file has a new problem, is judged worse, or changes when it is mended again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckProblem } from '../src/manifest/check.ts';
import { type Mended, mend } from '../src/manifest/mend/mend.ts';

interface Row {
  found: number;
  left: number;
  why: Map<string, number>;
}

const words = process.argv.slice(2);
const at = words.indexOf('--show');
const show = at < 0 ? undefined : words.splice(at, 2)[1];
const [folder] = words;
if (folder === undefined) {
  console.error('usage: mending.ts FOLDER [--show CLASS]');
  process.exitCode = 2;
} else mendAll(folder);

function mendAll(folder: string): void {
  const rows = new Map<string, Row>();
  const repairs = new Map<string, number>();
  const total = { files: 0, changed: 0, valid: 0, validAfter: 0, faults: 0, slowest: 0 };
  for (const file of readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))) {
    const bytes = readFileSync(join(folder, file));
    const start = performance.now();
    const mended = mend(bytes);
    total.slowest = Math.max(total.slowest, performance.now() - start);
    total.files += 1;
    total.changed += Number(mended.edits.length > 0);
    total.valid += Number(mended.before.valid);
    total.validAfter += Number(mended.after.valid);
    const faults = faultsOf(bytes, mended);
    total.faults += faults.length;
    for (const fault of faults) console.log(`FAULT ${file}: ${fault}`);
    for (const { rule } of mended.mended) repairs.set(rule, (repairs.get(rule) ?? 0) + 1);
    tally(rows, mended);
    for (const line of shown(mended, show)) console.log(`${file}: ${line}`);
  }
  print(rows, repairs);
  console.log(
    `${total.files} files, ${total.changed} changed; valid before ${total.valid}, after ${total.validAfter}; ${total.faults} faults; slowest ${total.slowest.toFixed(0)} ms`,
  );
  if (total.faults > 0) process.exitCode = 1;
}

function nameOf({ level, rule }: CheckProblem): string {
  return `${rule} (${level})`;
}

function faultsOf(bytes: Uint8Array, { text, before, after, edits }: Mended): string[] {
  const faults: string[] = [];
  if (before.valid && !after.valid) faults.push('is no longer valid');
  const errors = (problems: CheckProblem[]) => problems.filter(({ level }) => level === 'error').length;
  if (errors(after.problems) > errors(before.problems)) faults.push('has more errors');
  const counts = new Map<string, number>();
  for (const one of before.problems) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  for (const one of after.problems) {
    const left = (counts.get(nameOf(one)) ?? 0) - 1;
    counts.set(nameOf(one), left);
    if (left < 0) faults.push(`has a new problem: ${nameOf(one)} ${one.key}`);
  }
  if (edits.length > 0 && mend(text).edits.length > 0) faults.push('changes when mended again');
  if (
    edits.length === 0 &&
    before.problems.every(({ rule }) => rule !== 'utf8') &&
    text !== Buffer.from(bytes).toString()
  )
    faults.push('is not the same text');
  return faults;
}

function tally(rows: Map<string, Row>, { before, left }: Mended): void {
  const rowOf = (name: string): Row => {
    const row = rows.get(name) ?? { found: 0, left: 0, why: new Map<string, number>() };
    rows.set(name, row);
    return row;
  };
  for (const one of before.problems) rowOf(nameOf(one)).found += 1;
  for (const one of left) {
    const row = rowOf(nameOf(one));
    row.left += 1;
    row.why.set(one.why, (row.why.get(one.why) ?? 0) + 1);
  }
}

function shown({ mended, left }: Mended, rule: string | undefined): string[] {
  return [
    ...mended.filter((one) => one.rule === rule).map(({ key, why }) => `mended ${key}: ${why}`),
    ...left.filter((one) => one.rule === rule).map(({ key, message, why }) => `left ${key}: ${message} ${why}`),
  ];
}

function print(rows: Map<string, Row>, repairs: Map<string, number>): void {
  console.log(`${'problem'.padEnd(26)}${'found'.padStart(7)}${'mended'.padStart(8)}${'left'.padStart(6)}  why`);
  for (const [name, { found, left, why }] of [...rows].sort()) {
    const reasons = [...why].sort((a, b) => b[1] - a[1]).map(([reason, n]) => `${n} ${reason}`);
    const [first = '', ...more] = reasons;
    console.log(
      `${name.padEnd(26)}${`${found}`.padStart(7)}${`${found - left}`.padStart(8)}${`${left}`.padStart(6)}  ${first}`,
    );
    for (const reason of more) console.log(`${' '.repeat(49)}${reason}`);
  }
  const classes = [...repairs].sort().map(([name, n]) => `${name} ${n}`);
  console.log(`repairs by class: ${classes.join(', ')}`);
}
