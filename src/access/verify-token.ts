import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Clock } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { findIssuer, type Issuer } from '../writers/issuers.ts';
import type { KeySets } from './key-sets.ts';

export interface Verified {
  issuer: Issuer;
  claims: JWTPayload;
  /** What makes the token the same when it comes again: issuer and `jti`, else the token itself. */
  once: string;
  /** Until when it could be used, in milliseconds. */
  until: number;
}

interface VerifyDeps {
  issuers: readonly Issuer[];
  /** Our own public address: the only audience that is taken. */
  audience: string;
  keys: KeySets;
  clock: Clock;
}

/**
 * An ID token of CI (RFC 7519, OpenID Connect Core 1.0): signed RS256 or ES256 by a named issuer, for us, not over.
 * Throws `unauthorised` with the reason, `issuer-unavailable` where its keys cannot be had.
 */
export async function verifyToken({ issuers, audience, keys, clock }: VerifyDeps, token: string): Promise<Verified> {
  if (token.length > LIMITS.idTokenBytes) throw refused('The token is longer than any that an issuer makes.');
  const issuer = findIssuer(issuers, unverified(token).iss);
  if (issuer === undefined)
    throw refused(
      'The token is of an issuer that this catalogue does not take tokens of. Its operator names them in ALMINDING_ISSUERS.',
    );
  const claims = await verified(token, issuer, keys, {
    ...{ issuer: issuer.issuer, audience, algorithms: ['RS256', 'ES256'], clockTolerance: LIMITS.clockSkewSeconds },
    ...{ currentDate: new Date(clock.now()), requiredClaims: ['exp', 'iat', 'aud'] },
  });
  const { exp = 0, iat = 0, jti } = claims;
  // An issuer that makes tokens for days would have to be remembered for days.
  if (exp - iat > LIMITS.idTokenSeconds) throw refused('The token is good for longer than a run takes.');
  if (iat > clock.now() / 1000 + LIMITS.clockSkewSeconds) throw refused('The token is of the future.');
  const name = typeof jti === 'string' && jti !== '' ? `jti ${jti}` : `token ${token}`;
  const once = sha256(`${issuer.issuer}\n${name}`).toString('base64url');
  return { issuer, claims, once, until: (exp + LIMITS.clockSkewSeconds) * 1000 };
}

function unverified(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw refused('This is no token in the form of RFC 7519.');
  }
}

/** With the keys that are known; where none of them fits, with those that the issuer has now. */
async function verified(
  token: string,
  { issuer }: Issuer,
  keys: KeySets,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for (const fresh of [false, true]) {
    const set = await keys.get(issuer, fresh);
    try {
      return (await jwtVerify(token, set.find, options)).payload;
    } catch (error) {
      if (!fresh && error instanceof errors.JWKSNoMatchingKey) continue;
      throw isCoded(error)
        ? error
        : refused(REASONS[(error as { code?: string }).code ?? ''] ?? 'The token cannot be verified.');
    }
  }
  throw refused('The token is signed by a key that its issuer does not have.');
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'The token is over. Ask for a new one right before it is used.',
  ERR_JWT_CLAIM_VALIDATION_FAILED:
    'The token is for somebody else, or lacks what it must say. Its audience must be the public address of this catalogue.',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'The signature of the token is wrong.',
  ERR_JOSE_ALG_NOT_ALLOWED: 'The token is signed in another way than RS256 or ES256.',
  ERR_JWKS_NO_MATCHING_KEY: 'The token is signed by a key that its issuer does not have.',
};

const refused = (detail: string): CodedError => new CodedError('unauthorised', detail);
