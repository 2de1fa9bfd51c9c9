import { pointerParts, pointerTo } from '../tree.ts';
import { surelyMeant } from './near.ts';
import { type Proposal, type Repair, WRITTEN } from './repair.ts';
import { parentOf, shapeAt } from './shape-at.ts';
import type { Sheet } from './sheet.ts';

/** Keys of version 0.1, and what they are called now. */
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

/** Keys with a successor under another name: those of 0.1, and slips of the pen. */
export const keys: Repair = {
  rule: 'key',
  propose({ rule, pointer }, sheet) {
    if (rule !== 'unknown-key') return undefined;
    const [name, shape] = [pointerParts(pointer).at(-1) ?? '', shapeAt(parentOf(pointer))];
    if (shape?.is !== 'map') return undefined;
    const known = Object.keys(shape.keys);
    const renamed = Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined;
    if (renamed !== undefined && known.includes(renamed))
      return rename(sheet, pointer, renamed, `\`${name}\` of version 0.1 is called \`${renamed}\` now.`);
    // The address of a body is what identifies it.
    const meant = name === 'url' && known.includes('uri') ? 'uri' : surelyMeant(name, known);
    return meant === undefined ? undefined : rename(sheet, pointer, meant, `\`${name}\` is a slip for \`${meant}\`.`);
  },
};

/** Another name for the key at a pointer, unless the section has that one too. */
export function rename(sheet: Sheet, pointer: string, name: string, why: string): Proposal {
  const parent = parentOf(pointer);
  if (sheet.map(parent)?.entries.has(name))
    return { leave: `The section has \`${name}\` too: bring both together by hand.` };
  const entry = sheet.entry(pointer);
  const edit = entry && sheet.rewrite(entry.key, name);
  if (!edit) return { leave: WRITTEN };
  return { edits: [edit], why, moves: [{ from: pointer, to: pointerTo(parent, name) }] };
}
