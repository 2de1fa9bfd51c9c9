import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Citation, Claim, LocalisedText, Need, Observation, Offer, Story } from '../schemas.gen.ts';
import type { ItemData } from './decided.ts';

/** Short forms of what is said of other records; `null` for other kinds. */
export function saidItem(kind: string, record: object): ItemData | null {
  if (kind === 'claim') return claimItem(record as Claim);
  if (kind === 'story') return storyItem(record as Story);
  if (kind === 'need') return needItem(record as Need);
  return kind === 'offer' ? offerItem(record as Offer) : null;
}

/** What a list cites of the first source. */
export function citedFacts([cited]: readonly Citation[] = []): Record<string, string> {
  if (cited === undefined) return {};
  const { title, address, publisher, date, read } = cited;
  return {
    source: title,
    ...(address && { sourceAddress: address }),
    ...(publisher && { sourcePublisher: publisher }),
    ...(date && { sourceDate: date }),
    ...(read && { sourceRead: read }),
  };
}

const first = (texts: LocalisedText): string => texts.en ?? Object.values(texts)[0] ?? '';

function claimItem({ subject, measure, what, nature, date, value, source }: Claim): ItemData {
  const number = value === undefined ? {} : { value: String(value) };
  const facts = {
    ...(subject && { subject }),
    measure,
    nature,
    ...(date && { date: date.date }),
    ...number,
    source: source.title,
  };
  return { name: first(what), aliases: [], names: what, summaries: {}, facts };
}

function storyItem({ subject, title, summary, lessons, start, end }: Story): ItemData {
  const facts = { ...(subject && { subject }), ...(start && { start }), ...(end && { end }) };
  return { name: first(title), aliases: [], names: title, summaries: summary ?? lessons?.[0] ?? {}, facts };
}

function needItem({ title, description, state, network, becomes, opened, closed }: Need): ItemData {
  const when = { ...(opened && { opened }), ...(closed && { closed }) };
  const facts = { state, ...(network && { network }), ...(becomes && { becomes }), ...when };
  return { name: first(title), aliases: [], names: title, summaries: description ?? {}, facts };
}

function offerItem({
  organisation,
  organisationName,
  software,
  network,
  services,
  regions,
  evidence,
  from,
  until,
  note,
  confirmedBy,
  sources,
}: Offer): ItemData {
  const who = { ...(organisation && { organisation }), ...(organisationName && { organisationName }) };
  const what = { ...(software && { software }), ...(network && { network }), ...(regions && { regions }) };
  const when = { ...(from && { from }), ...(until && { until }) };
  const facts = {
    ...who,
    ...what,
    ...when,
    services,
    evidence,
    ...((confirmedBy ?? []).length > 0 && { confirmed: true }),
    ...citedFacts(sources),
  };
  return { name: organisationName ?? organisation ?? '', aliases: [], names: {}, summaries: note ?? {}, facts };
}

/** What makes one of them the same next time, of an observation its repository: never a name of somebody, but of a story and a need its title. */
export function saidKeys(kind: string, record: object): string[] | null {
  if (kind === 'observation') {
    const url = normaliseRepositoryUrl((record as Observation).repository);
    return url === null ? [] : [`observation:${url}`];
  }
  if (kind === 'claim') {
    const { subject, subjectName, measure, unit, nature, source, date } = record as Claim;
    const of = [
      subject ?? subjectName ?? '',
      measure,
      first(unit),
      nature,
      source.title,
      source.address ?? '',
      date?.date ?? '',
    ];
    return [`claim:${of.join('|')}`];
  }
  if (kind === 'story') {
    const { subject = '', title } = record as Story;
    return [`story:${subject}|${first(title)}`];
  }
  if (kind === 'need') {
    const { network = '', title } = record as Need;
    return [`need:${network}|${first(title)}`];
  }
  if (kind !== 'offer') return null;
  const { organisation, organisationName, software, network } = record as Offer;
  return [`offer:${organisation ?? organisationName ?? ''}|${software ?? network ?? ''}`];
}
