import { CodedError } from '../../kernel/errors.ts';
import type { Adoption } from '../../schemas.gen.ts';
import type { Judged } from '../submission.ts';
import type { HeldAdopters } from './held.ts';
import { whole } from './parts.ts';

/** Refuses what others claim of a body that has said that it does not run this, or that it does not agree to be named. */
export async function refuseHeld(held: HeldAdopters, { kind, origin, record }: Judged): Promise<void> {
  const { organisation, software, evidence } = record as Adoption;
  // What is built in or mirrored is kept as it is, and hidden.
  if (kind !== 'adoption' || origin !== 0 || !organisation || !software) return;
  const { bodyOf } = await held.now();
  const body = bodyOf.get(whole(organisation, origin));
  const named = await held.named(whole(software, origin));
  for (const hold of held.decisions.holds.values()) {
    if (bodyOf.get(hold.organisation) !== body || held.clusterOf(hold.software) !== named || named === undefined)
      continue;
    // What is better proven than by hearsay may be the body's own newer word of its use, but never its consent.
    if (hold.reason !== 'consent' && evidence !== 'claimed') continue;
    const message =
      hold.reason === 'consent'
        ? 'The body has taken its consent back: its use of this software is not told.'
        : 'The body itself says that it does not run this software.';
    throw new CodedError('invalid-input', message, {
      problems: [{ rule: 'held', severity: 'error', pointer: '/organisation', message }],
    });
  }
}
