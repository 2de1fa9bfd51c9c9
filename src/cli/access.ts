import type { Access } from '../access/access.ts';
import { withExisting } from './catalogue.ts';
import type { Context } from './command.ts';

/** Opens the data for one act of the operator upon those who may write. */
export const withAccess = <T>(
  context: Context,
  what: string,
  act: (access: Access) => Promise<T>,
  open = withExisting,
): Promise<T> =>
  open(context, what, async (catalogue) => {
    const { openAccess, openNet } = await import('../compose.ts');
    const config = context.config();
    const net = openNet(config, context.program.version);
    try {
      return await act(openAccess(config, catalogue, net));
    } finally {
      await net.close();
    }
  });
