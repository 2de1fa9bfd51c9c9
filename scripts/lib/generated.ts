/** A file of the repository that is made, never typed: where it lies, and how its text comes about. */
export interface GeneratedFile {
  /** Path from the root of the repository. */
  path: string;
  make(): Promise<string>;
}

export const ROOT = new URL('./', import.meta.resolve('#root/package.json'));
