import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Access } from '../../access/access.ts';
import { sha256 } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import type { Principal } from '../../writers/may-write.ts';

/** Who may use a route: the operator alone, whoever holds a good token, or anybody. */
export type Door = 'operator' | 'holder' | 'anybody';

declare module 'fastify' {
  interface FastifyContextConfig {
    door?: Door;
  }
  interface FastifyRequest {
    /** Who asks, of routes that write; null where anybody may. */
    principal: Principal | 'operator' | null;
  }
}

/**
 * Finds who asks by the token in the header (RFC 6750, section 2.1: there, nowhere else). Throws `unauthorised` without one
 * that is good, and `forbidden` where it is not the operator's and only that will do. Tokens are hashed before they are
 * compared, so that the time tells nothing, not even the length.
 */
export function authenticate(token: string, access: Access): (request: FastifyRequest, door: Door) => Promise<void> {
  const expected = token === '' ? null : sha256(token);
  return async (request, door) => {
    request.principal = door === 'anybody' ? null : await holderOf(request, door, expected, access);
  };
}

async function holderOf(
  request: FastifyRequest,
  door: Door,
  expected: Buffer | null,
  access: Access,
): Promise<Principal | 'operator'> {
  const given = /^Bearer +([\x21-\x7e]{1,1000})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given !== undefined && expected !== null && timingSafeEqual(sha256(given), expected)) return 'operator';
  const principal = given === undefined ? null : await access.tokens.holder(given);
  if (principal !== null && door === 'holder') return principal;
  if (principal !== null) throw new CodedError('forbidden', 'Only the operator may do this.');
  if (expected === null && (door === 'operator' || !access.exchanges))
    throw new CodedError('unauthorised', 'Publishing over HTTP is off: the operator has set no token.');
  if (given !== undefined)
    throw new CodedError('unauthorised', 'The token is not one that is good here, or it is over.');
  const ways = door === 'operator' ? 'the token of the operator' : 'a token';
  throw new CodedError('unauthorised', `Send ${ways} as \`Authorization: Bearer …\`.`);
}
