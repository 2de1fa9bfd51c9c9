import { toRfc3339 } from '../kernel/clock.ts';
import { sha256Url } from '../kernel/digest.ts';
import { fold } from '../kernel/fold-text.ts';
import { LIMITS } from '../kernel/limits.ts';
import { manifestKey } from '../kernel/repository-url.ts';
import { mayShowDetails } from '../records/adoption-faults.ts';
import { type Kind, PLURAL } from '../records/kinds.ts';
import type {
  Adoption,
  Assessment,
  Contribution,
  Framework,
  LocalisedText,
  Network,
  Observation,
  Offer,
  Organisation,
  Software,
  Writers,
} from '../schemas.gen.ts';
import { nameKeys } from '../search/words.ts';
import type { EntryKey, Projection } from '../store/port.ts';
import type { AnyRecord, Decided, ItemData } from './decided.ts';
import { canBeHad, facetsOf } from './facets.ts';
import { basedOn, hostNames, linesOf, observedNames, toLine } from './host-names.ts';
import { linksOf } from './links.ts';
import { citedFacts, saidItem } from './said-items.ts';
import { tasksOf, textsOf, wordReader } from './texts.ts';
import { writerName } from './writers-by.ts';

/**
 * One function from a decided record to everything derived from it, for our own records, built-in and mirrored ones.
 *
 * On the way of every write objects are written out key by key: putting them together from others (`{ a, ...b }`) is done by
 * the runtime one key at a time, and cost a tenth of an import. Lists are joined by `concat`: what is compiled for `[...a, ...b]`
 * is long, and thrown away again with the first list of another sort.
 */
export function project(decided: Decided): Projection {
  const { entry, record } = decided;
  const item = itemOf(entry.kind, record);
  const frame = frameOf(decided, item);
  const before = `${frame.slice(0, -1)},"record":`;
  const shown = shownJson(decided);
  const at = shown === decided.json ? decided.bodyAt : undefined;
  const words = wordReader();
  const tasks = tasksOf(entry.kind, record, words);
  return {
    name: item.name,
    sortName: fold(item.name),
    view: `${before}${shown}}`,
    inBody: at === undefined ? undefined : { before, at },
    item: JSON.stringify(item),
    // The frame names the digest of the body, which no other record and no other version has.
    etag: sha256Url(frame).slice(0, 22),
    ownKey: entry.kind === 'software' ? ownKey(record as Software) : null,
    facets: Object.assign(facetsOf(decided, tasks), besideFacets(entry.kind, record)),
    texts: textsOf(entry.kind, record, item, tasks, words),
    names: namesOf(entry, record, item),
    links: linksOf(entry.kind, record),
    quality: qualityOf(entry.kind, record),
  };
}

export const ownKey = ({ url, path }: Software): string | null => (url === undefined ? null : manifestKey(url, path));

/** Address of a record without a language. Built-in and mirrored records name their origin. */
export const pageOf = ({ kind, slug, origin }: EntryKey, originName: string): string =>
  `/${PLURAL[kind]}/${slug}${origin === 0 ? '' : `@${originName}`}`;

/**
 * Names of users as the makers claim them, the levels of a framework in their order, what is offered and done for what, how
 * alive a repository is, and which hosts are named without a reference. They are no facets: they lie beside them because those are what is read of every row when it changes.
 */
function besideFacets(kind: Kind, record: AnyRecord): Record<string, string[]> {
  if (kind === 'software') return besideSoftware(record as Software);
  if (kind === 'observation') return besideObservation(record as Observation);
  if (kind === 'framework') return { levels: ordered((record as Framework).levels) };
  if (kind === 'offer') return offerFacets(record as Offer);
  if (kind !== 'contribution') return {};
  const { software, network, as } = record as Contribution;
  return { about: [software ?? network ?? ''], as };
}

function besideSoftware(record: Software): Record<string, string[]> {
  const { usedBy = [] } = record;
  const worked = lastWorkedOn(record);
  const based = basedOn(record);
  const beside: Record<string, string[]> = {};
  if (usedBy.length > 0) beside['used-by'] = usedBy.slice(0, LIMITS.usedByRead);
  if (worked !== undefined) beside.worked = [worked];
  if (based.length > 0) beside.based = based;
  return beside;
}

