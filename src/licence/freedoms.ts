import { type Expression, readExpression } from './expression.ts';
import { isOpen, isStatedClosed } from './family.ts';

/** The four freedoms: to use for any purpose, to study, to modify, to share with and without changes. */
export const FREEDOMS = ['use', 'study', 'modify', 'share'] as const;
export type Freedom = (typeof FREEDOMS)[number];
export type Granted = 'yes' | 'limited' | 'no' | 'unknown';
export type Freedoms = Record<Freedom, Granted>;

const all = (granted: Granted): Freedoms => ({ use: granted, study: granted, modify: granted, share: granted });

/** What licences that are read but not open limit; others of them are not judged. */
const LIMITS_OF: readonly [RegExp, Freedoms][] = [
  [/^CC-BY-NC-ND-/, { use: 'limited', study: 'yes', modify: 'no', share: 'limited' }],
  [/^CC-BY-(?:NC|NC-SA)-/, { use: 'limited', study: 'yes', modify: 'limited', share: 'limited' }],
  [/^CC-BY-ND-/, { use: 'yes', study: 'yes', modify: 'no', share: 'limited' }],
  [/^(?:BUSL|Elastic|PolyForm)-/, { use: 'limited', study: 'yes', modify: 'limited', share: 'limited' }],
];

/** The freedoms that a stated licence grants; whatever is neither open nor known to be closed is `unknown`. */
export function freedomsOfText(text: string): Freedoms {
  const expression = readExpression(text);
  if (expression !== null) return freedomsOf(expression);
  return all(isStatedClosed(text) ? 'no' : 'unknown');
}

/** Of a choice what the better one grants, of several that all hold what every one grants. */
export function freedomsOf(expression: Expression): Freedoms {
  if (expression.is === 'licence') {
    if (isOpen(expression) === 'yes') return all('yes');
    return LIMITS_OF.find(([pattern]) => pattern.test(expression.id))?.[1] ?? all('unknown');
  }
  const [a, b] = expression.parts.map(freedomsOf) as [Freedoms, Freedoms];
  const order: Granted[] =
    expression.is === 'or' ? ['yes', 'limited', 'unknown', 'no'] : ['no', 'unknown', 'limited', 'yes'];
  const pick = (name: Freedom): Granted =>
    order.find((granted) => granted === a[name] || granted === b[name]) as Granted;
  return { use: pick('use'), study: pick('study'), modify: pick('modify'), share: pick('share') };
}
