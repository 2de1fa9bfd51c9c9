import { CodedError, type Problem } from '../kernel/errors.ts';
import type { Found } from '../store/port.ts';
import type { Judged } from './submission.ts';

/** Why an entry goes that its repository's own next run must not undo. */
const FOR_GOOD: ReadonlySet<string | null> = new Set(['consent', 'duplicate', 'handed-over']);

/**
 * Software that was withdrawn does not come back by itself: a crawl that finds a new commit is nobody's wish to list it again,
 * and a run of its repository does not undo what somebody else decided for good. Whoever runs the catalogue may publish it
 * again, which makes the successor that the tombstone names. Null where nothing stands against it.
 */
export function refuseReturn({ kind, provenance: { by } }: Judged, { matched }: Found): CodedError | null {
  if (kind !== 'software' || matched?.state !== 'withdrawn') return null;
  if (by !== 'crawl' && !(by === 'run' && FOR_GOOD.has(matched.reason))) return null;
  const message = `This repository was listed as ${kind}/${matched.slug}, which was withdrawn here (${matched.reason}).`;
  const hint = 'It comes back only when those who run this catalogue publish it again themselves.';
  const problem: Problem = { rule: 'gone', severity: 'error', pointer: '', message, hint };
  return new CodedError('gone', message, { problems: [problem] });
}