function besideObservation(record: Observation): Record<string, string[]> {
  const { software, repository, state, lastActivity } = record;
  const lines = linesOf(record).slice(0, LIMITS.hostsLookedUp).map(toLine);
  const named = lines.length === 0 ? {} : { lines };
  if (software === undefined) return lines.length === 0 ? {} : { seen: [repository], lines };
  const activity = lastActivity === undefined ? [] : [lastActivity.date];
  return { about: [software], state: [state], activity, ...named };
}

function offerFacets({ software, network, services, regions = [], evidence, confirmedBy = [] }: Offer) {
  const word = confirmedBy.length > 0 ? 'confirmed' : evidence;
  return { about: [software ?? network ?? ''], services, regions, evidence: [word] };
}

/** When somebody worked on it last, as its own record says: the latest commit or release. Dates of all precisions sort as text. */
const lastWorkedOn = ({ releaseDate, repositories = [] }: Software): string | undefined =>
  [releaseDate]
    .concat(repositories.map(({ lastCommit }) => lastCommit))
    .flatMap((date) => date ?? [])
    .sort()
    .at(-1);

/** Ids of levels, the lowest first. */
const ordered = (levels: Framework['levels']): string[] =>
  [...levels].sort((a, b) => a.rank - b.rank).map(({ id }) => id);

/** What answers say of a record around the record itself, as JSON. */
function frameOf(d: Decided, item: ItemData): string {
  const { kind, slug } = d.entry;
  return JSON.stringify({
    id: `${kind}/${slug}`,
    kind,
    origin: d.originName,
    name: item.name,
    aliases: item.aliases,
    summary: item.summaries.en ?? Object.values(item.summaries)[0] ?? '',
    page: pageOf(d.entry, d.originName),
    version: d.version,
    digest: d.digest,
    updated: toRfc3339(d.updated),
    source: d.source,
    sources: d.sources,
    filled: d.filled,
    mirror: d.mirror,
  });
}

/** The record as it is shown: of an adoption without what could help an attacker, unless the body itself has said so. */
function shownJson({ entry, record, json }: Decided): string {
  const shown = shownRecord(entry.kind, record);
  return shown === record ? json : JSON.stringify(shown);
}

/** A record as readers see it: the very one, or of an adoption one without what only its body may tell. */
export function shownRecord(kind: Kind, record: object): object {
  if (kind !== 'adoption' || mayShowDetails(record as Adoption)) return record;
  const { version, scope, address, ...rest } = record as Adoption;
  return version === undefined && scope === undefined && address === undefined ? record : rest;
}

function itemOf(kind: Kind, record: AnyRecord): ItemData {
  if (kind === 'adoption') return adoptionItem(record as Adoption);
  if (kind === 'contribution') return contributionItem(record as Contribution);
  if (kind === 'assessment') return assessmentItem(record as Assessment);
  if (kind === 'observation') return observationItem(record as Observation);
  if (kind === 'framework') return frameworkItem(record as Framework);
  if (kind === 'writers') return writersItem(record as Writers);
  if (kind === 'software') return softwareItem(record as Software);
  const said = saidItem(kind, record);
  if (said !== null) return said;
  const { name, aliases = [], names = {}, description = {} } = record as Organisation | Network;
  const { type, country, subdivision, sizeClass, population, sameAs, identifiers } = record as Organisation;
  const { countries, lifecycle } = record as Network;
  const facts = known({
    ...{ type, country: country ?? countries, lifecycle: lifecycle?.state },
    ...{ subdivision, sizeClass, sameAs, population: population && String(population.value) },
    identifiers: identifiers?.map(({ scheme, value }) => `${scheme}:${value}`),
  });
  return { name, aliases, names, summaries: description, facts };
}

