import { parseVerifierKey, type VerifierKey } from '../journal/key.ts';
import { verifierKeys } from '../journal/key-document.ts';
import { type Note, type NoteSignature, parseNote, signersOf } from '../journal/note.ts';
import { isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { HeadRow } from '../store/log-port.ts';
import type { PeerRow } from '../store/mirror-port.ts';
import { type PeerHealth, readHealth } from './health.ts';
import { documentOf } from './pins.ts';
import { witnessKeysOf } from './witness-keys.ts';

/**
 * How many other networks must have cosigned a head before the view takes it for witnessed: none by default, one from three
 * networks on that could be reached within a week, two from five. What lacks them is stored and shown all the same.
 */
export const quorumOf = (reachable: number): number => (reachable >= 5 ? 2 : reachable >= 3 ? 1 : 0);

/** The quorum of today: pinned networks that are still asked and answered within the last week. */
export function quorumNow(peers: readonly PeerRow[], now: number, live?: ReadonlyMap<number, PeerHealth>): number {
  const reached = peers.filter((peer) => {
    const { contacted } = live?.get(peer.origin) ?? readHealth(peer.health);
    return peer.state === 'active' && contacted !== null && now - contacted <= LIMITS.reachableMs;
  });
  return quorumOf(reached.length);
}

/**
 * Names of the pinned networks, other than the log's own, whose signature under this head holds. What is signed does not say
 * the name of the key, so that one signature can stand there under several names: it counts once.
 */
export function witnessesOf({ note }: Pick<HeadRow, 'note'>, origin: number, peers: readonly PeerRow[]): string[] {
  const signed = new Map<string, string>();
  for (const [text, peer] of witnessKeysOf(peers)) {
    const key = parseVerifierKey(text);
    const raw = key.raw.toString('hex');
    if (peer.origin !== origin && !signed.has(raw) && hasSigned(note, key)) signed.set(raw, peer.name);
  }
  return [...new Set(signed.values())];
}

function hasSigned(note: Uint8Array, key: VerifierKey): boolean {
  try {
    return signersOf(parseNote(note), [key]).length > 0;
  } catch (error) {
    if (isCoded(error, 'invalid-input')) return false;
    throw error;
  }
}

/**
 * The signatures under a head that is known, and under the same one as somebody else shows it, each once. Those that claim to
 * be of a pinned network and do not hold are left out, so that they take the place of no true one: of a key that was not known
 * when the head came, a wrong one may be there. The log's own come first, those of strangers last.
 */
export function mergedSignatures(kept: Note, given: Note, peers: readonly PeerRow[]): NoteSignature[] {
  const keys = verifierKeys([...peers.flatMap((peer) => documentOf(peer).log), ...witnessKeysOf(peers).keys()]);
  const isOf = ({ name, id }: NoteSignature) => keys.find((key) => key.name === name && key.id === id);
  const holds = (signature: NoteSignature): boolean => {
    const key = isOf(signature);
    if (key === undefined) return true;
    try {
      return signersOf({ text: kept.text, signatures: [signature] }, [key]).length > 0;
    } catch (error) {
      if (isCoded(error, 'invalid-input')) return false;
      throw error;
    }
  };
  const all = new Map<string, NoteSignature>();
  for (const signature of [...kept.signatures, ...given.signatures]) {
    const { name, id } = signature;
    if (!all.has(`${name} ${id}`) && holds(signature)) all.set(`${name} ${id}`, signature);
  }
  const line = kept.text.slice(0, kept.text.indexOf('\n'));
  const rank = (signature: NoteSignature): number =>
    signature.name === line ? 0 : isOf(signature) === undefined ? 2 : 1;
  return [...all.values()].sort((a, b) => rank(a) - rank(b)).slice(0, LIMITS.noteSignatures);
}
