import { COSIGNATURE_KEY, formatVerifierKey, NOTE_KEY, type SignerKey, signerOf } from '../journal/key.ts';
import type { KeyDocument } from '../journal/key-document.ts';
import type { Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import type { Store } from '../store/port.ts';
import { appendKeys, currentKeys } from './control.ts';
import { settleKeys, stageKeys } from './key-change.ts';
import { keyFile, readKey } from './key-files.ts';
import { splitOrigin } from './names.ts';

export const ROTATED = ['log', 'witness', 'root'] as const;
export type Rotated = (typeof ROTATED)[number];

export interface RotateDeps {
  store: Pick<Store, 'appendControl' | 'listControls'>;
  clock: Clock;
  data: string;
  salt: string;
  /** Root keys that are not in the data folder: whoever keeps them brings them. */
  signers?: SignerKey[];
}

export interface NewRoots {
  /** How many root keys must sign a key document from now on. */
  threshold: number;
  /** Verifier keys of the others who may sign, besides our own root key. */
  keys: readonly string[];
}

/**
 * Replaces one key by a new one and says so in the next key document, which root keys sign. The old log key signs on beside
 * the new one until the next rotation, so that mirrors that have not read the document yet go on reading. Throws
 * `unsafe-keys` where there is no key document yet, or the root key is not here.
 */
export async function rotateKey(deps: RotateDeps, which: Rotated, roots?: NewRoots): Promise<KeyDocument> {
  const before = await documentBefore(deps);
  const root = (await readKey(keyFile(deps.data, 'root'))) ?? deps.signers?.[0] ?? null;
  const made = newKey(which, before);
  const key = formatVerifierKey(made);
  const next: KeyDocument = {
    ...before,
    n: before.n + 1,
    log: which === 'log' ? [key, ...before.log.slice(0, 1)] : before.log,
    witness: which === 'witness' ? [key, ...before.witness.slice(0, 1)] : before.witness,
    root: rootsAfter(before, which === 'root' ? { root, key } : null, roots),
    ts: Math.floor(deps.clock.now() / 1000),
  };
  const signers = [root, which === 'root' ? made : null, ...(deps.signers ?? [])].filter((one) => one !== null);
  return write(deps, before, next, { [which]: made }, signers);
}

/**
 * New keys throughout, signed with the recovery key alone: the others are lost, or somebody else has them. The old log key
 * signs nothing any more. Who has the recovery key has the log, so that a new one is made as well.
 */
export async function recoverKeys(deps: RotateDeps, recovery: SignerKey): Promise<KeyDocument> {
  const before = await documentBefore(deps);
  if (!before.root.keys.includes(formatVerifierKey(recovery)))
    throw new CodedError(
      'unsafe-keys',
      'This is no key that the key document of the log names as a root or recovery key.',
    );
  const made = {
    log: newKey('log', before),
    witness: newKey('witness', before),
    root: rootKey('root'),
    recovery: rootKey('recovery'),
  };
  const next: KeyDocument = {
    ...before,
    n: before.n + 1,
    log: [formatVerifierKey(made.log)],
    witness: [formatVerifierKey(made.witness)],
    root: { threshold: 1, keys: [formatVerifierKey(made.root), formatVerifierKey(made.recovery)] },
    ts: Math.floor(deps.clock.now() / 1000),
  };
  const signers = [recovery, made.root, ...(deps.signers ?? [])];
  return write(deps, before, next, made, signers);
}

async function documentBefore({ store, data }: RotateDeps): Promise<KeyDocument> {
  const document = await currentKeys(store);
  if (document === null)
    throw new CodedError('unsafe-keys', 'The log names no keys yet: start the service once, it makes them.');
  await settleKeys(data, document);
  return document;
}

async function write(
  { store, clock, data, salt }: RotateDeps,
  before: KeyDocument,
  next: KeyDocument,
  staged: Parameters<typeof stageKeys>[1],
  signers: SignerKey[],
): Promise<KeyDocument> {
  await stageKeys(data, staged);
  try {
    await appendKeys(store, next, before, signers, { now: clock.now(), salt });
  } catch (error) {
    await settleKeys(data, await currentKeys(store));
    throw mayNotSign(error);
  }
  await settleKeys(data, next);
  return next;
}

/** What the journal refuses here is a lack of signatures: say it as it looks from outside. */
const mayNotSign = (error: unknown): unknown =>
  error instanceof CodedError && error.code === 'invalid-input'
    ? new CodedError(
        'unsafe-keys',
        'Too few root keys are here to sign the change: name the files of the others with --signers.',
      )
    : error;

function newKey(which: Rotated, { log, witness, origin }: KeyDocument): SignerKey {
  if (which === 'root') return rootKey('root');
  if (which === 'log') return signerOf(origin, NOTE_KEY);
  const name = witness[0]?.split('+')[0] ?? `${splitOrigin(log[0]?.split('+')[0] ?? origin)?.base}/witness`;
  return signerOf(name, COSIGNATURE_KEY);
}

/** Named after itself, as nobody looks for it at an address. */
function rootKey(word: 'root' | 'recovery'): SignerKey {
  const drawn = signerOf(word, NOTE_KEY);
  return signerOf(`${word}-${sha256Hex(drawn.raw).slice(0, 8)}.invalid`, NOTE_KEY, drawn.seed);
}

function rootsAfter(
  { root }: KeyDocument,
  change: { root: SignerKey | null; key: string } | null,
  roots?: NewRoots,
): KeyDocument['root'] {
  const old = change?.root ? formatVerifierKey(change.root) : null;
  const own =
    change === null ? root.keys : [change.key, ...root.keys.filter((key) => key !== old && key !== change.key)];
  if (roots === undefined) return { threshold: root.threshold, keys: own };
  const keys = [...new Set([...own.slice(0, 1), ...roots.keys])];
  if (roots.threshold < 1 || roots.threshold > keys.length)
    throw new CodedError('invalid-parameter', `Of ${keys.length} root keys ${roots.threshold} cannot be asked for.`);
  return { threshold: roots.threshold, keys };
}
