import type { PublishVerdict } from '../../schemas.gen.ts';

/**
 * What an answer of `POST /api/v1/publish` says became of a manifest; null where something else than a catalogue answered.
 * The operator, whom nothing keeps from publishing, is told neither `write` nor `queued`.
 */
export function verdictIn(body: unknown): PublishVerdict | null {
  const { id, changed, problems, write, queued } = Object(body) as Partial<PublishVerdict>;
  if (typeof changed !== 'boolean' || !Array.isArray(problems)) return null;
  const told = body as PublishVerdict;
  if (write === undefined && typeof id === 'string')
    return { ...told, write: { allowed: true, why: 'The operator may.' }, queued: null };
  if (typeof write?.allowed !== 'boolean' || typeof write.why !== 'string') return null;
  if (queued === null) return typeof id === 'string' || !write.allowed ? told : null;
  return typeof queued?.id === 'string' ? told : null;
}
