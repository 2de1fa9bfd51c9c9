import { ORIGIN_NAMES } from '../../kernel/origins.ts';
import type { Adoption } from '../../schemas.gen.ts';
import type { ItemRow } from '../../store/port.ts';
import type { ItemData } from '../decided.ts';

/** An organisation's record as it is held in memory. */
export interface HeldBody {
  /** With its origin: `organisation/aarhus-kommune@built-in`. */
  id: string;
  row: Pick<ItemRow, 'ord' | 'origin' | 'originName' | 'kind' | 'slug' | 'bare'>;
  name: string;
  names: Readonly<Record<string, string>>;
  aliases: readonly string[];
  type?: string;
  country?: string;
  subdivision?: string;
  sizeClass?: string;
  population?: number;
  identifiers: readonly string[];
  sameAs: readonly string[];
}

/** An adoption's record. */
export interface HeldAdoption {
  /** With its origin. */
  id: string;
  ord: number;
  origin: number;
  organisation?: string;
  name: string;
  country?: string;
  software?: string;
  softwareName?: string;
  facts: Partial<Pick<Adoption, 'since' | 'until' | 'asOf' | 'lastConfirmed'>> & Pick<Adoption, 'state' | 'evidence'>;
}

/** What a manifest says of who uses its software. */
export interface HeldUsers {
  ord: number;
  names: readonly string[];
  countries: readonly string[];
}

/** A reference with its origin, as it is meant in a record of this origin. */
export const whole = (ref: string, origin: number): string =>
  ref.includes('@') ? ref : `${ref}@${originName(origin)}`;

const originName = (origin: number): string => ORIGIN_NAMES[origin] ?? String(origin);

const idOf = ({ kind, slug, originName }: ItemRow): string => `${kind}/${slug}@${originName}`;

/** A reference with its origin, as it is meant in this row. */
export const wholeIn = (ref: string, { originName }: Pick<ItemRow, 'originName'>): string =>
  ref.includes('@') ? ref : `${ref}@${originName}`;

export function bodyFrom(row: ItemRow): HeldBody {
  const { name, names, aliases, facts } = JSON.parse(row.item) as ItemData;
  const { ord, origin, originName, kind, slug, bare } = row;
  const list = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);
  return {
    ...{ id: idOf(row), row: { ord, origin, originName, kind, slug, bare }, name, names, aliases },
    ...texts(facts, ['type', 'country', 'subdivision', 'sizeClass']),
    ...(typeof facts.population === 'string' ? { population: Number(facts.population) } : {}),
    identifiers: list(facts.identifiers),
    sameAs: list(facts.sameAs).map((ref) => wholeIn(ref, row)),
  };
}

export function adoptionFrom(row: ItemRow): HeldAdoption {
  const { facts } = JSON.parse(row.item) as ItemData;
  const { organisation, organisationName, software, softwareName, country } = texts(facts, [
    ...(['organisation', 'organisationName', 'software', 'softwareName', 'country'] as const),
  ]);
  return {
    ...{ id: idOf(row), ord: row.ord, origin: row.origin },
    ...(organisation && { organisation: wholeIn(organisation, row) }),
    name: organisationName ?? organisation?.replace(/^.*\/|@.*$/g, '') ?? '',
    ...(country && { country }),
    ...(software && { software: wholeIn(software, row) }),
    ...(softwareName && { softwareName }),
    facts: texts(facts, [
      ...(['state', 'evidence', 'since', 'until', 'asOf', 'lastConfirmed'] as const),
    ]) as HeldAdoption['facts'],
  };
}

function texts<K extends string>(facts: ItemData['facts'], keys: readonly K[]): Partial<Record<K, string>> {
  return Object.fromEntries(
    keys.flatMap((key) => (typeof facts[key] === 'string' ? [[key, facts[key]]] : [])),
  ) as Partial<Record<K, string>>;
}
