import type { Fault } from '../governance/faults.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { isKind, type Kind, parseRef } from '../records/kinds.ts';
import type { Assessment, Framework, Network, Organisation, Software } from '../schemas.gen.ts';
import type { EntryKey, Found, RecordRow, Store, Way } from '../store/port.ts';
import type { Circle, Followed } from './list-item.ts';
import type { Judged } from './submission.ts';

/**
 * What cannot lead back to where it began: what takes the place of what, and what is a part of what. Rule of the problem, and
 * the sentence of it.
 */
const CHAINS = {
  succession: 'What takes its place leads back to it',
  parents: 'What it belongs to leads back to it',
} as const satisfies Record<Circle['chain'], string>;
type Chain = Circle['chain'];

type Node = Pick<Judged, 'originName' | 'kind' | 'slug' | 'record' | 'keys'>;

/** Throws `invalid-input` where a chain leads back to a record, over what is stored and the others of its batch. */
export async function refuseCircle(store: Store, judged: Judged, batch: readonly Judged[] = []): Promise<void> {
  const circle = await circleFrom(store, judged, batch);
  if (circle !== null) throw refusalOf(circle);
}

class CircleError extends CodedError {}

/** Of a batch: it may be right as soon as the others are written. */
export const isCircle = (error: unknown): boolean => error instanceof CircleError;

function refusalOf(circle: Circle): CodedError {
  const problem = { ...circleFault(circle), severity: 'error' as const };
  return new CircleError('invalid-input', 'Relations go in a circle.', { problems: [problem] });
}

/** A circle as a problem of the record that stands in it. */
export const circleFault = ({ chain, ids }: Circle): Fault => ({
  ...{ rule: chain, pointer: '' },
  message: `${CHAINS[chain]}: ${ids.join(' → ')}.`,
  hint: 'Take out the relation that is not so: what follows another thing, or holds it, cannot be followed or held by it.',
});

/**
 * The same once more under the write lock: what two publish in one moment may go in a circle though neither does alone, and
 * what was judged together may be written in part.
 */
export function waysOf({ kind, record }: Judged): Way[] {
  return (Object.keys(CHAINS) as Chain[]).flatMap((name) => {
    const to = NEXT[name](kind, record).filter((target) => target !== undefined);
    const from = name === 'succession' && kind === 'network' ? mergedIn(record as Network) : [];
    return to.length + from.length === 0 ? [] : [{ ...RELS[name], name, to, from }];
  });
}

/** As `linksOf` names them. */
const RELS: Record<Chain, Pick<Way, 'rels' | 'against'>> = {
  succession: {
    rels: ['succeeded-by', 'merged-into', 'handed-over-to', 'successor', 'succeeds', 'supersedes', 'appeal-of'],
    against: ['merged'],
  },
  parents: { rels: ['part-of', 'parent'], against: [] },
};

/** The refusal of what was found under the lock; null where no way leads back. */
export function whyNotCircle({ circle }: Pick<Found, 'circle'>): CodedError | null {
  if (circle === null) return null;
  return refusalOf({ chain: circle.name as Chain, ids: circle.ids.map((id) => id.replace(/@own$/, '')) });
}

/** The circle in which a record stands that came from elsewhere; what is published here never does. */
export function circleOf(store: Store, { kind, slug, view }: RecordRow, followed?: Followed): Promise<Circle | null> {
  const { origin, record } = JSON.parse(view) as { origin: string; record: object };
  return circleFrom(store, { originName: origin, kind, slug, record, keys: [] }, [], followed);
}

async function circleFrom(
  store: Store,
  self: Node,
  batch: readonly Node[],
  followed: Followed = new Map(),
): Promise<Circle | null> {
  const next = async (at: string, chain: Chain): Promise<readonly string[]> => {
    const key = `${chain} ${at}`;
    const known = followed.get(key) ?? (await after(store, at, batch, chain));
    followed.set(key, known);
    return known;
  };
  for (const chain of Object.keys(CHAINS) as Chain[]) {
    const ids = await wayBack(store, self, batch, chain, next);
    if (ids !== null) return { chain, ids: ids.map(shown) };
  }
  return null;
}

/** Addresses (`<name of the origin>:kind/slug`) from the next of a record to itself. At most `LIMITS.successors` are followed. */
async function wayBack(
  store: Store,
  self: Node,
  batch: readonly Node[],
  chain: Chain,
  nextTo: (at: string, chain: Chain) => Promise<readonly string[]>,
): Promise<string[] | null> {
  const ends = new Set(self.slug === undefined ? [] : [addressOf(self)]);
  // Whoever it says has gone up in it leads to it.
  const into = new Set(chain === 'succession' ? mergedOf(self) : []);
  const ahead = nextOf(self, chain).map((at) => [at]);
  if (self.slug !== undefined && chain === 'succession')
    ahead.push(...(await mergedBy(store, addressOf(self), batch)).map((at) => [at]));
  const seen = new Set<string>();
  for (let way = ahead.shift(); way !== undefined && seen.size < LIMITS.successors; way = ahead.shift()) {
    const at = way.at(-1) as string;
    if (ends.has(at) || (await isItself(store, self, at))) return way;
    if (into.has(at)) return [...way, ...ends];
    if (seen.has(at)) continue;
    seen.add(at);
    for (const next of await nextTo(at, chain)) ahead.push([...way, next]);
  }
  return null;
}

