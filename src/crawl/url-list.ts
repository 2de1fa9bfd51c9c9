import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Listing } from './forge.ts';

/**
 * A list of repositories as a JSON document: an array, or an object with one array in it (`repositories`, `sources`,
 * `publiccode` …), of addresses or of objects with `url` and, where the manifest has a place of its own, `path`.
 * `/.well-known/publiccode.json` of an organisation is one. Throws `malformed-answer`.
 */
export function readUrlList(bytes: Uint8Array, base: string): Extract<Listing, { is: 'listed' }> {
  const items = arrayIn(parse(bytes));
  if (items === null) throw new CodedError('malformed-answer', 'The list is no JSON array of addresses.');
  const repositories = items.slice(0, LIMITS.ownerRepositories).flatMap((item) => {
    const { url, path } = (typeof item === 'object' && item !== null ? item : { url: item }) as Record<string, unknown>;
    if (typeof url !== 'string' || !URL.canParse(url, base)) return [];
    const place = typeof path === 'string' && path !== '' ? { path } : {};
    return [{ url: new URL(url, base).href, passed: false, ...place }];
  });
  return { is: 'listed', repositories, complete: items.length <= LIMITS.ownerRepositories };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CodedError('malformed-answer', 'The list is not well-formed JSON.');
  }
}

function arrayIn(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return null;
  const arrays = Object.values(value).filter(Array.isArray);
  return arrays.length === 1 ? (arrays[0] as unknown[]) : null;
}
