import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Small files in the data folder that tell how it was left: `clean-stop` by a service that ended in order, `restored` by a
 * restore, `accept-fork-risk` by an operator who lets it sign without an answer of its witnesses.
 */
const FILES = { stopped: 'clean-stop', restored: 'restored', allowed: 'accept-fork-risk' } as const;
export type Mark = keyof typeof FILES;

const fileOf = (data: string, mark: Mark): string => join(data, FILES[mark]);

export const isMarked = (data: string, mark: Mark): boolean => existsSync(fileOf(data, mark));

export const setMark = (data: string, mark: Mark): Promise<void> => writeFile(fileOf(data, mark), '', { mode: 0o600 });

export const clearMark = (data: string, mark: Mark): Promise<void> => rm(fileOf(data, mark), { force: true });
