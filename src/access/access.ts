import type { Clock } from '../kernel/clock.ts';
import { randomId } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Net } from '../net/safe-fetch.ts';
import type { Registry, Submission } from '../registry/types.ts';
import type { Writers } from '../schemas.gen.ts';
import type { ActRow, AdmissionRow, InvitationRow } from '../store/access-port.ts';
import type { Store } from '../store/port.ts';
import { readIssuers } from '../writers/issuers.ts';
import type { Principal } from '../writers/may-write.ts';
import type { Run } from '../writers/run.ts';
import type { Writer } from '../writers/writer.ts';
import { type ShownAdmission, shownAdmission } from './admission.ts';
import { changeWriters, type WriterChange } from './change-writers.ts';
import { createDefaultBranch } from './default-branch.ts';
import { type Exchanged, exchange } from './exchange.ts';
import { createKeySets } from './key-sets.ts';
import { type Admission, type Came, type Decision, publishBy, settleAdmission } from './publishing.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface AccessDeps {
  store: Store;
  registry: Registry;
  clock: Clock;
  net: Pick<Net, 'fetch'>;
  /** Our own public address, the audience of tokens. */
  publicUrl: string;
  /** The setting of the same name. */
  issuers: string;
  admission: Admission;
  /** Whether a repository lies under a source that the operator has accepted. */
  isAccepted(address: string): Promise<boolean>;
}

/** Everything that those do who are not the operator, and what the operator decides of them. */
export interface Access {
  /** Whether any issuer is taken tokens of. */
  readonly exchanges: boolean;
  exchange(idToken: string): Promise<Exchanged>;
  tokens: Tokens;
  publish(principal: Principal, submission: Submission, options?: { dryRun?: boolean; path?: string }): Promise<Came>;
  changeWriters(who: Principal | 'operator', id: string, change: WriterChange): Promise<Writers>;
  admissions(state: AdmissionRow['state'] | null): Promise<ShownAdmission[]>;
  /** Throws `not-found`. */
  admission(id: string): Promise<ShownAdmission>;
  /** What was sent, as long as it waits. Throws `not-found`. */
  manifest(id: string): Promise<{ admission: ShownAdmission; mediaType: string; bytes: Uint8Array }>;
  settle(id: string, decision: Decision): ReturnType<typeof settleAdmission>;
  /** Expects a repository to publish a new entry in the next 30 days. Throws `conflict` where too many are expected. */
  invite(writer: Writer): Promise<InvitationRow>;
  invitations(): Promise<InvitationRow[]>;
  uninvite(id: string): Promise<void>;
  acts(limit: number, before?: number): Promise<ActRow[]>;
}

/** Throws `invalid-configuration` for issuers that cannot be read. */
export function createAccess(deps: AccessDeps): Access {
  const { store, clock, net } = deps;
  const issuers = readIssuers(deps.issuers);
  const exchanging = {
    ...{ store, clock, issuers, audience: deps.publicUrl },
    ...{ keys: createKeySets(net, clock), defaultBranch: createDefaultBranch(net, clock) },
    known: (run: Run) => knownWriters(deps, run),
  };
  return {
    exchanges: issuers.length > 0,
    exchange: (idToken) => exchange(exchanging, idToken),
    tokens: createTokens(store, clock),
    publish: (principal, submission, options) => publishBy(deps, principal, submission, options),
    changeWriters: (who, id, change) => changeWriters(deps, who, id, change),
    admissions: async (state) => (await store.listAdmissions(state, LIMITS.admissionsWaiting)).map(shownAdmission),
    async admission(id) {
      const row = await store.getAdmission(id);
      if (row === null) throw new CodedError('not-found', 'Nothing was asked under this name.');
      return shownAdmission(row);
    },
    async manifest(id) {
      const row = await store.getAdmission(id);
      if (row?.state !== 'waiting') throw new CodedError('not-found', 'Nothing waits under this name.');
      return { admission: shownAdmission(row), mediaType: row.mediaType, bytes: row.bytes };
    },
    settle: (id, decision) => settleAdmission(deps, id, decision),
    async invite(writer) {
      const address = normaliseRepositoryUrl(writer.address);
      if (address === null) throw new CodedError('invalid-parameter', 'A repository is named by its address.');
      const now = clock.now();
      if ((await store.listInvitations(now)).length >= LIMITS.invitations)
        throw new CodedError('conflict', `${LIMITS.invitations} repositories are expected already.`);
      const given = JSON.stringify({ ...writer, address });
      const row = { id: randomId(), writer: given, created: now, expires: now + LIMITS.invitationMs, entry: null };
      await store.putInvitation(row);
      return row;
    },
    invitations: () => store.listInvitations(clock.now()),
    async uninvite(id) {
      if (!(await store.dropInvitation(id)))
        throw new CodedError('not-found', 'No repository is expected under this name.');
    },
    acts: (limit, before) => store.listActs(limit, before),
  };
}

/** What records and open invitations narrow this repository to, which may be another ref than the default branch. */
async function knownWriters({ store, registry, clock }: AccessDeps, run: Run): Promise<Writer[]> {
  if (run.repository === null) return [];
  const invited = (await store.listInvitations(clock.now())).map(({ writer }) => JSON.parse(writer) as Writer);
  const asked = invited.filter(({ issuer, repository }) => issuer === run.issuer && repository === run.repository);
  return [...asked, ...(await registry.read.writersBy(run.issuer, run.repository))];
}
