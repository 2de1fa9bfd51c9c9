import { LIMITS } from '../kernel/limits.ts';
import type { MirrorRow, PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';

const HOUR_MS = 3_600_000;

/** Leaves that a peer may still add: a bucket that fills by the hour. Before its first sync it is full. */
export function tokensAt({ tokens, tokensAt: at }: Pick<PeerRow, 'tokens' | 'tokensAt'>, now: number): number {
  const filled = (Math.max(0, now - at) / HOUR_MS) * LIMITS.growthAnHour;
  return Math.min(LIMITS.growthLeaves, tokens + Math.floor(filled));
}

/** Up to which size a log is taken: what the operator has approved, and behind that as much as is in the bucket. */
export const allowedSize = (peer: PeerRow, { size }: Pick<MirrorRow, 'size'>, now: number): number =>
  Math.max(peer.approved, Math.max(size, peer.approved) + tokensAt(peer, now));

/** What went beyond the approved size is taken from the bucket. Nothing is written where nothing was taken. */
export async function spend(store: Store, peer: PeerRow, from: number, to: number, now: number): Promise<void> {
  const beyond = to - Math.max(from, peer.approved);
  if (beyond > 0)
    await store.setPeer(peer.origin, { tokens: Math.max(0, tokensAt(peer, now) - beyond), tokensAt: now });
}
