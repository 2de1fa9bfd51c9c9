import { type CodedError, isCoded, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { withoutContent } from '../records/public-problem.ts';
import { readRegisters } from '../records/read-registers.ts';
import { readSourceList, type SourceList } from '../records/source-list.ts';
import type { StatedRegister } from '../registry/adopters/types.ts';
import type { CrawlSource } from '../store/crawl-port.ts';
import type { FileRow } from '../store/port.ts';
import { sourcesIn } from './add.ts';
import { catalogueIn } from './catalogue-git.ts';
import { isOfSource, type Outcome } from './crawl.ts';
import type { Content } from './folder.ts';
import { DECLARATION, declareFound, REGISTERS } from './folder-words.ts';
import type { Seen } from './forge.ts';
import { type Loaded, loadFolder } from './load-folder.ts';
import type { VisitDeps } from './visit-deps.ts';

/** The name of a source's files in the table of what was loaded, before the names of its files in what is shown. */
const nameOf = ({ id }: CrawlSource): string => `git/${id}`;

/** Whether something is left to do though no commit is new: a file was broken, or is away and to be withdrawn some day. */
export async function isUnsettled({ store }: VisitDeps, source: CrawlSource): Promise<boolean> {
  return (await store.listFiles(nameOf(source))).some(
    ({ digest, missingSince }) => digest === '' || missingSince !== null,
  );
}

/**
 * Brings the catalogue in step with a folder in somebody's repository, as with one of this machine: files with the same id
 * of content are not read again, broken ones keep what was last valid, those that went are hidden and withdrawn later. Its
 * `sources.yml` makes sources; its `adoptions.yml` speaks for the body whose record names the owner of the repository as
 * `codeHosting`, and for no other. A dry run judges and writes nothing.
 */
export async function loadCatalogue(deps: VisitDeps, source: CrawlSource, seen: Seen): Promise<Outcome> {
  if (seen.commit === null) return { is: 'none', seen };
  const { store, registry, clock, removalDays, dryRun } = deps;
  const path = source.path ?? '';
  const files = catalogueIn(seen, path);
  const name = nameOf(source);
  const git = { url: seen.url, commit: seen.commit, path, files };
  const folder = { path: '', name, origin: 'own', removalDays, git } as const;
  const kept: FileRow[] = [];
  const acts = dryRun ? dryActs(deps, kept) : { store, registry };
  let loaded: Loaded;
  try {
    loaded = await loadFolder({ ...acts, clock }, folder);
  } catch (error) {
    if (!isOfSource(error)) throw error;
    return { is: 'loaded', seen, loaded: null, problems: [problemOf(error)] };
  }
  const words = await files.words();
  const { list, problems } = readWord(words.get('sources.yml'), readSourceList) ?? { list: null, problems: [] };
  const named = list === null ? 0 : await nameAll(deps, source, list);
  const stated = readWord(words.get(REGISTERS), readRegisters);
  const at = { by: 'crawl', url: seen.url, commit: seen.commit, path: belowOf(path, DECLARATION) } as const;
  if (!dryRun && loaded.files > 0)
    await declareFound({ store, registry: deps.registry }, folder, words.get(DECLARATION) ?? null, at);
  const rows = dryRun ? kept : await store.listFiles(name);
  const broken = [...rows, brokenOf('sources.yml', problems), brokenOf(REGISTERS, stated?.problems ?? [])];
  const registers = (stated?.registers ?? []) as StatedRegister[];
  return { is: 'loaded', seen, loaded: { ...loaded, named, registers }, problems: problemsIn(broken) };
}

const belowOf = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** What a file beside the records says, or what is wrong with it; undefined where there is none. */
function readWord<T extends { problems: Problem[] }>(
  found: Content | undefined,
  read: (bytes: Uint8Array) => T,
): T | undefined {
  if (found === undefined) return undefined;
  return 'bytes' in found ? read(found.bytes) : { ...read(new Uint8Array()), problems: [found.problem] };
}

const brokenOf = (file: string, problems: Problem[]) => ({
  file,
  problems: JSON.stringify(problems.map(withoutContent)),
});

async function nameAll({ store, now, dryRun }: VisitDeps, { id }: CrawlSource, list: SourceList): Promise<number> {
  const rows = sourcesIn(list, { addedBy: `source:${id}`, now: now() }).slice(0, LIMITS.ownerRepositories);
  if (!dryRun) await store.addCrawlSources(rows);
  return rows.length;
}

/** The first problems of the first broken files, each with its file before the place in it. */
const problemsIn = (rows: readonly Pick<FileRow, 'file' | 'problems'>[]): Problem[] =>
  rows
    .flatMap(({ file, problems }) =>
      (JSON.parse(problems) as Problem[]).map((problem) => ({
        ...problem,
        pointer: problem.pointer === '' ? file : `${file}#${problem.pointer}`,
      })),
    )
    .filter(({ severity }) => severity === 'error')
    .slice(0, LIMITS.problems);

const problemOf = ({ code, message }: CodedError): Problem => ({ rule: code, severity: 'error', pointer: '', message });

/** The same acts, without writing anything. */
function dryActs({ store, registry }: VisitDeps, kept: FileRow[]): Pick<VisitDeps, 'store' | 'registry'> {
  return {
    store: {
      ...store,
      listFiles: (name) => store.listFiles(name),
      putFiles: async (rows) => void kept.push(...rows),
      dropFile: async () => undefined,
    },
    registry: {
      ...registry,
      hide: async () => ({ hidden: false }),
      withdraw: async () => ({ changed: false }) as Awaited<ReturnType<VisitDeps['registry']['withdraw']>>,
      publishAll: (submissions) =>
        Promise.all(
          submissions.map((submission) =>
            registry.publish(submission, { dryRun: true }).then(
              (published) => ({ published }),
              (refused: unknown) => {
                if (isCoded(refused)) return { refused };
                throw refused;
              },
            ),
          ),
        ),
    },
  };
}
