import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatSignerKey, formatVerifierKey, type SignerKey } from '../journal/key.ts';
import type { KeyDocument } from '../journal/key-document.ts';
import { CodedError } from '../kernel/errors.ts';
import { type KeyName, keyFile, keyFolder, readKey, syncFolder, writeSecret } from './key-files.ts';

type Changing = Exclude<KeyName, 'previous'>;
const CHANGING: readonly Changing[] = ['log', 'witness', 'root', 'recovery'];

const nextFile = (data: string, name: KeyName): string => `${keyFile(data, name)}.next`;

/**
 * Lays new keys beside those in use. They are in use from the moment at which a key document of our log names them, which is
 * one transaction: `settleKeys` then moves them to their places, or takes them away where the document was never written.
 */
export async function stageKeys(data: string, keys: Partial<Record<Changing, SignerKey>>): Promise<void> {
  await mkdir(keyFolder(data), { recursive: true, mode: 0o700 });
  await chmod(keyFolder(data), 0o700);
  for (const name of CHANGING) {
    const key = keys[name];
    if (key === undefined) await rm(nextFile(data, name), { force: true });
    else await writeSecret(nextFile(data, name), `${formatSignerKey(key)}\n`);
  }
  await syncFolder(keyFolder(data));
}

/** Brings the files in line with the newest key document, whoever was killed in between. Several may do it at once. */
export async function settleKeys(data: string, document: KeyDocument | null): Promise<void> {
  for (const name of CHANGING) {
    const next = await readKey(nextFile(data, name));
    if (next === null) continue;
    if (!isNamed(document, name, formatVerifierKey(next))) await rm(nextFile(data, name), { force: true });
    else await moveIn(data, name, document);
  }
}

const isNamed = (document: KeyDocument | null, name: Changing, key: string): boolean => {
  if (document === null) return false;
  if (name === 'log' || name === 'witness') return document[name][0] === key;
  return document.root.keys.includes(key);
};

/** The log key that goes signs on as long as the document names it. */
async function moveIn(data: string, name: Changing, document: KeyDocument | null): Promise<void> {
  try {
    if (name === 'log') {
      const old = await readKey(keyFile(data, 'log'));
      const stays = old !== null && document?.log.includes(formatVerifierKey(old)) === true;
      if (stays) await rename(keyFile(data, 'log'), keyFile(data, 'previous'));
      else await rm(keyFile(data, 'previous'), { force: true });
    }
    await rename(nextFile(data, name), keyFile(data, name));
  } catch (error) {
    // Another process has moved it just now.
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  await syncFolder(keyFolder(data));
}

/**
 * Copies the secrets to another folder, which must not be there yet, and with `move` takes those that are not needed every
 * day (root and recovery) out of the data folder. Answers with the names of the files.
 */
export async function exportKeys(
  data: string,
  folder: string,
  { only, move }: { only: readonly KeyName[]; move: boolean },
): Promise<string[]> {
  if (move && only.some((name) => name !== 'root' && name !== 'recovery'))
    throw new CodedError(
      'invalid-parameter',
      'Only the root and the recovery key can be moved: the others are in use.',
    );
  const found: { name: KeyName; key: SignerKey }[] = [];
  for (const name of only) {
    const key = await readKey(keyFile(data, name));
    if (key !== null) found.push({ name, key });
  }
  if (found.length === 0) throw new CodedError('not-found', 'None of these keys is in the data folder.');
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as { code?: string };
    const why = code === 'EEXIST' ? 'is there already: choose another name' : `cannot be made (${code})`;
    throw new CodedError('unwritable-file', `${folder} ${why}.`, { cause: error });
  }
  await chmod(folder, 0o700);
  const files: string[] = [];
  for (const { name, key } of found) {
    const file = keyFile(data, name).slice(keyFolder(data).length + 1);
    await writeSecret(join(folder, file), `${formatSignerKey(key)}\n`);
    files.push(file);
  }
  await syncFolder(folder);
  if (move) for (const { name } of found) await rm(keyFile(data, name));
  return files;
}
