import { type Expression, licencesOf, readExpression, sameExpression, writeExpression } from './expression.ts';
import { isOpen, isStatedClosed } from './family.ts';

/** A value that was found somewhere, as its source writes it. */
export interface Found {
  value: string;
  /** The SPDX expression, where the source names the licence exactly. */
  spdx?: string;
  /** Ids that a licence text may be, where several have the same. */
  ids?: readonly string[];
}

export type Agreement = 'agree' | 'disagree' | 'unknown';

/**
 * Whether what was found says the same as what is declared. `unknown` where either is not exact: "GPL" without a version
 * contradicts nothing and confirms nothing.
 */
export function agreement(declared: string | undefined, found: Found): Agreement {
  const expression = declared === undefined ? null : readExpression(declared);
  if (expression === null || declared === undefined) return 'unknown';
  if (isStatedClosed(found.value)) return isOpen(expression) === 'yes' ? 'disagree' : 'unknown';
  if (found.ids !== undefined && found.ids.length > 0) return names(expression, found.ids) ? 'agree' : 'disagree';
  if (found.spdx === undefined || readExpression(found.spdx) === null) return 'unknown';
  return sameExpression(declared, found.spdx) ? 'agree' : 'disagree';
}

/** One text is enough for an expression of several: each licence has a file of its own. */
const names = (declared: Expression, ids: readonly string[]): boolean =>
  licencesOf(declared).some((licence) => ids.includes(licence.id) || ids.includes(writeExpression(licence)));

/** The answer over everything that was found: one contradiction is one; nothing found is not known. */
export function agreementOfAll(declared: string | undefined, found: readonly Found[]): Agreement {
  const answers = found.map((one) => agreement(declared, one));
  if (answers.includes('disagree')) return 'disagree';
  return answers.includes('agree') ? 'agree' : 'unknown';
}