/** Where a record leads: each reference with the origin in which it is meant. */
function nextOf({ originName, kind, record }: Node, chain: Chain): string[] {
  return NEXT[chain](kind, record).flatMap((target) =>
    target === undefined ? [] : (addressIn(target, originName) ?? []),
  );
}

type Targets = (string | undefined)[];

const related = (record: object, types: readonly string[]): Targets =>
  ((record as Software).relations ?? []).flatMap(({ type, target }) => (types.includes(type) ? [target] : []));

const NEXT: Record<Chain, (kind: Kind, record: object) => Targets> = {
  succession(kind, record) {
    const { lifecycle, successor } = record as Network;
    const { supersedes, appealOf } = record as Assessment;
    if (kind === 'software') return related(record, ['succeeded-by', 'merged-into', 'handed-over-to']);
    if (kind === 'network') return [lifecycle?.into, successor?.network];
    if (kind === 'framework') return [(record as Framework).succeeds];
    return kind === 'assessment' ? [supersedes, appealOf] : [];
  },
  parents(kind, record) {
    if (kind === 'software') return related(record, ['part-of']);
    return kind === 'network' || kind === 'organisation' ? [(record as Organisation | Network).parent] : [];
  },
};

/** Networks that a network says have gone up in it: it is their successor, whatever they say. */
const mergedOf = ({ kind, record, originName }: Node): string[] =>
  kind !== 'network' ? [] : mergedIn(record as Network).flatMap((network) => addressIn(network, originName) ?? []);

const mergedIn = ({ merged = [] }: Network): string[] =>
  merged.flatMap(({ network }) => (network === undefined ? [] : [network]));

async function after(store: Store, at: string, batch: readonly Node[], chain: Chain): Promise<string[]> {
  const other = batch.find((node) => node.slug !== undefined && addressOf(node) === at) ?? (await stored(store, at));
  const own = other === null ? [] : nextOf(other, chain);
  return chain === 'succession' ? [...own, ...(await mergedBy(store, at, batch))] : own;
}

/** Networks that say of the one at this address that it has gone up in them. */
async function mergedBy(store: Store, at: string, batch: readonly Node[]): Promise<string[]> {
  const key = at.includes(':network/') ? await keyOf(store, at) : null;
  if (key === null) return [];
  const rows = await store.linksTo(key, ['merged'], 0, LIMITS.successors);
  const together = batch.filter((node) => node.slug !== undefined && mergedOf(node).includes(at)).map(addressOf);
  return [...rows.map(({ originName, kind, slug }) => `${originName}:${kind}/${slug}`), ...together];
}

async function stored(store: Store, at: string): Promise<Node | null> {
  const key = await keyOf(store, at);
  const row = key === null ? null : await store.getRecord(key);
  if (row === null) return null;
  const { record } = JSON.parse(row.view) as { record: object };
  return { originName: at.slice(0, at.lastIndexOf(':')), kind: row.kind, slug: row.slug, record, keys: [] };
}

/** Whether the record, which comes without an id, is another edition of the one at this address. */
async function isItself(store: Store, { slug, kind, originName, keys }: Node, at: string): Promise<boolean> {
  if (slug !== undefined || keys.length === 0 || !at.startsWith(`${originName}:${kind}/`)) return false;
  const key = await keyOf(store, at);
  return key !== null && (await store.leadsTo(key, keys)).length > 0;
}

async function keyOf(store: Store, at: string): Promise<EntryKey | null> {
  const [, name = '', kind = '', slug = ''] = /^(.+):([a-z]+)\/(.+)$/.exec(at) ?? [];
  const origin = isKind(kind) ? await store.originNumber(name) : null;
  return origin === null ? null : { origin, kind: kind as Kind, slug };
}

const addressOf = ({ originName, kind, slug = '' }: Node): string => `${originName}:${kind}/${slug}`;

function addressIn(target: string, originName: string): string | null {
  const ref = parseRef(target);
  return ref && `${ref.origin ?? originName}:${ref.kind}/${ref.slug}`;
}

const shown = (at: string): string =>
  at.replace(/^(.+):(.*)$/, (_, origin: string, ref: string) => (origin === 'own' ? ref : `${ref}@${origin}`));
