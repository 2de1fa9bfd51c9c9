import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Fence } from '../store/log-port.ts';
import { KEY_ID } from './control.ts';
import type { KeyRing } from './key-files.ts';
import { clearMark, isMarked } from './marks.ts';

import { type PrepareDeps, prepare } from './prepare.ts';
import { signNew } from './sign.ts';
import { takeTurns } from './turns.ts';

/** Whether heads are signed, and in words why not. */
export interface SigningState {
  signing: boolean;
  reason: string | null;
}

export interface SignerDeps extends Omit<PrepareDeps, 'fence' | 'told'> {
  /** The fencing number of the lease of the loops, or null while another process holds it. */
  fence(): number | null;
  /** How often it is looked whether there is something to sign, in milliseconds. */
  everyMs: number;
  /** Leaves that the log is to have besides those of records, such as pins: asked before each head. */
  state?(): Promise<void>;
  /** What takes long and how far it is, for the log of the service: now and then. */
  say?(words: string): void;
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
  let reason: string | null = NOT_OURS;
  let said = Number.NEGATIVE_INFINITY;
  const told = (words: string): void => {
    reason = words;
    if (deps.say === undefined || deps.clock.now() - said < LIMITS.sayMs) return;
    said = deps.clock.now();
    deps.say(words);
  };
  const held = createKeyHolder({ ...deps, told });

  const turn = async (): Promise<void> => {
    const fence = deps.fence();
    if (fence === null) {
      reason = NOT_OURS;
      held.forget();
      return;
    }
    if (held.isWaiting()) return;
    if (reason === NOT_OURS) reason = STARTING;
    try {
      const lease = { name: 'loops', fence };
      const keys = await held.keys(lease);
      await deps.state?.();
      await signNew({ ...deps, keys, fence: lease });
      reason = null;
      await held.settled();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (words !== reason) deps.report(error);
      reason = words;
      held.failed(error);
    }
  };
  const { next, end } = takeTurns(turn, deps.everyMs, deps.report);
  return { sign: next, state: () => ({ signing: reason === null, reason }), end };
}

const NOT_OURS = 'another process holds the lease';
const STARTING = 'what was signed before is being looked at';

/** The keys that were found fit to sign with, until the lease or the key document is another one. */
function createKeyHolder({ askWitnesses, ...deps }: SignerDeps & Pick<PrepareDeps, 'told'>) {
  let keys: KeyRing | null = null;
  let lastFence: number | null = null;
  let documents = 0;
  let notBefore = 0;
  const written = async (): Promise<number> => (await deps.store.listControls(KEY_ID)).length;
  return {
    /** A lease that was lost and had again, or a key document that is new: others may have signed, or changed the keys. */
    async keys(fence: Fence): Promise<KeyRing> {
      if (keys !== null && fence.fence === lastFence && (await written()) === documents) return keys;
      // Witnesses are asked once: what this process has signed itself it knows.
      const ask = keys === null && askWitnesses !== undefined ? { askWitnesses } : {};
      keys = await prepare({ ...deps, ...ask, fence });
      documents = await written();
      lastFence = fence.fence;
      return keys;
    },
    /** What asks others is not asked again at every turn, unless the operator has decided meanwhile. */
    isWaiting: (): boolean => notBefore > deps.clock.now() && !isMarked(deps.data, 'allowed'),
    /** Where nothing stood in the way the operator's word decides nothing: left there it would decide the next time, unasked. */
    async settled(): Promise<void> {
      if (isMarked(deps.data, 'allowed')) await clearMark(deps.data, 'allowed');
    },
    forget(): void {
      lastFence = null;
    },
    failed(error: unknown): void {
      lastFence = null;
      if (askWitnesses !== undefined && isCoded(error, 'fork-risk'))
        notBefore = deps.clock.now() + LIMITS.askWitnessesMs;
    },
  };
}
