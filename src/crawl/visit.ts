import { sha256 } from '../kernel/digest.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Published } from '../registry/types.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import { keyOf, newSource } from './add.ts';
import { isOfSource, manifestPath, type Outcome } from './crawl.ts';
import { replaceDraft } from './drafts.ts';
import type { Look, Seen } from './forge.ts';
import type { Observed } from './observe.ts';
import { knownOf, memoryOf } from './seen.ts';
import { readUrlList } from './url-list.ts';
import type { VisitDeps } from './visit-deps.ts';
import { isUnsettled, loadCatalogue } from './visit-folder.ts';

/** Looks at one source, once, and hands what it found to the registry. The source's row is changed only in its address. */
export async function visit(
  deps: VisitDeps,
  source: CrawlSource,
  signal: AbortSignal,
): Promise<{ source: CrawlSource; outcome: Outcome }> {
  try {
    // Whoever was woken is looked at first, though its history is to be counted still.
    if (memoryOf(source).pending && source.due > WOKEN)
      return { source, outcome: { is: 'observed', ...(await observed(deps, source, signal)) } };
    if (source.role === 'owner' || source.role === 'list')
      return { source, outcome: await visitList(deps, source, signal) };
    return await visitRepository(deps, source, signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason && !isCoded(error)) throw error;
    return { source, outcome: { is: 'failed', error: ofSource(deps, error) } };
  }
}

/** The error as one about this source. Throws what is about more than it, such as a full disk. */
function ofSource({ onFault }: VisitDeps, error: unknown): CodedError {
  if (isOfSource(error)) return error;
  if (isCoded(error)) throw error;
  // What the program did not expect of one repository keeps it from no other.
  onFault(error);
  return new CodedError('internal', 'The program failed on what it was sent here. The log of the catalogue says more.');
}

/** As `CrawlSource.due` says. */
const WOKEN = 1;

/** A history that cannot be read is no fault of the repository: the manifest was. */
async function observed(deps: VisitDeps, source: CrawlSource, signal: AbortSignal): Promise<Observed> {
  try {
    return await deps.observe(source, signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason && !isCoded(error)) throw error;
    return { changed: false, notMeasured: ofSource(deps, error).code, id: null, pictures: [], issuesEtag: null };
  }
}

const MOVES = 3;

async function visitRepository(
  deps: VisitDeps,
  asked: CrawlSource,
  signal: AbortSignal,
): Promise<{ source: CrawlSource; outcome: Outcome }> {
  let source = asked;
  for (let moves = 0; ; moves += 1) {
    const memory = memoryOf(source);
    const look = await lookAt(deps, source, signal);
    if (look.is !== 'moved') return { source, outcome: await judge(deps, source, look) };
    if (moves === MOVES)
      return { source, outcome: { is: 'missing', why: 'The address leads from one to the next without an end.' } };
    const key = keyOf(look.to, source.role, source.path);
    if (key === null) return { source, outcome: { is: 'missing', why: 'The repository moved to what is no address.' } };
    const other = key === source.key ? null : await deps.store.findCrawlSource(key);
    if (other !== null && other.id !== source.id) return { source, outcome: { is: 'merged', to: look.to } };
    const aliases = [...memory.aliases.filter((alias) => alias !== look.to), source.url].slice(-10);
    source = { ...source, url: look.to, key, seen: JSON.stringify({ ...memory, aliases }) };
  }
}

async function lookAt(deps: VisitDeps, source: CrawlSource, signal: AbortSignal): Promise<Look> {
  const { url } = source;
  const ofFolder = source.role === 'folder';
  const forge = ofFolder ? deps.catalogues : await deps.forgeOf(url);
  // A file that is refused for what another record lacks is judged anew though it is the same.
  const anew = source.verdict === 'invalid' || (ofFolder && (await isUnsettled(deps, source)));
  const known = knownOf(memoryOf(source));
  return forge.look({ url, known: anew ? { ...known, etag: null, commit: null } : known, signal });
}

