import parse from 'spdx-expression-parse';
import { LIMITS } from '../kernel/limits.ts';

/** One licence: an id of the SPDX list or a `LicenseRef-`, perhaps "or later", perhaps with an exception. */
export interface Licence {
  is: 'licence';
  id: string;
  /** `+` was written behind the id; for the GNU licences it is part of the id instead. */
  later: boolean;
  exception?: string;
}

/** Both, or one of the two at the choice of whoever takes it. */
export interface Joined {
  is: 'and' | 'or';
  parts: [Expression, Expression];
}

export type Expression = Licence | Joined;

const MOST_TOKENS = /[()]|[^() ]+/g;

/**
 * An SPDX licence expression (SPDX 3.0, annex B) taken apart, or `null` where it is none: unknown ids, wrong brackets,
 * longer than the limits. Nothing is repaired; superseded ids of the GNU licences become those that say the same today.
 */
export function readExpression(text: string): Expression | null {
  if (text.length > LIMITS.licenceExpression) return null;
  const known = read.get(text);
  if (known !== undefined) return known;
  const expression = readAnew(text);
  if (read.size < KEPT_EXPRESSIONS) read.set(text, expression);
  return expression;
}

/** A catalogue has some dozens of them, each many times; what comes from outside may be any, so no more are kept. */
const KEPT_EXPRESSIONS = 500;
const read = new Map<string, Expression | null>();

function readAnew(text: string): Expression | null {
  if ((text.match(MOST_TOKENS)?.length ?? 0) > LIMITS.licenceTokens) return null;
  try {
    return fromParsed(parse(text));
  } catch {
    return null;
  }
}

type Parsed = ReturnType<typeof parse>;

function fromParsed(parsed: Parsed): Expression {
  if ('conjunction' in parsed) {
    return { is: parsed.conjunction, parts: [fromParsed(parsed.left), fromParsed(parsed.right)] };
  }
  return today(parsed.license, 'plus' in parsed && parsed.plus === true, parsed.exception);
}

/** What superseded ids with an exception in them are called today. */
const WITH: Readonly<Record<string, string>> = {
  'GPL-2.0-with-autoconf-exception': 'Autoconf-exception-2.0',
  'GPL-2.0-with-bison-exception': 'Bison-exception-2.2',
  'GPL-2.0-with-classpath-exception': 'Classpath-exception-2.0',
  'GPL-2.0-with-font-exception': 'Font-exception-2.0',
  'GPL-2.0-with-GCC-exception': 'GCC-exception-2.0',
  'GPL-3.0-with-autoconf-exception': 'Autoconf-exception-3.0',
  'GPL-3.0-with-GCC-exception': 'GCC-exception-3.1',
};

const GNU = /^((?:A|L)?GPL-\d\.\d|GFDL-\d\.\d)\+?$/;

function today(license: string, plus: boolean, exception: string | undefined): Licence {
  const merged = WITH[license];
  if (merged !== undefined) return gnu(license.slice(0, 'GPL-x.x'.length), plus, merged);
  if (GNU.test(license)) return gnu(license.replace('+', ''), plus || license.endsWith('+'), exception);
  return licence(license, plus, exception);
}

const gnu = (base: string, later: boolean, exception: string | undefined): Licence =>
  licence(`${base}-${later ? 'or-later' : 'only'}`, false, exception);

const licence = (id: string, later: boolean, exception: string | undefined): Licence => ({
  is: 'licence',
  id,
  later,
  ...(exception === undefined ? {} : { exception }),
});

/** The expression as text, with brackets only where they are needed. */
export function writeExpression(expression: Expression): string {
  if (expression.is === 'licence') {
    const { id, later, exception } = expression;
    return `${id}${later ? '+' : ''}${exception === undefined ? '' : ` WITH ${exception}`}`;
  }
  const { is, parts } = expression;
  const inner = parts.map((part) =>
    is === 'and' && part.is === 'or' ? `(${writeExpression(part)})` : writeExpression(part),
  );
  return inner.join(is === 'and' ? ' AND ' : ' OR ');
}

/** Every licence that is named, in order, each once. */
export function licencesOf(expression: Expression): Licence[] {
  const found = new Map<string, Licence>();
  const walk = (one: Expression): void => {
    if (one.is === 'licence') found.set(writeExpression(one), one);
    else for (const part of one.parts) walk(part);
  };
  walk(expression);
  return [...found.values()];
}

/** Whether two expressions say the same, whatever the order and repetition of their parts. */
export function sameExpression(a: string, b: string): boolean {
  const [one, other] = [readExpression(a), readExpression(b)];
  return one === null || other === null ? a.trim() === b.trim() : formOf(one) === formOf(other);
}

/** One form for all orders: the parts of a chain of the same kind, sorted, each once. */
function formOf(expression: Expression): string {
  if (expression.is === 'licence') return writeExpression(expression);
  const chain = (one: Expression): Expression[] => (one.is === expression.is ? one.parts.flatMap(chain) : [one]);
  const parts = [...new Set(chain(expression).map(formOf))].sort();
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(` ${expression.is} `)})`;
}
