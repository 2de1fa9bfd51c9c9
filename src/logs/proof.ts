import { cosignatureTime } from '../journal/cosignature.ts';
import type { VerifierKey } from '../journal/key.ts';
import { verifierKeys } from '../journal/key-document.ts';
import { decodeLeaf, type Leaf } from '../journal/leaf.ts';
import { parseNote, signersOf } from '../journal/note.ts';
import { planInclusion } from '../journal/proofs.ts';
import { formatProof, parseProof, provesLeaf } from '../journal/tlog-proof.ts';
import { leafHash } from '../journal/tree.ts';
import { digestName } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { OWN_LOG } from '../kernel/origins.ts';
import type { EntryKey, Store } from '../store/port.ts';
import { currentKeys } from './control.ts';
import { proveFrom } from './tree-reader.ts';

type ProofStore = Pick<
  Store,
  'getHead' | 'logLeaves' | 'logNodes' | 'getBlob' | 'leafIndex' | 'logEntry' | 'listControls'
>;

/** What a proof file carries besides, as JSON: leaf and body in base64, and the keys that its maker says the log has. */
interface Extra {
  leaf: string;
  body: string | null;
  keys: string[];
}

/** A log by its number here, and the verifier keys that it has now. */
export interface ProvenLog {
  log: number;
  keys: readonly string[];
}

/** What a proof file was made of. */
export interface Made {
  text: string;
  index: number;
  size: number;
  leaf: Leaf;
}

/**
 * A proof file (C2SP tlog-proof) that an entry stands in the signed log of its origin: ours, or that which is mirrored here.
 * It is of the leaf that names the present body, and carries that; of what was withdrawn or erased it is of the last leaf.
 * Throws `not-found`, and `conflict` where no head covers the entry yet.
 */
export async function makeProof(store: ProofStore, entry: EntryKey, mirrored?: ProvenLog): Promise<Made> {
  const id = `${entry.kind}/${entry.slug}`;
  // Of a mirrored entry the row of what is shown knows its last body only, not what was erased or delisted since.
  const last = mirrored ? ((await store.logEntry(mirrored.log, id))?.index ?? null) : await store.leafIndex(entry);
  if (last === null) throw new CodedError('not-found', `There is no ${mirrored ? 'such' : 'own'} entry ${id}.`);
  const log = mirrored?.log ?? OWN_LOG;
  const keys = mirrored?.keys ?? (await currentKeys(store))?.log;
  const head = await store.getHead(log);
  if (head === null || keys === undefined || head.size <= last)
    throw new CodedError('conflict', `${id} is not signed yet. A running service signs within a second.`);
  const at = await presentLeaf(store, log, last);
  const hashes = await proveFrom(store, log, planInclusion(at.index, head.size));
  const extra: Extra = {
    leaf: at.bytes.toString('base64'),
    body: at.body?.toString('base64') ?? null,
    keys: [...keys],
  };
  const note = parseNote(head.note);
  const text = formatProof({ extra: Buffer.from(JSON.stringify(extra)), index: at.index, hashes, note });
  return { text, index: at.index, size: head.size, leaf: at.leaf };
}

interface At {
  index: number;
  bytes: Buffer;
  leaf: Leaf;
  body: Buffer | null;
}

/** Behind the leaf of the present body erasures of older ones may stand: what is there is proved, and not what went. */
async function presentLeaf(store: ProofStore, log: number, last: number): Promise<At> {
  const end = await leafAt(store, log, last);
  let at = end;
  while (at.leaf.op === 'erase' && at.leaf.p >= 0) at = await leafAt(store, log, at.leaf.p);
  return at.body === null ? end : at;
}

async function leafAt(store: ProofStore, log: number, index: number): Promise<At> {
  const [bytes] = await store.logLeaves(log, index, 1);
  const leaf = bytes === undefined ? null : decodeLeaf(bytes);
  if (bytes === undefined || leaf === null) throw new CodedError('damaged-data', `Leaf ${index} is missing.`);
  const blob = 'n' in leaf ? await store.getBlob(leaf.d) : null;
  return {
    index,
    leaf,
    bytes: Buffer.from(bytes),
    body: blob === null || blob === 'erased' ? null : Buffer.from(blob.body),
  };
}

/** What a proof file proves. */
export interface Proved {
  origin: string;
  index: number;
  size: number;
  leaf: Leaf;
  /** The body, where it is in the file: then it is the one that the leaf names. */
  body: Buffer | null;
  /** The keys that signed the head. */
  signedBy: VerifierKey[];
  /** Whether those were given by whoever checks, or only named in the file. */
  keysGiven: boolean;
  /** Who else has signed, by name; unchecked where no key of theirs was given. In seconds since 1970. */
  cosigned: { name: string; at: number }[];
}

/**
 * Checks a proof file by itself: the leaf stands in the log at that place, the head is signed, the body is the leaf's. Without
 * `given` keys those in the file are used, which whoever made it may have made too. Throws `invalid-input` where it does not hold.
 */
export function checkProof(bytes: Uint8Array, given: VerifierKey[]): Proved {
  const proof = parseProof(bytes);
  const extra = extraIn(proof.extra);
  const leafBytes = Buffer.from(extra.leaf, 'base64');
  const leaf = decodeLeaf(leafBytes);
  if (leaf === null) throw refused('what it carries is no leaf.');
  if (!provesLeaf(proof, leafHash(leafBytes))) throw refused('the leaf does not stand in the log at that place.');
  const body = extra.body === null ? null : Buffer.from(extra.body, 'base64');
  if (body !== null && (!('n' in leaf) || leaf.d !== digestName(body) || leaf.n !== body.byteLength))
    throw refused('the body is not the one that the leaf names.');
  const { note, origin, size } = proof.checkpoint;
  const named = given.length > 0 ? given : verifierKeys(extra.keys);
  const signedBy = signersOf(note, named).filter(({ name }) => name === origin);
  if (signedBy.length === 0)
    throw refused(`its head is not signed by ${origin} with ${given.length > 0 ? 'the given key' : 'a key in it'}.`);
  const cosigned = note.signatures.flatMap(({ name, bytes }) => {
    const at = name === origin ? null : cosignatureTime(bytes);
    return at === null ? [] : [{ name, at }];
  });
  return { origin, size, index: proof.index, leaf, body, signedBy, keysGiven: given.length > 0, cosigned };
}

function extraIn(extra: Buffer | null): Extra {
  let value: Partial<Extra>;
  try {
    value = Object(JSON.parse((extra ?? Buffer.alloc(0)).toString('utf8')));
  } catch {
    throw refused('it does not carry the leaf.');
  }
  const { leaf, body, keys } = value;
  const good = typeof leaf === 'string' && (body === null || typeof body === 'string') && Array.isArray(keys);
  if (!good || keys.length > 16 || !keys.every((key) => typeof key === 'string'))
    throw refused('what it carries has another form.');
  return { leaf, body, keys };
}

const refused = (detail: string): CodedError => new CodedError('invalid-input', `The proof does not hold: ${detail}`);
