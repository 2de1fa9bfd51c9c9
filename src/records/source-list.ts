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
}

const KEYS = ['forges', 'repositories'] as const;

/**
 * Reads a `sources.yml`: `forges` and `repositories`, each a list of https addresses, either may be missing. Every problem
 * has its line; `too-many-sources` beyond `LIMITS.sourceAddresses` addresses.
 */
export function readSourceList(
  bytes: Uint8Array,
): { list: SourceList; problems: [] } | { list: null; problems: Problem[] } {
  const { document, problems: unreadable } = readYaml(bytes);
  if (!document) return { list: null, problems: unreadable };
  const list: SourceList = { forges: [], repositories: [] };
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
    list[known].push(...addresses.filter(isAddress));
    return addresses.flatMap((address, i) =>
      isAddress(address) ? [] : [problem(document, 'url', pointerTo(at, i), NO_ADDRESS)],
    );
  });
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
