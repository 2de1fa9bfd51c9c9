import type { Clock } from '../kernel/clock.ts';
import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import type { Store } from '../store/port.ts';
import type { ErasureAnswer } from '../store/trust-port.ts';
import type { Catalogue, LogSource } from './source.ts';

interface Deps {
  store: Store;
  clock: Clock;
}

/**
 * Asks a peer for bodies that our log has erased: a mirror that has destroyed them answers 410. What it still has, or where it
 * does not answer, is asked again later and later, up to an hour. Nothing is asked where everything is settled.
 */
export async function confirmErasures({ store, clock }: Deps, peer: PeerRow, catalogue: Catalogue): Promise<void> {
  const due = await store.dueConfirmations(peer.origin, clock.now(), LIMITS.confirmationsAtOnce);
  if (due.length === 0) return;
  const mirror = await answered(() => ourMirror(store, catalogue));
  for (const { digest, tries } of due) {
    const answer = mirror === 'no-answer' ? mirror : await answered(() => askFor(mirror, digest));
    const at = clock.now();
    const next = at + Math.min(LIMITS.backOffMs, LIMITS.retryMs * 2 ** Math.min(tries, 20));
    await store.putConfirmation({ digest, origin: peer.origin, answer, at, tries: tries + 1, next });
    if (answer === 'no-answer') return;
  }
}

/** What a peer does is an answer, and be it none. */
async function answered<A>(ask: () => Promise<A>): Promise<A | 'no-answer'> {
  try {
    return await ask();
  } catch (error) {
    if (!isCoded(error)) throw error;
    return 'no-answer';
  }
}

/** Our log as the peer mirrors it, under whichever of our names it knows; null where it mirrors none. */
async function ourMirror(store: Store, catalogue: Catalogue): Promise<LogSource | null> {
  const lines = (await store.listHeads()).filter(({ mine }) => mine).map(({ origin }) => origin);
  for (const line of lines) {
    const source = catalogue.log(line, null);
    if (await source.isThere()) return source;
  }
  return null;
}

async function askFor(mirror: LogSource | null, digest: string): Promise<ErasureAnswer> {
  if (mirror === null) return 'not-mirrored';
  const body = await mirror.blob(Buffer.from(digest.slice('sha256:'.length), 'base64url').toString('hex'));
  if (body === null) return 'never';
  return body === 'gone' ? 'gone' : 'present';
}
