import type { Clock } from '../kernel/clock.ts';
import { randomId, sha256 } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import type { Submission } from '../registry/types.ts';
import type { AccessStore, AdmissionRow } from '../store/access-port.ts';
import type { Principal } from '../writers/may-write.ts';

/** What an operator sees of a manifest that waits; without its bytes. */
export type ShownAdmission = Pick<
  AdmissionRow,
  'id' | 'address' | 'path' | 'digest' | 'received' | 'about' | 'entry' | 'state' | 'reason' | 'decided'
>;

export const shownAdmission = ({
  id,
  address,
  path,
  digest,
  received,
  about,
  entry,
  state,
  reason,
  decided,
}: AdmissionRow): ShownAdmission => ({
  ...{ id, address, path, digest, received, about, entry, state, reason, decided },
});

/** Puts what may not be written (yet) where the operator sees it; `isNew` where it did not wait before. Throws `overloaded` where too many wait. */
export async function queue(
  { store, clock }: { store: AccessStore; clock: Clock },
  principal: Principal,
  submission: Submission,
  what: Pick<AdmissionRow, 'about' | 'entry'>,
): Promise<AdmissionRow & { isNew: boolean }> {
  const id = randomId();
  const row = await store.putAdmission({
    ...{
      id,
      address: addressOf(principal),
      path: pathOf(submission),
      principal: JSON.stringify(principal),
    },
    ...{ mediaType: submission.mediaType, bytes: submission.bytes, received: clock.now(), ...what },
    ...{ digest: sha256(submission.bytes).toString('base64url'), state: 'waiting', reason: null, decided: null },
  });
  if (row === null)
    throw new CodedError(
      'overloaded',
      'Too many entries of this repository, or in all, wait for the operator of this catalogue.',
    );
  return { ...row, isNew: row.id === id };
}

/** Whom a principal speaks for, as an address. */
export function addressOf(principal: Principal): string {
  if (principal.by === 'run') return principal.run.address;
  return 'repository' in principal.scope ? principal.scope.repository : principal.scope.entry;
}

const pathOf = ({ provenance }: Submission): string => ('path' in provenance ? provenance.path : 'publiccode.yml');

/** A manifest as this principal sends it. */
export function submissionBy(principal: Principal, submission: Submission, path = 'publiccode.yml'): Submission {
  if (principal.by === 'token') return { ...submission, provenance: { by: 'push', actor: `token:${principal.id}` } };
  const { run } = principal;
  const forge = run.repository === null ? {} : { forge: { host: run.forge, repository: run.repository } };
  const provenance = { by: 'run', url: run.address, commit: run.commit, path, issuer: run.issuer, ...forge } as const;
  return { ...submission, provenance };
}
