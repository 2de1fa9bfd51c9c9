import { fileURLToPath } from 'node:url';
import { ROOT } from './generated.ts';

/** The built program, as users run it: see `scripts/bundle.ts`. */
export const PROGRAM = fileURLToPath(new URL('dist/program/main.js', ROOT));
