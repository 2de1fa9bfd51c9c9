import type { Configuration } from './config.ts';
import { parseExceptions } from './net/addresses.ts';
import { createGit, type Git } from './net/git.ts';
import { createNet } from './net/safe-fetch.ts';

/** git for what lies here already: it is given no address, so that it can talk to nobody. */
export const localGit = (): Git => createGit({ net: createNet({ exceptions: [], userAgent: 'alminding' }) });

/** git for one act that reads a repository elsewhere, through the door out as the operator has set it. */
export async function withGit<T>(config: Configuration, act: (git: Git) => Promise<T>): Promise<T> {
  const exceptions = parseExceptions(config.netExceptions);
  const userAgent = 'alminding';
  const net = createNet({ exceptions, userAgent });
  try {
    return await act(createGit({ net, exceptions, userAgent }));
  } finally {
    await net.close();
  }
}
