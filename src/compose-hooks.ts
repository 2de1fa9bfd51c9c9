import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Configuration } from './config.ts';
import type { Clock } from './kernel/clock.ts';
import { randomId } from './kernel/digest.ts';
import { CodedError } from './kernel/errors.ts';
import { LIMITS } from './kernel/limits.ts';
import { loggable } from './kernel/loggable.ts';
import { syncFolder, writeSecret } from './logs/key-files.ts';
import type { Net } from './net/safe-fetch.ts';
import { NO_SECRET } from './registry/deliver/deliver.ts';
import { createHookDesk, type HookDesk } from './registry/deliver/hooks.ts';
import { type DeliverLoop, startDeliverLoop } from './registry/deliver/loop.ts';
import { type SealKey, sealAll, unsealed } from './registry/deliver/seal.ts';
import type { Store } from './store/port.ts';

interface Open {
  store: Store;
  clock: Clock;
}

/** Who is told of changes, and what was sent to them. */
export const openHookDesk = (config: Configuration, { store, clock }: Open, net: Net): HookDesk =>
  createHookDesk({ store, clock, net, random: Math.random, key: hookKey(config) });

/** Tells of changes for as long as the lease is ours. */
export function deliverLoop(
  config: Configuration,
  { store, clock }: Open,
  net: Net,
  holds: () => boolean,
  log: Logger,
): DeliverLoop {
  const report = (error: unknown): void => log.error({ err: loggable(error) }, 'Changes were not told');
  const key = hookKey(config);
  sealAll(store, key).catch(report);
  return startDeliverLoop({
    ...{ store, clock, net, holds, key, report, random: Math.random, everyMs: LIMITS.hookTickMs },
    onSuspended: ({ id, why }) =>
      log.error({ hook: id, why }, 'A webhook is suspended: `alminding hook list` says why'),
  });
}

/** Suspends those whose secret cannot be opened with the key of this data folder; their ids. After a restore. */
export async function suspendSecretless(config: Configuration, store: Store): Promise<string[]> {
  const key = await hookKey(config).read();
  const lost = (await store.listHooks()).filter(({ id, secret }) => unsealed(key, id, secret) === null);
  for (const hook of lost) await store.settleHook(hook, { ...hook, state: 'suspended', why: NO_SECRET }, null);
  return lost.map(({ id }) => id);
}

/** In the data folder, beside the database and in no backup. */
const FILE = 'hooks.key';
const KEY = /^alminding-hooks-1 ([A-Za-z0-9+/]{43}=)\n?$/;
const KEY_BYTES = 32;

/** Read anew each time, as another process may have made it. Throws `unsafe-keys`. */
function hookKey(config: Configuration): SealKey {
  const data = resolve(config.data);
  const file = join(data, FILE);
  const read = async (): Promise<Buffer | null> => {
    const text = await readOwn(file);
    if (text === null) return null;
    const [, key] = KEY.exec(text) ?? [];
    if (key !== undefined) return Buffer.from(key, 'base64');
    throw new CodedError('unsafe-keys', `${file} holds no key of webhooks.`);
  };
  const make = async (): Promise<Buffer> => {
    const known = await read();
    if (known !== null) return known;
    const part = `${file}.${randomId()}.part`;
    await writeSecret(part, `alminding-hooks-1 ${randomBytes(KEY_BYTES).toString('base64')}\n`);
    try {
      // Whoever is first has made it; a rename would put another in its place.
      await link(part, file).catch(unlessThere);
      await syncFolder(data);
    } finally {
      await rm(part, { force: true });
    }
    return (await read()) as Buffer;
  };
  return { read, make };
}

function unlessThere(error: unknown): void {
  if ((error as { code?: string }).code !== 'EEXIST') throw error;
}

/** A file that nobody else can read; null where there is none. */
async function readOwn(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    const { mode } = await handle.stat();
    if ((mode & 0o077) === 0) return await handle.readFile('utf8');
    throw new CodedError('unsafe-keys', `${file} can be read by others. Make it 0600.`);
  } finally {
    await handle.close();
  }
}
