import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type KeyType, NOTE_KEY, parseVerifierKey, type SignerKey, type VerifierKey } from './key.ts';
import { formatSignatures, type Note, parseSignatures, signersOf, signText } from './note.ts';

/** Why a log begins anew under another name. */
export const EPOCH_REASONS = ['address', 'restored', 'recovered'] as const;
export type EpochReason = (typeof EPOCH_REASONS)[number];

/** The log that a new epoch follows, and from which size on the new one is complete. */
export interface EpochStart {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly reason: EpochReason;
  readonly complete: number;
}

/** The keys of a network, as number `n` of its chain says. All keys as verifier keys of C2SP signed-note. */
export interface KeyDocument {
  readonly v: 1;
  readonly n: number;
  /** Origin line of the log that these keys sign. */
  readonly origin: string;
  /** Keys of the log's checkpoints, the current one first; further ones are on their way out. */
  readonly log: readonly string[];
  /** Keys under which this network cosigns the logs of others. */
  readonly witness: readonly string[];
  /** Who may sign the next document: any `threshold` of these. */
  readonly root: { readonly threshold: number; readonly keys: readonly string[] };
  /** Seconds since 1970. */
  readonly ts: number;
  readonly epoch?: EpochStart;
}

const MOST_KEYS = 16;

/**
 * The body of a `key` leaf: `{ salt, text, signatures }`, where `text` is the document as JSON with a line break and the
 * signatures are lines of a note over just that text, so that nothing has to be made canonical to be checked.
 */
export function encodeKeyDocument(document: KeyDocument, signers: readonly SignerKey[], salt: string): Buffer {
  const text = `${JSON.stringify(document)}\n`;
  const signatures = formatSignatures(signers.map((signer) => signText(text, signer, document.ts)));
  return Buffer.from(JSON.stringify({ salt, text, signatures }));
}

/** Which number of its chain a key document says it is, without a look at its signatures; null where it is none. */
export const keyDocumentNumber = (bytes: Uint8Array): number | null => readKeyDocument(bytes)?.n ?? null;

/**
 * The number and the first root key of a document. Whether its other keys are sound, which takes half a millisecond each, is not
 * looked at. Null for what has another form.
 */
export function readLink(bytes: Uint8Array): { n: number; first: string } | null {
  try {
    const { n, root } = formIn(noteIn(bytes).text);
    const [first] = root.keys;
    if (first === undefined) return null;
    keyOf(first, NOTE_KEY);
    return { n, first };
  } catch {
    return null;
  }
}

function readKeyDocument(bytes: Uint8Array): KeyDocument | null {
  try {
    return documentIn(noteIn(bytes).text);
  } catch {
    return null;
  }
}

/**
 * The root keys of a document and of those before it, as far as these are among `bodies` and each is signed by the keys of the
 * one before it: a key that stands in none of them is no key of this chain. Nor is one that has signed none of them, as
 * anybody may name the keys of others; only the first of `document` itself is not asked for.
 */
export function rootKeysUpTo(document: KeyDocument, bodies: readonly Uint8Array[]): Set<string> {
  const keys = new Set(document.root.keys.slice(0, 1));
  const read = bodies.flatMap((bytes) => {
    const found = readKeyDocument(bytes);
    return found === null ? [] : [{ bytes, document: found }];
  });
  let newer = read.find((one) => JSON.stringify(one.document) === JSON.stringify(document));
  while (newer !== undefined) {
    const { bytes, document } = newer;
    for (const key of document.root.keys) if (hasSigned(bytes, key)) keys.add(key);
    newer = read.find((one) => one.document.n === document.n - 1 && follows(bytes, one.document));
  }
  return keys;
}

/**
 * Whether the key by whose words a network is pinned, the first root key of the newest document, stands behind a chain: it has
 * itself signed one of the documents since which it is the first. A threshold can be met without it, so that whoever writes a
 * chain of his own could else put the key of another network first, and would be taken for that by its words.
 */
export const isVouchedFor = (chain: readonly Uint8Array[]): boolean => vouching(chain) === true;

