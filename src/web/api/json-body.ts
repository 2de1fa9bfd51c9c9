import type { FastifyRequest } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';

/**
 * The JSON object that a request of a small act brings. Throws `malformed-body` without one, `invalid-input` for members that
 * are not known. What a member holds is for whoever reads it.
 */
export function jsonBody(request: FastifyRequest, members: readonly string[]): Record<string, unknown> {
  const value = parsed(request.body);
  const unknown = Object.keys(value).find((member) => !members.includes(member));
  if (unknown === undefined) return value;
  throw wrong(
    `/${unknown.slice(0, 60)}`,
    'unknown-key',
    `There is no member “${unknown.slice(0, 60)}” here. Known: ${members.join(', ')}.`,
  );
}

function parsed(body: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // The words of the parser would quote what was sent, and so perhaps a token.
  }
  throw new CodedError('malformed-body', 'Send one JSON object as `application/json`.');
}

/** A member that must be a text. */
export function textMember(value: Record<string, unknown>, member: string, most: number): string {
  const text = value[member];
  if (typeof text === 'string' && text !== '' && text.length <= most) return text;
  throw wrong(`/${member}`, 'type', `“${member}” must be a text of 1 to ${most} characters.`);
}

/** A member that may be missing. */
export const optionalText = (value: Record<string, unknown>, member: string, most: number): string | undefined =>
  value[member] === undefined ? undefined : textMember(value, member, most);

export const wrong = (pointer: string, rule: string, message: string): CodedError =>
  new CodedError('invalid-input', message, { problems: [{ rule, severity: 'error', pointer, message }] });
