import type { Problem } from '../kernel/errors.ts';
import { decodeText } from '../manifest/decode-text.ts';
import { readPlainJson } from '../manifest/plain-json.ts';
import { mayHoldPerson } from '../manifest/scrub.ts';
import type {
  Adoption,
  Assessment,
  Claim,
  Contribution,
  Framework,
  Need,
  Network,
  Observation,
  Offer,
  Organisation,
  Software,
  Story,
} from '../schemas.gen.ts';
import { isIdOf, type Kind } from './kinds.ts';
import { personalIn } from './personal.ts';
import { faultsOf } from './record-faults.ts';
import { quickValidatorOf } from './record-schemas.ts';

export type AnyRecord =
  | Software
  | Organisation
  | Network
  | Framework
  | Adoption
  | Contribution
  | Assessment
  | Observation
  | Offer
  | Need
  | Story
  | Claim;

/** A record as JSON; all but its first brace is the end of the source, from byte `at` on. */
export interface AsIs {
  json: string;
  at: number;
}

export interface RecordReading {
  /** There exactly when there is no error. */
  record: AnyRecord | null;
  /** `software/kitos`, where the record names its id. */
  id?: string;
  /** Where the record stands in the source as it may be passed on. */
  asIs?: AsIs;
  problems: Problem[];
}

/**
 * Reads JSON that has nothing wrong with it, at a third of the cost of knowing where what is wrong would stand. Null for
 * everything else, and for what it is not sure of: then the thorough reader says what there is to say.
 */
export function readQuickly(kind: Kind, bytes: Uint8Array): RecordReading | null {
  const text = decodeText(bytes);
  const plain = typeof text === 'string' ? readPlainJson(text) : null;
  if (plain === null || !isMap(plain.value)) return null;
  const { kind: said = kind, id, ...record } = plain.value;
  if (said !== kind || (id !== undefined && !isIdOf(kind, id))) return null;
  if (!quickValidatorOf(kind)(record) || faultsOf(kind, record).length > 0) return null;
  if (mayHoldPerson(text as string) && mayNamePerson(record)) return null;
  const asIs = plain.compact ? withoutEnvelope(text as string, bytes, plain.value) : null;
  return {
    record: record as unknown as AnyRecord,
    problems: [],
    ...(id === undefined ? {} : { id: id as string }),
    ...(asIs === null ? {} : { asIs }),
  };
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Places at which more is allowed are the thorough reader's affair. */
function mayNamePerson(value: unknown): boolean {
  if (typeof value === 'string') return personalIn(value, '') !== null;
  if (typeof value !== 'object' || value === null) return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(mayNamePerson);
}

const BRACE = 0x7b;
const ENVELOPE = /^\{(?:"(?:kind|id)":"[^"\\]*",)*(?=")/;

/** The text without its first keys, where all keys of the envelope are among them. */
function withoutEnvelope(text: string, bytes: Uint8Array, value: Record<string, unknown>): AsIs | null {
  const [head = ''] = ENVELOPE.exec(text) ?? [];
  const found = head.split('":"').length - 1;
  const wanted = Number('kind' in value) + Number('id' in value);
  // The keys are ASCII, so bytes are letters as long as no byte order mark stands before them.
  if (head === '' || found !== wanted || bytes[0] !== BRACE) return null;
  return { json: `{${text.slice(head.length)}`, at: head.length };
}
