import { splitOrigin } from '../logs/names.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import { documentOf } from './pins.ts';

/**
 * Whether a key for cosignatures is called as that of the network of this name is. Nobody proves that he holds the keys that
 * his document names, so that a network is only taken at its word for those of its own name.
 */
export const isWitnessOf = (base: string, key: string): boolean => key.split('+')[0] === `${base}/witness`;

/**
 * The keys for cosignatures of pinned networks, each with the one network whose it is. Who has moved keeps those of the name
 * before, but no name that another network has here.
 */
export function witnessKeysOf(peers: readonly PeerRow[]): Map<string, PeerRow> {
  const owners = new Map(peers.map((peer) => [peer.originName, peer]));
  for (const peer of peers)
    for (const line of [documentOf(peer).origin, documentOf(peer).epoch?.origin ?? '']) {
      const base = splitOrigin(line)?.base;
      if (base !== undefined && !owners.has(base)) owners.set(base, peer);
    }
  const keys = new Map<string, PeerRow>();
  for (const [base, peer] of owners)
    for (const key of documentOf(peer).witness) if (isWitnessOf(base, key)) keys.set(key, peer);
  return keys;
}
