import { sha256 } from '../../kernel/digest.ts';
import { CodedError, isCoded, type Problem } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { ORIGIN_NAMES, OWN } from '../../kernel/origins.ts';
import { manifestKey, normaliseRepositoryUrl } from '../../kernel/repository-url.ts';
import { PLURAL, parseRef } from '../../records/kinds.ts';
import { readDeclaration } from '../../records/read-declaration.ts';
import type { Adoption, Contribution, Declaration, Organisation } from '../../schemas.gen.ts';
import type { EntryKey, EntryState, Store } from '../../store/port.ts';
import { rowOf } from '../items.ts';
import { sourceKeyOf } from '../submission.ts';
import type { Registry } from '../types.ts';
import type { HeldAdopters } from './held.ts';
import { whole } from './parts.ts';
import type { Declared, DeclaredOutcome } from './types.ts';

type Doors = Pick<Registry, 'publish' | 'hide'> & Pick<Registry['adopters'], 'hold' | 'release' | 'holdsOn'>;

/**
 * Takes in what an organisation says of itself. From a repository only where the organisation's record names the forge
 * organisation in which it lies (`codeHosting`): anybody can write a file. Rows that are gone are hidden, `not-used` wins over
 * every source, and a changed file that declares the use again lifts that: the same file read again says nothing new, and
 * consent that was taken back is given again to the operator alone. Throws `invalid-input` and `not-found`.
 */
export async function declare(
  store: Store,
  held: HeldAdopters,
  doors: Doors,
  declared: Declared,
): Promise<DeclaredOutcome> {
  const { declaration, problems } = readDeclaration(declared.bytes);
  if (declaration === null) throw new CodedError('invalid-input', 'The declaration has errors to mend.', { problems });
  const organisation = await speakerOf(store, held, declaration, declared.provenance);
  const outcome: DeclaredOutcome = { organisation, published: [], denied: 0, left: 0, problems: [] };
  const take = async (pointer: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!isCoded(error)) throw error;
      const message = error.problems[0]?.message ?? error.message;
      outcome.problems.push({ rule: 'declaration', severity: 'error', pointer, message });
    }
  };
  const file = { what: 'declared', key: `${organisation} ${sourceKeyOf(declared.provenance, [], false)}` };
  const digest = sha256(declared.bytes).toString('base64url');
  const isNew = held.decisions.declared.get(file.key) !== digest;
  for (const [i, use] of (declaration.uses ?? []).entries())
    await take(`/uses/${i}`, () => takeUse(store, doors, { ...declared, isNew }, declaration, use, outcome));
  for (const [i, part] of (declaration.takesPart ?? []).entries())
    await take(`/takesPart/${i}`, () => takePart(store, doors, declared, declaration, part, outcome));
  outcome.left = await hideLeft(store, doors, declared.provenance, outcome);
  if (isNew) await store.putDecisions([{ ...file, value: JSON.stringify(digest) }]);
  return outcome;
}

/** Hides what was said in a file that is there no more; how much that was. That something is not used stays noted. */
export async function undeclare(
  store: Store,
  held: HeldAdopters,
  doors: Pick<Registry, 'hide'>,
  provenance: Declared['provenance'],
): Promise<number> {
  await held.now();
  const end = ` ${sourceKeyOf(provenance, [], false)}`;
  const known = [...held.decisions.declared.keys()].filter((key) => key.endsWith(end));
  let hidden = 0;
  for (const key of known) {
    const organisation = key.slice(0, -end.length);
    hidden += await hideLeft(store, doors, provenance, { organisation, published: [] });
    // The same file is news when it comes back.
    await store.putDecisions([{ what: 'declared', key, value: null }]);
  }
  return hidden;
}

type Use = NonNullable<Declaration['uses']>[number];
type Part = NonNullable<Declaration['takesPart']>[number];

/** The body that speaks, with its origin. */
async function speakerOf(
  store: Store,
  held: HeldAdopters,
  { organisation }: Declaration,
  provenance: Declared['provenance'],
): Promise<string> {
  const { records } = await held.now();
  const bodies = [...records.values()].flat();
  const found = bodies.filter(
    ({ id, identifiers }) =>
      identifiers.includes(organisation) || id === organisation || id.startsWith(`${organisation}@`),
  );
  const speaker = found.sort((a, b) => a.row.origin - b.row.origin)[0];
  if (speaker === undefined)
    throw new CodedError('not-found', `There is no organisation “${organisation}” in this catalogue.`);
  if (provenance.by === 'folder') return speaker.id;
  // Whoever mirrors a catalogue does not let it say in whose name a repository speaks here.
  for (const { row } of found.filter(({ row: { origin } }) => Object.hasOwn(ORIGIN_NAMES, origin))) {
    const stored = await store.getRecord(row);
    const { codeHosting = [] } = stored === null ? {} : (JSON.parse(stored.view) as { record: Organisation }).record;
    if (codeHosting.some((forge) => isBelow(provenance.url, forge))) return speaker.id;
  }
  const problem: Problem = {
    ...{ rule: 'speaker', severity: 'error', pointer: '/organisation' },
    message: `${provenance.url} is not known to be a repository of this organisation.`,
    hint: 'Its record must name the organisation at the forge as codeHosting.',
  };
  throw new CodedError('invalid-input', problem.message, { problems: [problem] });
}

