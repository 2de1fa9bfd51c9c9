import { type Expression, type Licence, writeExpression } from './expression.ts';
import { type Family, familyOfId } from './family.ts';
import { EUPL_11_APPENDIX, EUPL_12_APPENDIX, INTO_GPL, LINKING, NOT_INTO_GPL, ONLY_INTO_GPL3 } from './lists.ts';

/** Why, as a stable code; `COMPATIBILITY_REASONS` says it in a sentence. */
export const COMPATIBILITY_REASONS = {
  same: 'Both are the same licence.',
  'later-version': 'The first may be used under this later version of itself.',
  'only-this-version': 'The first may be used under its own version only.',
  permissive: 'The first asks for little more than that its notices are kept.',
  'gpl-compatible': 'The Free Software Foundation calls the first compatible with this licence.',
  'gpl-incompatible': 'The Free Software Foundation calls the first incompatible with this licence.',
  'needs-gpl-3':
    'The Free Software Foundation calls the first compatible with version 3 of the licence, not with version 2.',
  'files-stay': 'Files of the first keep their licence; the whole may be under another one.',
  'linking-exception': 'An exception lets works of any licence be joined with the first.',
  'secondary-licence':
    'The first names this licence as one under which it may be passed on too (MPL 2.0, section 3.3).',
  'to-gpl': 'The first may be turned into the GNU GPL (section 3 of the LGPL 2.1, section 2 of the LGPL 3).',
  'section-13': 'Version 3 of the GNU GPL and of the AGPL may be joined (section 13 of each); each part keeps its own.',
  'eupl-appendix': 'The appendix of the EUPL lists this licence as compatible.',
  'cecill-clause': 'CeCILL names this licence as one into which it may go (section 5.3.4).',
  'cc-to-gpl-3': 'Creative Commons lists version 3 of the GNU GPL as compatible, one way.',
  'own-terms': 'The first must stay under its own terms, and these are others.',
  'not-open': 'The first limits its use, so nothing says that it may be joined with others.',
  'by-notice': 'It depends on a notice in the sources, which the licence alone does not tell.',
  'not-judged': 'No rule here judges these two.',
  'one-of-choice': 'One of the licences offered for the choice fits.',
  'none-of-choice': 'None of the licences offered for the choice fits.',
  'each-part': 'Every part fits.',
  'some-part': 'At least one part does not fit, or is not known to.',
} as const;
export type CompatibilityReason = keyof typeof COMPATIBILITY_REASONS;

export interface Compatibility {
  answer: 'yes' | 'no' | 'unknown';
  reason: CompatibilityReason;
  /** The answers to the parts, where an expression joins several. */
  parts?: ({ from: string; into: string } & Compatibility)[];
}

/**
 * May code under `from` become part of a work that is published under `into`? A reading of the licences' own clauses and of
 * the lists of the Free Software Foundation, the European Commission and Creative Commons; no legal advice.
 */
export function compatible(from: Expression, into: Expression): Compatibility {
  if (writeExpression(from) === writeExpression(into)) return { answer: 'yes', reason: 'same' };
  // Who publishes under a choice grants both, who publishes under two at once must fulfil one with this code.
  if (into.is !== 'licence')
    return joined(
      into.parts.map((part) => [from, part]),
      into.is === 'or',
    );
  if (from.is !== 'licence')
    return joined(
      from.parts.map((part) => [part, into]),
      from.is === 'and',
    );
  return oneIntoOne(from, into);
}

function joined(pairs: [Expression, Expression][], all: boolean): Compatibility {
  const parts = pairs.map(([a, b]) => ({ from: writeExpression(a), into: writeExpression(b), ...compatible(a, b) }));
  const answers = parts.map(({ answer }) => answer);
  if (all) {
    const answer = answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
    return { answer, reason: answer === 'yes' ? 'each-part' : 'some-part', parts };
  }
  const answer = answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
  return { answer, reason: answer === 'yes' ? 'one-of-choice' : 'none-of-choice', parts };
}

const yes = (reason: CompatibilityReason): Compatibility => ({ answer: 'yes', reason });
const no = (reason: CompatibilityReason): Compatibility => ({ answer: 'no', reason });
const unknown = (reason: CompatibilityReason): Compatibility => ({ answer: 'unknown', reason });

function oneIntoOne(from: Licence, into: Licence): Compatibility {
  if (inAppendix(from.id, into.id)) return yes(from.id === into.id ? 'same' : 'eupl-appendix');
  const versions = versionRule(from, into);
  if (versions !== null) return versions;
  const family = familyOfId(from.id);
  if (family === 'unknown') return unknown('not-judged');
  if (family === 'not-open') return no('not-open');
  if (from.exception !== undefined)
    return LINKING.has(from.exception) ? yes('linking-exception') : unknown('not-judged');
  return namedRule(from.id, into.id) ?? byFamily(from.id, into.id, family);
}

/** The appendix of the EUPL comes first: that of version 1.2 lists version 1.1, which is older. */
const inAppendix = (from: string, into: string): boolean =>
  (from === 'EUPL-1.2' && EUPL_12_APPENDIX.has(into)) || (from === 'EUPL-1.1' && EUPL_11_APPENDIX.has(into));

