/** An object as `git cat-file --batch` prints it. */
export interface GitObject {
  id: string;
  type: string;
  bytes: Buffer;
}

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

/** Names and modes of a tree object: `mode SP name NUL` and 20 bytes, again and again. */
export function readTree(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const space = bytes.indexOf(0x20, at);
    if (end < 0 || space < 0 || space > end) return files;
    files.set(bytes.toString('utf8', space + 1, end), bytes.toString('latin1', at, space));
    at = end + 21;
  }
  return files;
}

/** When a commit object was committed, in milliseconds; its people are not looked at. */
export function readCommitDate(bytes: Buffer): number | null {
  const [, seconds] = /^committer .*> (\d{1,11}) [+-]\d{4}$/m.exec(bytes.toString('latin1')) ?? [];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
