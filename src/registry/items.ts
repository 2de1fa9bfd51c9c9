import { toRfc3339 } from '../kernel/clock.ts';
import { pageLanguage } from '../kernel/languages.ts';
import { futureFaults } from '../records/future.ts';
import { isSearched, PLURAL, parseRef } from '../records/kinds.ts';
import type { EntryKey, ItemRow, Store } from '../store/port.ts';
import type { ItemData } from './decided.ts';
import { pick } from './facets.ts';
import type { Item } from './types.ts';

/** Stored short forms in the reader's language; an adoption, contribution or assessment is named after the two that it joins. */
export async function toItems(store: Store, rows: ItemRow[], lang: string): Promise<Item[]> {
  const names = await namesOf(store, rows);
  return rows.map((row) => toItem(row, lang, names));
}

function toItem(row: ItemRow, lang: string, names: Map<string, string>): Item {
  const data = JSON.parse(row.item) as ItemData;
  const summary = pick(data.summaries, lang);
  return {
    id: `${row.kind}/${row.slug}`,
    kind: row.kind,
    origin: row.originName,
    name: nameOf(row, data, lang, names),
    aliases: data.aliases,
    summary: summary.text,
    summaryLanguage: summary.lang,
    page: `/${pageLanguage(lang)}/${addressOf(row)}`,
    version: row.version,
    updated: toRfc3339(row.updated),
    facts: data.facts,
  };
}

/** A record in a list, with what others' records say of the future. */
export function marked<T extends Item>(item: T, day: string): T {
  const faults = futureFaults(item.kind, item.facts, day);
  return faults.length === 0 ? item : { ...item, faults };
}

/** A network goes by its short name in every language; what it is called in full stands on its page. */
function nameOf(row: ItemRow, data: ItemData, lang: string, names: Map<string, string>): string {
  if (!isSearched(row.kind) && !NAMED.has(row.kind)) return joinedName(row, data, names);
  return row.kind === 'network' ? data.name : (data.names[lang] ?? data.name);
}

/** What no search finds and yet has a name of its own. */
const NAMED: ReadonlySet<string> = new Set(['observation', 'need', 'story', 'claim']);

/** Where a row is found without its language: bare where the bare slug leads to it. */
export const addressOf = ({
  kind,
  slug,
  originName,
  bare,
}: Pick<ItemRow, 'kind' | 'slug' | 'originName' | 'bare'>): string =>
  `${PLURAL[kind]}/${slug}${bare ? '' : `@${originName}`}`;

function joinedName(row: ItemRow, { facts }: ItemData, names: Map<string, string>): string {
  const name = (ref: unknown, text: unknown) =>
    (typeof ref === 'string' ? (names.get(`${row.origin}:${ref}`) ?? ref) : undefined) ??
    (typeof text === 'string' ? text : '?');
  if (row.kind === 'assessment') return `${name(facts.subject, undefined)}: ${name(facts.framework, undefined)}`;
  if (row.kind === 'writers') return name(facts.software, undefined);
  return `${name(facts.organisation, facts.organisationName)}: ${name(facts.software ?? facts.network, facts.softwareName)}`;
}

async function namesOf(store: Store, rows: ItemRow[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const row of rows.filter(({ kind }) => !isSearched(kind))) {
    const { facts } = JSON.parse(row.item) as ItemData;
    for (const ref of [facts.organisation, facts.software, facts.network, facts.subject, facts.framework]) {
      if (typeof ref !== 'string' || names.has(`${row.origin}:${ref}`)) continue;
      const target = await rowOf(store, ref, row.origin);
      if (target) names.set(`${row.origin}:${ref}`, (JSON.parse(target.item) as ItemData).name);
    }
  }
  return names;
}

/** The live row that a reference means, seen from the origin of the record that holds it. */
export async function rowOf(store: Store, ref: string, origin: number): Promise<ItemRow | null> {
  const parsed = parseRef(ref);
  if (parsed === null) return null;
  const number = parsed.origin === undefined ? origin : await store.originNumber(parsed.origin);
  return number === null ? null : store.getItem({ origin: number, kind: parsed.kind, slug: parsed.slug } as EntryKey);
}
