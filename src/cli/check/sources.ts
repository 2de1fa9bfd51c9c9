import { stat } from 'node:fs/promises';
import { type Reading, readInside, readNamed } from '../../files/read-inside.ts';
import { whyNot } from '../../files/why-not.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Submission } from '../../registry/types.ts';
import type { Io } from '../command.ts';
import { classify, classifyManifest } from '../import/classify.ts';
import { findFiles } from '../import/walk.ts';

/** A file to be checked, and what it is; or why it is not read. */
export type Source =
  | { file: string; path: string | null; bytes: Uint8Array; as: 'manifest' }
  | { file: string; bytes: Uint8Array; as: Submission }
  /** `could: false`: it may be right, but it could not be read. */
  | { file: string; unread: string; could: boolean };

export const STANDARD_INPUT = '-';

/** The files behind a path: a file, a folder (read as `import` does), or `-`. Never throws. */
export async function* sourcesOf(io: Io, path: string): AsyncGenerator<Source> {
  if (path === STANDARD_INPUT) {
    yield sourceOf('standard input', null, { bytes: Buffer.from(await io.read(LIMITS.sourceBytes)) });
    return;
  }
  const info = await stat(path).catch((error: unknown) => whyNot(error));
  if (typeof info === 'string') yield { file: path, unread: info, could: false };
  else if (info.isDirectory()) yield* sourcesOfFolder(path);
  else yield sourceOf(path, path, await readNamed(path, LIMITS.sourceBytes));
}

async function* sourcesOfFolder(folder: string): AsyncGenerator<Source> {
  const found = await findFiles(folder).catch((error: unknown) => (error as Error).message);
  if (typeof found === 'string') {
    yield { file: folder, unread: found, could: false };
    return;
  }
  let any = false;
  const pathOf = (file: string): string => (file === '' ? folder : `${folder.replace(/\/+$/, '')}/${file}`);
  for (const { file, reason } of found.unreadable) yield { file: pathOf(file), unread: reason, could: false };
  for (const file of found.files) {
    const reading = await readInside(folder, file, LIMITS.sourceBytes);
    const source = found.manifests ? manifestOf(pathOf(file), reading) : recordOf(pathOf(file), file, reading);
    if (source === null) continue;
    any = true;
    yield source;
  }
  if (!any && found.unreadable.length === 0)
    yield { file: folder, unread: 'it holds no manifest and no record', could: false };
}

/** A file that somebody named is a manifest unless it says that it is something else. */
function sourceOf(file: string, path: string | null, reading: Reading): Source {
  if ('unread' in reading) return unread(file, reading);
  const text = reading.bytes.toString('utf8');
  const classified = classify(file.split(/[\\/]/).slice(-2).join('/'), text);
  if (classified.is !== 'source' || isManifest(classified)) {
    const folder = classified.is === 'refused' && /no id/.test(classified.reason);
    if (folder) return { file, unread: classified.reason, could: true };
    return { file, path, bytes: reading.bytes, as: 'manifest' };
  }
  return { file, bytes: reading.bytes, as: submission(file, reading.bytes, classified) };
}

function manifestOf(file: string, reading: Reading): Source {
  if ('unread' in reading) return unread(file, reading);
  const classified = classifyManifest(reading.bytes.toString('utf8'));
  if (classified.is !== 'source' || classified.kind === 'software')
    return { file, path: file, bytes: reading.bytes, as: 'manifest' };
  return { file, bytes: reading.bytes, as: submission(file, reading.bytes, classified) };
}

/** `null` for what is none of ours. */
function recordOf(path: string, file: string, reading: Reading): Source | null {
  if ('unread' in reading) return unread(path, reading);
  const classified = classify(file, reading.bytes.toString('utf8'));
  if (classified.is === 'passed') return null;
  if (classified.is === 'refused') return { file: path, unread: classified.reason, could: true };
  if (isManifest(classified)) return { file: path, path, bytes: reading.bytes, as: 'manifest' };
  return { file: path, bytes: reading.bytes, as: submission(path, reading.bytes, classified) };
}

type Known = Extract<ReturnType<typeof classify>, { is: 'source' }>;

/** What holds the version key outside of the folders of a catalogue. */
const isManifest = ({ kind, mediaType, slug }: Known): boolean =>
  kind === 'software' && slug === undefined && mediaType === 'application/yaml';

const submission = (file: string, bytes: Uint8Array, { kind, mediaType, slug }: Known): Submission => ({
  kind,
  bytes,
  mediaType,
  provenance: { by: 'import', file },
  ...(slug === undefined ? {} : { slug }),
});

const unread = (file: string, { reason, unread: kind }: Extract<Reading, { unread: unknown }>): Source => ({
  file,
  unread: reason,
  could: kind === 'too-large',
});
