import { type Clock, toDay } from '../kernel/clock.ts';
import { CodedError, isCoded, type Problem } from '../kernel/errors.ts';
import type { Published, Registry, Submission } from '../registry/types.ts';
import type { Writers } from '../schemas.gen.ts';
import type { AccessStore, InvitationRow } from '../store/access-port.ts';
import { join, noWriters } from '../writers/change.ts';
import { type Principal, writerOf } from '../writers/may-write.ts';
import type { Run } from '../writers/run.ts';
import { isSame, type Writer } from '../writers/writer.ts';
import { addressOf, queue, type ShownAdmission, shownAdmission, submissionBy } from './admission.ts';

export type Admission = 'sources' | 'open' | 'invited';

export interface PublishingDeps {
  store: AccessStore;
  registry: Registry;
  clock: Clock;
  admission: Admission;
  /** Whether a repository lies under a source that the operator has accepted. */
  isAccepted(address: string): Promise<boolean>;
}

/** What a publish by somebody else than the operator came to. */
export type Came =
  | { published: Published }
  /** It may not be written; `queued` where the operator is asked. `problems` are warnings about the content. */
  | { refused: string; problems: Problem[]; queued: ShownAdmission | null };

/**
 * Publishes as this principal. What needs an operator's yes waits in a queue. Throws what `registry.publish` throws, and
 * `forbidden` where no operator can help; a dry run answers that too, and asks nobody.
 */
export async function publishBy(
  deps: PublishingDeps,
  asked: Principal,
  given: Submission,
  { dryRun = false, path }: { dryRun?: boolean; path?: string } = {},
): Promise<Came> {
  const { registry } = deps;
  const submission = submissionBy(asked, given, path);
  const invitation = asked.by === 'run' ? await invitationFor(deps, asked.run) : null;
  const principal = invitation === null ? asked : { ...asked, invited: JSON.parse(invitation.writer) as Writer };
  const admitted = principal.by === 'token' || invitation !== null || (await isAdmitted(deps, principal.run));
  try {
    const published = await registry.publish(submission, { dryRun, principal, admitted });
    if (!dryRun) await settle(deps, principal, published, invitation);
    return { published };
  } catch (error) {
    if (!isCoded(error, 'forbidden')) throw error;
    const { admission, claim, entry } = error.extra as { admission?: boolean; claim?: boolean; entry?: string };
    if (dryRun) return { refused: error.message, problems: error.problems, queued: null };
    if (admission !== true && claim !== true) throw error;
    const what = { about: claim === true ? 'claim' : 'new', entry: entry ?? null } as const;
    const row = await ask(deps, principal, submission, what);
    return { refused: error.message, problems: error.problems, queued: shownAdmission(row) };
  }
}

/** Asked again, it waits as before: of that no further act is told. */
async function ask(
  { store, clock }: PublishingDeps,
  principal: Principal,
  submission: Submission,
  what: Parameters<typeof queue>[3],
): ReturnType<typeof queue> {
  const row = await queue({ store, clock }, principal, submission, what);
  if (row.isNew) await store.noteAct({ at: clock.now(), actor: actorOf(principal), act: 'ask', subject: row.id });
  return row;
}

async function isAdmitted({ admission, isAccepted }: PublishingDeps, run: Run): Promise<boolean> {
  // Whoever has no number can be anybody of that name: the operator decides each time.
  if (run.repository === null || admission === 'invited') return false;
  return admission === 'open' || isAccepted(run.address);
}

async function invitationFor({ store, clock }: PublishingDeps, run: Run): Promise<InvitationRow | null> {
  const open = await store.listInvitations(clock.now());
  return open.find(({ writer }) => isSame(JSON.parse(writer) as Writer, writerOf(run))) ?? null;
}