/** A line of versions of one licence, such as GPL 2.0 and 3.0, and whether later versions are allowed. */
function lineOf({ id, later }: Licence): { line: string; version: string; later: boolean; open: boolean } {
  const [, base = id, end] = /^(.*?)(-only|-or-later)?$/.exec(id) ?? [];
  const [, line = base, version = ''] = /^(.+?)-(\d[\w.]*)$/.exec(base) ?? [];
  return { line, version, later: later || end === '-or-later', open: end !== undefined };
}

/** Licences that say themselves that later versions of them may be used. */
const LATER_BY_ITSELF = /^(?:EUPL|MPL|EPL|CPL|CDDL|CECILL|OSL|AFL|APSL|NPL|CC-BY-SA|LiLiQ-\w+)$/;

function versionRule(from: Licence, into: Licence): Compatibility | null {
  const [a, b] = [lineOf(from), lineOf(into)];
  if (a.line !== b.line || a.version === '' || from.exception !== into.exception) return null;
  const order = compareNumbers(a.version, b.version);
  if (order === 0) {
    if (b.later && !a.later) return a.open ? no('only-this-version') : unknown('by-notice');
    return yes('same');
  }
  if (order > 0) return familyOfId(from.id) === 'permissive' ? null : no('own-terms');
  if (a.later) return yes('later-version');
  if (a.open) return no('only-this-version');
  return LATER_BY_ITSELF.test(a.line) ? unknown('by-notice') : null;
}

function compareNumbers(a: string, b: string): number {
  const [one, other] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(one.length, other.length); i += 1) {
    const difference = Number.parseInt(one[i] ?? '0', 10) - Number.parseInt(other[i] ?? '0', 10);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

const GNU = /^(A|L)?GPL-(\d\.\d)-(only|or-later)$/;
const CECILL_INTO = /^(?:GPL-|AGPL-3|EUPL-)/;

/** What a licence says of another by name. */
function namedRule(from: string, into: string): Compatibility | null {
  if (from === 'CECILL-2.1' && CECILL_INTO.test(into)) return yes('cecill-clause');
  if (from === 'CECILL-2.0' && into.startsWith('GPL-')) return yes('cecill-clause');
  if (from === 'CC-BY-SA-4.0' && into.startsWith('GPL-3.0')) return yes('cc-to-gpl-3');
  if (!GNU.test(into)) return null;
  return GNU.test(from) ? betweenGnu(from, into) : intoGnu(from, into);
}

function betweenGnu(from: string, into: string): Compatibility {
  const [, kind, version = '', end] = GNU.exec(from) ?? [];
  const [, target, targetVersion = ''] = GNU.exec(into) ?? [];
  if (kind === 'L' && target !== 'L') return lesserInto(from, into);
  if (kind !== undefined || target !== 'A' || targetVersion !== '3.0') return no('own-terms');
  return version === '3.0' || end === 'or-later' ? yes('section-13') : no('only-this-version');
}

/** The LGPL 2.1 may become the GPL of any version from 2 on, the LGPL 3 that of version 3, or what the AGPL 3 joins with. */
function lesserInto(from: string, into: string): Compatibility {
  const latest = from.startsWith('LGPL-3.0');
  if ((GNU.exec(into)?.[2] ?? '') < (latest ? '3.0' : '2.0')) return no('own-terms');
  return latest && from.endsWith('-only') && into.endsWith('-or-later') ? no('only-this-version') : yes('to-gpl');
}

function intoGnu(from: string, into: string): Compatibility | null {
  if (NOT_INTO_GPL.has(from)) return no('gpl-incompatible');
  if (INTO_GPL.has(from)) return yes('gpl-compatible');
  const version = GNU.exec(into)?.[2] ?? '';
  if (ONLY_INTO_GPL3.has(from)) return version === '3.0' ? yes('gpl-compatible') : no('needs-gpl-3');
  if (from === 'MPL-2.0') return version === '1.0' ? no('own-terms') : yes('secondary-licence');
  if (from === 'EPL-2.0') return unknown('by-notice');
  return familyOfId(from) === 'permissive' || familyOfId(from) === 'weak' ? unknown('not-judged') : null;
}

function byFamily(from: string, into: string, family: Family): Compatibility {
  if (family === 'permissive') return familyOfId(into) === 'unknown' ? unknown('not-judged') : permissiveInto(into);
  if (family === 'weak') return familyOfId(into) === 'unknown' ? unknown('not-judged') : yes('files-stay');
  return from === into ? yes('same') : no('own-terms');
}

/** Other copyleft than that of GNU: whether it takes every permissive licence, its text must say. */
const TAKES_PERMISSIVE = /^(?:EUPL|MPL|EPL|CDDL|OSL|CECILL|LiLiQ)/;

function permissiveInto(into: string): Compatibility {
  const family = familyOfId(into);
  if (family === 'permissive' || family === 'not-open' || family === 'weak') return yes('permissive');
  return TAKES_PERMISSIVE.test(into) ? yes('permissive') : unknown('not-judged');
}
