import { sha256Url } from '../kernel/digest.ts';
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { type Loggable, loggable } from '../kernel/loggable.ts';
import { BUILT_IN, ORIGIN_NAMES, OWN } from '../kernel/origins.ts';
import { isSlug } from '../kernel/slug.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { toSoftware } from '../manifest/to-software.ts';
import { hasVersionKey } from '../manifest/version-key.ts';
import type { AsIs } from '../records/quick-record.ts';
import { readRecord } from '../records/read-record.ts';
import { identityKeys, type Judged, rankOf, sourceKeyOf } from './submission.ts';
import type { Submission } from './types.ts';

/** `fault` where the program failed, not the source. */
export type Judgement = { judged: Judged } | { problems: Problem[]; fault?: Loggable };

/**
 * Reads and validates a submission. Pure; may take some milliseconds for a large source. Never throws: one source on which
 * the program fails must not keep others out.
 */
export function judge(submission: Submission): Judgement {
  try {
    return read(submission);
  } catch (error) {
    return { problems: [unreadable()], fault: loggable(error) };
  }
}

/** What is said of a source on which the program failed. */
export const unreadable = (): Problem => ({
  rule: 'unreadable',
  severity: 'error',
  pointer: '',
  message: 'The content could not be read: the program failed on it, which is not your fault.',
  hint: 'Tell those who run this catalogue; its log says where it failed. A simpler form of the content may pass.',
});

function read(s: Submission): Judgement {
  if (s.bytes.byteLength > LIMITS.sourceBytes) return { problems: [tooLarge(s.bytes.byteLength)] };
  const manifest = isManifest(s);
  const found = manifest ? fromManifest(s.bytes) : fromRecord(s);
  if ('failed' in found) return { problems: found.failed };
  const slug = s.slug ?? found.id;
  if (slug !== undefined && !isSlug(slug)) return { problems: [badSlug(slug)] };
  if ('handOver' in found.record && s.provenance.by !== 'hand-over') return { problems: [notByRecord()] };
  const digest = sha256Url(s.bytes);
  const identity = identityKeys(s.kind, found.record, digest, s.provenance);
  const origin = s.origin === 'built-in' ? BUILT_IN : OWN;
  const judged: Judged = {
    origin,
    originName: ORIGIN_NAMES[origin] ?? '',
    kind: s.kind,
    slug,
    record: found.record,
    json: found.asIs?.json ?? JSON.stringify(found.record),
    recordIn: found.asIs && { before: '{', at: found.asIs.at },
    contacts: found.contacts,
    problems: found.problems,
    bytes: s.bytes,
    mediaType: s.mediaType,
    digest,
    rank: rankOf(s.provenance, manifest),
    sourceKey: sourceKeyOf(s.provenance, identity.keys, manifest),
    provenance: s.provenance,
    keys: identity.keys,
    register: identity.register,
  };
  return { judged };
}

/** YAML pushed over HTTP is always judged as a manifest; files are told apart by the key that only manifests have. */
export function isManifest({ bytes, mediaType, provenance, kind }: Submission): boolean {
  if (kind !== 'software') return false;
  if (provenance.by === 'crawl' || provenance.by === 'run') return true;
  if (mediaType === 'application/yaml' && provenance.by === 'push') return true;
  return hasVersionKey(bytes);
}

type Read =
  | { record: object; contacts: object[]; problems: Problem[]; id?: string | undefined; asIs?: AsIs | undefined }
  | { failed: Problem[] };

function fromManifest(bytes: Uint8Array): Read {
  const { manifest, problems } = readManifest(bytes);
  if (manifest === null || problems.some(({ severity }) => severity === 'error')) return { failed: problems };
  const read = toSoftware(manifest);
  return { ...read, problems: read.record.url === undefined ? [...problems, leftOut()] : problems };
}

function fromRecord({ kind, bytes, mediaType }: Submission): Read {
  const { record, id, asIs, problems } = readRecord(kind, bytes, mediaType);
  if (record === null || problems.some(({ severity }) => severity === 'error')) return { failed: problems };
  return { record, contacts: [], problems, id: id?.slice(id.indexOf('/') + 1), asIs };
}

/** The standard allows any scheme (`file:`, `javascript:`); what is left out is said, as the entry then lacks an identity. */
const leftOut = (): Problem => ({
  rule: 'url',
  severity: 'warning',
  pointer: '/url',
  key: 'url',
  message: 'The catalogue leaves this address out, as no browser and no git opens it.',
  hint: 'Write a whole address that begins with https://.',
});

const tooLarge = (bytes: number): Problem => ({
  rule: 'too-large',
  severity: 'error',
  pointer: '',
  message: `The content has ${bytes} bytes; at most ${LIMITS.sourceBytes} are read.`,
});

const notByRecord = (): Problem => ({
  rule: 'hand-over',
  severity: 'error',
  pointer: '/handOver',
  message: 'That an entry goes over to another catalogue is not said by its record.',
  hint: 'Take “handOver” out, and use `alminding hand-over`.',
});

const badSlug = (slug: string): Problem => ({
  rule: 'id',
  severity: 'error',
  pointer: '/id',
  message: `“${slug.slice(0, 100)}” cannot be an id.`,
  hint: 'An id has lower-case letters without accents, digits, hyphens, dots and underscores, and begins with a letter or digit.',
});
