import { type Checkpoint, parseCheckpoint } from '../journal/checkpoint.ts';
import { forkIn } from '../journal/fork.ts';
import type { SignerKey } from '../journal/key.ts';
import { verifierKeys } from '../journal/key-document.ts';
import { formatNote, formatSignatures, signersOf, signText } from '../journal/note.ts';
import { emptyEdge, rootOf } from '../journal/tree.ts';
import { verifyConsistency } from '../journal/verify-proof.ts';
import { parseWitnessRequest, type WitnessRequest } from '../journal/witness-request.ts';
import type { Clock } from '../kernel/clock.ts';
import { isCoded } from '../kernel/errors.ts';
import type { TrustStore, WitnessedRow } from '../store/trust-port.ts';
import { type EvidenceStore, keepEvidence } from './forks.ts';

type WitnessStore = EvidenceStore & Pick<TrustStore, 'getWitnessed' | 'swapWitnessed' | 'listEvidence'>;

export interface WitnessDeps {
  store: WitnessStore;
  clock: Clock;
  /** Our key for cosignatures, or null where there is none yet. */
  key(): Promise<SignerKey | null>;
}

/** What came of a request: as C2SP tlog-witness tells the cases apart. */
export type Added =
  | { outcome: 'cosigned'; origin: string; signatures: string }
  /** Another size was cosigned last, or another root at that size. */
  | { outcome: 'other-size'; size: number }
  | { outcome: 'malformed' | 'unknown-origin' | 'unsigned' | 'frozen' | 'bad-proof' | 'no-key'; detail: string };

export interface Witness {
  /** `add-checkpoint` (C2SP tlog-witness). `source` is from where it came, for the record of a fork. */
  add(body: Uint8Array, source: string): Promise<Added>;
  /**
   * Cosigns a head of a log whose leaves are held: `rootAt` gives its root at a smaller size. Null where the log is none that
   * is cosigned, a larger head was cosigned already, or another history: that is for whoever holds the leaves to report.
   */
  cosign(note: Uint8Array, rootAt: (size: number) => Promise<Buffer>, source: string): Promise<string | null>;
}

const TRIES = 3;

/** Cosigns the heads of logs that are known here. What is cheap to refuse is refused before a signature is checked. */
export function createWitness(deps: WitnessDeps): Witness {
  return {
    async add(body, source) {
      const request = requestIn(body);
      if (typeof request === 'string') return { outcome: 'malformed', detail: request };
      const log = await deps.store.getWitnessed(request.checkpoint.origin);
      return refusalBefore(request, log) ?? addKnown(deps, request, log as WitnessedRow, source);
    },
    async cosign(note, rootAt, source) {
      const checkpoint = parseCheckpoint(note);
      for (let tries = 0; tries < TRIES; tries += 1) {
        const added = await cosignHeld(deps, checkpoint, rootAt, source);
        if (added?.outcome !== 'other-size') return added?.outcome === 'cosigned' ? added.signatures : null;
      }
      return null;
    },
  };
}

async function cosignHeld(
  deps: WitnessDeps,
  checkpoint: Checkpoint,
  rootAt: (size: number) => Promise<Buffer>,
  source: string,
): Promise<Added | null> {
  const log = await deps.store.getWitnessed(checkpoint.origin);
  if (log === null || log.keys.length === 0 || log.size > checkpoint.size) return null;
  const root = log.size === checkpoint.size ? checkpoint.root : await rootAt(log.size);
  if (log.size > 0 && !root.equals(Buffer.from(log.root))) return null;
  return cosigned(deps, checkpoint, log, source);
}

function requestIn(body: Uint8Array): WitnessRequest | string {
  try {
    return parseWitnessRequest(body);
  } catch (error) {
    if (isCoded(error, 'invalid-input')) return error.message;
    throw error;
  }
}

