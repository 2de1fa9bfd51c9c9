import type { Alike } from '../../adopters/bodies.ts';
import type { Claim } from '../../adopters/claims.ts';
import type { Adopter } from '../../adopters/count.ts';
import { type Clock, latestDay } from '../../kernel/clock.ts';
import { OWN } from '../../kernel/origins.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Citation } from '../../schemas.gen.ts';
import type { ItemRow, Store } from '../../store/port.ts';
import { marked, rowOf, toItems } from '../items.ts';
import type { ListItem as Item } from '../list-item.ts';
import type { AdopterItem, ShownBody, ToldClaim } from './types.ts';

interface Seen {
  adopter: Adopter;
  body: ShownBody | null;
  alike: Alike[];
}

export type Telling = (seen: readonly Seen[], lang: string) => Promise<AdopterItem[]>;

/** Adopters with names, pages and sources: what is only read for those that are shown. */
export function createTelling(store: Store, clock: Clock): Telling {
  return async (seen, lang) => {
    const claims = seen.flatMap(({ adopter }) => adopter.claims.map(({ id }) => id));
    const records = await itemsOf(store, claims, lang);
    const clusters = [...new Set(seen.map(({ adopter }) => Number(adopter.software)))].filter(Number.isInteger);
    const rows = await store.getItems(clusters);
    const software = new Map((await toItems(store, rows, lang)).map((item, i) => [String(rows[i]?.ord), item]));
    return seen.map((one) => marked(tell(one, records, software), latestDay(clock.now())));
  };
}

async function itemsOf(store: Store, ids: readonly string[], lang: string): Promise<Map<string, Item>> {
  const rows: { id: string; row: ItemRow }[] = [];
  for (const id of new Set(ids)) {
    const row = parseRef(id) === null ? null : await rowOf(store, id, OWN);
    if (row !== null) rows.push({ id, row });
  }
  // All at once: most of them name the same software, which is looked up once then.
  const items = await toItems(
    store,
    rows.map(({ row }) => row),
    lang,
  );
  return new Map(rows.map(({ id }, i) => [id, items[i] as Item]));
}

function tell({ adopter, body, alike }: Seen, records: Map<string, Item>, software: Map<string, Item>): AdopterItem {
  const of = software.get(adopter.software);
  const claims = adopter.claims.map((claim) => toldClaim(claim, records.get(claim.id), of));
  const [lead] = adopter.claims;
  const name = body?.name ?? adopter.name;
  const { state, evidence, since = null, until = null, asOf = null, lastConfirmed = null, disputed } = adopter;
  return {
    ...(records.get(lead?.id ?? '') ?? namedItem(adopter, of)),
    ...{ organisation: body, organisationName: name, software: of ? softwareOf(of) : null },
    ...{ state, evidence, since, until, asOf, lastConfirmed, disputed, alike, claims },
  };
}

const softwareOf = ({ id, origin, name, page }: Item) => ({ id: `${id}@${origin}`, name, page });

function toldClaim(claim: Claim, record: Item | undefined, software: Item | undefined): ToldClaim {
  const { id, state, evidence, since = null, until = null, asOf = null, disputed = false } = claim;
  const origin = record?.origin ?? software?.origin ?? '';
  const source = record === undefined ? manifestSource(software) : citedIn(record);
  return { id, origin, page: record?.page ?? null, ...{ state, evidence, since, until, asOf, disputed, source } };
}

/** The makers' own list of users. */
function manifestSource(software: Item | undefined): Citation | null {
  if (software === undefined) return null;
  const { url } = software.facts;
  return { title: `usedBy, ${software.name}`, ...(typeof url === 'string' && { address: url }) };
}

function citedIn({ facts }: Item): Citation | null {
  const { source, sourceAddress, sourcePublisher, sourceDate, sourceRead } = facts as Record<
    string,
    string | undefined
  >;
  if (source === undefined) return null;
  return {
    title: source,
    ...(sourceAddress && { address: sourceAddress }),
    ...(sourcePublisher && { publisher: sourcePublisher }),
    ...(sourceDate && { date: sourceDate }),
    ...(sourceRead && { read: sourceRead }),
  };
}

/** What a list of the makers says, in the form of an item. */
function namedItem({ claims, name, state, evidence }: Adopter, software: Item | undefined): Item {
  return {
    id: claims[0]?.id ?? '',
    kind: 'adoption',
    origin: software?.origin ?? '',
    name: `${name}: ${software?.name ?? ''}`,
    aliases: [],
    summary: '',
    summaryLanguage: '',
    page: software?.page ?? '',
    version: software?.version ?? 0,
    updated: software?.updated ?? '',
    facts: { state, evidence, organisationName: name, ...(software && { software: software.id }) },
  };
}
