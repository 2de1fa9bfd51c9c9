import { sha256Hex } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import { slugOf } from '../kernel/slug.ts';
import type { SourceList } from '../records/source-list.ts';
import type { CrawlSource, SourceRole } from '../store/crawl-port.ts';

const ID_HASH = 6;

/** A new source, due at once. Throws `invalid-parameter` for what is no address that can be crawled. */
export function newSource(given: {
  url: string;
  role: SourceRole;
  addedBy: string;
  now: number;
  path?: string | null;
  /** The repository of the product that it is part of: for it alone its manifest may speak, besides itself. */
  partOf?: string | null;
}): CrawlSource {
  const { url, role, addedBy, now, path = null, partOf = null } = given;
  const key = keyOf(url, role, path);
  // Never told back: it may end in the log of whoever runs the command.
  if (holdsPassword(url))
    throw new CodedError('invalid-parameter', 'The address of a source must not hold a user name or password.');
  if (key === null)
    throw new CodedError('invalid-parameter', `${url.slice(0, LIMITS.addressLength)} is no address of a repository.`);
  const { host, pathname } = new URL(key.replace(/#.*/, ''));
  const words = slugOf(`${host}${pathname}`.replaceAll('/', '-')).replaceAll('.', '-');
  return {
    id: `${words}-${sha256Hex(key).slice(0, ID_HASH)}`,
    ...{ url, key, role, path, addedBy, added: now, state: 'new', since: now, due: now, failures: 0 },
    ...{ looked: null, verdict: null, entry: null, seen: partOf === null ? '{}' : JSON.stringify({ partOf }) },
  };
}

/** What makes two sources the same: the normal form of the address, with the path where the manifest has its own. */
export function keyOf(url: string, role: SourceRole, path: string | null): string | null {
  if (url.length > LIMITS.addressLength || !URL.canParse(url)) return null;
  if (holdsPassword(url)) return null;
  const key = role === 'list' ? new URL(url).href : normaliseRepositoryUrl(url);
  // A repository may hold a manifest and a catalogue: then it is two sources.
  if (role === 'folder') return key === null ? null : `${key}#catalogue:${path ?? ''}`;
  return key === null || path === null ? key : `${key}#${path}`;
}

function holdsPassword(url: string): boolean {
  if (!URL.canParse(url)) return /\/\/[^/]*@/.test(url);
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

/** What a list of sources names, as sources. Addresses that are none are left out. */
export function sourcesIn(list: SourceList, given: { addedBy: string; now: number }): CrawlSource[] {
  const details = new Map(list.details.map((detail) => [detail.url, detail]));
  return [
    ...list.forges.map((url) => ({ url, role: 'owner' as const, ...given })),
    ...list.repositories.map((url) => {
      const { path = null, partOf = null } = details.get(url) ?? {};
      return { url, role: 'repository' as const, path, partOf, ...given };
    }),
  ]
    .filter(({ url, role }) => keyOf(url, role, null) !== null)
    .map(newSource);
}
