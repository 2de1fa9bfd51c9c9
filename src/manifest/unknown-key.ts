import { nearest } from '../kernel/nearest.ts';
import { type Finding, quoted } from './forms/finding.ts';
import { MANIFEST } from './keys.ts';
import type { Key, MapShape, Shape } from './shapes.ts';

/** Keys of the first versions, and what they are called now. */
const RENAMED: Readonly<Record<string, string>> = {
  'publiccode-yaml-version': 'publiccodeYmlVersion',
  tags: 'categories',
  featureList: 'features',
  onlyFor: 'scope',
  accessibile: 'lineeGuidaDesign',
  interoperabile: 'modelloInteroperabilita',
  sicuro: 'misureMinimeSicurezza',
  privacy: 'gdpr',
};

const DROPPED: ReadonlySet<string> = new Set(['freeTags', 'ecosistemi', 'designKit']);

/** A key that the standard does not have at this place. */
export function unknownKey(name: string, siblings: MapShape): Finding {
  const message = `The standard has no key ${quoted(name)} at this place.`;
  return { rule: 'unknown-key', message, ...adviceFor(name, siblings) };
}

function adviceFor(name: string, siblings: MapShape): { hint: string; suggestion?: string } {
  const renamed = Object.hasOwn(RENAMED, name) ? (RENAMED[name] as string) : undefined;
  if (renamed !== undefined && Object.hasOwn(siblings.keys, renamed))
    return { hint: `It is called \`${renamed}\` now.`, suggestion: renamed };
  if (DROPPED.has(name)) return { hint: 'It is no longer part of the standard: remove it.' };
  const gone = siblings.gone && Object.hasOwn(siblings.gone, name) ? siblings.gone[name] : undefined;
  if (gone !== undefined) return { hint: gone };
  const near = nearest(name, Object.keys(siblings.keys));
  if (near !== undefined) return { hint: `Did you mean \`${near}\`?`, suggestion: near };
  const [elsewhere] = PLACES.get(name === 'licence' ? 'license' : name) ?? [];
  return {
    hint: elsewhere === undefined ? 'Remove it: keys of your own are not allowed.' : `It belongs in \`${elsewhere}\`.`,
  };
}

/** Dotted places at which a key of this name exists. */
const PLACES = new Map<string, string[]>();

function collect(shape: Shape, path: string): void {
  if (shape.is === 'list') collect(shape.item, `${path}[]`);
  else if (shape.is === 'languages') collect(shape.block, `${path}.en`);
  else if (shape.is === 'map') for (const [name, found] of Object.entries(shape.keys)) collectKey(name, found, path);
}

function collectKey(name: string, found: Key, path: string): void {
  const place = path === '' ? name : `${path}.${name}`;
  PLACES.set(name, [...(PLACES.get(name) ?? []), place]);
  collect(found.shape, place);
}

collect(MANIFEST, '');
