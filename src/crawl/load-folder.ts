import type { Clock } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import { type ErrorCode, isCoded, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { BUILT_IN, OWN } from '../kernel/origins.ts';
import { parseRef } from '../records/kinds.ts';
import { withoutContent } from '../records/public-problem.ts';
import type { Registry, Submission } from '../registry/types.ts';
import type { FileRow, Store } from '../store/port.ts';
import { type CatalogueFile, type Content, type FolderFiles, onDisk } from './folder.ts';

export interface FolderSource {
  /** Where it lies. */
  path: string;
  /** Of a folder in somebody's repository: the files at one commit. */
  git?: { url: string; commit: string; path: string; files: FolderFiles };
  /** What it is called on pages and in the table of loaded files, e.g. `catalogue/os2`. */
  name: string;
  origin: 'own' | 'built-in';
  /** Switched off: treated as a folder whose files have all left. */
  off?: boolean;
  /** After so many days a missing file's entry is withdrawn; own folders only. */
  removalDays: number;
}

export interface Loaded {
  files: number;
  changed: number;
  broken: number;
  hidden: number;
  withdrawn: number;
}

interface Deps {
  store: Pick<Store, 'listFiles' | 'putFiles' | 'dropFile'>;
  registry: Pick<Registry, 'publishAll' | 'hide' | 'withdraw'>;
  clock: Clock;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Brings the catalogue in step with a folder: new and changed files are published, broken ones are remembered with their
 * reason and disturb nobody else, entries of vanished files are hidden and after some time withdrawn. A folder that is
 * not there at all changes nothing: an empty answer never deletes.
 */
export async function loadFolder(deps: Deps, source: FolderSource): Promise<Loaded> {
  const files = source.git?.files ?? onDisk(source.path);
  const listed = source.off ? [] : await files.list();
  const loaded: Loaded = { files: listed?.length ?? 0, changed: 0, broken: 0, hidden: 0, withdrawn: 0 };
  if (listed === null) return loaded;
  const known = new Map((await deps.store.listFiles(source.name)).map((row) => [row.file, row]));
  for (let at = 0; at < listed.length; at += LIMITS.batchSteps) {
    await loadBatch(deps, { ...source, files }, listed.slice(at, at + LIMITS.batchSteps), known, loaded);
  }
  const there = new Set(listed.map(({ file }) => file));
  // Of a kind whose folder is not read nothing is known to be gone.
  const isMissing = ({ file }: FileRow) => !there.has(file) && !there.has(file.slice(0, file.indexOf('/')));
  for (const row of known.values()) if (isMissing(row)) await missed(deps, source, row, loaded);
  return loaded;
}

interface Fresh {
  listed: CatalogueFile;
  digest: string;
  submission: Submission | null;
  problem: Problem | null;
}

async function loadBatch(
  deps: Deps,
  source: FolderSource & { files: FolderFiles },
  batch: CatalogueFile[],
  known: Map<string, FileRow>,
  loaded: Loaded,
): Promise<void> {
  const wanted = batch.filter((listed) => !isKnown(listed.digest, known.get(listed.file)));
  const readable = wanted.filter(({ problem }) => problem === null).map(({ file }) => file);
  const read = await source.files.read(readable);
  const contents = new Map(readable.map((file, n) => [file, read[n] as Content]));
  const fresh = wanted
    .map((listed) => freshOf(source, listed, contents.get(listed.file), known.get(listed.file)))
    .filter((f) => f !== null);
  if (fresh.length === 0) return;
  const sent = fresh.filter((f): f is Fresh & { submission: Submission } => f.submission !== null);
  const results = await deps.registry.publishAll(sent.map(({ submission }) => submission));
  const rows = fresh.map((file): FileRow => {
    const result = results[sent.indexOf(file as (typeof sent)[number])];
    const published = result && 'published' in result ? result.published : null;
    if (published?.changed) loaded.changed += 1;
    const problems = file.problem ? [file.problem] : problemsOf(result);
    if (published === null) loaded.broken += 1;
    const before = known.get(file.listed.file)?.entry ?? null;
    return {
      folder: source.name,
      file: file.listed.file,
      digest: published ? file.digest : '',
      // A file that broke keeps its entry: what was last valid stays up.
      entry: published ? keyOf(source, published.id) : before,
      problems: JSON.stringify(problems),
      missingSince: null,
    };
  });
  await deps.store.putFiles(rows);
}

const isKnown = (digest: string | undefined, before: FileRow | undefined): boolean =>
  digest !== undefined && before?.digest === digest && before.missingSince === null;

/** `null` for a file that is as it was when it was last accepted; a broken one is tried again at each load. */
function freshOf(
  source: FolderSource,
  listed: CatalogueFile,
  content: Content | undefined,
  before: FileRow | undefined,
): Fresh | null {
  const nothing = { listed, digest: '', submission: null };
  if (content === undefined || 'problem' in content) return { ...nothing, problem: content?.problem ?? listed.problem };
  const digest = listed.digest ?? sha256(content.bytes).toString('base64url');
  if (isKnown(digest, before)) return null;
  const mediaType = listed.file.endsWith('.json') ? 'application/json' : 'application/yaml';
  const { kind, slug, file } = listed;
  const { git } = source;
  const at = git && {
    at: { url: git.url, commit: git.commit, path: `${git.path === '' ? '' : `${git.path}/`}${file}` },
  };
  const provenance = { by: 'folder', file: fileOf(source, file), ...at } as const;
  const submission: Submission = { kind, slug, bytes: content.bytes, mediaType, provenance, origin: source.origin };
  return { listed, digest, submission, problem: null };
}

/** Of the operator's own folder the plain name, of all others the folder's before it. */
const fileOf = ({ origin, git, name }: FolderSource, file: string): string =>
  origin === 'own' && git === undefined ? file : `${name}/${file}`;

/** What is said of one file; the others are read all the same, and the service starts. */
const OF_THE_FILE: ReadonlySet<string> = new Set<ErrorCode>([
  ...(['conflict', 'gone', 'too-large', 'erased', 'invalid-input', 'forbidden', 'not-found'] as const),
]);

function problemsOf(result: { published: unknown } | { refused: unknown } | undefined): Problem[] {
  if (result === undefined || 'published' in result) return [];
  const { refused } = result;
  // What is stored here is shown to everybody; `alminding check` tells the rest.
  if (isCoded(refused) && refused.problems.length > 0) return refused.problems.map(withoutContent);
  // What is not about this file (the disk is full, the lock is not had) ends the load.
  if (!isCoded(refused) || !OF_THE_FILE.has(refused.code)) throw refused;
  return [{ rule: refused.code, severity: 'error', pointer: '', message: refused.message }];
}

function keyOf({ origin }: FolderSource, id: string) {
  const { kind, slug } = parseRef(id) as { kind: CatalogueFile['kind']; slug: string };
  return { origin: origin === 'own' ? OWN : BUILT_IN, kind, slug };
}

async function missed(deps: Deps, source: FolderSource, row: FileRow, loaded: Loaded): Promise<void> {
  const now = deps.clock.now();
  const since = row.missingSince ?? now;
  const file = fileOf(source, row.file);
  if (row.missingSince === null) {
    const hidden =
      row.entry !== null && (await deps.registry.hide({ key: row.entry, source: `folder:${file}` })).hidden;
    if (hidden) loaded.hidden += 1;
    if (!hidden || source.origin === 'built-in') return deps.store.dropFile(source.name, row.file);
    await deps.store.putFiles([{ ...row, missingSince: since }]);
  }
  if (row.entry === null || now - since < source.removalDays * DAY_MS) return;
  // Somebody may have published it by another way meanwhile: then it stands on that.
  const { kind, slug } = row.entry;
  const { changed } = await deps.registry.withdraw(kind, slug, 'withdrawn', { onlyHidden: true });
  if (changed) loaded.withdrawn += 1;
  await deps.store.dropFile(source.name, row.file);
}
