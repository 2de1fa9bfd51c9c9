import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GitObject } from '../net/git-pack.ts';

/** Reads the answer of `git cat-file --batch`, in order; null for what is missing. */
export function readObjects(answer: Buffer): (GitObject | null)[] {
  const objects: (GitObject | null)[] = [];
  let at = 0;
  while (at < answer.length) {
    const end = answer.indexOf('\n', at);
    if (end < 0) return objects;
    const [, id, type, size] = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(answer.toString('latin1', at, end)) ?? [];
    at = end + 1;
    if (id === undefined || type === undefined) {
      objects.push(null);
      continue;
    }
    objects.push({ id, type, bytes: answer.subarray(at, at + Number(size)) });
    at += Number(size) + 1;
  }
  return objects;
}

/** About two milliseconds' work. */
const STEP_ENTRIES = 1_000;

export interface TreeEntry {
  /** `100644` for a file, `40000` for a folder, `120000` for a link, `160000` for a submodule. */
  mode: string;
  id: string;
}

/**
 * Names, modes and ids of a tree object: `mode SP name NUL` and 20 bytes, again and again. A root of a megabyte has 25,000
 * of them: whoever is served meanwhile gets a turn after each thousand.
 */
export async function readTree(bytes: Buffer): Promise<Map<string, TreeEntry>> {
  const files = new Map<string, TreeEntry>();
  for (let at = 0, n = 1; at < bytes.length; n += 1) {
    if (n % STEP_ENTRIES === 0) await nextTurn();
    const end = bytes.indexOf(0, at);
    const space = bytes.indexOf(0x20, at);
    if (end < 0 || space < 0 || space > end || end + 21 > bytes.length) return files;
    const entry = { mode: bytes.toString('latin1', at, space), id: bytes.toString('hex', end + 1, end + 21) };
    files.set(bytes.toString('utf8', space + 1, end), entry);
    at = end + 21;
  }
  return files;
}

/** When a commit object was committed, in milliseconds; its people are not looked at. */
export function readCommitDate(bytes: Buffer): number | null {
  const [, seconds] = /^committer .*> (\d{1,11}) [+-]\d{4}$/m.exec(bytes.toString('latin1')) ?? [];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

/** The tree of a commit object. */
export const treeOf = (bytes: Buffer): string | null =>
  /^tree ([0-9a-f]{40})\n/.exec(bytes.toString('latin1', 0, 46))?.[1] ?? null;
