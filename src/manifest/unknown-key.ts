import { nearest } from '../kernel/nearest.ts';
import { type Finding, quoted } from './forms/finding.ts';
import { MANIFEST } from './keys.ts';
import type { Key, MapShape, Shape } from './shapes.ts';

/** Keys of the first versions, and what became of them. */
const RENAMED: Readonly<Record<string, string>> = {
  'publiccode-yaml-version': 'It is called `publiccodeYmlVersion` now.',
  tags: 'It is called `categories` now.',
  freeTags: 'It is no longer part of the standard.',
  featureList: 'It is called `features` now.',
  onlyFor: 'It is called `scope` now.',
  accessibile: 'It is called `lineeGuidaDesign` now.',
  interoperabile: 'It is called `modelloInteroperabilita` now.',
  sicuro: 'It is called `misureMinimeSicurezza` now.',
  privacy: 'It is called `gdpr` now.',
  licence: 'It is called `legal.license`.',
};

/** A key that the standard does not have at this place. */
export function unknownKey(name: string, siblings: MapShape): Finding {
  const hint = hintFor(name, siblings);
  return { rule: 'unknown-key', message: `The standard has no key ${quoted(name)} at this place.`, hint };
}

function hintFor(name: string, siblings: MapShape): string {
  if (Object.hasOwn(RENAMED, name)) return RENAMED[name] as string;
  const near = nearest(name, Object.keys(siblings.keys));
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  const [elsewhere] = PLACES.get(name) ?? [];
  return elsewhere === undefined ? 'Remove it: keys of your own are not allowed.' : `It belongs in \`${elsewhere}\`.`;
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