async function judge(deps: VisitDeps, source: CrawlSource, look: Exclude<Look, { is: 'moved' }>): Promise<Outcome> {
  if (look.is !== 'seen') return look;
  const { seen } = look;
  try {
    if (source.role === 'folder') return await loadCatalogue(deps, source, seen);
    const path = seen.commit === null ? null : manifestPath(source, seen.names);
    const bytes = path === null ? null : await readManifest(seen, path);
    if (path === null || bytes === null) return { is: 'none', seen };
    if (bytes instanceof CodedError) return { is: 'judged', seen, path, digest: '', result: { refused: bytes } };
    const digest = sha256(bytes).toString('base64url');
    const result = await publish(deps, source, seen, path, bytes);
    if ('published' in result && !deps.dryRun) await replaceDraft(deps, source.id);
    return { is: 'judged', seen, path, digest, result };
  } finally {
    await seen.end();
  }
}

/** A file that is too large is a fault of the file, not of the server. */
async function readManifest(seen: Seen, path: string): Promise<Uint8Array | CodedError | null> {
  try {
    const bytes = await seen.read(path, LIMITS.manifestBytes);
    if (bytes === null || !Buffer.from(bytes.subarray(0, 40)).toString('latin1').startsWith('version https://git-lfs'))
      return bytes;
    return problem('lfs', 'The file is kept in Git LFS: only a pointer to it lies in the repository.');
  } catch (error) {
    if (!isCoded(error, 'answer-too-large')) throw error;
    return problem('too-large', `The manifest has more than ${LIMITS.manifestBytes} bytes.`);
  }
}

const problem = (rule: string, message: string): CodedError =>
  new CodedError('invalid-input', message, { problems: [{ rule, severity: 'error', pointer: '', message }] });

async function publish(
  { registry, dryRun }: VisitDeps,
  source: CrawlSource,
  { url, commit, committed, forge }: Seen,
  path: string,
  bytes: Uint8Array,
): Promise<{ published: Published } | { refused: CodedError }> {
  const { aliases, partOf } = memoryOf(source);
  const provenance = {
    ...({ by: 'crawl', url, commit: commit ?? '', path, aliases } as const),
    ...(forge === null ? {} : { forge }),
    ...(committed === null ? {} : { committed }),
    ...(partOf === null ? {} : { partOf }),
  };
  try {
    return {
      published: await registry.publish(
        { kind: 'software', bytes, mediaType: 'application/yaml', provenance },
        { dryRun },
      ),
    };
  } catch (error) {
    if (!isOfSource(error)) throw error;
    return { refused: error };
  }
}

/** An owner's repositories, or those of a list, become sources. One that is no longer named stays a source. */
async function visitList(deps: VisitDeps, source: CrawlSource, signal: AbortSignal): Promise<Outcome> {
  const listing =
    source.role === 'list'
      ? readUrlList(await deps.fetchList(source.url, signal), source.url)
      : await listOwner(deps, source, signal);
  if (listing.is !== 'listed') return listing;
  const wanted = listing.repositories.filter(({ passed }) => !passed).slice(0, LIMITS.ownerRepositories);
  const rows = wanted.flatMap(({ url, path = null }) => {
    if (keyOf(url, 'repository', path) === null) return [];
    return [newSource({ url, path, role: 'repository', addedBy: `source:${source.id}`, now: deps.now() })];
  });
  if (!deps.dryRun) await deps.store.addCrawlSources(rows);
  return { is: 'listed', named: listing.repositories.length, crawled: rows.length, complete: listing.complete };
}

async function listOwner(deps: VisitDeps, { url }: CrawlSource, signal: AbortSignal) {
  const forge = await deps.forgeOf(url);
  if (forge.list !== undefined) return forge.list(url, signal);
  throw new CodedError('invalid-parameter', 'Of this forge it is not known how it lists its repositories.');
}
