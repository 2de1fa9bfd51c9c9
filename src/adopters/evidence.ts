import type { Evidence } from './claims.ts';

/** From the least to the most. */
export const EVIDENCE: readonly Evidence[] = ['claimed', 'declared', 'confirmed'];

/**
 * What the word of a body is worth on this day (`YYYY-MM-DD`): confirmed while it has said so within the last twelve months,
 * after that declared. What others claim stays claimed, whoever confirms it.
 */
export function evidenceOn(
  { evidence, lastConfirmed }: { evidence: Evidence; lastConfirmed?: string | undefined },
  day: string,
): Evidence {
  if (evidence === 'claimed') return 'claimed';
  if (lastConfirmed === undefined || lastConfirmed > day) return 'declared';
  const expires = `${Number(lastConfirmed.slice(0, 4)) + 1}${lastConfirmed.slice(4)}`;
  return day.slice(0, expires.length) > expires ? 'declared' : 'confirmed';
}
