import { manifestKey } from '../kernel/repository-url.ts';
import type { SourceRow } from '../store/port.ts';
import type { Provenance } from './types.ts';

/** `forge:<host>/<number>#<path>` of a crawled manifest: it stays when the repository gets another name. */
export function forgeKey(provenance: Provenance): string | null {
  if ((provenance.by !== 'crawl' && provenance.by !== 'run') || provenance.forge === undefined) return null;
  const { host, repository } = provenance.forge;
  if (!/^[\w.:-]+$/.test(host) || !/^\d{1,20}$/.test(repository)) return null;
  const place = manifestKey(`https://${host}`, provenance.path);
  return place === null ? null : `forge:${host.toLowerCase()}/${repository}${place.slice(place.indexOf('#'))}`;
}

/** When a crawled source was committed, in milliseconds; null for what came otherwise or tells no date. */
export function committedAt(provenance: Provenance): number | null {
  const at = provenance.by === 'crawl' && provenance.committed !== undefined ? Date.parse(provenance.committed) : NaN;
  return Number.isNaN(at) ? null : at;
}

/** On a row itself: a table of thousands of rows that come and go costs the collector more than all reading. */
const CAME = Symbol('came by');

/** How a source came; read once, however often it is asked for. */
export function cameBy(source: SourceRow & { [CAME]?: Provenance }): Provenance {
  source[CAME] ??= JSON.parse(source.provenance) as Provenance;
  return source[CAME];
}

/** Spares reading how a source came that has just been written. */
export function rememberWay(source: SourceRow & { [CAME]?: Provenance }, provenance: Provenance): void {
  source[CAME] = provenance;
}

/** The source that a crawl takes the place of though it has another key: the same repository under its former name. */
export function renamedFrom(sources: SourceRow[], provenance: Provenance): SourceRow | undefined {
  const key = forgeKey(provenance);
  if (key === null) return undefined;
  return sources.find((source) => source.active && forgeKey(cameBy(source)) === key);
}

/**
 * Whether one of the manifests that are known was committed later than this one. A date that has not come yet tells
 * nothing: with it a repository could keep its own next commits out.
 */
export function isOutdated(sources: SourceRow[], provenance: Provenance, now: number): boolean {
  const at = committedAt(provenance);
  if (at === null) return false;
  return sources.some((source) => {
    const known = source.active ? committedAt(cameBy(source)) : null;
    return known !== null && known > at && known <= now;
  });
}

/** Whether a crawl tells of the same bytes what is not known yet: a later commit, or the number of the repository. */
export function tellsMore(known: SourceRow, provenance: Provenance): boolean {
  const before = cameBy(known);
  const more = (committedAt(provenance) ?? -Infinity) > (committedAt(before) ?? -Infinity);
  return more || (forgeKey(provenance) !== null && forgeKey(provenance) !== forgeKey(before));
}

/** Manifests in order of their commits, the latest first; whoever tells no date keeps its place among them. */
export function latestFirst(manifests: SourceRow[]): SourceRow[] {
  const dated = manifests.flatMap((source) => {
    const at = committedAt(cameBy(source));
    return at === null ? [] : [{ source, at }];
  });
  const places = new Set(dated.map(({ source }) => source));
  dated.sort((a, b) => b.at - a.at);
  return manifests.map((source) => (places.has(source) ? (dated.shift()?.source ?? source) : source));
}
