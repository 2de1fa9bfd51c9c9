import { sizeClassOf } from '../../adopters/bodies.ts';
import { pageLanguage } from '../../kernel/languages.ts';
import { addressOf } from '../items.ts';
import type { Decisions } from './decisions.ts';
import type { HeldAdopters } from './held.ts';
import type { HeldBody } from './parts.ts';
import type { Population, ShownBody } from './types.ts';
import type { WorkedOut } from './worked-out.ts';

/** A body by the records that different origins keep of it; the first of them that is ours, else built in, is its face. */
export function shownBody(held: HeldAdopters, worked: WorkedOut, id: string, lang: string): ShownBody | null {
  const records = facesFirst(worked.records.get(id) ?? []);
  const [face] = records;
  if (face === undefined) return null;
  const population = populationOf(records, held.decisions);
  const size = sizeOf(held, records, population);
  return {
    ...{ id: face.id, name: face.names[lang] ?? face.name, page: `/${pageLanguage(lang)}/${addressOf(face.row)}` },
    ...kindOf(records),
    ...first(records, 'subdivision'),
    ...(size === null ? {} : { size }),
    ...(population && { population }),
  };
}

const facesFirst = (records: readonly HeldBody[]): HeldBody[] =>
  [...records].sort((a, b) => a.row.origin - b.row.origin || a.row.ord - b.row.ord);

/** Kind and country of a body by its records, of which those that are ours lead. */
export function kindOf(records: readonly HeldBody[]): Pick<ShownBody, 'type' | 'country'> {
  const own = facesFirst(records);
  return { ...first(own, 'type'), ...first(own, 'country') };
}

function first<K extends 'type' | 'country' | 'subdivision'>(records: HeldBody[], key: K): Partial<Pick<HeldBody, K>> {
  const value = records.find((record) => record[key] !== undefined)?.[key];
  return (value === undefined ? {} : { [key]: value }) as Partial<Pick<HeldBody, K>>;
}

/** What a statistics office says, else what the record says. */
function populationOf(records: HeldBody[], { populations }: Decisions): Population | null {
  for (const code of records.flatMap(({ identifiers }) => identifiers)) {
    const known = populations.get(code);
    if (known !== undefined) return known;
  }
  const said = records.find(({ population }) => population !== undefined)?.population;
  return said === undefined ? null : { value: said, date: null, source: null, sourceAddress: null };
}

/** As the record says, else by the classes of the one network of its country that has some; `null`: not known. */
function sizeOf({ networks }: HeldAdopters, records: HeldBody[], population: Population | null): string | null {
  const said = records.find(({ sizeClass }) => sizeClass !== undefined)?.sizeClass;
  if (said !== undefined) return said;
  const country = records.find((record) => record.country !== undefined)?.country;
  if (population === null || country === undefined) return null;
  const own = [...networks.values()].filter(
    ({ countries, classes }) => countries.includes(country) && classes.length > 0,
  );
  return own.length === 1 && own[0] !== undefined ? sizeClassOf(population.value, own[0].classes) : null;
}
