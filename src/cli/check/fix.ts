import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { whyNot } from '../../files/why-not.ts';
import { newSalt } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { unifiedDiff } from '../../manifest/mend/diff.ts';
import { type Mended, mend } from '../../manifest/mend/mend.ts';
import { plain } from '../text.ts';

export interface Fixed extends Mended {
  /** The mended text, or the bytes that came in. */
  bytes: Uint8Array;
  diff: string;
  written: boolean;
}

/** Mends a manifest, and writes it where `path` is given. Throws `unwritable-file`. */
export async function fix(
  source: { file: string; path: string | null; bytes: Uint8Array },
  options: { dryRun: boolean; version?: '0' | '0.7' },
): Promise<Fixed> {
  const mended = mend(source.bytes, options.version === undefined ? {} : { version: options.version });
  if (mended.edits.length === 0) return { ...mended, bytes: source.bytes, diff: '', written: false };
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(source.bytes);
  const bytes = new TextEncoder().encode(mended.text);
  const written = source.path !== null && !options.dryRun;
  if (written) await replace(source.path as string, bytes);
  return { ...mended, bytes, diff: unifiedDiff(source.file, before, mended.edits), written };
}

/** What changes, what was mended and what is left, for a person. */
export function fixText({ diff, mended, left }: Fixed): string {
  const shown = diff.replace(/[^\n]+/g, plain);
  const done = mended.map(({ key, why }) => `  mended ${plain(key)}: ${plain(why)}\n`);
  const open = left.map(({ key, why }) => `  left ${plain(key === '' ? 'the file' : key)}: ${plain(why)}\n`);
  return [shown, ...done, ...open].join('');
}

/** Whole or not at all: the new file takes the place of the old one, with its permissions, behind any link. */
async function replace(path: string, bytes: Uint8Array): Promise<void> {
  let beside: string | undefined;
  try {
    const target = await realpath(path);
    const { mode } = await stat(target);
    beside = `${target}.${newSalt()}.tmp`;
    await writeFile(beside, bytes, { flag: 'wx' });
    await chmod(beside, mode & 0o7777);
    await rename(beside, target);
  } catch (error) {
    if (beside !== undefined) await rm(beside, { force: true });
    throw new CodedError('unwritable-file', `${path} cannot be written: ${whyNot(error)}.`, { cause: error });
  }
}
