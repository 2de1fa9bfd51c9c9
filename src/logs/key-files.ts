import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  COSIGNATURE_KEY,
  formatSignerKey,
  NOTE_KEY,
  parseSignerKey,
  type SignerKey,
  signerOf,
} from '../journal/key.ts';
import { sha256Hex } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { localBase, originLine } from './names.ts';

/**
 * The secrets of a network, each in a file of its own in the folder `keys` of the data: never in the database, a backup or a
 * log. The folder is 0700, the files 0600, and wider ones are refused.
 */
export interface KeyRing {
  /** Signs checkpoints; its name is the origin line of the log. */
  log: SignerKey;
  /** The one before, which signs too until the next rotation. */
  previous: SignerKey | null;
  /** Cosigns the logs of others. */
  witness: SignerKey;
  /** Signs the key documents of every day; null where it was taken elsewhere. */
  root: SignerKey | null;
  /** Signs a key document when all others are lost; null where it was taken elsewhere, as it should be. */
  recovery: SignerKey | null;
}

const FILES = {
  log: 'log.key',
  previous: 'log.previous.key',
  witness: 'witness.key',
  root: 'root.key',
  recovery: 'recovery.key',
} as const;
export type KeyName = keyof typeof FILES;
export const KEY_NAMES = Object.keys(FILES) as readonly KeyName[];

export const keyFolder = (data: string): string => join(data, 'keys');
export const keyFile = (data: string, name: KeyName): string => join(keyFolder(data), FILES[name]);

/** The keys of a data folder, or null where it has none yet. Throws `unsafe-keys` and `invalid-input`. */
export async function readKeys(data: string): Promise<KeyRing | null> {
  const folder = await modeOf(keyFolder(data));
  if (folder === null) return null;
  if ((folder & 0o077) !== 0) throw unsafe(keyFolder(data), folder, '0700');
  const [log, previous, witness, root, recovery] = await Promise.all(
    (['log', 'previous', 'witness', 'root', 'recovery'] as const).map((name) => readKey(keyFile(data, name))),
  );
  if (!log || !witness)
    throw new CodedError('unsafe-keys', `${keyFolder(data)} lacks ${FILES.log} or ${FILES.witness}.`);
  return { log, witness, previous: previous ?? null, root: root ?? null, recovery: recovery ?? null };
}

/** One key from its file; null where there is none. */
export async function readKey(file: string): Promise<SignerKey | null> {
  const mode = await modeOf(file);
  if (mode === null) return null;
  if ((mode & 0o077) !== 0) throw unsafe(file, mode, '0600');
  return parseSignerKey((await readFile(file, 'utf8')).trimEnd());
}

/**
 * Makes the keys of a new network. They appear all at once, so that a process that is killed leaves none or all. `base` is
 * null where there is no public address.
 */
export async function createKeys(data: string, base: string | null): Promise<KeyRing> {
  const seed = randomBytes(32);
  const name = sha256Hex(signerOf('root', NOTE_KEY, seed).raw).slice(0, 8);
  const root = signerOf(`root-${name}.invalid`, NOTE_KEY, seed);
  const named = base ?? localBase(root.raw);
  const ring: KeyRing = {
    log: signerOf(originLine(named, 1), NOTE_KEY),
    previous: null,
    witness: signerOf(`${named}/witness`, COSIGNATURE_KEY),
    root,
    recovery: signerOf(`recovery-${name}.invalid`, NOTE_KEY),
  };
  const part = `${keyFolder(data)}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  await chmod(part, 0o700);
  for (const key of ['log', 'witness', 'root', 'recovery'] as const)
    await writeSecret(join(part, FILES[key]), `${formatSignerKey(ring[key] as SignerKey)}\n`);
  await rename(part, keyFolder(data));
  await syncFolder(data);
  return ring;
}

/** Writes a file that only its owner can read, and waits until it is on the disk. Throws where it is there already. */
export async function writeSecret(file: string, text: string): Promise<void> {
  await rm(file, { force: true });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

const unsafe = (path: string, mode: number, wanted: string): CodedError =>
  new CodedError('unsafe-keys', `${path} can be read by others (0${mode.toString(8)}). Make it ${wanted}.`);