/** After a publish: the writer joins, the invitation is used up, the act is noted. Each may be done again without harm. */
async function settle(
  deps: PublishingDeps,
  principal: Principal,
  { id, write, changed }: Published,
  invitation: InvitationRow | null,
): Promise<void> {
  const { store, registry, clock } = deps;
  if (write?.joins) {
    const { joins } = write;
    await registry.revise<Writers>(writersOf(id), (before) => join(before ?? noWriters(id), joins, toDay(clock.now())));
    if (invitation !== null) await store.takeInvitation(invitation.id, id);
  }
  if (changed) await store.noteAct({ at: clock.now(), actor: actorOf(principal), act: 'publish', subject: id });
}

/** The record of who may write this entry, as the registry finds it. Throws `not-found` for other kinds than software. */
export function writersOf(id: string): { kind: 'writers'; slug: string; keys: string[] } {
  const [kind, slug = ''] = id.split('/');
  if (kind !== 'software') throw new CodedError('not-found', 'Only software has writers of its own.');
  return { kind: 'writers', slug, keys: [`writers:${id}`] };
}

/** Who did something, for the list of acts: never a person. */
export function actorOf(principal: Principal | 'operator'): string {
  if (principal === 'operator') return principal;
  return principal.by === 'run' ? `run:${principal.run.address}@${principal.run.commit}` : `token:${principal.id}`;
}

/** `digest`: of the manifest that the operator has looked at, which must be the one that waits. */
export interface Decision {
  accept: boolean;
  reason?: string;
  digest?: string;
}

const CHANGED = 'Another manifest was sent meanwhile, or it was decided. Look at what waits again.';

/** Lets in what waits, or not: publishes it as who sent it, whose repository becomes a writer. */
export async function settleAdmission(
  deps: PublishingDeps,
  id: string,
  decision: Decision,
): Promise<{ admission: ShownAdmission; published: Published | null }> {
  const { store, registry, clock } = deps;
  const row = await store.getAdmission(id);
  if (row === null || row.state !== 'waiting')
    throw new CodedError('not-found', `Nothing waits under ${id.slice(0, 40)}.`);
  if (decision.digest !== undefined && decision.digest !== row.digest) throw new CodedError('conflict', CHANGED);
  const principal = JSON.parse(row.principal) as Principal;
  const now = clock.now();
  let published: Published | null = null;
  if (decision.accept) {
    const claimed = row.entry !== null && row.about === 'claim';
    if (claimed)
      throw new CodedError(
        'conflict',
        `${row.address} claims ${row.entry}, which is there already. If it is right, name it as a writer: ${writerCommand(principal, row.entry ?? '')}`,
      );
    const mediaType = row.mediaType as Submission['mediaType'];
    const submission = submissionBy(
      principal,
      { kind: 'software', bytes: row.bytes, mediaType, provenance: { by: 'push', actor: 'operator' } },
      row.path,
    );
    published = await registry.publish(submission, { principal, admitted: true });
    await settle(deps, principal, published, null);
  }
  const state = decision.accept ? 'accepted' : 'refused';
  // What is sent after this one was read goes on waiting: only what was read is settled.
  const settled = await store.settleAdmission(row, state, decision.reason ?? null, now);
  if (!settled && published === null) throw new CodedError('conflict', CHANGED);
  await store.noteAct({
    at: now,
    actor: 'operator',
    act: `${state === 'accepted' ? 'accept' : 'refuse'}`,
    subject: `${id} ${addressOf(principal)}`,
  });
  return { admission: { ...shownAdmission(row), state, reason: decision.reason ?? null, decided: now }, published };
}

/** What the operator types to name who claims an entry: with the numbers, as names pass to others. */
function writerCommand(principal: Principal, entry: string): string {
  const { address, issuer, repository, owner } =
    principal.by === 'run' ? writerOf(principal.run) : ({ address: addressOf(principal) } as Writer);
  const given = { address, issuer, repository, owner };
  const words = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]));
  return `alminding writer add ${entry} ${words.join(' ')}`;
}
