import type { FacetName } from '../kernel/facets.ts';
import { LIMITS } from '../kernel/limits.ts';
import { familyOfText } from '../licence/family.ts';
import { accessibleBy } from '../maturity/accessible.ts';
import { isSearched, type Kind } from '../records/kinds.ts';
import type { Framework, LocalisedText, Network, Organisation, Software } from '../schemas.gen.ts';
import type { Decided } from './decided.ts';
import { ON_HOST } from './host-names.ts';
import type { Tasks } from './texts.ts';

/** The facet values of a record, at most `LIMITS.recordFacetValues` of each facet. What no search finds has none: see `SEARCHED`. */
export function facetsOf(decided: Decided, tasks: Tasks): Partial<Record<FacetName, string[]>> {
  const facets: Record<string, string[]> = allFacets(decided, tasks);
  for (const name in facets) {
    const values = facets[name] as string[];
    if (values.length > LIMITS.recordFacetValues) facets[name] = values.slice(0, LIMITS.recordFacetValues);
  }
  return facets;
}

function allFacets(
  { entry, originName, record }: Decided,
  { named, found }: Tasks,
): Partial<Record<FacetName, string[]>> {
  if (!isSearched(entry.kind)) return {};
  const base = { kind: [entry.kind], origin: [originName] };
  if (entry.kind === 'software') return softwareFacets(base, record as Software, named.concat(found));
  if (entry.kind === 'network') return { ...base, country: (record as Network).countries ?? [] };
  if (entry.kind === 'framework') return { ...base, network: networkOf(record as Framework) };
  const { country, type } = record as Organisation;
  return { ...base, country: country ? [country] : [], type: type ? [type] : [] };
}

function softwareFacets(
  { kind, origin }: Record<'kind' | 'origin', string[]>,
  s: Software,
  task: string[],
): Partial<Record<FacetName, string[]>> {
  return {
    kind,
    origin,
    category: s.categories ?? [],
    network: networkOf(s),
    country: s.countries ?? s.audience?.countries ?? [],
    licence: s.licence?.spdx ? [s.licence.spdx] : [],
    'licence-family': [s.licence?.spdx === undefined ? 'unknown' : familyOfText(s.licence.spdx)],
    status: s.status ? [s.status] : [],
    lifecycle: s.lifecycle ? [s.lifecycle.state] : [],
    type: s.type ? [s.type] : [],
    platform: (s.platforms ?? []).map((platform) => platform.toLowerCase()),
    host: hostsOf(s),
    'host-version': hostLinesOf(s),
    'code-held-by': heldBy(s),
    accessibility: accessibleBy(s).length > 0 ? ['stated'] : [],
    available: [canBeHad(s) ? 'yes' : 'unknown'],
    scope: s.audience?.scope ?? [],
    language: s.localisation?.languages ?? [],
    task,
  };
}

const onHosts = ({ relations = [] }: Software) =>
  relations.flatMap(({ type, target, ranges = [] }) =>
    ON_HOST.includes(type) && target?.startsWith('software/') ? [{ host: slug(target), ranges }] : [],
  );

const hostsOf = (s: Software): string[] => [...new Set(onHosts(s).map(({ host }) => host))];

/** Lines that a package names itself (`plone:6.0`): a range fits versions without number and is held against them on the host's page. */
const hostLinesOf = (s: Software): string[] => [
  ...new Set(
    onHosts(s).flatMap(({ host, ranges }) =>
      ranges.flatMap(({ range, scheme }) => (scheme === 'classifier' ? [`${host}:${range}`] : [])),
    ),
  ),
];

const heldBy = ({ custody }: Software): string[] =>
  custody?.code === undefined || custody.code === 'unknown' ? [] : [custody.code];

/** Somebody can be asked for it or it lies somewhere: a repository, an owner or a supplier is known. */
export const canBeHad = (s: Software): boolean =>
  Boolean(s.url || s.repositories?.length || s.owner || s.publisher || s.suppliers?.length || s.landingUrl);

const networkOf = ({ network }: Pick<Software, 'network'>): string[] => (network ? [slug(network)] : []);

const slug = (ref: string): string => ref.slice(ref.indexOf('/') + 1).replace(/@.*$/, '');

/** Which facets select a leaf for partial mirrors: country, kind, network, category; at most `limit`, no two alike. */
export function leafFacets(kind: Kind, facets: Partial<Record<FacetName, string[]>>, limit: number): string[] {
  const countries = (facets.country ?? []).map((country) => country.toLowerCase());
  const networks = (facets.network ?? []).map((network) => `net:${network}`);
  const all = [kind, ...networks, ...countries, ...(facets.category ?? [])];
  return [...new Set(all.filter((facet) => /^(net:)?[a-z0-9][a-z0-9._-]*$/.test(facet)))].slice(0, limit);
}

/** The text in the reader's language, else in English, else in whichever there is; with its language. */
export function pick(texts: LocalisedText, lang: string): { text: string; lang: string } {
  const found = texts[lang] !== undefined ? lang : texts.en !== undefined ? 'en' : Object.keys(texts)[0];
  return found === undefined ? { text: '', lang: '' } : { text: texts[found] ?? '', lang: found };
}
