import { createHmac } from 'node:crypto';
import { toRfc3339 } from '../../kernel/clock.ts';
import { OWN } from '../../kernel/origins.ts';
import type { HookRow } from '../../store/hook-port.ts';
import type { EventRow } from '../../store/port.ts';

/** What a message is about: changes, changes that were never sent, or nothing but that we are here. */
export type MessageType = 'catalogue.changed' | 'catalogue.gap' | 'catalogue.ping';

export interface Message {
  id: string;
  type: MessageType;
  after: number;
  upto: number;
  /** What is signed and sent, JSON. */
  body: string;
}

/** How an operation of the change sequence is called; what has no name changes nothing that anybody sees. */
const CHANGES: Readonly<Record<string, string>> = {
  put: 'published',
  show: 'published',
  hide: 'hidden',
  withdraw: 'withdrawn',
  erase: 'erased',
};

export interface Told {
  seq: number;
  /** `software/kitos`; with `@` and its origin where it is not ours. */
  id: string;
  change: string;
  version: number;
  at: string;
}

/** Those changes that a hook wants to hear of, as they are told. */
export function wanted(hook: Pick<HookRow, 'kinds' | 'everything'>, rows: readonly EventRow[], names: Names): Told[] {
  const kinds = JSON.parse(hook.kinds) as string[];
  return rows.flatMap(({ seq, entry, op, version, at }) => {
    const change = CHANGES[op];
    const ours = entry.origin === OWN;
    if (change === undefined || !(ours || hook.everything)) return [];
    if (kinds.length > 0 && !kinds.includes(entry.kind)) return [];
    const origin = ours ? '' : `@${names.get(entry.origin) ?? entry.origin}`;
    return [{ seq, id: `${entry.kind}/${entry.slug}${origin}`, change, version, at: toRfc3339(at) }];
  });
}

/** Names of origins by their numbers. */
export type Names = ReadonlyMap<number, string>;

/**
 * A message in the form of Standard Webhooks: `{ type, timestamp, data }`. Made of what is kept alone, so that the same one
 * comes out at each try.
 */
export function messageOf(
  hook: Pick<HookRow, 'id'>,
  type: MessageType,
  { after, upto, at, changes }: { after: number; upto: number; at: number; changes: Told[] },
): Message {
  const data = type === 'catalogue.changed' ? { after, upto, changes } : { after, upto };
  const body = JSON.stringify({ type, timestamp: toRfc3339(at), data });
  return { id: `msg_${hook.id}_${type.slice('catalogue.'.length)}_${upto}`, type, after, upto, body };
}

/** The headers of Standard Webhooks: HMAC-SHA256 over id, time in seconds and body. */
export function signed({ id, body }: Message, secret: string, now: number): Record<string, string> {
  const at = String(Math.floor(now / 1000));
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return {
    ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at },
    'webhook-signature': `v1,${signature}`,
  };
}

export const SECRET_PREFIX = 'whsec_';
