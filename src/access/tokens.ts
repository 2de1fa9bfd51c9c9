import { randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { randomId, sha256 } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import { parseRef } from '../records/kinds.ts';
import type { AccessStore, TokenRow } from '../store/access-port.ts';
import type { Principal, Scope } from '../writers/may-write.ts';

/** So that a token that lies where it should not can be told for what it is, by people and by scanners of secrets. */
const PREFIX = 'alminding_';

/** A token with 256 random bits. It is shown once; of it only its digest is kept. */
export const newToken = (): { token: string; hash: Uint8Array } => {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { token, hash: sha256(token) };
};

/** A token as an operator sees it afterwards. */
export interface ShownToken {
  id: string;
  label: string;
  scope: Scope;
  created: number;
  expires: number;
  revoked: number | null;
  used: number | null;
}

export interface Tokens {
  /** Throws `invalid-parameter` for a scope that is none, `conflict` where there are too many. */
  create(what: { scope: Scope; label: string; days: number }): Promise<ShownToken & { token: string }>;
  list(): Promise<ShownToken[]>;
  /** Throws `not-found`. */
  revoke(id: string): Promise<void>;
  /** Who holds this token; null where it is none of ours, over or revoked. */
  holder(token: string): Promise<Principal | null>;
}

export function createTokens(store: AccessStore, clock: Clock): Tokens {
  return {
    async create({ scope, label, days }) {
      const { token, hash } = newToken();
      const now = clock.now();
      const expires = now + daysOf(days) * 86_400_000;
      const row: TokenRow = {
        ...{ id: randomId(), hash, kind: 'api', scope: JSON.stringify(checked(scope)), label: label.slice(0, 200) },
        ...{ created: now, expires, revoked: null, used: null },
      };
      if (!(await store.putToken(row)))
        throw new CodedError('conflict', `There are ${LIMITS.tokens} good tokens already.`);
      return { ...shown(row), token };
    },
    list: async () => (await store.listTokens('api')).map(shown),
    async revoke(id) {
      if (!(await store.revokeToken(id, clock.now())))
        throw new CodedError('not-found', `There is no good token ${id}.`);
    },
    async holder(token) {
      if (!token.startsWith(PREFIX)) return null;
      const row = await store.useToken(sha256(token), clock.now());
      if (row === null) return null;
      const scope: unknown = JSON.parse(row.scope);
      if (row.kind === 'api') return { by: 'token', id: row.id, scope: scope as Scope };
      return { by: 'run', ...(scope as Omit<Extract<Principal, { by: 'run' }>, 'by'>) };
    },
  };
}

function daysOf(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= LIMITS.tokenDays) return days;
  throw new CodedError('invalid-parameter', `A token is good for 1 to ${LIMITS.tokenDays} days.`);
}

function checked(scope: Scope): Scope {
  if ('repository' in scope) {
    const repository = normaliseRepositoryUrl(scope.repository);
    if (repository === null) throw new CodedError('invalid-parameter', 'The scope is no address of a repository.');
    return { repository };
  }
  const ref = parseRef(scope.entry);
  if (ref === null || ref.origin !== undefined || ref.kind === 'writers')
    throw new CodedError('invalid-parameter', 'The scope is no own entry such as software/kitos.');
  return { entry: scope.entry };
}

const shown = ({ id, label, scope, created, expires, revoked, used }: TokenRow): ShownToken => ({
  ...{ id, label, created, expires, revoked, used },
  scope: JSON.parse(scope) as Scope,
});
