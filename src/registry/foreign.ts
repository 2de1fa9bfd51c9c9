import { CodedError } from '../kernel/errors.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Software } from '../schemas.gen.ts';
import type { EntryState } from '../store/port.ts';
import { recordOf } from './merge.ts';
import type { Judged } from './submission.ts';

/**
 * A manifest speaks for the repository that it lies in. Where it names another one, it is taken only if that one lists
 * this one back: as a repository or alias of the product's record, or where the list of sources that an operator has taken
 * over says that it is part of just that one (`partOf`). Else anybody could publish for anybody. Null where it may speak.
 */
export function refuseForeign(j: Judged, named: EntryState | null): CodedError | null {
  const { provenance } = j;
  const { url } = j.record as Partial<Software>;
  if (provenance.by !== 'crawl' || j.kind !== 'software' || url === undefined) return null;
  const own = [provenance.url, ...(provenance.aliases ?? [])].map(normal);
  if (own.includes(normal(url))) return null;
  if (provenance.partOf !== undefined && normal(provenance.partOf) === normal(url)) return null;
  const listed = (named?.sources ?? [])
    .filter(({ active }) => active)
    .flatMap((source) => addressesOf(recordOf(source)));
  if (listed.map(normal).some((address) => own.includes(address))) return null;
  const problem = {
    ...({ rule: 'foreign-url', severity: 'error', pointer: '/url' } as const),
    message: `The manifest lies in ${provenance.url}, but names another repository: ${url}.`,
    hint: `Write \`url: ${provenance.url}\`, or let the other one list this repository under \`repositories\` of its record.`,
  };
  return new CodedError('invalid-input', 'The manifest speaks for another repository.', { problems: [problem] });
}

const normal = (url: string): string => (normaliseRepositoryUrl(url) ?? url).toLowerCase();

function addressesOf(record: Readonly<Record<string, unknown>>): string[] {
  const { repositories = [], urlAliases = [] } = record as Partial<Software>;
  return [...repositories.map(({ url }) => url), ...urlAliases];
}
