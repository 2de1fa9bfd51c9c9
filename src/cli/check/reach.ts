import { dirname } from 'node:path';
import { type Reached, reach } from '../../checking/reach.ts';
import { readInside } from '../../files/read-inside.ts';
import type { Context } from '../command.ts';

const MOST = 1024 * 1024;

/** What a manifest names: its files in its own folder, and with `network` its addresses. */
export async function reachFor(
  context: Context,
  { path, bytes }: { path: string | null; bytes: Uint8Array },
  network: boolean,
): Promise<Reached[]> {
  const folder = path === null ? undefined : dirname(path);
  const file = async (name: string, head: number): Promise<{ bytes: Uint8Array } | { missing: string }> => {
    const read = await readInside(folder as string, name, MOST);
    const found = 'bytes' in read ? read.bytes : read.beginning;
    return found === undefined ? { missing: 'reason' in read ? read.reason : '' } : { bytes: found.subarray(0, head) };
  };
  const files = folder === undefined ? {} : { file };
  if (!network) return reach(bytes, files);
  const { openNet } = await import('../../compose.ts');
  const net = openNet(context.config(), context.program.version);
  try {
    return await reach(bytes, { net, ...files });
  } finally {
    await net.close();
  }
}
