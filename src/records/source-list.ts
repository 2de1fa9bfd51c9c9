import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { ReadDocument } from '../manifest/read-document.ts';
import { readYaml } from '../manifest/safe-yaml.ts';
import { pointerTo } from '../manifest/tree.ts';

/** Where the software of a catalogue folder is developed. Addresses as they were written, https only. */
export interface SourceList {
  /** Organisations and groups of forges. */
  forges: string[];
  repositories: string[];
  /** What the list says of some of its repositories besides. */
  details: SourceDetail[];
}

export interface SourceDetail {
  url: string;
  /** Where the manifest lies, if not in the root. */
  path?: string;
  /** The repository of the product that it is a part of. */
  partOf?: string;
}

const KEYS = ['forges', 'repositories'] as const;

/**
 * Reads a `sources.yml`: `forges` and `repositories`, each a list of https addresses, either may be missing. A repository may
 * be a map instead: its `url`, and where its manifest lies (`path`) or of which it is a part (`partOf`). Every problem has its line; `too-many-sources` beyond `LIMITS.sourceAddresses` addresses.
 */
export function readSourceList(
  bytes: Uint8Array,
): { list: SourceList; problems: [] } | { list: null; problems: Problem[] } {
  const { document, problems: unreadable } = readYaml(bytes);
  if (!document) return { list: null, problems: unreadable };
  const list: SourceList = { forges: [], repositories: [], details: [] };
  const problems = readKeys(document, list);
  if (list.forges.length + list.repositories.length > LIMITS.sourceAddresses)
    problems.push(problem(document, 'too-many-sources', '', `At most ${LIMITS.sourceAddresses} addresses are read.`));
  if (problems.length > 0) return { list: null, problems: problems.slice(0, LIMITS.problems) };
  return { list, problems: [] };
}

function readKeys(document: ReadDocument, list: SourceList): Problem[] {
  const value = document.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [problem(document, 'type', '', 'The file consists of the keys forges and repositories.')];
  return Object.entries(value).flatMap(([key, addresses]) => {
    const at = pointerTo('', key);
    const known = KEYS.find((one) => one === key);
    if (known === undefined) return [problem(document, 'unknown-key', at, 'Only forges and repositories are known.')];
    if (!Array.isArray(addresses)) return [problem(document, 'type', at, 'This must be a list.')];
    return addresses.flatMap((address, i) => {
      const detail = known === 'repositories' ? detailOf(address) : null;
      if (detail !== null) list.details.push(detail);
      const url = detail?.url ?? address;
      if (isAddress(url)) list[known].push(url);
      return isAddress(url) ? [] : [problem(document, 'url', pointerTo(at, i), NO_ADDRESS)];
    });
  });
}

const DETAILS: ReadonlySet<string> = new Set(['url', 'path', 'partOf']);
const PATH = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0\n]{1,300}$/;

/** A repository with more than its address; null for what is none. */
function detailOf(value: unknown): SourceDetail | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).some((key) => !DETAILS.has(key))) return null;
  const { url, path, partOf } = value as Record<string, unknown>;
  if (!isAddress(url) || (partOf !== undefined && !isAddress(partOf))) return null;
  if (path !== undefined && (typeof path !== 'string' || !PATH.test(path))) return null;
  return { url, ...(path === undefined ? {} : { path: path as string }), ...(partOf === undefined ? {} : { partOf }) };
}

const NO_ADDRESS = 'This must be an https address, without user or password.';

function isAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > LIMITS.addressLength || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return protocol === 'https:' && username === '' && password === '';
}

const problem = (document: ReadDocument, rule: string, pointer: string, message: string): Problem => ({
  ...{ rule, severity: 'error', pointer, message },
  ...document.positionOf(pointer),
});
