import { CodedError } from '../kernel/errors.ts';
import { OWN } from '../kernel/origins.ts';
import type { Kind } from '../records/kinds.ts';
import type { Change, Step } from '../store/port.ts';
import type { Given } from './decided.ts';
import type { Erased } from './types.ts';
import { leafChange } from './version.ts';

/**
 * Destroys the body of that digest, or with null every body of an own entry, and says so in the log: mirrors destroy it too.
 * Where the present body goes, sources, contacts and everything that is derived from it go as well; the entry is not
 * delisted, and may be published again with other content. The id of a withdrawn entry stays withdrawn.
 */
export function eraseStep(kind: Kind, slug: string, digest: string | null, given: Given): Step<Erased> {
  const entry = { origin: OWN, kind, slug };
  const id = `${kind}/${slug}`;
  return {
    reads: { origin: OWN, kind, slug, keys: [] },
    decide(found) {
      const before = found.named;
      if (before === null) return { refuse: new CodedError('not-found', `There is no own entry ${id}.`) };
      const present = digest === null || digest === before.bodyDigest;
      const leaf = {
        ...({ v: 1, op: 'erase', id, ts: Math.floor(given.now / 1000), p: before.leafIndex } as const),
        ...(digest === null ? {} : { d: digest }),
      };
      const changes: Change[] = [
        ...leafChange(entry, leaf, found),
        { do: 'destroy-body', entry, digest },
        ...(present ? presentChanges(entry, before.state === 'withdrawn') : []),
        { do: 'event', entry, op: 'erase' },
      ];
      return { changes, answer: { id, shown: present } };
    },
  };
}

function presentChanges(entry: Change['entry'], withdrawn: boolean): Change[] {
  return [
    { do: 'drop-sources', entry },
    { do: 'contacts', entry, json: null },
    { do: 'unproject', entry },
    ...(withdrawn ? [] : [{ do: 'entry', entry, set: { state: 'erased' } } as const]),
  ];
}
