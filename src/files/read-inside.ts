import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { whyNot } from './why-not.ts';

/** What a file holds, or why it is not read: `reason` is the end of a sentence. */
export type Reading =
  | { bytes: Buffer }
  /** `beginning`: what was read of a file that is too large. */
  | { unread: 'unreadable' | 'too-large'; reason: string; beginning?: Buffer };

/**
 * Reads a file of a folder that others write in. A link is followed where it ends inside the folder; what leads out of it, is
 * a pipe, a device or a folder, or holds more than `limit` bytes is refused. Neither waits nor throws.
 */
export async function readInside(folder: string, file: string, limit: number): Promise<Reading> {
  try {
    const target = await insideOf(folder, file);
    return target === null ? unreadable('it leads out of the folder') : await readBounded(target, limit);
  } catch (error) {
    return unreadable(whyNot(error));
  }
}

/** The same for a file that somebody named, wherever it lies and its links lead. */
export async function readNamed(path: string, limit: number): Promise<Reading> {
  try {
    return await readBounded(await realpath(path), limit);
  } catch (error) {
    return unreadable(whyNot(error));
  }
}

/** The real path of what lies in a folder, `null` where a link leads out of it, or to what git keeps for itself. */
export async function insideOf(folder: string, path: string): Promise<string | null> {
  const target = await realpath(join(folder, path));
  const way = relative(await realpath(folder), target);
  const [first, ...further] = way.split(sep);
  return first === '..' || [first, ...further].includes('.git') ? null : target;
}

/** A pipe without a writer would keep `open` waiting for ever; a link can have come since the path was looked at. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** At most `limit` bytes of a real path, whatever its size says: it may grow meanwhile, and some files say 0. */
async function readBounded(path: string, limit: number): Promise<Reading> {
  const handle = await open(path, FLAGS);
  try {
    const info = await handle.stat();
    if (!info.isFile()) return unreadable('it is no file');
    const bytes = await readUpTo(handle, info.size, limit + 1);
    if (bytes.length <= limit) return { bytes };
    const reason = `it has ${Math.max(info.size, bytes.length)} bytes, at most ${limit} are read`;
    return { unread: 'too-large', reason, beginning: bytes };
  } finally {
    await handle.close();
  }
}

async function readUpTo(handle: FileHandle, size: number, most: number): Promise<Buffer> {
  let buffer = Buffer.alloc(Math.min(size + 1, most));
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length === most) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(most, Math.max(4096, length * 2)));
  }
}

const unreadable = (reason: string): Reading => ({ unread: 'unreadable', reason });
