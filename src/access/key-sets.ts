import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../kernel/clock.ts';
import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Net } from '../net/safe-fetch.ts';

/** The public keys of issuers, fetched when they are needed (OpenID Connect Discovery 1.0; JSON Web Key Set, RFC 7517). */
export interface KeySets {
  /** The set of an issuer; `fresh` asks for it again where the last one is older than a minute. Throws `issuer-unavailable`. */
  get(issuer: string, fresh?: boolean): Promise<KeySet>;
}

export interface KeySet {
  find: JWTVerifyGetKey;
  /** When it was fetched, in milliseconds. */
  fetched: number;
}

export function createKeySets(net: Pick<Net, 'fetch'>, clock: Clock): KeySets {
  const known = new Map<string, KeySet>();
  const asked = new Map<string, { at: number; answer: Promise<KeySet> }>();
  const ask = (issuer: string): Promise<KeySet> => {
    const last = asked.get(issuer);
    // Whoever sends rubbish does not make us ask more often; neither does an issuer that is down.
    if (last !== undefined && clock.now() - last.at < LIMITS.keySetRetryMs) return last.answer;
    const answer = fetchKeys(net, issuer).then((find) => {
      const set = { find, fetched: clock.now() };
      known.set(issuer, set);
      return set;
    });
    answer.catch(() => undefined);
    asked.set(issuer, { at: clock.now(), answer });
    return answer;
  };
  return {
    async get(issuer, fresh = false) {
      const set = known.get(issuer);
      const good = set !== undefined && clock.now() - set.fetched < LIMITS.keySetMs;
      return good && !fresh ? set : ask(issuer);
    },
  };
}

async function fetchKeys(net: Pick<Net, 'fetch'>, issuer: string): Promise<JWTVerifyGetKey> {
  try {
    const about = await json(net, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    if (about.issuer !== issuer) throw unavailable(`${issuer} calls itself otherwise in its own configuration.`);
    if (typeof about.jwks_uri !== 'string') throw unavailable(`${issuer} does not say where its keys are.`);
    const keys = await json(net, about.jwks_uri);
    if (!Array.isArray(keys.keys) || keys.keys.length > LIMITS.issuerKeys)
      throw unavailable(`What ${issuer} gives as its keys is no set of keys.`);
    const { createLocalJWKSet } = await import('jose');
    return createLocalJWKSet(keys as unknown as JSONWebKeySet);
  } catch (error) {
    if (isCoded(error, 'issuer-unavailable')) throw error;
    throw unavailable(`The keys of ${issuer} cannot be had.`, error);
  }
}

async function json(net: Pick<Net, 'fetch'>, url: string): Promise<Record<string, unknown>> {
  const answer = await net.fetch({ url, headers: { accept: 'application/json' }, maxBytes: LIMITS.keySetBytes });
  if (answer.status !== 200) throw new Error(`answered with status ${answer.status}`);
  const value: unknown = JSON.parse(answer.bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('answered with no object');
  return value as Record<string, unknown>;
}

const unavailable = (detail: string, cause?: unknown): CodedError =>
  new CodedError('issuer-unavailable', detail, cause === undefined ? {} : { cause });
