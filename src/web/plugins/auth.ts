import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';

/**
 * Lets through who holds the operator's token (RFC 6750, section 2.1: in the header, nowhere else); throws
 * `unauthorised` otherwise. Both sides are hashed before they are compared, so that the time tells nothing, not even
 * the length. Without a configured token nobody is let through.
 */
export function operatorOnly(token: string): (request: FastifyRequest) => void {
  const expected = token === '' ? null : sha256(token);
  return (request) => {
    if (expected === null)
      throw new CodedError('unauthorised', 'Publishing over HTTP is off: the operator has set no token.');
    const given = /^Bearer +([\x21-\x7e]{1,1000})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined)
      throw new CodedError('unauthorised', 'Send the token of the operator as `Authorization: Bearer …`.');
    if (!timingSafeEqual(sha256(given), expected)) throw new CodedError('unauthorised', 'The token is not the one.');
  };
}
