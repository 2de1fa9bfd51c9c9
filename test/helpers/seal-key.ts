import { randomBytes } from 'node:crypto';
import type { SealKey } from '../../src/registry/deliver/seal.ts';

/** The key of the secrets of webhooks, without a file. */
export function sealKey(): SealKey & { lose(): void } {
  let key: Buffer | null = null;
  return {
    read: async () => key,
    async make() {
      key ??= randomBytes(32);
      return key;
    },
    lose() {
      key = null;
    },
  };
}
