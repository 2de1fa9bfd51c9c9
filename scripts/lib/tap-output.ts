/** Reads the output of `tap run --reporter=tap`: the totals, and the failures in a form that a person can read. */

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  todo: number;
}

/** The last line of totals, `# { total: 7, pass: 3, fail: 4 }`, in which zeros are left out. Undefined without one. */
export function readTotals(output: string): Totals | undefined {
  const line = [...output.matchAll(/^# \{ total: \d+.*\}$/gm)].at(-1)?.[0];
  if (line === undefined) return undefined;
  const count = (word: string): number => Number(new RegExp(`\\b${word}: (\\d+)`).exec(line)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), todo: count('todo') };
}

export interface Failure {
  /** File, titles of the tests around it, and its own title. */
  path: string[];
  /** What tap says about it: difference, place, stack. At most `DETAIL_LINES` lines. */
  detail: string[];
}

const DETAIL_LINES = 40;
/** Lines of tap's diagnostics that repeat the source or the command. */
const NOISE = /^(compare|typeName|methodName|functionName|isToplevel|stdio|cwd|externalID|command|args|jobId):/;

/** Every failure that is not merely the sum of failures inside it. */
export function readFailures(output: string): Failure[] {
  const lines = output.split('\n');
  const failures: Failure[] = [];
  /** Titles of the open subtests by depth, and how many failures were known when each was opened. */
  let open: { title: string; before: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const subtest = /^( *)# Subtest: (.*)$/.exec(line);
    if (subtest !== null) {
      open = [...open.slice(0, depth(subtest[1])), { title: subtest[2] ?? '', before: failures.length }];
      continue;
    }
    const result = /^( *)(not ok|ok) \d+(?: - (.*?))?(?: # time=.*)?$/.exec(line);
    if (result === null) continue;
    const level = depth(result[1]);
    const closed = open[level];
    open = open.slice(0, level);
    if (result[2] === 'ok' || (closed !== undefined && closed.before < failures.length)) continue;
    const path = [...open.map(({ title }) => title), result[3] ?? '(without a title)'];
    failures.push({ path, detail: detailAfter(lines, index, level) });
  }
  return failures;
}

/** A list for the terminal: at most `most` failures, each with where and why. */
export function describeFailures(failures: Failure[], most: number): string {
  const shown = failures.slice(0, most).map(({ path, detail }) => {
    return [`not ok: ${path.join(' > ')}`, ...detail.map((line) => `    ${line}`)].join('\n');
  });
  if (failures.length > most) shown.push(`and ${failures.length - most} more`);
  return shown.join('\n\n');
}

/** The slowest test files, as `2.5 s test/a.test.ts`. */
export function slowestFiles(output: string, most: number): string[] {
  const files = [...output.matchAll(/^(?:not )?ok \d+ - (\S+) # time=([\d.]+)(ms|s|m)/gm)];
  const unit: Record<string, number> = { ms: 0.001, s: 1, m: 60 };
  return files
    .map(([, name, time, scale]) => ({ name, seconds: Number(time) * (unit[scale ?? 'ms'] ?? 0) }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, most)
    .map(({ name, seconds }) => `${seconds.toFixed(1)} s ${name}`);
}

const depth = (indent: string | undefined): number => (indent ?? '').length / 4;

/** The YAML block below a result, without its marks and without what only repeats the source. */
function detailAfter(lines: string[], index: number, level: number): string[] {
  const indent = ' '.repeat(level * 4 + 2);
  if (lines[index + 1] !== `${indent}---`) return [];
  const end = lines.indexOf(`${indent}...`, index);
  const block = lines.slice(index + 2, end === -1 ? index + 2 : end).map((line) => line.slice(indent.length));
  const kept: string[] = [];
  let inNoise = false;
  for (const line of block) {
    if (!line.startsWith(' ')) inNoise = NOISE.test(line) || line.startsWith('source:');
    if (!inNoise && !NOISE.test(line.trim())) kept.push(line);
  }
  return kept.slice(0, DETAIL_LINES);
}
