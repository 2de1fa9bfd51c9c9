import type { Test } from 'tap';
import { digestOfStored } from '../registry/mirrored.ts';
import { join_, type Member, Network, shownOf } from './world.ts';

/** Two catalogues on one network. */
export async function two(t: Parameters<typeof join_>[0]) {
  const network = new Network();
  const a = await join_(t, network, 'a.example');
  const b = await join_(t, network, 'b.example');
  return { network, a, b };
}

/** Whether a mirror has all that its origin has, and shows it. */
export const sameState = async (t: Test, mirror: Member, origin: Member) => {
  const head = await origin.store.getHead(0);
  const row = (await mirror.store.listMirrors()).find(({ originName }) => originName === origin.host);
  t.same(row?.size, head?.size, 'all leaves are here');
  const served = await origin.app.inject({ url: `/log/1/state/${head?.size}` });
  t.same(await digestOfStored(mirror.store, row?.log ?? -1), served.payload.trim(), 'the log state is the same');
  t.same(await shownOf(mirror, origin.host), await shownOf(origin, 'own'), 'the same records are shown');
};
