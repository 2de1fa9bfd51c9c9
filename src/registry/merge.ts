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

const parsed = new WeakMap<SourceRow, Readonly<Record<string, unknown>>>();

/** The record that a source alone gives; read once, however often it is asked for. */
export function recordOf(source: SourceRow): Readonly<Record<string, unknown>> {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const record = JSON.parse(source.record) as Record<string, unknown>;
  parsed.set(source, record);
  return record;
}

/** Spares reading the record of a source that has just been written. */
export const remember = (source: SourceRow, record: object): unknown =>
  parsed.set(source, record as Record<string, unknown>);

/**
 * One record from all active sources of an entry: the best rank is primary; the others fill what it leaves out; the
 * network's folder decides what is the network's. Of manifests the latest commit comes first; else sources of equal rank keep
 * the order in which they came.
 */
export function mergeSources(sources: SourceRow[]): Merged | null {
  const of = (manifests: boolean) =>
    sources.filter(({ active, rank }) => active && (rank === RANK.manifest) === manifests);
  const active = [...latestFirst(of(true)), ...of(false).sort((a, b) => a.rank - b.rank)];
  const primary = active[0];
  if (primary === undefined) return null;
  const record: Record<string, unknown> = { ...recordOf(primary) };
  const filled: Record<string, string> = {};
  const whole = 'url' in record;
  for (const source of active.slice(1)) fill(record, filled, source, whole);
  const json = Object.keys(filled).length === 0 ? primary.record : JSON.stringify(record);
  return { record, filled, primary, json };
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
    filled[field] = rankName(source.rank);
  }
}
