import { parseCheckpoint } from '../journal/checkpoint.ts';
import { parseVerifierKey, type VerifierKey } from '../journal/key.ts';
import { verifierKeys } from '../journal/key-document.ts';
import { type Note, type NoteSignature, signersOf } from '../journal/note.ts';
import { isCoded } from '../kernel/errors.ts';
import { currentKeys } from '../logs/control.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { Store } from '../store/port.ts';
import { witnessKeysOf } from './witness-keys.ts';

/** Names of those whose cosignature under a head holds, each once. */
export type Cosigners = (head: Pick<HeadRow, 'log' | 'note'>) => string[];

/** What was found of each log, for heads and keys that have not changed since. */
export type CosignersSeen = Map<number, { keys: string; note: Uint8Array; names: string[] }>;

/**
 * Who has cosigned a head: pinned networks by the names that they have here, ourselves and further witnesses of ours by those of
 * their keys. Whoever brings a head may put any name under it, so a signature counts by its key; strangers are left out.
 */
export async function cosignersIn(store: Store, seen: CosignersSeen = new Map()): Promise<Cosigners> {
  const named = new Map<string, string | null>();
  for (const key of (await currentKeys(store))?.witness ?? []) named.set(key, null);
  const own = new Set(verifierKeys([...named.keys()]).map(rawOf));
  for (const [key, { name }] of witnessKeysOf(await store.listPeers()))
    if (!own.has(rawOf(parseVerifierKey(key)))) named.set(key, name);
  for (const { key } of await store.listWitnesses()) if (!named.has(key)) named.set(key, null);
  const texts = [...named.keys()];
  const [known, keys] = [verifierKeys(texts), JSON.stringify([...named])];
  const namesIn = (note: Note): string[] => {
    const found = new Map<string, string>();
    for (const signature of note.signatures) {
      const at = known.findIndex(({ name, id }) => name === signature.name && id === signature.id);
      const key = known[at];
      // One signature may stand there under several names of its key.
      if (key === undefined || found.has(rawOf(key)) || !holds(note, signature, key)) continue;
      found.set(rawOf(key), named.get(texts[at] as string) ?? key.name);
    }
    return [...found.values()];
  };
  return ({ log, note }) => {
    const before = seen.get(log);
    if (before?.keys === keys && Buffer.from(before.note).equals(note)) return before.names;
    const names = [...new Set(namesIn(noteIn(note)))];
    seen.set(log, { keys, note, names });
    return names;
  };
}

const rawOf = ({ raw }: VerifierKey): string => raw.toString('hex');

const holds = ({ text }: Note, signature: NoteSignature, key: VerifierKey): boolean =>
  orElse(false, () => signersOf({ text, signatures: [signature] }, [key]).length > 0);

const noteIn = (bytes: Uint8Array): Note =>
  orElse({ text: '', signatures: [] }, () => parseCheckpoint(Buffer.from(bytes)).note);

function orElse<A>(other: A, read: () => A): A {
  try {
    return read();
  } catch (error) {
    if (isCoded(error)) return other;
    throw error;
  }
}
