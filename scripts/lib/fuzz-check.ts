import { LIMITS } from '../../src/kernel/limits.ts';
import { type CheckResult, check } from '../../src/manifest/check.ts';
import { mend } from '../../src/manifest/mend/mend.ts';
import { readPlainYaml } from '../../src/manifest/plain-yaml.ts';
import { readFully } from '../../src/manifest/safe-yaml.ts';
import type { Node } from '../../src/manifest/tree.ts';

/** Milliseconds of processor time that no check may take. */
export const MOST_MS = 100;
const TRIES = 3;

/** What is wrong with the judgement of a text, or `undefined`; the time of the slower of both ways to ask. */
export function faultIn(text: string): { fault: string | undefined; ms: number } {
  const bytes = new TextEncoder().encode(text);
  let ms = 0;
  try {
    for (const reference of [false, true]) {
      const timed = time(() => check(bytes, { reference }));
      ms = Math.max(ms, timed.ms);
      const fault = unsound(text, timed.result);
      if (fault !== undefined) return { fault: `${fault}${reference ? ' (reference)' : ''}`, ms };
    }
    return { fault: ms > MOST_MS ? `${ms.toFixed(0)} ms` : differs(text), ms };
  } catch (error) {
    return { fault: `threw ${error instanceof Error ? error.stack : error}`, ms };
  }
}

/** What is wrong with the mending of a text: not done at once, or worse than before; or `undefined`. */
export function faultInMending(text: string): string | undefined {
  try {
    const { text: made, before, after } = mend(text);
    const errors = ({ problems }: CheckResult): number => problems.filter(({ level }) => level === 'error').length;
    if (before.valid && !after.valid) return 'mending made a valid text invalid';
    if (errors(after) > errors(before)) return `mending made ${errors(before)} errors ${errors(after)}`;
    return mend(made).text === made ? undefined : 'mending a mended text changed it again';
  } catch (error) {
    return `mending threw ${error instanceof Error ? error.stack : error}`;
  }
}

/** What takes long is tried again: the machine may have been busy with something else. */
function time(act: () => CheckResult): { result: CheckResult; ms: number } {
  let least = Number.POSITIVE_INFINITY;
  let made: CheckResult | undefined;
  for (let tried = 0; tried < TRIES && least > MOST_MS; tried += 1) {
    const start = process.cpuUsage();
    made = act();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return { result: made as CheckResult, ms: least };
}

function unsound(text: string, { valid, problems }: CheckResult): string | undefined {
  if (valid === problems.some(({ level }) => level === 'error')) return 'valid and its problems contradict each other';
  if (problems.length > LIMITS.problems + 2) return `${problems.length} problems`;
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/).length;
  const outside = problems.find(({ line, column, length }) => line < 0 || line > lines || column < 0 || length < 0);
  if (outside) return `a place outside of the text: ${JSON.stringify(outside)}`;
  const wordless = problems.find(({ message, rule }) => message === '' || !/^[a-z0-9-]+$/.test(rule));
  return wordless && `a problem without words: ${JSON.stringify(wordless)}`;
}

/** The quick reader and the full one must agree on all that the quick one reads. */
function differs(text: string): string | undefined {
  const plain = readPlainYaml(text);
  if (plain === null) return undefined;
  const full = readFully(text);
  if (!full.document) return `read quickly, refused by the full reader: ${full.problems[0]?.message}`;
  return shown(plain) === shown(full.document.root) ? undefined : 'the quick reader and the full one disagree';
}

const shown = (node: Node): string =>
  JSON.stringify(node, (_key, value) => (value instanceof Map ? [...value] : value));
