import { CodedError } from '../kernel/errors.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Software, Writers } from '../schemas.gen.ts';
import type { EntryState, Found, Step, Verdict } from '../store/port.ts';
import { type Held, mayWrite, type Permission, type Principal } from '../writers/may-write.ts';
import type { Judged } from './submission.ts';
import type { Published, WriteVerdict } from './types.ts';
import { refuseReturn } from './withdrawn.ts';

/**
 * A step that asks first, under the same lock, whether this principal may write the entry. Refused with `forbidden`, which
 * carries `claim` where an operator may decide otherwise, and `admission` where a new entry needs one to let it in.
 */
export function permittedStep(
  step: Step<Published>,
  judged: Judged,
  principal: Principal,
  admitted: boolean,
): Step<Published> {
  return {
    reads: { ...step.reads, writers: true },
    decide(found) {
      // Before the operator is asked to let in what was taken out.
      const gone = refuseReturn(judged, found);
      if (gone !== null) return { refuse: gone };
      const held = heldBy(found, judged);
      const permission = speaksFor(principal, judged, held) ?? mayWrite(principal, held);
      if (!permission.may) return refuse(permission.why, { claim: permission.claim, entry: held.entry }, judged);
      if (held.entry === null && !admitted) return refuse(NOT_ADMITTED, { admission: true }, judged);
      return withVerdict(step.decide(found), { allowed: true, why: permission.why, joins: permission.joins });
    },
  };
}

const NOT_ADMITTED =
  'This catalogue lists new entries of sources that its operator has accepted. The operator sees what you sent and decides.';

const refuse = (why: string, extra: object, { problems }: Judged): Verdict<Published> => ({
  refuse: new CodedError('forbidden', why, { extra, problems }),
});

const withVerdict = (verdict: Verdict<Published>, write: WriteVerdict): Verdict<Published> =>
  'refuse' in verdict ? verdict : { ...verdict, answer: { ...verdict.answer, write } };

/** What stands at the place that the submission would take. */
export function heldBy(found: Found, judged: Judged): Held {
  const before = judged.slug !== undefined && found.named !== null ? found.named : found.matched;
  const entry = before === null || before.state === 'withdrawn' ? null : before;
  const record =
    entry === null || found.writers === null ? null : (JSON.parse(found.writers ?? 'null') as Writers | null);
  return {
    entry: entry === null ? null : `${entry.kind}/${entry.slug}`,
    writers: record?.writers ?? [],
    observed: entry === null ? [] : observedIn(entry),
    addresses: entry === null ? [] : addressesOf(entry),
  };
}

function observedIn({ sources }: EntryState): Held['observed'] {
  return sources.flatMap(({ active, provenance }) => {
    const { forge } = JSON.parse(provenance) as { forge?: { host: string; repository: string } };
    return active && forge !== undefined ? [forge] : [];
  });
}

function addressesOf({ sources }: EntryState): string[] {
  return sources.flatMap(({ active, record }) => {
    const { url } = JSON.parse(record) as Software;
    const address = active && url !== undefined ? normaliseRepositoryUrl(url) : null;
    return address === null ? [] : [address];
  });
}

/**
 * A manifest speaks for a repository only if it came with a token for that one. One that names another address is that
 * repository's own where the entry has that address and is known by the same number at the forge: it was renamed since. An
 * address that the entry never had is somebody else's, whatever the number. Null: nothing against it.
 */
function speaksFor(principal: Principal, { kind, record }: Judged, { observed, addresses }: Held): Permission | null {
  const address =
    principal.by === 'run'
      ? principal.run.address
      : 'repository' in principal.scope
        ? principal.scope.repository
        : null;
  if (address === null) return null;
  if (kind !== 'software') return { may: false, claim: false, why: 'A repository publishes its own software alone.' };
  const { url } = record as Software;
  const named = url === undefined ? null : normaliseRepositoryUrl(url);
  if (named === address) return null;
  const run = principal.by === 'run' ? principal.run : null;
  const isFormer = named !== null && addresses.includes(named);
  if (
    run !== null &&
    isFormer &&
    observed.some(({ host, repository }) => host === run.forge && repository === run.repository)
  )
    return null;
  const why = `The manifest says that the software is developed at ${url ?? 'no address'}, but came from ${address}. A manifest is published from the repository that it names under “url”.`;
  return { may: false, claim: false, why };
}
