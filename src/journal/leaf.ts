import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

/** Why an entry is delisted. A new reason needs a new `v`: a reader of version 1 holds such a leaf to be inert. */
export const REASONS = ['withdrawn', 'retired', 'duplicate', 'handed-over', 'consent'] as const;
export type Reason = (typeof REASONS)[number];

interface Common {
  v: 1;
  /** The origin's claim of the time, in seconds since 1970-01-01T00:00:00Z. Never used for order. */
  ts: number;
  /** `<kind>/<slug>`, or one of the `control/…` ids. */
  id: string;
  /** Index of this id's last effective leaf, -1 if there is none. */
  p: number;
}

/** What names a body: its SHA-256 (`sha256:` and base64url), its length in bytes and its media type. */
interface Body {
  d: string;
  n: number;
  m: string;
}

/** This body is now the entry's state. `f` holds the facets by which selective mirrors choose. */
interface PutLeaf extends Common, Body {
  op: 'put';
  f: string[];
}
/** The entry is delisted, its id is never used again. */
interface DelLeaf extends Common {
  op: 'del';
  r: Reason;
}
/** Drop the body `d`, or every body of this id so far. Does not delist. */
interface EraseLeaf extends Common {
  op: 'erase';
  d?: string;
}
/** As `put`; the body names the entry at the other origin. */
interface MoveLeaf extends Common, Body {
  op: 'move';
}
/** The body is a document of the log itself: its keys, a pinned peer, a label. */
export interface ControlLeaf extends Common, Body {
  op: 'key' | 'pin' | 'label';
}
/** The origin is alive. */
interface BeatLeaf extends Common {
  op: 'beat';
}
export type Leaf = PutLeaf | DelLeaf | EraseLeaf | MoveLeaf | ControlLeaf | BeatLeaf;

// The grammar below decides what is inert, so all networks must read it alike: a change needs a new `v`.
// No string can hold a quote, a backslash or a control character, so encoding needs no escapes.
const ENTRY_ID = /^(?!control\/)[a-z][a-z0-9-]{0,31}\/(?!.*\.\.)[a-z0-9][a-z0-9._-]{0,99}$/;
const PIN_ID = /^control\/pin\/[0-9a-f]{64}$/;
const LABEL_ID = /^control\/label\/[0-9a-f]{64}$/;
/** 43 characters carry 258 bits: the last one must leave the two surplus bits zero. */
const DIGEST = /^sha256:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
/** `type/subtype` with the characters of RFC 6838, section 4.2, in lower case and without parameters. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
/** Wide enough for words that come later; a reader keeps those that it does not know. */
const FACET = /^[a-z0-9][a-z0-9._:-]{0,127}$/;

/**
 * The bytes of a leaf: flat ASCII JSON, keys sorted, no white space, at most `LIMITS.leafBytes` (the grammar allows
 * far less). Throws `internal` for a value that `decodeLeaf` would refuse.
 */
export function encodeLeaf(leaf: Leaf): Buffer {
  if (!isLeaf(leaf)) throw new CodedError('internal', `This leaf cannot be encoded: ${JSON.stringify(leaf)}`);
  return Buffer.from(textOf(leaf), 'latin1');
}

/**
 * The leaf in these bytes, or `null` if they are no well-formed leaf, which makes them inert. What the grammar cannot
 * see (surplus or repeated keys, another order, white space, escapes, `1e3`, bytes that are not ASCII) shows because
 * encoding the leaf again gives other bytes.
 */
export function decodeLeaf(bytes: Uint8Array): Leaf | null {
  if (bytes.byteLength > LIMITS.leafBytes) return null;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isLeaf(value) && textOf(value) === text ? value : null;
}

type Fields = { [Key in 'd' | 'f' | 'id' | 'm' | 'n' | 'op' | 'p' | 'r' | 'ts' | 'v']?: unknown };

/** Every key of its op is there and in its range. Surplus keys are not seen here. */
function isLeaf(value: unknown): value is Leaf {
  if (typeof value !== 'object' || value === null) return false;
  const leaf = value as Fields;
  if (leaf.v !== 1 || !isCount(leaf.ts) || !(leaf.p === -1 || isCount(leaf.p))) return false;
  const id = leaf.id;
  if (typeof id !== 'string') return false;
  switch (leaf.op) {
    case 'put':
      return ENTRY_ID.test(id) && namesBody(leaf) && isFacets(leaf.f);
    case 'del':
      return ENTRY_ID.test(id) && REASONS.includes(leaf.r as Reason);
    case 'erase':
      return isErasable(id) && (leaf.d === undefined || isDigest(leaf.d));
    case 'move':
      return ENTRY_ID.test(id) && namesBody(leaf);
    case 'key':
      return id === 'control/key' && namesBody(leaf);
    case 'pin':
      return PIN_ID.test(id) && namesBody(leaf);
    case 'label':
      return LABEL_ID.test(id) && namesBody(leaf);
    case 'beat':
      return id === 'control/beat';
    default:
      return false;
  }
}

/** Only the keys of its op, in byte order, so that a surplus one is missing here and shows. */
function textOf(leaf: Leaf): string {
  const end = `"ts":${leaf.ts},"v":1}`;
  const start = `"id":"${leaf.id}",`;
  const middle = `"op":"${leaf.op}","p":${leaf.p},`;
  switch (leaf.op) {
    case 'put': {
      const facets = leaf.f.length === 0 ? '' : `"${leaf.f.join('","')}"`;
      return `{"d":"${leaf.d}","f":[${facets}],${start}"m":"${leaf.m}","n":${leaf.n},${middle}${end}`;
    }
    case 'del':
      return `{${start}${middle}"r":"${leaf.r}",${end}`;
    case 'erase':
      return `{${leaf.d === undefined ? '' : `"d":"${leaf.d}",`}${start}${middle}${end}`;
    case 'beat':
      return `{${start}${middle}${end}`;
    default:
      return `{"d":"${leaf.d}",${start}"m":"${leaf.m}","n":${leaf.n},${middle}${end}`;
  }
}

/** A whole number from 0 to 2^53-1. */
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isDigest = (value: unknown): boolean => typeof value === 'string' && DIGEST.test(value);

const namesBody = (leaf: Fields): boolean =>
  isDigest(leaf.d) && isCount(leaf.n) && typeof leaf.m === 'string' && MEDIA_TYPE.test(leaf.m);

/** Pins and labels carry words of people, so their bodies can be erased; the key chain must stay whole. */
const isErasable = (id: string): boolean => ENTRY_ID.test(id) || PIN_ID.test(id) || LABEL_ID.test(id);

const isFacets = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= LIMITS.leafFacets &&
  value.every((word, i) => typeof word === 'string' && FACET.test(word) && value.indexOf(word) === i);
