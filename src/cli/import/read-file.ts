import { readInside } from '../../files/read-inside.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Submission } from '../../registry/types.ts';
import { type Classified, classify, classifyManifest, repositoryOf } from './classify.ts';
import type { FileOutcome } from './outcomes.ts';

/** So much of a file that is too large is looked at. */
const LOOKED_AT = 64 * 1024;

/** A file on its way in: a submission, or already an outcome. */
export type ReadFile = { file: string; submission: Submission; repository: string | null } | FileOutcome;

/** `manifests` where each file of the folder is one; `own` for the folder that the service reads by itself. */
export interface FolderIs {
  manifests: boolean;
  own: boolean;
}

/** Reads one found file and says what it is. Never throws: what cannot be read is refused. */
export async function readOne(folder: string, file: string, { manifests, own }: FolderIs): Promise<ReadFile> {
  const read = await readInside(folder, file, LIMITS.sourceBytes);
  if ('unread' in read)
    return { file, outcome: manifests ? 'refused' : outcomeOf(file, read.beginning), reason: read.reason };
  const { bytes } = read;
  const text = bytes.toString('utf8');
  const classified: Classified = manifests ? classifyManifest(text) : classify(file, text);
  if (classified.is !== 'source') return { file, outcome: classified.is, reason: classified.reason };
  const { kind, mediaType, slug } = classified;
  // As the service would read it: beside what it has read an import would be a second source, and change nothing.
  const by = own && slug !== undefined ? 'folder' : 'import';
  const submission: Submission = { kind, bytes, mediaType, provenance: { by, file } };
  if (slug !== undefined) return { file, submission: { ...submission, slug }, repository: null };
  return { file, submission, repository: mediaType === 'application/yaml' ? repositoryOf(text) : null };
}

/** The beginning of a file that is too large says whether it is one of ours, or of another program. */
function outcomeOf(file: string, beginning: Buffer | undefined): 'passed' | 'refused' {
  if (beginning === undefined) return 'refused';
  return classify(file, beginning.toString('utf8', 0, LOOKED_AT)).is === 'passed' ? 'passed' : 'refused';
}
