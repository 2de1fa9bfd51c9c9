import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Head } from '../journal/checkpoint.ts';
import { randomId } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { keyFolder, syncFolder, writeSecret } from './key-files.ts';

/**
 * The last head that was signed, kept beside the keys and not in the database: a database that was restored from a backup is
 * held against it, and what is behind it is not signed.
 */
const fileOf = (data: string): string => join(keyFolder(data), 'last-signed.json');

/** Null where nothing was signed with these keys yet. Throws `damaged-data`. */
export async function readHighWater(data: string): Promise<Head | null> {
  let text: string;
  try {
    text = await readFile(fileOf(data), 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { origin, size, root } = JSON.parse(text) as { origin: string; size: number; root: string };
    if (typeof origin === 'string' && Number.isSafeInteger(size))
      return { origin, size, root: Buffer.from(root, 'base64') };
  } catch (error) {
    throw new CodedError('damaged-data', `${fileOf(data)} cannot be read.`, { cause: error });
  }
  throw new CodedError('damaged-data', `${fileOf(data)} cannot be read.`);
}

/** On the disk before the head is anywhere else. */
export async function writeHighWater(data: string, { origin, size, root }: Head): Promise<void> {
  const file = fileOf(data);
  // Two signers may write at once while the lease changes hands: each its own file, the later one stays.
  const part = `${file}.${randomId()}.part`;
  await writeSecret(part, `${JSON.stringify({ origin, size, root: root.toString('base64') })}\n`);
  await rename(part, file);
  await syncFolder(keyFolder(data));
}
