import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';
import { isKind, KINDS, type Kind } from '../../records/kinds.ts';
import type { Submission } from '../../registry/types.ts';

/** Media types of a manifest; the first is the registered one (RFC 9512). */
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];
const JSON_TYPES = ['application/json'];

/**
 * Bodies of this scope stay the bytes that came: what they mean is for the registry to say. Types that it does not read
 * are refused before a byte is taken in, and so is what is compressed or not UTF-8 by its own word.
 */
export function keepBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser([...YAML_TYPES, ...JSON_TYPES], { parseAs: 'buffer' }, (request, body, done) => {
    try {
      refuseEncoded(request);
      done(null, body);
    } catch (error) {
      done(error as Error);
    }
  });
}

function refuseEncoded({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    throw new CodedError('unsupported-media-type', 'Send the content as it is: compressed bodies are not read.');
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) throw new CodedError('unsupported-media-type', 'Only UTF-8 is read.');
}

/** A push over HTTP as a submission. Throws `malformed-body` without a body, `invalid-input` without a kind. */
export function toSubmission(request: FastifyRequest): Submission {
  const bytes = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.byteLength === 0)
    throw new CodedError('malformed-body', 'The request has no body.');
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const provenance = { by: 'push', actor: 'operator' } as const;
  if (JSON_TYPES.includes(type)) return { kind: kindIn(bytes), bytes, mediaType: 'application/json', provenance };
  return { kind: 'software', bytes, mediaType: 'application/yaml', provenance };
}

/**
 * The kind that a JSON record states; a manifest needs none. What is no JSON at all is left to the registry, whose
 * refusal names the line.
 */
function kindIn(bytes: Buffer): Kind {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch {
    return 'software';
  }
  const { kind, publiccodeYmlVersion } = Object(document) as { kind?: unknown; publiccodeYmlVersion?: unknown };
  if (isKind(kind)) return kind;
  if (kind === undefined && publiccodeYmlVersion !== undefined) return 'software';
  const message = kind === undefined ? 'A record must say what it is.' : 'There is no such kind of record.';
  const hint = `Kinds are ${KINDS.join(', ')}.`;
  throw new CodedError('invalid-input', message, {
    problems: [{ rule: kind === undefined ? 'required' : 'enum', severity: 'error', pointer: '/kind', message, hint }],
  });
}
