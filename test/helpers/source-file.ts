import ts from 'typescript';

export interface Import {
  /** As it is written: a relative path, `#root/…`, the name of a package or `node:…`. */
  specifier: string;
  /** True when nothing of it is left at run time. */
  typeOnly: boolean;
}

export const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.ES2023,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** All that a file takes from others: imports, re-exports, `import()`, workers by `new URL(…)`, files of packages. */
export function importsOf(file: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (name: ts.Node | undefined, typeOnly: boolean): void => {
    if (name !== undefined && ts.isStringLiteralLike(name)) found.push({ specifier: name.text, typeOnly });
    else if (name !== undefined) found.push({ specifier: '(computed)', typeOnly });
  };
  visit(file, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (isModuleAddress(node) || isPackageAddress(node)) add(node.arguments?.[0], false);
  });
  return found;
}

function isTypeImport(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

/** `new URL('./worker.js', import.meta.url)`: how a worker thread's file is named. */
function isModuleAddress(node: ts.Node): node is ts.NewExpression {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'URL') return false;
  const [first, second] = node.arguments ?? [];
  return (
    first !== undefined &&
    ts.isStringLiteral(first) &&
    /\.[jt]sx?$/.test(first.text) &&
    second?.getText() === 'import.meta.url'
  );
}

/** `import.meta.resolve('package/file')`: how a file of a package is found. Files of our own are data and no imports. */
function isPackageAddress(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'import.meta.resolve') return false;
  const [first] = node.arguments;
  return first !== undefined && ts.isStringLiteral(first) && !/^[.#]/.test(first.text);
}

/** Uses of a name that the file itself does not declare: a global, whatever the library types say. */
export function usesOfGlobal(file: ts.SourceFile, name: string): ts.Identifier[] {
  const uses: ts.Identifier[] = [];
  let declared = false;
  visit(file, (node) => {
    if (!ts.isIdentifier(node) || node.text !== name) return;
    const { name: named, propertyName } = node.parent as Partial<Record<'name' | 'propertyName', ts.Node>>;
    if (named === node && !usesItsName(node.parent)) declared ||= bindsName(node.parent);
    else if (propertyName !== node && !ts.isQualifiedName(node.parent)) uses.push(node);
  });
  return declared ? [] : uses;
}

/** `globalThis.name` and `{ name }` use what they name. */
const usesItsName = (node: ts.Node): boolean =>
  ts.isShorthandPropertyAssignment(node) ||
  (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'globalThis');

const bindsName = (node: ts.Node): boolean =>
  ts.isVariableDeclaration(node) ||
  ts.isParameter(node) ||
  ts.isBindingElement(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isImportSpecifier(node) ||
  ts.isImportClause(node) ||
  ts.isNamespaceImport(node);

export const placeOf = (file: ts.SourceFile, node: ts.Node): string =>
  `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