/** The same of the end of a chain: null where what comes before it would have to be seen. */
export function vouching(chain: readonly Uint8Array[]): boolean | null {
  let first: string | undefined;
  let n = 0;
  for (const bytes of [...chain].reverse()) {
    const link = readLink(bytes);
    first ??= link?.first;
    if (link === null || link.first !== first) return false;
    if (hasSigned(bytes, link.first)) return true;
    n = link.n;
  }
  return n > 1 ? null : false;
}

const hasSigned = (bytes: Uint8Array, key: string): boolean =>
  signersOf(noteIn(bytes), [keyOf(key, NOTE_KEY)]).length > 0;

function follows(bytes: Uint8Array, previous: KeyDocument): boolean {
  try {
    openKeyDocument(bytes, previous);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads a key document and checks that it follows `previous` (null for the first of a chain): its number is one higher, and
 * enough root keys of the previous one *and* of itself have signed it, as in TUF. Throws `invalid-input`.
 */
export function openKeyDocument(bytes: Uint8Array, previous: KeyDocument | null): KeyDocument {
  const note = noteIn(bytes);
  const document = documentIn(note.text);
  if (document.n !== (previous?.n ?? 0) + 1) throw refused(`It is number ${document.n} of its chain.`);
  mustBeSigned(note, document, 'its own');
  if (previous !== null) mustBeSigned(note, previous, 'the previous');
  return document;
}

function mustBeSigned(note: Note, { root }: KeyDocument, whose: string): void {
  const keys = root.keys.map((key) => keyOf(key, NOTE_KEY));
  const signed = new Set(signersOf(note, keys).map(({ raw }) => raw.toString('hex')));
  if (signed.size < root.threshold) throw refused(`Too few of ${whose} root keys have signed it.`);
}

/** Keys of one purpose in a document, as keys to check with. */
export const verifierKeys = (keys: readonly string[]): VerifierKey[] => keys.map((key) => parseVerifierKey(key));

function keyOf(text: string, type: KeyType): VerifierKey {
  const key = parseVerifierKey(text);
  if (key.type !== type) throw refused('A key in it is of another type.');
  return key;
}

function noteIn(bytes: Uint8Array): Note {
  if (bytes.byteLength > LIMITS.bodyBytes) throw refused('It is too large.');
  const { text, signatures } = Object(parsed(Buffer.from(bytes).toString('utf8'))) as Record<string, unknown>;
  if (typeof text !== 'string' || typeof signatures !== 'string') throw refused('It lacks its text or its signatures.');
  return { text, signatures: parseSignatures(signatures) };
}

function documentIn(text: string): KeyDocument {
  const document = formIn(text);
  for (const key of [...document.log, ...document.root.keys]) keyOf(key, NOTE_KEY);
  verifierKeys(document.witness);
  return document;
}

/** The document, whatever its keys are worth. */
function formIn(text: string): KeyDocument {
  const document = Object(parsed(text)) as KeyDocument;
  const { v, n, origin, log, witness, root, ts, epoch } = document;
  const lists = [log, witness, Object(root).keys];
  const counts = [n, ts, Object(root).threshold];
  const good =
    v === 1 && typeof origin === 'string' && lists.every(isKeyList) && counts.every(isCount) && root.threshold > 0;
  if (!good || log.length === 0 || `${JSON.stringify(document)}\n` !== text) throw refused('It has another form.');
  if (epoch !== undefined && !isEpoch(epoch)) throw refused('What it says of its epoch has another form.');
  return document;
}

const isEpoch = (epoch: EpochStart): boolean =>
  typeof Object(epoch).origin === 'string' &&
  typeof epoch.root === 'string' &&
  [epoch.size, epoch.complete].every(isCount) &&
  EPOCH_REASONS.includes(epoch.reason);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isKeyList = (keys: unknown): boolean =>
  Array.isArray(keys) && keys.length <= MOST_KEYS && keys.every((key) => typeof key === 'string');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('It is not JSON.');
  }
}

const refused = (detail: string): CodedError =>
  new CodedError('invalid-input', `The key document cannot be used: ${detail}`);
