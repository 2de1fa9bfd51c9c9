import {
  claimRow,
  municipalityRow,
  organisationRow,
  regionRow,
  repositoryRow,
  type SystemWord,
  storyRow,
  systemRow,
} from '../../scripts/lib/fact-rows.ts';
import {
  assessmentRow,
  checklistRow,
  levelRow,
  listedRow,
  ratingRow,
  requirementRow,
  totalsRow,
} from '../../scripts/lib/governance-rows.ts';
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
      if (kind in USES) return (USES[kind] ?? []).flatMap((word) => row(slugOfRef(body.software), word, body));
      if (kind === 'framework') return frameworkRows(slug, body);
      if (kind === 'assessment') return assessmentRows(body);
      if (kind === 'claim') return claimRows(body);
      if (kind === 'story') return [storyRow(slugOfRef(body.subject))];
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

/** Under which words the facts have those who use a software or take part in it: there some stand among its suppliers. */
const USES: Partial<Record<CatalogueRecord['kind'], SystemWord[]>> = {
  adoption: ['adopter', 'reuse'],
  contribution: ['contribution', 'adopter', 'supplier'],
};

const namesOf = (body: Body): string[] => [...text(body.name), ...values(body.names), ...texts(body.aliases)];

function organisationRows(body: Body): string[] {
  const codes = list(body.identifiers).map(({ scheme, value }) => {
    if (scheme === 'kommunekode') return municipalityRow(String(value));
    return scheme === 'iso-3166-2' ? regionRow(String(value)) : '';
  });
  return [...namesOf(body).map(organisationRow), ...codes];
}

/** The network's own checklists; what other frameworks ask for is no row of the facts. */
function frameworkRows(slug: string, { version, requirements }: Body): string[] {
  if (!/^os2-(1\.1\.0|earlier)$/.test(slug)) return [];
  const name = typeof version === 'string' ? version : 'earlier';
  return [
    checklistRow(name),
    ...list(requirements).map(({ id, level, binding }) =>
      requirementRow(name, String(id), String(level), typeof binding === 'string' ? binding : ''),
    ),
  ];
}

/** A claim of a country has no record of its subject. */
function claimRows({ subject, subjectName, measure, value, text, nature }: Body): string[] {
  const of = subject === undefined ? (subjectName === 'Denmark' ? 'DK' : String(subjectName)) : slugOfRef(subject);
  const words = values(text)[0] ?? '';
  return [claimRow(of, String(measure), typeof value === 'number' ? value : words, String(nature))];
}

function assessmentRows({ subject, type, date, levels, ratings, statedTotals }: Body): string[] {
  const system = slugOfRef(subject);
  const said = (levels ?? {}) as Body;
  if (type === 'listed') return text(said.listed).map((level) => listedRow(system, level));
  const row = assessmentRow(system, String(type), text(date)[0] ?? null);
  return [
    row,
    ...list(ratings).map(({ requirement, rating }) => ratingRow(row, String(requirement), String(rating))),
    ...list(statedTotals).map(({ counts }) => totalsRow(row, counts as Record<string, number>)),
    ...text(said.recommended).map((level) => levelRow(row, level)),
  ];
}
