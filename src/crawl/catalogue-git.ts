import { CodedError, type Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { KINDS, type Kind, PLURAL } from '../records/kinds.ts';
import type { CatalogueFile, Content, FolderFiles } from './folder.ts';
import { recordsIn } from './folder.ts';
import { DECLARATION, REGISTERS } from './folder-words.ts';
import type { Forge, Seen } from './forge.ts';

/** A catalogue folder in a repository, as it lies at one commit. */
export interface CatalogueInGit extends FolderFiles {
  /** What lies beside the folders of records, by the names of files of which `WORDS` tells; one request for all. */
  words(): Promise<Map<string, Content>>;
}

/**
 * Who may write and what a crawler saw are no records that a folder brings: those have rules and makers of their own.
 */
const BROUGHT: readonly Kind[] = KINDS.filter((kind) => kind !== 'writers' && kind !== 'observation');

/** Where a folder names sources, what its body says of itself, and how many bodies there are. */
const WORDS = ['sources.yml', DECLARATION, REGISTERS];

/** Repositories that hold records in the form of a catalogue folder: read by git's own protocol, whatever the forge. */
export const catalogueForge = (git: Forge): Forge => ({ name: 'catalogue', look: (asked) => git.look(asked) });

/**
 * The records of a catalogue folder at one commit: one request for each folder of a kind that is there, and one for each 64
 * files that are read. `path` is where it lies in the repository, empty for the root.
 */
export function catalogueIn(seen: Seen, path: string): CatalogueInGit {
  const below = (name: string): string => (path === '' ? name : `${path}/${name}`);
  const { idsIn } = seen;
  if (idsIn === undefined) throw new CodedError('internal', 'Catalogues are read by git.');
  return {
    async list() {
      const found: CatalogueFile[] = [];
      for (const kind of BROUGHT) {
        const ids = await idsIn(below(PLURAL[kind]));
        const named = recordsIn(kind, [...ids.keys()].sort());
        found.push(
          ...named.map((file) => ({ ...file, digest: ids.get(file.file.slice(PLURAL[kind].length + 1)) ?? '' })),
        );
        if (found.length > LIMITS.catalogueFiles)
          throw new CodedError('too-large', `The repository holds more than ${LIMITS.catalogueFiles} records.`);
      }
      // Nothing at all is no catalogue that was emptied: somebody moved it, or named another branch.
      return found.length === 0 ? null : found;
    },
    async read(files) {
      const read = await seen.readAll(files.map(below), LIMITS.catalogueFileBytes);
      return files.map((file): Content => {
        const bytes = read.get(below(file));
        return bytes === undefined ? { problem: tooLarge() } : { bytes };
      });
    },
    async words() {
      const ids = path === '' ? new Map(seen.names.map((name) => [name, ''])) : await idsIn(path);
      const there = WORDS.filter((name) => ids.has(name));
      const read = await seen.readAll(there.map(below), LIMITS.catalogueFileBytes);
      return new Map(
        there.map((name): [string, Content] => {
          const bytes = read.get(below(name));
          return [name, bytes === undefined ? { problem: tooLarge() } : { bytes }];
        }),
      );
    },
  };
}

const tooLarge = (): Problem => ({
  ...{ rule: 'too-large', severity: 'error', pointer: '' },
  message: `The file has more than ${LIMITS.catalogueFileBytes} bytes.`,
});
