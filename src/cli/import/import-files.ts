import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ErrorCode, isCoded } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Published, Registry, Submission } from '../../registry/types.ts';
import { linesOf } from '../problems.ts';
import type { FileOutcome } from './outcomes.ts';
import { readOne } from './read-file.ts';
import type { Walk } from './walk.ts';

/** Refusals of one file after which the others would fare no better. */
const FATAL: ReadonlySet<ErrorCode> = new Set(['busy', 'disk-full', 'read-only', 'damaged-data', 'internal']);

export interface ImportOptions {
  dryRun: boolean;
  /** Called once for each file when its fate is known; what was accepted is on the disk then. */
  onOutcome(outcome: FileOutcome, lines: string[]): void;
}

type Ready = { file: string; submission: Submission };

/**
 * Publishes the files of a folder in byte order of their names. Of manifests that name the same repository the first is
 * used. Throws what stands in the way of every file (`disk-full`, `read-only`, …); what was told before stays.
 */
export async function importFiles(
  registry: Pick<Registry, 'publish' | 'publishAll'>,
  folder: string,
  found: Walk,
  options: ImportOptions,
): Promise<void> {
  for (const { file, reason } of found.passed) options.onOutcome({ file, outcome: 'passed', reason }, []);
  for (const { file, reason } of found.unreadable) options.onOutcome({ file, outcome: 'refused', reason }, []);
  const seen = new Map<string, string>();
  for (let at = 0; at < found.files.length; at += LIMITS.importBatch) {
    const batch: Ready[] = [];
    for (const one of found.files.slice(at, at + LIMITS.importBatch)) {
      const read = await readOne(folder, one);
      if ('outcome' in read) options.onOutcome(read, []);
      else if (isFirst(read, seen)) batch.push(read);
      else options.onOutcome(repeated(read.file, seen.get(read.repository as string) as string), []);
    }
    await publishBatch(registry, batch, options);
    // Lets signals and the progress bar through.
    await nextTurn();
  }
}

function isFirst(
  { file, repository }: { file: string; repository: string | null },
  seen: Map<string, string>,
): boolean {
  if (repository === null) return true;
  if (seen.has(repository)) return false;
  seen.set(repository, file);
  return true;
}

const repeated = (file: string, first: string): FileOutcome => ({
  file,
  outcome: 'repeated',
  reason: `the same repository as ${first}`,
});

async function publishBatch(
  registry: Pick<Registry, 'publish' | 'publishAll'>,
  batch: Ready[],
  options: ImportOptions,
) {
  if (batch.length === 0) return;
  const submissions = batch.map(({ submission }) => submission);
  const answers = options.dryRun ? await tryEach(registry, submissions) : await registry.publishAll(submissions);
  for (const [i, answer] of answers.entries()) {
    const { file, submission } = batch[i] as Ready;
    const lines = 'refused' in answer ? linesOf(submission.bytes) : [];
    options.onOutcome(
      'refused' in answer ? refusedFile(file, answer.refused) : accepted(file, answer.published),
      lines,
    );
  }
}

async function tryEach(registry: Pick<Registry, 'publish'>, submissions: Submission[]) {
  const answers: ({ published: Published } | { refused: unknown })[] = [];
  for (const submission of submissions) {
    try {
      answers.push({ published: await registry.publish(submission, { dryRun: true }) });
    } catch (refused) {
      answers.push({ refused });
    }
  }
  return answers;
}

function refusedFile(file: string, error: unknown): FileOutcome {
  if (!isCoded(error) || FATAL.has(error.code)) throw error;
  return { file, outcome: 'refused', reason: error.message, problems: error.problems };
}

function accepted(file: string, { id, created, changed, problems }: Published): FileOutcome {
  return { file, outcome: created ? 'new' : changed ? 'changed' : 'unchanged', id, problems };
}