/** What needs no signature to be refused. */
function refusalBefore({ old, checkpoint }: WitnessRequest, log: WitnessedRow | null): Added | null {
  if (log === null || log.keys.length === 0)
    return { outcome: 'unknown-origin', detail: 'The log of this checkpoint is not cosigned here.' };
  if (old > checkpoint.size)
    return { outcome: 'malformed', detail: 'The old size is larger than that of the checkpoint.' };
  return old === log.size ? null : { outcome: 'other-size', size: log.size };
}

async function addKnown(deps: WitnessDeps, request: WitnessRequest, log: WitnessedRow, source: string): Promise<Added> {
  const { old, proof, checkpoint } = request;
  if (!isSigned(checkpoint, log))
    return { outcome: 'unsigned', detail: 'The checkpoint is not signed with a key that is known for its log.' };
  const seen = { size: log.size, root: Buffer.from(log.root) };
  // Of the empty tree there is one history only, and one root.
  const fork = log.size === 0 ? null : forkIn(seen, checkpoint, proof);
  if (fork !== null) {
    const heads = { one: log.note, other: noteBytes(checkpoint) };
    await keepEvidence(deps, { origin: log.origin, common: 0, ...heads, proof: fork, source });
    // Another root at the same size: the protocol answers as for another size.
    if (old === checkpoint.size) return { outcome: 'other-size', size: log.size };
  }
  const holds =
    old === 0 ? proof.length === 0 : verifyConsistency(old, checkpoint.size, seen.root, checkpoint.root, proof);
  if (!holds) return { outcome: 'bad-proof', detail: 'The proof does not lead from the old size to the checkpoint.' };
  if (checkpoint.size === 0 && !checkpoint.root.equals(rootOf(emptyEdge())))
    return { outcome: 'bad-proof', detail: 'An empty log has another root.' };
  return cosigned(deps, checkpoint, log, source);
}

/** Signatures of unknown keys are passed over; one of a known key that is wrong counts as none. */
function isSigned({ note, origin }: Checkpoint, log: WitnessedRow): boolean {
  const keys = verifierKeys(log.keys);
  return keys.some((key) => {
    try {
      return signersOf(note, [key]).length > 0 && log.origin === origin;
    } catch (error) {
      if (isCoded(error, 'invalid-input')) return false;
      throw error;
    }
  });
}

/** Signs, keeps and only then answers; whoever was faster is told the size that stands now. */
async function cosigned(deps: WitnessDeps, checkpoint: Checkpoint, log: WitnessedRow, source: string): Promise<Added> {
  const { store, clock } = deps;
  const [known] = await store.listEvidence(log.origin);
  if (known !== undefined)
    return { outcome: 'frozen', detail: `This log has shown two histories. Evidence ${known.id} is kept here.` };
  const key = await deps.key();
  if (key === null) return { outcome: 'no-key', detail: 'This catalogue has no key for cosignatures yet.' };
  const { note, size, root } = checkpoint;
  const now = clock.now();
  const signature = signText(note.text, key, Math.floor(now / 1000));
  // Kept with the log's own signatures only: those of others may be anything.
  const own = note.signatures.filter(({ name, id }) =>
    verifierKeys(log.keys).some((k) => k.name === name && k.id === id),
  );
  const head = { size, root, note: Buffer.from(formatNote({ text: note.text, signatures: [...own, signature] })) };
  if (await store.swapWitnessed(log.origin, log.size, { ...head, cosigned: now }))
    return { outcome: 'cosigned', origin: log.origin, signatures: formatSignatures([signature]) };
  const present = await store.getWitnessed(log.origin);
  if (present?.size === size && !Buffer.from(present.root).equals(root)) {
    const heads = { one: present.note, other: noteBytes(checkpoint) };
    await keepEvidence(deps, { origin: log.origin, common: 0, ...heads, proof: [], source });
  }
  return { outcome: 'other-size', size: present?.size ?? 0 };
}

const noteBytes = ({ note }: Checkpoint): Buffer => Buffer.from(formatNote(note));
