import {
  municipalityRow,
  organisationRow,
  regionRow,
  repositoryRow,
  type SystemWord,
  systemRow,
} from '../../scripts/lib/fact-rows.ts';
import type { Body, CatalogueRecord, Value } from './read.ts';

const list = (value: Value | undefined): Body[] => (Array.isArray(value) ? (value as Body[]) : []);
const text = (value: Value | undefined): string[] => (typeof value === 'string' ? [value] : []);
const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.flatMap(text) : []);
const values = (value: Value | undefined): string[] =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.values(value).flatMap(text) : [];
const slugOfRef = (ref: Value | undefined): string => String(ref).replace(/^[a-z]+\//, '');

/** Ids of all rows that these records carry: `scripts/lib/fact-rows.ts` says what they are made of. */
export function loadedRows(records: CatalogueRecord[]): Set<string> {
  const names = new Map(records.filter(({ kind }) => kind === 'organisation').map((r) => [r.id, namesOf(r.body)]));
  /** All names under which a body is known that a record names by reference, in words, or both. */
  const known = (part: Body | undefined, words: string[]): string[] => [
    ...(names.get(String(part?.organisation)) ?? []),
    ...words.flatMap((word) => text(part?.[word])),
  ];
  const row = (system: string, word: SystemWord, part: Body | undefined): string[] =>
    known(part, ['name', 'organisationName']).map((name) => systemRow(system, word, name));
  return new Set(
    records.flatMap(({ kind, slug, body }): string[] => {
      if (kind === 'adoption') return row(slugOfRef(body.software), 'adopter', body);
      if (kind === 'organisation') return [slug, ...organisationRows(body)];
      const owner = kind === 'network' ? body : (body.owner as Body | undefined);
      return [
        slug,
        ...list(body.suppliers).flatMap((part) => row(slug, 'supplier', part)),
        ...list(body.members).flatMap((part) => row(slug, 'adopter', part)),
        ...row(slug, 'owner', owner),
        ...[...text(body.url), ...list(body.repositories).flatMap(({ url }) => text(url))].map((url) =>
          repositoryRow(slug, url),
        ),
      ];
    }),
  );
}

const namesOf = (body: Body): string[] => [...text(body.name), ...values(body.names), ...texts(body.aliases)];

function organisationRows(body: Body): string[] {
  const codes = list(body.identifiers).map(({ scheme, value }) => {
    if (scheme === 'kommunekode') return municipalityRow(String(value));
    return scheme === 'iso-3166-2' ? regionRow(String(value)) : '';
  });
  return [...namesOf(body).map(organisationRow), ...codes];
}
