import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { PROGRAM } from '../lib/built.ts';
import { type Program, resultIn, runProgram, startProgram } from './program.ts';

/** So many invented software are in the catalogue that is measured. */
export const SIZE = 10_000;
/** The seed of the data, so that every run has the same. */
export const SEED = 1;

export interface Imported {
  /** Of the write path alone, without making the data up. */
  seconds: number;
  /** Processor time of the same, of all threads. */
  cpu: number;
  published: number;
  refused: number;
  bytes: number;
  /** Most memory that the process had, MiB. */
  memory: number;
}

/** What benches share: a temporary folder, a catalogue of 10,000 software, one process that serves it. */
export class Context {
  readonly folder = mkdtempSync(join(tmpdir(), 'alminding-bench-'));
  /** Manifests to be checked, where others than invented ones are wanted. */
  readonly manifests: string | undefined;
  #data: string | null = null;
  #server: Program | null = null;
  #served: Set<string> = new Set();

  constructor(manifests?: string) {
    this.manifests = manifests;
  }

  /** The data folder of the catalogue, imported where no bench has done so yet. */
  async data(): Promise<string> {
    if (this.#data === null) {
      const folder = join(this.folder, 'data');
      await importInto(folder, 'records');
      this.#data = folder;
    }
    return this.#data;
  }

  /** An import that was measured may as well be used. */
  adopt(folder: string): void {
    this.#data ??= folder;
  }

  /** The service over that catalogue: the same process for all benches that ask it something. */
  async server(): Promise<Program> {
    this.#server ??= await startService(await this.data());
    return this.#server;
  }

  /** Benches whose requests the service has answered so far. */
  get served(): Set<string> {
    return this.#served;
  }

  /** The ids of all software. */
  async slugs(): Promise<string[]> {
    const db = new Database(join(await this.data(), 'alminding.db'), {
      readonly: true,
    });
    const slugs = db.prepare("SELECT slug FROM records WHERE kind = 'software' ORDER BY ord LIMIT ?").pluck().all(SIZE);
    db.close();
    return slugs as string[];
  }

  async close(): Promise<void> {
    await this.#server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Imports invented software into a new data folder, in a process of its own and on one core. */
export async function importInto(folder: string, form: 'yaml' | 'records', count = SIZE): Promise<Imported> {
  const program = fileURLToPath(new URL('./import-program.js', import.meta.url));
  const out = await runProgram(program, [folder, form, String(count), String(SEED)], { oneCore: true });
  const result = resultIn<Imported>(out);
  if (result.refused > 0) throw new Error(`${result.refused} of the invented records were refused.`);
  return result;
}

/** The built service on a free port, without the built-in catalogues unless they are asked for. */
export const startService = (data: string, env: Record<string, string> = {}): Promise<Program> =>
  startProgram(PROGRAM, ['serve', '--json'], {
    env: {
      ALMINDING_DATA: data,
      ALMINDING_HOST: '127.0.0.1',
      ALMINDING_PORT: '0',
      ALMINDING_LOG_LEVEL: 'warn',
      ALMINDING_BUILT_IN: 'false',
      ALMINDING_CRAWL_NAMED: 'false',
      ...env,
    },
  });
