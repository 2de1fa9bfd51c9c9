import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '../../kernel/limits.ts';
import type { Submission } from '../../registry/types.ts';
import { classify, repositoryOf } from './classify.ts';
import type { FileOutcome } from './outcomes.ts';
import { type FoundFile, whyNot } from './walk.ts';

/** A file on its way in: a submission, or already an outcome. */
export type ReadFile = { file: string; submission: Submission; repository: string | null } | FileOutcome;

/** Reads one found file and says what it is. Never throws: what cannot be read is refused. */
export async function readOne(folder: string, { file, bytes: size }: FoundFile): Promise<ReadFile> {
  if (size > LIMITS.sourceBytes) {
    const reason = `the file has ${size} bytes, at most ${LIMITS.sourceBytes} are read`;
    // A large file of another program is no mistake of ours to report.
    return { file, outcome: classify(file, '').is === 'passed' ? 'passed' : 'refused', reason };
  }
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
