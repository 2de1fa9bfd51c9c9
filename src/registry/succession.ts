import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { parseRef } from '../records/kinds.ts';
import type { Software } from '../schemas.gen.ts';
import type { EntryKey, Store } from '../store/port.ts';
import type { Judged } from './submission.ts';

/** Relations by which one thing takes the place of another; they cannot lead back to where they began. */
const SUCCESSION = new Set(['succeeded-by', 'merged-into']);

/** Addresses (`<name of the origin>:kind/slug`) of the successors that a record names. */
function successorsOf(record: object, origin: string): string[] {
  const { relations = [] } = record as Software;
  return relations.flatMap(({ type, target }) => {
    const ref = SUCCESSION.has(type) && target !== undefined ? parseRef(target) : null;
    return ref === null ? [] : [`${ref.origin ?? origin}:${ref.kind}/${ref.slug}`];
  });
}

/**
 * Throws `invalid-input` where the successors of a record lead back to it, over what is stored and the others of its batch.
 * At most `LIMITS.successors` are followed.
 */
export async function refuseCircle(store: Store, judged: Judged, batch: readonly Judged[] = []): Promise<void> {
  const { originName: origin, kind, slug, record } = judged;
  const self = `${origin}:${kind}/${slug}`;
  const ahead = successorsOf(record, origin).map((at) => [at]);
  if (slug === undefined || ahead.length === 0) return;
  const seen = new Set<string>();
  for (let way = ahead.shift(); way !== undefined && seen.size < LIMITS.successors; way = ahead.shift()) {
    const at = way.at(-1) as string;
    if (at === self) throw circle(way);
    if (seen.has(at)) continue;
    seen.add(at);
    for (const next of inBatch(batch, at) ?? (await stored(store, at))) ahead.push([...way, next]);
  }
}

function inBatch(batch: readonly Judged[], at: string): string[] | undefined {
  const other = batch.find(({ originName, kind, slug }) => `${originName}:${kind}/${slug}` === at);
  return other && successorsOf(other.record, other.originName);
}

async function stored(store: Store, at: string): Promise<string[]> {
  const [, name = '', kind, slug] = /^(.+):([a-z]+)\/(.+)$/.exec(at) ?? [];
  const origin = await store.originNumber(name);
  const row = origin === null ? null : await store.getRecord({ origin, kind, slug } as EntryKey);
  return row === null ? [] : successorsOf((JSON.parse(row.view) as { record: object }).record, name);
}

function circle(way: string[]): CodedError {
  const names = way.map((at) =>
    at.replace(/^(.+):(.*)$/, (_, origin: string, ref: string) => (origin === 'own' ? ref : `${ref}@${origin}`)),
  );
  const problem = {
    rule: 'succession',
    severity: 'error' as const,
    pointer: '/relations',
    message: `Its successors lead back to it: ${names.join(', then ')}.`,
    hint: 'Take out the relation that is not so: what follows another thing cannot be followed by it.',
  };
  return new CodedError('invalid-input', 'A succession goes in a circle.', { problems: [problem] });
}
