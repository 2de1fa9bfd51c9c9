/** What of a stylesheet is used: components by class, and fragments of selectors that never match our pages. */
export interface CssUse {
  /** Names of classes that the pages carry, of those that begin with `prefix`. */
  classes: ReadonlySet<string>;
  prefix: string;
  /** A selector or condition that contains one of these is dropped. */
  unused: readonly string[];
}

interface Rule {
  head: string;
  /** Declarations, or the rules inside an at-rule. */
  body: string | Rule[];
}

const GROUP = /^@(media|supports|layer|container)\b/;
const CUSTOM = /^(--[\w-]+)\s*:/;
const REFERENCE = /var\(\s*(--[\w-]+)/g;

/**
 * The same stylesheet without comments, without rules whose selectors cannot match, and without custom properties that
 * nothing reads. It knows the CSS that a minifier writes; it is no validator.
 */
export function pruneCss(css: string, use: CssUse): string {
  const kept = dropRules(parseRules(css.replace(/\/\*[\s\S]*?\*\//g, '')), use);
  return print(dropProperties(kept, readProperties(kept)));
}

function parseRules(css: string): Rule[] {
  const rules: Rule[] = [];
  let at = 0;
  while (at < css.length) {
    const open = scan(css, at, '{;');
    const head = css.slice(at, open).trim().replace(/\s+/g, ' ');
    if (open >= css.length) break;
    if (css[open] === ';') {
      if (head !== '') rules.push({ head: `${head};`, body: '' });
      at = open + 1;
      continue;
    }
    const close = closing(css, open);
    const inside = css.slice(open + 1, close);
    rules.push({ head, body: GROUP.test(head) ? parseRules(inside) : inside.trim() });
    at = close + 1;
  }
  return rules;
}

/** Index of the next of these characters outside strings and brackets, or the length. */
function scan(css: string, from: number, stop: string): number {
  let depth = 0;
  for (let i = from; i < css.length; i++) {
    const c = css[i] as string;
    if (c === '\\') i++;
    else if (c === '"' || c === "'") i = endOfString(css, i);
    else if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
    else if (depth === 0 && stop.includes(c)) return i;
  }
  return css.length;
}

function closing(css: string, open: number): number {
  let at = open + 1;
  for (let depth = 1; at < css.length; at++) {
    at = scan(css, at, '{}');
    depth += css[at] === '{' ? 1 : -1;
    if (depth === 0) return at;
  }
  return css.length;
}

function endOfString(css: string, from: number): number {
  let at = from + 1;
  while (at < css.length && css[at] !== css[from]) at += css[at] === '\\' ? 2 : 1;
  return at;
}

function split(text: string, by: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const end = scan(text, at, by);
    parts.push(text.slice(at, end).trim());
    at = end + 1;
  }
  return parts.filter((part) => part !== '');
}

function dropRules(rules: Rule[], use: CssUse): Rule[] {
  const kept: Rule[] = [];
  for (const { head, body } of rules) {
    if (typeof body !== 'string') {
      const inside = canMatch(head, use) ? dropRules(body, use) : [];
      if (inside.length > 0) kept.push({ head, body: inside });
    } else if (head.startsWith('@')) {
      kept.push({ head, body });
    } else {
      const selectors = split(head, ',').filter((selector) => canMatch(selector, use));
      if (selectors.length > 0) kept.push({ head: selectors.join(','), body });
    }
  }
  return kept;
}

function canMatch(selector: string, use: CssUse): boolean {
  const classes = selector.match(/\.[A-Za-z][\w-]*/g) ?? [];
  const foreign = classes.some((name) => name.startsWith(`.${use.prefix}`) && !use.classes.has(name.slice(1)));
  return !foreign && !use.unused.some((fragment) => selector.includes(fragment));
}

/** Every custom property that some ordinary declaration reads, directly or through other custom properties. */
function readProperties(rules: Rule[]): Set<string> {
  const read = new Set<string>();
  const definitions = new Map<string, string[]>();
  const queue: string[] = [];
  for (const declaration of declarations(rules)) {
    const name = CUSTOM.exec(declaration)?.[1];
    const refs = [...declaration.matchAll(REFERENCE)].map((match) => match[1] as string);
    if (name === undefined) queue.push(...refs);
    else definitions.set(name, [...(definitions.get(name) ?? []), ...refs]);
  }
  while (queue.length > 0) {
    const name = queue.pop() as string;
    if (read.has(name)) continue;
    read.add(name);
    queue.push(...(definitions.get(name) ?? []));
  }
  return read;
}

const declarations = (rules: Rule[]): string[] =>
  rules.flatMap(({ body }) => (typeof body === 'string' ? split(body, ';') : declarations(body)));

function dropProperties(rules: Rule[], read: Set<string>): Rule[] {
  const kept: Rule[] = [];
  for (const { head, body } of rules) {
    if (typeof body !== 'string') {
      const inside = dropProperties(body, read);
      if (inside.length > 0) kept.push({ head, body: inside });
      continue;
    }
    const lines = split(body, ';').filter((line) => read.has(CUSTOM.exec(line)?.[1] ?? '') || !CUSTOM.test(line));
    if (lines.length > 0 || head.endsWith(';')) kept.push({ head, body: lines.join(';') });
  }
  return kept;
}

const print = (rules: Rule[]): string =>
  rules
    .map(({ head, body }) =>
      head.endsWith(';') ? head : `${head}{${typeof body === 'string' ? tighten(body) : print(body)}}`,
    )
    .join('');

/** White space that says nothing; strings are left alone. */
const tighten = (body: string): string =>
  body.includes('"') ? body : body.replace(/\s*([;:,])\s+/g, '$1').replace(/\s+/g, ' ');
