import type { KeyDocument } from '../journal/key-document.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Discovery } from '../schemas.gen.ts';
import type { HeadRow } from '../store/log-port.ts';
import { isLocal, logHash, splitOrigin } from './names.ts';

/** What a catalogue says of itself to others, `/.well-known/alminding`. Nothing in it is believed: keys are pinned by people. */
export function discoveryOf(
  head: Pick<HeadRow, 'origin'>,
  { log, witness, n }: KeyDocument,
  { name, publicUrl }: { name: string; publicUrl: string },
): Discovery {
  const prefix = `${publicUrl}/log/${splitOrigin(head.origin)?.epoch}`;
  return {
    v: 1,
    name,
    origin: head.origin,
    pinnable: !isLocal(head.origin),
    keys: [...log],
    keyDocument: n,
    witness: [...witness],
    urls: { log: prefix, heads: `${publicUrl}/heads`, delta: `${publicUrl}/log/${logHash(head.origin)}/delta` },
    limits: {
      leafBytes: LIMITS.leafBytes,
      bodyBytes: LIMITS.bodyBytes,
      packBytes: LIMITS.packBytes,
      waitSeconds: LIMITS.longPollSeconds,
    },
    dataLicence: 'CC0-1.0',
    erasure: 'Bodies that their origin erases are hidden here at once and destroyed within 24 hours.',
  };
}
