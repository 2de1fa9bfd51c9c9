import { parseRef } from '../../records/kinds.ts';
import type { EntryKey, Store } from '../../store/port.ts';
import type { Patch } from './patch.ts';

type Link = { rel: string; target: string };

/** What took the place of an entry then, over however many hand-overs; null where it stood itself. See `heirOf` of the store. */
export async function heirThen(store: Store, patch: Patch, key: EntryKey): Promise<EntryKey | null> {
  await patch.refresh();
  const seen = new Set([nameOf(key)]);
  for (let at = key; ; ) {
    const next = await takerOf(store, patch, at);
    if (next === null) return at === key ? null : at;
    if (seen.has(nameOf(next))) return null;
    seen.add(nameOf(next));
    at = next;
  }
}

const nameOf = ({ origin, kind, slug }: EntryKey): string => `${origin}:${kind}/${slug}`;

/** Whom an entry named then, and who named it back with the same offer. */
async function takerOf(store: Store, patch: Patch, key: EntryKey): Promise<EntryKey | null> {
  const to = (await linksThen(store, patch, key)).find(({ rel }) => rel.startsWith(TO));
  const taker = to === undefined ? null : await keyOf(store, to.target);
  if (to === undefined || taker === null) return null;
  const back = `handed-from:${to.rel.slice(TO.length)}`;
  for (const { rel, target } of await linksThen(store, patch, taker)) {
    const named = rel === back ? await keyOf(store, target) : null;
    if (named !== null && nameOf(named) === nameOf(key)) return taker;
  }
  return null;
}

const TO = 'handed-to:';

async function linksThen(store: Store, patch: Patch, key: EntryKey): Promise<Link[]> {
  const then = patch.at(key.origin, key.kind, key.slug);
  if (then !== undefined) return then.row?.links ?? [];
  return (await store.getProjection(key))?.links ?? [];
}

async function keyOf(store: Store, target: string): Promise<EntryKey | null> {
  const ref = parseRef(target);
  const origin = ref?.origin === undefined ? null : await store.originNumber(ref.origin);
  return ref === null || origin === null ? null : { origin, kind: ref.kind, slug: ref.slug };
}
