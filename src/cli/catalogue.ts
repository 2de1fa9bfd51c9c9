import { resolve } from 'node:path';
import type { Catalogue } from '../compose.ts';
import type { Context } from './command.ts';
import { withFolder } from './failure.ts';

/**
 * Opens the data folder for one act and closes it again, whatever happens. `what` tells others what this process is.
 * Beside a running service this waits its turn (`LIMITS.busyMs`) to write.
 */
export async function withCatalogue<T>(
  context: Pick<Context, 'config' | 'io'>,
  what: string,
  act: (catalogue: Catalogue) => Promise<T>,
  { existing = false }: { existing?: boolean } = {},
): Promise<T> {
  // Loaded only now: the database and what hangs on it would slow down every `--help`.
  const [{ openCatalogue }, { markEmpty }] = await Promise.all([
    import('../compose.ts'),
    import('../registry/reindex.ts'),
  ]);
  const config = context.config();
  try {
    const catalogue = openCatalogue(config, {
      what: `alminding ${what}`,
      existing,
      onFault: ({ type, stack }) => context.io.err(`The program failed: ${type}\n${stack}\n`),
    });
    try {
      await markEmpty(catalogue.store);
      return await act(catalogue);
    } finally {
      await catalogue.close();
    }
  } catch (error) {
    throw withFolder(error, resolve(config.data));
  }
}

/**
 * The same for commands that only ask or take away. In a folder without data they throw `no-data`: they would answer for a
 * catalogue that nobody means (a backup of nothing, a journal without faults) and leave an empty one behind.
 */
export const withExisting = <T>(
  context: Pick<Context, 'config' | 'io'>,
  what: string,
  act: (catalogue: Catalogue) => Promise<T>,
): Promise<T> => withCatalogue(context, what, act, { existing: true });
