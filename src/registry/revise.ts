import { CodedError, isCoded } from '../kernel/errors.ts';
import { OWN } from '../kernel/origins.ts';
import type { Kind } from '../records/kinds.ts';
import type { Step, Verdict } from '../store/port.ts';
import { decide } from './decide.ts';
import type { AnyRecord, Given } from './decided.ts';
import { judge } from './judge.ts';
import { mergeSources } from './merge.ts';
import type { Published } from './types.ts';

/**
 * Makes the next version of an own record out of the present one (null where there is none), under the write lock: nothing
 * that another process writes meanwhile is lost. What `change` throws refuses the step; the same record changes nothing.
 */
export function reviseStep(
  { kind, slug, keys }: { kind: Kind; slug: string; keys: string[] },
  change: (before: AnyRecord | null) => AnyRecord,
  given: Given,
): Step<Published> {
  return {
    reads: { origin: OWN, kind, slug, keys },
    decide(found): Verdict<Published> {
      const live = found.named?.state === 'live' ? mergeSources(found.named.sources) : null;
      try {
        const record = change(live === null ? null : (structuredClone(live.record) as AnyRecord));
        const judgement = judge({
          ...{ kind, slug, mediaType: 'application/json', provenance: { by: 'push', actor: 'operator' } },
          bytes: Buffer.from(JSON.stringify(record)),
        });
        if ('judged' in judgement) return decide(judgement.judged, found, given);
        throw new CodedError('invalid-input', 'The change would make a record that is not right.', {
          problems: judgement.problems,
        });
      } catch (error) {
        if (isCoded(error)) return { refuse: error };
        throw error;
      }
    },
  };
}
