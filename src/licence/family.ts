import listed from 'spdx-license-list';
import { type Expression, type Licence, licencesOf, readExpression } from './expression.ts';
import { FSF_FREE, LINKING, NETWORK, NOT_OPEN, PERMISSIVE, STRONG, WEAK } from './lists.ts';

/** How far a licence reaches, from the mildest to the strictest; `not-open` limits the freedoms, `unknown` is not judged. */
export const FAMILIES = ['permissive', 'weak', 'strong', 'network', 'not-open', 'unknown'] as const;
export type Family = (typeof FAMILIES)[number];

const LISTED: Readonly<Record<string, { osiApproved: boolean; name: string } | undefined>> = listed;

export const isOsiApproved = (id: string): boolean => LISTED[id]?.osiApproved === true;

/** The licence's name as the SPDX list writes it, or undefined. */
export const licenceName = (id: string): string | undefined => LISTED[id]?.name;

export const isFsfFree = (id: string): boolean => FSF_FREE.has(id);

/** The family of a stated expression. What cannot be read is `unknown`, words that mean "not open" are `not-open`. */
export function familyOfText(text: string): Family {
  const expression = readExpression(text);
  if (expression !== null) return familyOf(expression);
  return isStatedClosed(text) ? 'not-open' : 'unknown';
}

/** Words by which package files say that nothing is granted (composer, npm). */
export const isStatedClosed = (text: string): boolean =>
  /^(proprietary|unlicensed|all rights reserved)$/i.test(text.trim());

/** Of a choice the mildest, as the reader may choose it; of several that all hold the strictest. */
export function familyOf(expression: Expression): Family {
  if (expression.is === 'licence') return familyOfLicence(expression);
  const [a, b] = expression.parts.map(familyOf) as [Family, Family];
  const [low, high] = FAMILIES.indexOf(a) <= FAMILIES.indexOf(b) ? [a, b] : [b, a];
  return expression.is === 'or' ? low : high;
}

function familyOfLicence({ id, exception }: Licence): Family {
  const family = familyOfId(id);
  if (exception === undefined || !LINKING.has(exception)) return family;
  return family === 'strong' || family === 'network' ? 'weak' : family;
}

/** Ids of one's own (SPDX annex D) that say by their name that nothing is granted. */
const NAMED_CLOSED = /^LicenseRef-(?:[\w.-]*-)?(?:proprietary|commercial|all-rights-reserved)(?:-licen[cs]e)?$/i;

/** Creative Commons licences that forbid commerce or changes. */
const LIMITED = /^CC-BY-(?:NC|ND)(?:-|$)/;

export function familyOfId(id: string): Family {
  if (PERMISSIVE.has(id)) return 'permissive';
  if (WEAK.has(id)) return 'weak';
  if (STRONG.has(id)) return 'strong';
  if (NETWORK.has(id)) return 'network';
  return NOT_OPEN.has(id) || LIMITED.test(id) || NAMED_CLOSED.test(id) ? 'not-open' : 'unknown';
}

/** Whether what is stated is open source: approved by OSI or free by the FSF. `unknown` is an answer. */
export function isOpen(expression: Expression): 'yes' | 'no' | 'unknown' {
  if (expression.is === 'licence') {
    if (isOsiApproved(expression.id) || isFsfFree(expression.id)) return 'yes';
    return familyOfId(expression.id) === 'not-open' ? 'no' : 'unknown';
  }
  const found = expression.parts.map(isOpen);
  const [first, second] = expression.is === 'or' ? (['yes', 'unknown'] as const) : (['no', 'unknown'] as const);
  return [first, second].find((answer) => found.includes(answer)) ?? (expression.is === 'or' ? 'no' : 'yes');
}

/** What is known of each licence that an expression names. */
export interface Mark {
  id: string;
  name?: string;
  family: Family;
  osi: boolean;
  fsf: boolean;
  exception?: string;
}

export const marksOf = (expression: Expression): Mark[] =>
  licencesOf(expression).map((licence) => {
    const { id, exception } = licence;
    const name = licenceName(id);
    return {
      id,
      ...(name === undefined ? {} : { name }),
      ...(exception === undefined ? {} : { exception }),
      family: familyOfLicence(licence),
      osi: isOsiApproved(id),
      fsf: isFsfFree(id),
    };
  });
