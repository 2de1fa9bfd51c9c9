import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { GitObject } from '../net/git-pack.ts';
import { readTree, type TreeEntry } from './git-objects.ts';

/** Of files that are asked for together. */
const TOGETHER_BYTES = 4 * 1024 * 1024;

/** Gets objects by their ids, in any order; throws `answer-too-large` where they have more than `maxBytes` together. */
export type GetObjects = (ids: string[], maxBytes: number) => Promise<GitObject[]>;

/** The files of one commit. */
export interface Files {
  /** Names in the root, at most `LIMITS.rootNames`. */
  names: string[];
  /** A file, null where there is none of that path. Throws `answer-too-large` beyond `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array | null>;
  /** Those of these that are there and not larger, together by as few requests as can be. */
  readAll(paths: string[], maxBytes: number): Promise<Map<string, Uint8Array>>;
  /** Names in a folder of the root, none where there is no such folder. */
  namesIn(folder: string): Promise<string[]>;
  /** Files in a folder by their names, each with the id of its content; links and folders are none. Git only. */
  idsIn?(folder: string): Promise<Map<string, string>>;
}

/** The files below a root, of which nothing is fetched before it is asked for. Links and submodules are no files. */
export async function filesOf(root: GitObject, get: GetObjects): Promise<Files> {
  const trees = new Map<string, Map<string, TreeEntry>>([['', await readTree(root.bytes)]]);
  const folder = async (path: string): Promise<Map<string, TreeEntry>> => {
    const known = trees.get(path);
    if (known !== undefined) return known;
    const entry = await find(path);
    const [tree] = entry?.mode === '40000' ? await get([entry.id], LIMITS.gitTreeBytes) : [];
    const found = tree === undefined ? new Map<string, TreeEntry>() : await readTree(tree.bytes);
    trees.set(path, found);
    return found;
  };
  const find = async (path: string): Promise<TreeEntry | undefined> => {
    const cut = path.lastIndexOf('/');
    return (await folder(cut < 0 ? '' : path.slice(0, cut))).get(path.slice(cut + 1));
  };
  const fileAt = async (path: string): Promise<string | null> => {
    const entry = path.split('/').length > LIMITS.manifestDepth ? undefined : await find(path);
    return entry?.mode.startsWith('100') === true ? entry.id : null;
  };
  const read = async (path: string, maxBytes: number): Promise<Uint8Array | null> => {
    const id = await fileAt(path);
    const [file] = id === null ? [] : await get([id], maxBytes);
    if (file === undefined) return null;
    if (file.bytes.length <= maxBytes) return file.bytes;
    throw new CodedError('answer-too-large', `The file has more than ${maxBytes} bytes.`);
  };
  return {
    names: [...(trees.get('')?.keys() ?? [])].slice(0, LIMITS.rootNames),
    read,
    async idsIn(path) {
      const files = [...(await folder(path))].filter(([, { mode }]) => mode.startsWith('100'));
      return new Map(files.map(([name, { id }]) => [name, id]));
    },
    namesIn: async (path) => [...(await folder(path)).keys()].slice(0, LIMITS.rootNames),
    async readAll(paths, maxBytes) {
      const ids = new Map<string, string>();
      for (const path of paths) {
        const id = await fileAt(path);
        if (id !== null) ids.set(path, id);
      }
      const found = await getAll(get, [...new Set(ids.values())], maxBytes);
      return new Map([...ids].flatMap(([path, id]) => [[path, found.get(id)] as const]).filter(isThere));
    },
  };
}

const isThere = (pair: readonly [string, Uint8Array | undefined]): pair is readonly [string, Uint8Array] =>
  pair[1] !== undefined;

/** All in one request; where they are too large together, one by one without those that are too large alone. */
async function getAll(get: GetObjects, ids: string[], maxBytes: number): Promise<Map<string, Uint8Array>> {
  if (ids.length === 0) return new Map();
  const most = Math.min(ids.length * maxBytes, TOGETHER_BYTES);
  const all = await unlessTooLarge(() => get(ids, most));
  const found = all ?? (await oneByOne(get, ids, maxBytes));
  return new Map(
    found.flatMap((file) => (file !== null && file.bytes.length <= maxBytes ? [[file.id, file.bytes]] : [])),
  );
}

async function oneByOne(get: GetObjects, ids: string[], maxBytes: number): Promise<(GitObject | null)[]> {
  const found: (GitObject | null)[] = [];
  for (const id of ids) found.push(...((await unlessTooLarge(() => get([id], maxBytes))) ?? []));
  return found;
}

async function unlessTooLarge<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (!isCoded(error, 'answer-too-large')) throw error;
    return null;
  }
}