function softwareItem(s: Software): ItemData {
  const summaries: LocalisedText = {};
  const names: LocalisedText = {};
  for (const [lang, text] of Object.entries(s.description ?? {})) {
    const summary = text.short ?? text.generic ?? text.long?.slice(0, 300);
    if (summary) summaries[lang] = summary;
    if (text.name && text.name !== s.name) names[lang] = text.name;
  }
  const facts = known({
    licence: s.licence?.spdx,
    licenceStated: s.licence?.spdx === undefined && s.licence?.stated !== undefined ? true : undefined,
    status: s.status,
    type: s.type,
    lifecycle: s.lifecycle?.state,
    network: s.network,
    country: s.countries,
    owner: s.owner?.name ?? s.publisher?.name,
    url: s.url,
    notAvailable: canBeHad(s) ? undefined : true,
  });
  return { name: s.name, aliases: s.aliases ?? [], names, summaries, facts };
}

function adoptionItem(a: Adoption): ItemData {
  const { state, evidence, asOf, since, organisation, organisationName, software, softwareName } = a;
  const facts = known({
    state,
    evidence,
    asOf,
    since,
    until: a.until,
    lastConfirmed: a.lastConfirmed,
    organisation,
    organisationName,
    software,
    softwareName,
    country: a.country,
    ...citedFacts(a.sources),
  });
  return { name: a.organisationName ?? a.organisation ?? '', aliases: [], names: {}, summaries: a.note ?? {}, facts };
}

function contributionItem(c: Contribution): ItemData {
  const { as, evidence, asOf, from, until, lastConfirmed, organisation, organisationName, software, network } = c;
  const facts = known({
    ...{ as, evidence, asOf, from, until, lastConfirmed },
    ...{ organisation, organisationName, software, network },
    ...citedFacts(c.sources),
  });
  return { name: organisationName ?? organisation ?? '', aliases: [], names: {}, summaries: c.note ?? {}, facts };
}

/** Named after its entry when it is shown: see `items.ts`. */
const writersItem = ({ of }: Writers): ItemData => ({
  ...{ name: of, aliases: [], names: {}, summaries: {} },
  facts: known({ software: of }),
});

function frameworkItem({ name, aliases = [], names = {}, description = {}, version, network }: Framework): ItemData {
  return { name, aliases, names, summaries: description, facts: known({ version, network }) };
}

/** Named after what it belongs to when it is shown: see `items.ts`. */
function assessmentItem(a: Assessment): ItemData {
  const { subject, framework, type, date, levels, validUntil, supersedes, explanation, assessor, decision } = a;
  const facts = known({
    subject,
    framework,
    type,
    date,
    decidedOn: decision?.date,
    decidedBy: decision?.by,
    decider: decision?.name,
    assessedBy: assessor?.organisation,
    assessor: assessor?.name,
    validUntil,
    supersedes,
    ...levels,
  });
  return { name: `${subject}: ${framework}`, aliases: [], names: {}, summaries: explanation ?? {}, facts };
}

function observationItem({ repository, software, state, read, lastActivity }: Observation): ItemData {
  const facts = known({ repository, software, state, read, lastActivity: lastActivity?.date });
  return { name: repository, aliases: [], names: {}, summaries: {}, facts };
}

type Fact = string | string[] | boolean;

/** What is known of the facts: those without a value are left out. */
function known(facts: Record<string, Fact | undefined>): Record<string, Fact> {
  const found: Record<string, Fact> = {};
  for (const name in facts) if (facts[name] !== undefined) found[name] = facts[name];
  return found;
}

function qualityOf(kind: Kind, record: AnyRecord): number {
  if (kind !== 'software') return kind === 'network' ? 0.6 : kind === 'framework' ? 0.4 : 0.2;
  const s = record as Software;
  const ended = s.lifecycle?.state === 'retired' || s.lifecycle?.state === 'handed-over' || s.status === 'obsolete';
  const parts = [s.url !== undefined, s.licence?.spdx !== undefined, s.network !== undefined, !ended, canBeHad(s)];
  return parts.filter(Boolean).length / parts.length;
}

function namesOf({ kind, slug }: EntryKey, record: AnyRecord, item: ItemData): string[] {
  const hosts = hostNames(kind, record);
  if (kind === 'observation') return [...observedNames((record as Observation).repository), ...hosts];
  const identifiers = (record as Organisation).identifiers?.map(({ value }) => value) ?? [];
  const writers = (record as Writers).writers?.map(writerName) ?? [];
  const all = [item.name, slug].concat(item.aliases, Object.values(item.names), identifiers, writers);
  return [...new Set(all.flatMap(nameKeys).concat(hosts))];
}
