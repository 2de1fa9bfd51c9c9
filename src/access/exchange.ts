import type { Clock } from '../kernel/clock.ts';
import { randomId } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { AccessStore } from '../store/access-port.ts';
import type { Issuer } from '../writers/issuers.ts';
import { whyNotThisEvent, whyNotThisRef } from '../writers/rules.ts';
import { type Run, readRun } from '../writers/run.ts';
import type { Writer } from '../writers/writer.ts';
import type { DefaultBranch } from './default-branch.ts';
import type { KeySets } from './key-sets.ts';
import { newToken } from './tokens.ts';

export interface Exchanged {
  token: string;
  /** `publish:https://github.com/town/town-hall` */
  scope: string;
  /** Milliseconds. */
  expires: number;
}

export interface ExchangeDeps {
  store: AccessStore;
  clock: Clock;
  issuers: readonly Issuer[];
  audience: string;
  keys: KeySets;
  defaultBranch: DefaultBranch;
  /** What records and invitations say of this repository as a writer. */
  known(run: Run): Promise<Writer[]>;
}

/**
 * Gives a run of CI that proves who it is a token of 15 minutes, which publishes for its repository alone. Throws
 * `unauthorised`, `forbidden`, `issuer-unavailable`.
 */
export async function exchange(deps: ExchangeDeps, idToken: string): Promise<Exchanged> {
  const { store, clock } = deps;
  // What checks signatures is loaded by the first token, not by every start.
  const { verifyToken } = await import('./verify-token.ts');
  const { issuer, claims, once, until } = await verifyToken(deps, idToken);
  const run = readRun(issuer, claims);
  if ('lacks' in run)
    throw new CodedError('unauthorised', `The token does not say “${run.lacks}” in a form that is known.`);
  const event = whyNotThisEvent(run);
  if (event !== null) throw new CodedError('forbidden', event);
  const defaultBranch = await deps.defaultBranch(issuer.kind, run);
  await refuseRef(deps, run, defaultBranch);
  const now = clock.now();
  const { token, hash } = newToken();
  const expires = now + LIMITS.accessTokenMs;
  const scope = JSON.stringify({ run, defaultBranch });
  const row = { id: randomId(), hash, kind: 'run', scope, label: '', created: now, expires } as const;
  const kept = await store.exchangeToken({ ...row, revoked: null, used: null }, { digest: once, until });
  if (kept === 'used') throw new CodedError('unauthorised', 'This token was exchanged before. Each is taken once.');
  if (kept === 'full') throw new CodedError('overloaded', 'Too many runs publish at the same time.');
  return { token, scope: `publish:${run.address}`, expires };
}

/** Another branch is let through only where a record of this repository names a ref or an environment. */
async function refuseRef({ known }: ExchangeDeps, run: Run, defaultBranch: string | null): Promise<void> {
  const why = whyNotThisRef(run, defaultBranch, null);
  if (why === null) return;
  const named = (await known(run)).some((writer) => whyNotThisRef(run, defaultBranch, writer) === null);
  if (!named) throw new CodedError('forbidden', why);
}
