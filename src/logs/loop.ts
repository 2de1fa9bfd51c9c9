import { formatVerifierKey } from '../journal/key.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import type { Store } from '../store/port.ts';
import { appendKeys, currentKeys, documentOf } from './control.ts';
import { createKeys, type KeyRing, readKeys } from './key-files.ts';
import { baseOf } from './names.ts';
import { forkRisk, signNew } from './sign.ts';

/** Whether heads are signed, and in words why not. */
export interface SigningState {
  signing: boolean;
  reason: string | null;
}

export interface SignerDeps {
  store: Store;
  clock: Clock;
  data: string;
  publicUrl: string;
  salt(): string;
  /** The fencing number of the lease of the loops, or null while another process holds it. */
  fence(): number | null;
  /** How often it is looked whether there is something to sign, in milliseconds. */
  everyMs: number;
  /** What went wrong, for the log of the service. */
  report(error: unknown): void;
}

export interface Signer {
  /** Signs what is new now, and not only with the next turn of the loop. */
  sign(): Promise<void>;
  state(): SigningState;
  end(): Promise<void>;
}

/**
 * Signs new heads of our log while this process holds the lease: at most a second behind the last commit. The keys are made,
 * and what stands in the way is looked for, when the lease is first held.
 */
export function createSigner(deps: SignerDeps): Signer {
  let keys: KeyRing | null = null;
  let reason: string | null = 'another process holds the lease';
  let running: Promise<void> = Promise.resolve();
  let lastFence: number | null = null;

  const turn = async (): Promise<void> => {
    const fence = deps.fence();
    if (fence === null) {
      reason = 'another process holds the lease';
      lastFence = null;
      return;
    }
    try {
      // A lease that was lost and had again: others may have signed, or changed the keys.
      if (fence !== lastFence || keys === null) keys = await prepare(deps);
      lastFence = fence;
      await signNew({ ...deps, keys, fence: { name: 'loops', fence } });
      reason = null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (words !== reason) deps.report(error);
      reason = words;
      lastFence = null;
    }
  };
  /** One turn after the other, never two at a time. */
  const sign = (): Promise<void> => {
    running = running.then(turn);
    return running;
  };
  let waiting = false;
  const timer = setInterval(() => {
    if (waiting) return;
    waiting = true;
    void sign().finally(() => {
      waiting = false;
    });
  }, deps.everyMs).unref();
  return {
    sign,
    state: () => ({ signing: reason === null, reason }),
    async end() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Keys and key document are there, fit each other, and nothing was signed that the log does not begin with. */
async function prepare({ store, clock, data, publicUrl, salt }: SignerDeps): Promise<KeyRing> {
  const document = await currentKeys(store);
  let keys = await readKeys(data);
  if (keys === null) {
    if (document !== null)
      throw new CodedError(
        'unsafe-keys',
        'The keys of this log are not in the data folder: put the folder `keys` back from where it was kept.',
      );
    keys = await createKeys(data, baseOf(publicUrl));
  }
  if (document === null) {
    const signers = [keys.root, keys.recovery].filter((key) => key !== null);
    await appendKeys(store, documentOf(keys, null, clock.now()), null, signers, { now: clock.now(), salt: salt() });
  } else if (document.log[0] !== formatVerifierKey(keys.log))
    throw new CodedError('unsafe-keys', 'The key in the data folder is not the one that the log names.');
  const risk = await forkRisk({ store, data, keys });
  if (risk !== null) throw new CodedError('fork-risk', risk);
  return keys;
}
