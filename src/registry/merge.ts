import type { SourceRow } from '../store/port.ts';
import { latestFirst } from './forge.ts';
import { RANK, rankName } from './submission.ts';

/** What a network decides about a product in its portfolio, whatever the product's own manifest says. */
const NETWORK_DECIDES = new Set(['lifecycle', 'relations', 'network', 'custody']);

export interface Merged {
  record: object;
  /** Fields that do not come from the primary source, and by whom they were given. */
  filled: Record<string, string>;
  primary: SourceRow;
  /** The record as JSON. */
  json: string;
}

type Read = Readonly<Record<string, unknown>>;
const READ = Symbol('read');

/** The record that a source alone gives; read once, however often it is asked for. */
export function recordOf(source: SourceRow & { [READ]?: Read }): Read {
  source[READ] ??= JSON.parse(source.record) as Read;
  return source[READ];
}

/** Spares reading the record of a source that has just been written. */
export function remember(source: SourceRow & { [READ]?: Read }, record: object): void {
  source[READ] = record as Read;
}

/**
 * One record from all active sources of an entry: the best rank is primary; the others fill what it leaves out; the
 * network's folder decides what is the network's. Of manifests the latest commit comes first; else sources of equal rank keep
 * the order in which they came.
 */
export function mergeSources(sources: SourceRow[]): Merged | null {
  const active = inOrder(sources.filter((source) => source.active));
  const primary = active[0];
  if (primary === undefined) return null;
  const filled: Record<string, string> = {};
  if (active.length === 1) return { record: recordOf(primary), filled, primary, json: primary.record };
  const record: Record<string, unknown> = { ...recordOf(primary) };
  const whole = 'url' in record;
  for (const source of active.slice(1)) fill(record, filled, source, whole);
  const same = Object.keys(record).length === Object.keys(recordOf(primary)).length && Object.keys(filled).length === 0;
  const json = same ? primary.record : JSON.stringify(record);
  return { record, filled, primary, json };
}

function inOrder(active: SourceRow[]): SourceRow[] {
  if (active.length < 2) return active;
  const of = (manifests: boolean) => active.filter(({ rank }) => (rank === RANK.manifest) === manifests);
  return [...latestFirst(of(true)), ...of(false).sort((a, b) => a.rank - b.rank)];
}

/** `whole`: the primary source names its repository; then it has said where its manifest lies there. */
function fill(
  record: Record<string, unknown>,
  filled: Record<string, string>,
  source: SourceRow,
  whole: boolean,
): void {
  for (const [field, value] of Object.entries(recordOf(source))) {
    const network = source.rank === RANK.folder && NETWORK_DECIDES.has(field) && filled[field] !== 'folder';
    if ((field in record && !network) || (field === 'path' && whole)) continue;
    record[field] = value;
    // Which catalogue keeps it is said by none of its sources' own words.
    if (field !== 'handOver') filled[field] = rankName(source.rank);
  }
}
