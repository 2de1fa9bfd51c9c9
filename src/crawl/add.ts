import { sha256Hex } from '../kernel/digest.ts';
import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import { slugOf } from '../kernel/slug.ts';
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
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') return null;
  const key = role === 'list' ? new URL(url).href : normaliseRepositoryUrl(url);
  return key === null || path === null ? key : `${key}#${path}`;
}
