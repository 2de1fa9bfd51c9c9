import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from './program.ts';

/** Starts the yardstick over a data folder. */
export const startBare = (data: string, mode: 'memory' | 'sqlite'): Promise<Program> =>
  startProgram(fileURLToPath(new URL('./bare-program.js', import.meta.url)), [data, mode]);
