import { LIMITS } from '../kernel/limits.ts';
import { dottedKey } from '../manifest/dotted-key.ts';
import { readYaml } from '../manifest/safe-yaml.ts';

/** What is to be found behind an address or path of a manifest. */
export type Wanted = 'repository' | 'page' | 'logo' | 'screenshot' | 'file';

export interface Named {
  key: string;
  /** As it stands in the file. */
  value: string;
  wanted: Wanted;
  line: number;
  column: number;
}

/** Pointers by pattern: `*` stands for one part. What the reference validator never asks (websites, URIs) isn't here. */
const PLACES: readonly [pattern: string, wanted: Wanted][] = [
  ['/url', 'repository'],
  ['/landingURL', 'page'],
  ['/roadmap', 'page'],
  ['/logo', 'logo'],
  ['/monochromeLogo', 'logo'],
  ['/legal/authorsFile', 'file'],
  ['/description/*/documentation', 'page'],
  ['/description/*/apiDocumentation', 'page'],
  ['/description/*/screenshots/*', 'screenshot'],
];

/** The addresses and paths of a manifest that can be asked or looked for, with their places; none of a text that is no YAML. */
export function addressesIn(bytes: Uint8Array): Named[] {
  const { document } = readYaml(bytes);
  if (document === null) return [];
  const { value } = document;
  const found: Named[] = [];
  for (const [pattern, wanted] of PLACES)
    for (const [pointer, text] of matching(value, pattern.split('/').slice(1), '')) {
      if (text.trim() === '' || found.length === LIMITS.reachAddresses) continue;
      const { line = 0, column = 0 } = document.positionOf(pointer) ?? {};
      found.push({ key: dottedKey(pointer), value: text.trim(), wanted, line, column });
    }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

function matching(value: unknown, [part, ...rest]: string[], pointer: string): [pointer: string, text: string][] {
  if (part === undefined) return typeof value === 'string' ? [[pointer, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => part === '*' || part === key)
    .flatMap(([key, inner]) => matching(inner, rest, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
}
