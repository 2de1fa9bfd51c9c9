import { formatVerifierKey } from '../journal/key.ts';
import type { EpochReason } from '../journal/key-document.ts';
import type { Clock } from '../kernel/clock.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import type { Fence } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import { appendKeys, currentKeys, documentOf } from './control.ts';
import { beginEpoch } from './epoch.ts';
import type { Progress } from './epoch-leaves.ts';
import { settleKeys } from './key-change.ts';
import { createKeys, type KeyRing, readKeys } from './key-files.ts';
import { clearMark, isMarked } from './marks.ts';
import { baseOf, isLocal, splitOrigin } from './names.ts';
import { forkRisk, signNew } from './sign.ts';

/** What a witness has seen of our log when it was shown our last head. */
export type WitnessView =
  /** It has cosigned it, or had before. */
  | { seen: 'same' }
  /** It does not know our log. */
  | { seen: 'nothing'; detail: string }
  /** It has cosigned a larger one, or another one of that size. */
  | { seen: 'more' | 'other'; detail: string }
  | { seen: 'no-answer'; detail: string };

export interface PrepareDeps {
  store: Store;
  clock: Clock;
  data: string;
  publicUrl: string;
  salt(): string;
  fence: Fence;
  /**
   * Shows our last head to our witnesses and says what each has seen; none where we have no witnesses. Those that never
   * cosigned it, as far as is known here, are asked only where that may be too old to know: `everybody`.
   */
  askWitnesses?(everybody: boolean): Promise<WitnessView[]>;
  /** Begins a large log anew elsewhere than on this thread; without it that is done here. */
  begin?: BeginEpoch;
  /** Hears in words what takes long, and how far it is. */
  told?(words: string): void;
}

/** A new log under this base, told how far it is. Refuses as `beginEpoch` does. */
export type BeginEpoch = (base: string, reason: EpochReason, fence: Fence, told: Progress) => Promise<void>;

/**
 * Keys and key document are there, fit each other, and nothing was signed that the log does not begin with: neither by what
 * lies beside the keys nor, where the data may be older than that, by what our witnesses have seen. Where the public address
 * is another one, the log begins anew under it. Throws `unsafe-keys` and `fork-risk`.
 */
export async function prepare(deps: PrepareDeps): Promise<KeyRing> {
  const { store, data, publicUrl } = deps;
  const keys = await fittingKeys(deps);
  const allowed = isMarked(data, 'allowed');
  const risk = (await forkRisk({ store, data, keys })) ?? (await witnessRisk(deps, allowed));
  if (risk !== null && !allowed)
    throw new CodedError(
      'fork-risk',
      `${risk} If nothing better can be restored, \`alminding sign --accept-fork-risk\` begins a new log.`,
    );
  const base = baseOf(publicUrl) ?? splitOrigin(keys.log.name)?.base ?? '';
  const moved = splitOrigin(keys.log.name)?.base !== base;
  const anew = risk !== null || moved;
  if (base !== '' && !isLocal(base)) await store.nameOwn(base);
  if (anew) await beginAnew(deps, keys, base, risk === null ? 'address' : 'restored');
  for (const mark of ['stopped', 'restored', 'allowed'] as const) await clearMark(data, mark);
  return anew ? fittingKeys(deps) : keys;
}

async function beginAnew(deps: PrepareDeps, keys: KeyRing, base: string, reason: EpochReason): Promise<void> {
  // What was not signed yet is signed under the old name first, where that may be signed.
  if (reason === 'address') await signNew({ ...deps, keys });
  if ((await deps.store.getHead(OWN_LOG)) === null) return;
  const told: Progress = (done, of) =>
    deps.told?.(`The log begins anew under the name ${base}: ${done} of ${of} entries stand in it`);
  const isLarge = (await deps.store.readLog()).size > LIMITS.epochHereLeaves;
  if (isLarge && deps.begin !== undefined) await deps.begin(base, reason, deps.fence, told);
  else await beginEpoch({ ...deps, keys, told, now: deps.clock.now(), salt: deps.salt() }, base, reason);
}

async function fittingKeys({ store, clock, data, publicUrl, salt }: PrepareDeps): Promise<KeyRing> {
  const document = await currentKeys(store);
  await settleKeys(data, document);
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
    throw new CodedError(
      'unsafe-keys',
      'The key in the data folder is not the one that the log names: keys and data are not of one time. Put the folder `keys` back as it was when this data was copied, or restore data as new as the keys.',
    );
  return keys;
}

/**
 * A data folder that was restored, or whose last service did not end in order, may be older than what was signed: then our
 * witnesses are asked. Why it may not be signed, or null. Without an answer of any of them it may not.
 */
async function witnessRisk({ store, data, askWitnesses }: PrepareDeps, allowed: boolean): Promise<string | null> {
  const head = await store.getHead(OWN_LOG);
  const clean = isMarked(data, 'stopped') && !isMarked(data, 'restored');
  if (clean || head === null || askWitnesses === undefined) return null;
  const views = await askWitnesses(isMarked(data, 'restored'));
  for (const view of views) if (view.seen === 'more' || view.seen === 'other') return view.detail;
  if (views.length === 0 || views.some(({ seen }) => seen === 'same' || seen === 'nothing') || allowed) return null;
  const details = views.flatMap((view) => ('detail' in view ? [view.detail] : []));
  throw new CodedError(
    'fork-risk',
    `The data may be older than what was signed, and no witness answers (${details[0] ?? 'none'}). \`alminding sign --accept-fork-risk\` signs without them.`,
  );
}