function isBelow(url: string, forge: string): boolean {
  const [one, other] = [normaliseRepositoryUrl(url), normaliseRepositoryUrl(forge)];
  return one !== null && other !== null && (one === other || one.startsWith(`${other}/`));
}

async function takeUse(
  store: Store,
  doors: Doors,
  declared: Declared & { isNew: boolean },
  { lastConfirmed }: Declaration,
  use: Use,
  outcome: DeclaredOutcome,
): Promise<void> {
  const { organisation } = outcome;
  const software = await softwareOf(store, use.software);
  if (use.state === 'not-used') {
    await doors.hold(organisation, software, 'not-used');
    outcome.denied += 1;
    return;
  }
  const holds = await doors.holdsOn(organisation, software);
  if (holds.includes('consent')) throw new CodedError('forbidden', NO_CONSENT);
  if (holds.length > 0 && !declared.isNew) throw new CodedError('forbidden', NOT_SINCE);
  if (holds.length > 0) await doors.release(organisation, software);
  const { state, since, until, note, publishDetails, version, scope, address } = use;
  const details = publishDetails === true ? { version, scope, address } : {};
  const record: Adoption = {
    ...{ organisation, software, state, evidence: 'declared', consent: publishDetails === true },
    ...known({ since, until, note, lastConfirmed, ...details }),
    sources: [sourceOf(declared)],
  };
  outcome.published.push(await publish(doors, declared, 'adoption', record));
}

const NO_CONSENT =
  'The body has taken its consent back: this use is not told. Ask those who run the catalogue to lift that.';
const NOT_SINCE =
  'After this file was read last, it was noted that the body does not run this. A changed file that names the use lifts that.';

async function takePart(
  store: Store,
  doors: Doors,
  declared: Declared,
  { lastConfirmed }: Declaration,
  part: Part,
  outcome: DeclaredOutcome,
): Promise<void> {
  const { as, from, until, network } = part;
  const software = part.software === undefined ? undefined : await softwareOf(store, part.software);
  const record: Contribution = {
    ...{ organisation: outcome.organisation, as, evidence: 'declared' },
    ...known({ software, network, from, until, lastConfirmed }),
    sources: [sourceOf(declared)],
  };
  outcome.published.push(await publish(doors, declared, 'contribution', record));
}

async function publish(
  { publish }: Doors,
  { provenance }: Declared,
  kind: 'adoption' | 'contribution',
  record: object,
): Promise<string> {
  const bytes = Buffer.from(JSON.stringify(record));
  return (await publish({ kind, bytes, mediaType: 'application/json', provenance })).id;
}

const known = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

const sourceOf = ({ provenance }: Declared) =>
  provenance.by === 'crawl' ? { title: 'adoptions.yml', address: provenance.url } : { title: 'adoptions.yml' };

/** What the body said in this file before and does not say any more is hidden until it says it again. */
async function hideLeft(
  store: Store,
  doors: Pick<Registry, 'hide'>,
  provenance: Declared['provenance'],
  { organisation, published }: Pick<DeclaredOutcome, 'organisation' | 'published'>,
): Promise<number> {
  let left = 0;
  const key = sourceKeyOf(provenance, [], false);
  const said = new Set(published);
  const target = keyOf(organisation);
  const rows = await store.linksTo(target, ['adoption-by', 'contribution-by'], 0, LIMITS.declarationRows);
  for (const row of rows) {
    if (row.origin !== OWN || said.has(`${row.kind}/${row.slug}`)) continue;
    const sources = await store.getSources(row);
    if (!sources.some((source) => source.key === key && source.active)) continue;
    const { hidden } = await doors.hide({ key: { origin: row.origin, kind: row.kind, slug: row.slug }, source: key });
    if (hidden) left += 1;
  }
  return left;
}

function keyOf(id: string): EntryKey {
  const ref = parseRef(id);
  const origin = Number(Object.entries(ORIGIN_NAMES).find(([, name]) => name === ref?.origin)?.[0] ?? OWN);
  return { origin, kind: 'organisation', slug: ref?.slug ?? '' };
}

/** The software of an id, or of the address of its repository; ours, else built in. Throws `not-found`. */
async function softwareOf(store: Store, named: string): Promise<string> {
  for (const origin of Object.keys(ORIGIN_NAMES).map(Number)) {
    if (named.includes('://')) {
      const found = await byAddress(store, named, origin);
      if (found !== null) return whole(`software/${found.slug}`, origin);
    } else {
      const id = named.replace(`${PLURAL.software}/`, 'software/');
      const at = id.includes('@') ? id : whole(id, origin);
      if (parseRef(at)?.kind === 'software' && (await rowOf(store, at, OWN)) !== null) return at;
    }
  }
  throw new CodedError('not-found', `There is no software ${named} in this catalogue.`);
}

/** The entry of a repository, by the look-ups of a step that changes nothing. */
async function byAddress(store: Store, url: string, origin: number): Promise<EntryState | null> {
  const key = manifestKey(url);
  if (key === null) return null;
  const [outcome] = await store.commit<EntryState | null>([
    {
      reads: { origin, kind: 'software', keys: [`repo:${key}`, `alias:${key}`] },
      decide: ({ matched }) => ({ changes: [], answer: matched?.state === 'live' ? matched : null }),
    },
  ]);
  return outcome !== undefined && 'answer' in outcome ? outcome.answer : null;
}
