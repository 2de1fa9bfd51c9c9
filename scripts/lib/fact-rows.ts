/**
 * Ids of the rows of a folder of facts, so that a test can count a catalogue against them without holding their content.
 *
 * | Row | Id |
 * |---|---|
 * | system | its id |
 * | repository, adopter, supplier, owner of a system | `<system>/<word>/<12 hex>` of the address or the name |
 * | organisation, wherever it is named | `organisation/<12 hex>` of the name |
 * | municipality, region | `municipality/<kommunekode>`, `region/<ISO 3166-2>` |
 * | claim | `claim/<subject>/<12 hex>` of what is counted (as a slug), first number of the value, and nature |
 * | story | `story/<subject>` |
 * | contribution | `<system>/contribution/<12 hex>` of the name of who takes part |
 * | reuse for somebody else | `<system>/reuse/<12 hex>` of the name of who reuses |
 * | level of a published list | `<system>/listed/<12 hex>` of the level |
 * | checklist, requirement of it | `checklist/<12 hex>` of its version, `…/<12 hex>` of id, level and binding |
 * | evaluation | `<system>/assessment/<12 hex>` of its kind and date: see `governance-rows.ts` |
 *
 * The 12 hex digits are the first of a SHA-256: of an address as `normaliseRepositoryUrl` writes it, of a name in its
 * normal form. Normal form of a name: Unicode NFC, without spaces around it, up to the first ` (`, because rows carry
 * remarks in parentheses ("Magenta ApS (handed over by OS2)").
 */

import { normaliseRepositoryUrl } from '../../src/kernel/repository-url.ts';
import { slugOf } from '../../src/kernel/slug.ts';
import { type Evidence, evidenceRows, type GovernanceFile, governanceRows, short } from './governance-rows.ts';

export type SystemWord = 'adopter' | 'supplier' | 'owner' | 'contribution' | 'reuse';

/** The part of a facts file that has rows. */
export interface FactFile extends GovernanceFile {
  systems?: {
    id: string;
    owner: string | null;
    suppliers: { name: string }[];
    repositories: { url: string }[];
    adopters: { name: string }[];
    governance_evidence?: Evidence[];
  }[];
  organisations?: { name: string }[];
  claims?: { subject: string; what: string; value: string | number; nature: string }[];
  stories?: { subject: string }[];
  contributions?: { who: string | string[]; what: string | string[] }[];
  reuse?: { who: string; what: string[] }[];
}

/** The name without remark: see the head of this file. */
const normalName = (name: string): string => (name.normalize('NFC').split(' (')[0] ?? '').trim();

export const organisationRow = (name: string): string => `organisation/${short(normalName(name))}`;

export const systemRow = (system: string, word: SystemWord, name: string): string =>
  `${system}/${word}/${short(normalName(name))}`;

/** @throws Error for what is no address of a repository. */
export function repositoryRow(system: string, url: string): string {
  const normal = normaliseRepositoryUrl(url);
  if (normal === null) throw new Error(`${system}: no address of a repository: ${url}`);
  return `${system}/repository/${short(normal)}`;
}

export const municipalityRow = (kommunekode: string): string => `municipality/${kommunekode}`;
/** `measure` is what is counted, as a slug; of the value its first number counts, as some are told in words. */
export const claimRow = (subject: string, measure: string, value: string | number, nature: string): string =>
  `claim/${subject}/${short(`${measure} ${/\d+/.exec(String(value))?.[0] ?? ''} ${nature}`)}`;

export const storyRow = (subject: string): string => `story/${subject}`;

export const regionRow = (code: string): string => `region/${code}`;

/**
 * Rows of one parsed file: systems with what hangs on them, and organisations.
 * @throws Error when two rows of a system would share an id: one of them would be lost unseen.
 */
export function rowsOf(file: FactFile): string[] {
  const rows: string[] = [];
  const organisations: string[] = (file.organisations ?? []).map(({ name }) => organisationRow(name));
  for (const { id, owner, suppliers, repositories, adopters } of file.systems ?? []) {
    rows.push(id, ...repositories.map(({ url }) => repositoryRow(id, url)));
    const named: [SystemWord, string][] = [
      ...adopters.map(({ name }): [SystemWord, string] => ['adopter', name]),
      ...suppliers.map(({ name }): [SystemWord, string] => ['supplier', name]),
      ...(owner === null ? [] : ([['owner', owner]] satisfies [SystemWord, string][])),
    ];
    rows.push(...named.map(([word, name]) => systemRow(id, word, name)));
    organisations.push(...named.map(([, name]) => organisationRow(name)));
  }
  rows.push(
    ...(file.claims ?? []).map(({ subject, what, value, nature }) => claimRow(subject, slugOf(what), value, nature)),
  );
  rows.push(...(file.stories ?? []).map(({ subject }) => storyRow(subject)));
  rows.push(...takingPart('contribution', file.contributions), ...takingPart('reuse', file.reuse));
  const twice = rows.find((row, at) => rows.indexOf(row) !== at);
  if (twice !== undefined) throw new Error(`two rows share the id ${twice}`);
  const evidence = (file.systems ?? []).flatMap(({ id, governance_evidence = [] }) =>
    evidenceRows(id, governance_evidence),
  );
  return [...rows, ...new Set([...organisations, ...evidence, ...governanceRows(file)])];
}

/** Each of who in each of what, which may carry a remark as names do. */
const takingPart = (word: SystemWord, rows: FactFile['contributions'] = []): string[] =>
  rows.flatMap(({ who, what }) =>
    [who].flat().flatMap((name) => [what].flat().map((system) => systemRow(normalName(system), word, name))),
  );

/** Rows of a table of municipalities with the columns `kommunekode` and `region_iso3166_2`; none for another table. */
export function rowsOfCsv(text: string): string[] {
  const [head = [], ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const code = head.indexOf('kommunekode');
  const region = head.indexOf('region_iso3166_2');
  if (code < 0 || region < 0) return [];
  const regions = new Set(lines.map((cells) => regionRow(cells[region] ?? '')));
  return [...lines.map((cells) => municipalityRow(cells[code] ?? '')), ...regions];
}
