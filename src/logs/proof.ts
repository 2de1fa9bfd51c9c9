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

type ProofStore = Pick<Store, 'getHead' | 'logLeaves' | 'logNodes' | 'getBlob' | 'leafIndex' | 'listControls'>;

/** What a proof file carries besides, as JSON: leaf and body in base64, and the keys that its maker says the log has. */
interface Extra {
  leaf: string;
  body: string | null;
  keys: string[];
}

/**
 * A proof file (C2SP tlog-proof) that the last leaf of an own entry stands in our signed log, with its body. Throws
 * `not-found`, and `conflict` where no head covers the entry yet.
 */
export async function makeProof(
  store: ProofStore,
  entry: EntryKey,
): Promise<{ text: string; index: number; size: number }> {
  const id = `${entry.kind}/${entry.slug}`;
  const index = await store.leafIndex(entry);
  if (index === null) throw new CodedError('not-found', `There is no own entry ${id}.`);
  const [head, keys] = [await store.getHead(OWN_LOG), await currentKeys(store)];
  if (head === null || keys === null || head.size <= index)
    throw new CodedError('conflict', `${id} is not signed yet. A running service signs within a second.`);
  const [leaf] = await store.logLeaves(OWN_LOG, index, 1);
  if (leaf === undefined) throw new CodedError('damaged-data', `Leaf ${index} is missing.`);
  const hashes = await proveFrom(store, OWN_LOG, planInclusion(index, head.size));
  const named = decodeLeaf(leaf);
  const blob = named !== null && 'n' in named ? await store.getBlob(named.d) : null;
  const body = blob === null || blob === 'erased' ? null : Buffer.from(blob.body).toString('base64');
  const extra: Extra = { leaf: Buffer.from(leaf).toString('base64'), body, keys: [...keys.log] };
  const note = parseNote(head.note);
  return {
    text: formatProof({ extra: Buffer.from(JSON.stringify(extra)), index, hashes, note }),
    index,
    size: head.size,
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
