import { canonicalJson } from '../kernel/canonical-json.ts';
import { ORIGIN_NAMES } from '../kernel/origins.ts';
import type { Projection, Store, StoredProjection } from '../store/port.ts';
import { isAlias } from './aliases.ts';
import type { AnyRecord } from './decided.ts';
import { type Merged, mergeSources, recordOf } from './merge.ts';
import { project, shownRecord } from './project.ts';
import { identityKeys, RANK } from './submission.ts';
import type { Provenance } from './types.ts';
import type { EntryRow, Finding } from './verify-entry.ts';
import { furtherSources, shownSource } from './version.ts';

type Found = Pick<Finding, 'rule' | 'message'>;

/** What a view says of itself. */
interface View {
  digest?: unknown;
  updated?: unknown;
  record?: unknown;
  sources?: unknown;
}

/** Everything that readers see of a live entry or find it by, against what its kept rows give. */
export async function shownProblems(store: Reads, entry: EntryRow): Promise<Found[]> {
  try {
    return await compareShown(store, entry);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [shownWrong(`What is kept or shown of it cannot be read: ${error.message}`)];
  }
}

type Reads = Pick<Store, 'getProjection' | 'leadsTo'>;

async function compareShown(store: Pick<Store, 'getProjection' | 'leadsTo'>, entry: EntryRow): Promise<Found[]> {
  const stored = await store.getProjection(entry);
  // That it is not shown at all is told by whoever lists the entries.
  if (stored === null) return [];
  const problems = [...viewProblems(entry, stored), ...projectionProblems(entry, stored)];
  const wanted = keysOf(entry);
  const leads = await store.leadsTo(entry, wanted);
  for (const key of wanted.filter((each) => !leads.includes(each)))
    problems.push({ rule: 'identity', message: `It is not found under its identity ${key.slice(0, 200)}.` });
  return problems;
}

/** What each of its sources is known by. An alias may be another's: see `aliases.ts`. */
function keysOf({ kind, sources }: EntryRow): string[] {
  const all = sources
    .filter(({ active, rank }) => active && rank !== RANK['hand-over'])
    .flatMap((source) => {
      const provenance = JSON.parse(source.provenance) as Provenance;
      return identityKeys(kind, recordOf(source), source.digest, provenance).register;
    });
  return [...new Set(all)].filter((key) => !isAlias(key));
}

const shownWrong = (message: string): Found => ({ rule: 'projection', message });

function viewProblems(entry: EntryRow, stored: StoredProjection): Found[] {
  const view = viewOf(stored);
  if (view === null) return [shownWrong('Its document is not JSON with a record in it.')];
  const problems: Found[] = [];
  if (view.digest !== entry.bodyDigest)
    problems.push(shownWrong(`Its document names the body ${String(view.digest)}, and the entry ${entry.bodyDigest}.`));
  const merged = mergeSources(entry.sources);
  // Of an adoption that keeps details to itself, what is left.
  if (merged !== null && canonicalJson(view.record) !== canonicalJson(shownRecord(entry.kind, merged.record)))
    problems.push(shownWrong('The record that is shown is not the one that its sources give.'));
  return problems;
}

function viewOf({ view }: StoredProjection): View | null {
  try {
    const parsed = JSON.parse(view) as View | null;
    return typeof parsed?.record === 'object' && parsed.record !== null ? parsed : null;
  } catch {
    return null;
  }
}

const PARTS = ['name', 'sortName', 'view', 'item', 'etag', 'ownKey', 'facets', 'quality', 'names', 'links'] as const;

/** Each derived part against what the kept sources give when they are merged and projected again. */
function projectionProblems(entry: EntryRow, stored: StoredProjection): Found[] {
  const merged = mergeSources(entry.sources);
  if (merged === null) return [shownWrong('It is shown, and no source of it is there.')];
  return differences(projectAgain(entry, stored, merged), stored);
}

/** What is shown that its kept rows do not give. */
export function differences(made: Projection, stored: StoredProjection): Found[] {
  const wrong = PARTS.filter((part) => comparable(made[part]) !== comparable(stored[part]));
  const words = wrong.map((part) => WORDS[part] ?? part).join(', ');
  const problems = wrong.length === 0 ? [] : [shownWrong(`What is shown is not what its sources give: ${words}.`)];
  if (JSON.stringify(made.texts) !== JSON.stringify(stored.texts))
    problems.push({ rule: 'search', message: 'The index does not hold the words of its texts.' });
  return problems;
}

const WORDS: Partial<Record<(typeof PARTS)[number], string>> = {
  ...{ sortName: 'place in lists', view: 'document', item: 'short form', etag: 'ETag', ownKey: 'own repository' },
};

function projectAgain(entry: EntryRow, stored: StoredProjection, merged: Merged): Projection {
  const view = viewOf(stored);
  const further = furtherSources(merged, entry.sources);
  const said = Array.isArray(view?.sources) ? (view.sources as object[]) : [];
  const { origin, kind, slug, version, bodyDigest } = entry;
  return project({
    entry: { origin, kind, slug },
    originName: ORIGIN_NAMES[origin] ?? '',
    record: merged.record as AnyRecord,
    json: merged.json,
    version,
    digest: bodyDigest,
    updated: shownSince(entry, stored),
    source: shownSource(merged.primary),
    // The order of further sources is that in which they came, which is told only here.
    sources: comparable(further) === comparable(said) ? said : further,
    filled: merged.filled,
  });
}

/** When it was shown is kept nowhere else. */
export function shownSince(entry: EntryRow, stored: StoredProjection): number {
  const updated = Date.parse(String(viewOf(stored)?.updated));
  return Number.isNaN(updated) ? entry.updated : updated;
}

/** Lists without their order and without what stands there twice. */
const comparable = (part: unknown): string =>
  Array.isArray(part) ? [...new Set(part.map(comparable))].sort().join('\n') : canonicalJson(part);
