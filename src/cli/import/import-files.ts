import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Published, Registry, Submission } from '../../registry/types.ts';
import { linesOf } from '../problems.ts';
import { type FileOutcome, isFatal } from './outcomes.ts';
import { type ReadFile, readOne } from './read-file.ts';
import type { Found } from './walk.ts';

export interface ImportOptions {
  dryRun: boolean;
  /** It is the folder that the service reads by itself. */
  own: boolean;
  /** Called once for each file when its fate is known; what was accepted is on the disk then. */
  onOutcome(outcome: FileOutcome, lines: string[]): void;
}

type Ready = Exclude<ReadFile, FileOutcome>;

/**
 * Publishes the files of a folder in byte order of their names. Of manifests that name the same repository the first that
 * is accepted is used. Throws what stands in the way of every file (`disk-full`, `read-only`, …); what was told before
 * stays.
 */
export async function importFiles(
  registry: Pick<Registry, 'publish' | 'publishAll'>,
  folder: string,
  found: Found,
  options: ImportOptions,
): Promise<void> {
  for (const { file, reason } of found.passed) options.onOutcome({ file, outcome: 'passed', reason }, []);
  for (const { file, reason } of found.unreadable) options.onOutcome({ file, outcome: 'refused', reason }, []);
  /** By repository, the file that was accepted for it. */
  const used = new Map<string, string>();
  for (let at = 0; at < found.files.length; at += LIMITS.importBatch) {
    // Each round settles the first file of every repository: there are as many as one repository has files in the batch.
    for (let files = found.files.slice(at, at + LIMITS.importBatch); files.length > 0; ) {
      files = await importRound(
        registry,
        (file) => readOne(folder, file, { ...found, own: options.own }),
        files,
        used,
        options,
      );
      // Lets signals and the progress bar through.
      await nextTurn();
    }
  }
}

/** Publishes one file of each repository; those that wait for what becomes of it are handed back. */
async function importRound(
  registry: Pick<Registry, 'publish' | 'publishAll'>,
  read: (file: string) => Promise<ReadFile>,
  files: string[],
  used: Map<string, string>,
  options: ImportOptions,
): Promise<string[]> {
  const batch: Ready[] = [];
  const waiting: string[] = [];
  const tried = new Set<string>();
  for (const one of files) {
    const ready = await read(one);
    if ('outcome' in ready) options.onOutcome(ready, []);
    else if (ready.repository === null) batch.push(ready);
    else if (used.has(ready.repository))
      options.onOutcome(repeated(ready.file, used.get(ready.repository) as string), []);
    else if (tried.has(ready.repository)) waiting.push(one);
    else {
      tried.add(ready.repository);
      batch.push(ready);
    }
  }
  const tell = ({ file, repository }: Ready, outcome: FileOutcome, lines: string[]): void => {
    if (repository !== null && outcome.outcome !== 'refused') used.set(repository, file);
    options.onOutcome(outcome, lines);
  };
  await publishBatch(registry, batch, tell, options.dryRun);
  return waiting;
}

const repeated = (file: string, first: string): FileOutcome => ({
  file,
  outcome: 'repeated',
  reason: `the same repository as ${first}`,
});

async function publishBatch(
  registry: Pick<Registry, 'publish' | 'publishAll'>,
  batch: Ready[],
  tell: (read: Ready, outcome: FileOutcome, lines: string[]) => void,
  dryRun: boolean,
) {
  if (batch.length === 0) return;
  const submissions = batch.map(({ submission }) => submission);
  const answers = dryRun ? await tryEach(registry, submissions) : await registry.publishAll(submissions);
  let fatal: unknown;
  for (const [i, answer] of answers.entries()) {
    const read = batch[i] as Ready;
    const { file, submission } = read;
    if ('published' in answer) tell(read, accepted(file, answer.published), []);
    else if (isFatal(answer.refused)) fatal ??= answer.refused;
    else tell(read, refusedFile(file, answer.refused), linesOf(submission.bytes));
  }
  // Parts of a batch are stored by themselves: what was is told before what stopped the rest.
  if (fatal !== undefined) throw fatal;
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
  const { message, problems } = error as CodedError;
  return { file, outcome: 'refused', reason: message, problems };
}

function accepted(file: string, { id, created, changed, problems }: Published): FileOutcome {
  return { file, outcome: created ? 'new' : changed ? 'changed' : 'unchanged', id, problems };
}
