import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '../../kernel/limits.ts';
import type { Submission } from '../../registry/types.ts';
import { classify, repositoryOf } from './classify.ts';
import type { FileOutcome } from './outcomes.ts';
import { type FoundFile, whyNot } from './walk.ts';

/** So much of a file that is too large is looked at. */
const LOOKED_AT = 64 * 1024;

/** A file on its way in: a submission, or already an outcome. */
export type ReadFile = { file: string; submission: Submission; repository: string | null } | FileOutcome;

/** Reads one found file and says what it is. Never throws: what cannot be read is refused. */
export async function readOne(folder: string, { file, bytes: size }: FoundFile): Promise<ReadFile> {
  if (size > LIMITS.sourceBytes) return tooLarge(folder, file, size);
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, file));
  } catch (error) {
    return { file, outcome: 'refused', reason: whyNot(error) };
  }
  const text = bytes.toString('utf8');
  const classified = classify(file, text);
  if (classified.is !== 'source') return { file, outcome: classified.is, reason: classified.reason };
  const { kind, mediaType, slug } = classified;
  const submission: Submission = { kind, bytes, mediaType, provenance: { by: 'import', file } };
  if (slug !== undefined) return { file, submission: { ...submission, slug }, repository: null };
  return { file, submission, repository: mediaType === 'application/yaml' ? repositoryOf(text) : null };
}

/** A file that is not read whole: its beginning says whether it is one of ours, or of another program. */
async function tooLarge(folder: string, file: string, size: number): Promise<FileOutcome> {
  const reason = `the file has ${size} bytes, at most ${LIMITS.sourceBytes} are read`;
  try {
    const handle = await open(join(folder, file));
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
      const { is } = classify(file, buffer.toString('utf8', 0, bytesRead));
      return { file, outcome: is === 'passed' ? 'passed' : 'refused', reason };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { file, outcome: 'refused', reason: whyNot(error) };
  }
}
