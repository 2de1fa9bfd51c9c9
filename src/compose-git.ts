import { createGit, type Git } from './net/git.ts';
import { createNet } from './net/safe-fetch.ts';

/** git for what lies here already: it is given no address, so that it can talk to nobody. */
export const localGit = (): Git => createGit({ net: createNet({ exceptions: [], userAgent: 'alminding' }) });
