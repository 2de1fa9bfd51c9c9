import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Store } from '../../store/port.ts';
import { SECRET_PREFIX } from './message.ts';

/** Where the key lies, which is not in the database: see `src/compose-hooks.ts`. */
export interface SealKey {
  /** Null where there is none. */
  read(): Promise<Buffer | null>;
  /** The one that there is, or a new one: 32 bytes. */
  make(): Promise<Buffer>;
}

/**
 * A secret as it may lie in a database and its backups: AES-256-GCM, bound to the webhook that it belongs to. `sealed:`, then
 * base64 of 12 bytes of nonce, 16 of tag, and what was sealed.
 */
export function sealed(key: Buffer, hook: string, secret: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(hook));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return `${SEALED}${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')}`;
}

/** The secret; null where the key is another, or none. Secrets of before 2026-11-28 lie open until `sealAll` has run. */
export function unsealed(key: Buffer | null, hook: string, stored: string): string | null {
  if (stored.startsWith(SECRET_PREFIX)) return stored;
  if (key === null || !stored.startsWith(SEALED)) return null;
  const bytes = Buffer.from(stored.slice(SEALED.length), 'base64');
  if (bytes.length < NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(hook)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    return `${decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8')}${decipher.final('utf8')}`;
  } catch {
    return null;
  }
}

const SEALED = 'sealed:';
const NONCE = 12;
const TAG = 16;

/** Seals what lies open since a version that did not. What another process changes meanwhile is left to it. */
export async function sealAll(store: Pick<Store, 'listHooks' | 'swapHookSecret'>, key: SealKey): Promise<void> {
  for (const { id, secret } of await store.listHooks())
    if (secret.startsWith(SECRET_PREFIX)) await store.swapHookSecret(id, secret, sealed(await key.make(), id, secret));
}
