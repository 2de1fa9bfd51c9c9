import ts from 'typescript';
import { importsOf, parse, placeOf, usesOfGlobal, visit } from './source-file.ts';

/** Something that only few files may do, and how to see it done. */
interface UseRule {
  what: string;
  allowed: RegExp;
  find(file: ts.SourceFile): ts.Node[];
}

const SQL_LOUD =
  /\b(SELECT\s[\s\S]*\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|(CREATE|DROP|ALTER)\s+(VIRTUAL\s+)?(TABLE|INDEX|VIEW|TRIGGER)\s|PRAGMA\s+\w|BEGIN\s+IMMEDIATE)/;
/** In small letters only at the start of a text: sentences have these words too. */
const SQL_QUIET = /^\s*(select\s[\s\S]*\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|pragma\s+\w)/;

const RULES: readonly UseRule[] = [
  { what: 'fetch', allowed: /^src\/net\//, find: (file) => usesOfGlobal(file, 'fetch') },
  {
    what: 'the environment',
    allowed: /^src\/config\.ts$/,
    find: (file) => [...accesses(file, 'process', ['env']), ...moduleUses(file, /^(node:)?process$/)],
  },
  {
    what: 'the clock',
    allowed: /^src\/kernel\/clock\.ts$/,
    find: (file) => [
      ...accesses(file, 'Date', ['now']),
      ...accesses(file, 'process', ['hrtime']),
      ...usesOfGlobal(file, 'performance'),
      ...moduleUses(file, /^(node:)?perf_hooks$/),
      ...nodes(file, (node) => isCallOfDate(node)),
    ],
  },
  { what: 'SQL', allowed: /^src\/store\//, find: (file) => nodes(file, (node) => isText(node) && isSql(node.text)) },
  // Net reads the status of what others answer; all other rooms get it as a plain number.
  { what: 'an HTTP status', allowed: /^src\/(web|net)\//, find: (file) => nodes(file, (node) => isStatus(node)) },
  {
    what: 'the browser',
    allowed: /^src\/web\/static\//,
    find: (file) => ['window', 'document', 'localStorage', 'navigator'].flatMap((name) => usesOfGlobal(file, name)),
  },
];

/** Every use of something that this file may not use: `src/web/page.ts:3 uses the clock`. */
export function forbiddenUses(path: string, text: string): string[] {
  const file = parse(path, text);
  return RULES.filter(({ allowed }) => !allowed.test(path)).flatMap(({ what, find }) =>
    find(file).map((node) => `${placeOf(file, node)} uses ${what}`),
  );
}

/** `.skip`, `.todo` and `.only` of tests, as a call or as an option. */
export function testEscapes(path: string, text: string): string[] {
  const file = parse(path, text);
  const escapes = ['skip', 'todo', 'only'];
  return nodes(file, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      return escapes.includes(node.expression.name.text);
    }
    const option = ts.isPropertyAssignment(node) && escapes.includes(node.name.getText());
    return option && ts.isCallExpression(node.parent.parent) && /\btest$/.test(node.parent.parent.expression.getText());
  }).map((node) => `${placeOf(file, node)} leaves a test out`);
}

export function defaultExports(path: string, text: string): string[] {
  const file = parse(path, text);
  return nodes(file, isDefaultExport).map((node) => `${placeOf(file, node)} has a default export`);
}

const isDefaultExport = (node: ts.Node): boolean =>
  ts.isExportAssignment(node) ||
  (node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent)) ||
  (ts.isExportSpecifier(node) && node.name.text === 'default');

function nodes(file: ts.SourceFile, wanted: (node: ts.Node) => boolean): ts.Node[] {
  const found: ts.Node[] = [];
  visit(file, (node) => {
    if (wanted(node)) found.push(node);
  });
  return found;
}

/** `object.member` and `object['member']`. */
const accesses = (file: ts.SourceFile, object: string, members: string[]): ts.Node[] =>
  nodes(file, (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      return node.expression.getText() === object && members.includes(node.name.text);
    }
    if (!ts.isElementAccessExpression(node) || node.expression.getText() !== object) return false;
    return ts.isStringLiteralLike(node.argumentExpression) && members.includes(node.argumentExpression.text);
  });

const moduleUses = (file: ts.SourceFile, name: RegExp): ts.Node[] =>
  importsOf(file).some(({ specifier }) => name.test(specifier)) ? [file] : [];

/** `new Date()` and `Date()` read the clock; `new Date(x)` does not. */
const isCallOfDate = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0) ||
  (ts.isCallExpression(node) && node.expression.getText() === 'Date');

const isText = (node: ts.Node): node is ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);

const isSql = (text: string): boolean => SQL_LOUD.test(text) || SQL_QUIET.test(text);

/** `reply.code(404)`, `.status(404)`, `.writeHead(404)`, and anything called `statusCode`. */
function isStatus(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === 'statusCode';
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const [first] = node.arguments;
  return (
    ['code', 'status', 'writeHead'].includes(node.expression.name.text) && first?.kind === ts.SyntaxKind.NumericLiteral
  );
}
