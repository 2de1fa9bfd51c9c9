import ts from 'typescript';
import { parse, placeOf, visit } from './source-file.ts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const membersOf = (value: unknown): [string, Json][] =>
  isObject(value) ? Object.entries(value).map(([key, member]) => [key, isObject(member) ? member : {}]) : [];
const isSentence = (value: unknown): value is string => typeof value === 'string' && /\w.*\.$/s.test(value.trim());
const isWords = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** Keys of a configuration schema that lack a description, or a default and the words `No default` with a reason. */
export function undocumentedKeys(schema: Json, prefix = ''): string[] {
  return membersOf(schema.properties).flatMap(([key, member]) => {
    const name = prefix + key;
    const missing: string[] = [];
    if (!isSentence(member.description)) missing.push(`${name} has no description that is a sentence`);
    const group = member.properties !== undefined;
    if (!group && member.default === undefined && !/\bNo default\b/.test(`${member.description}`)) {
      missing.push(`${name} has no default and does not say why`);
    }
    return [...missing, ...undocumentedKeys(member, `${name}.`)];
  });
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
/** What the generator writes where nobody has said anything. */
const FILLER = 'Default Response';

/** Operations of an OpenAPI document without words for what they do, take or answer. */
export function undocumentedOperations(document: Json): string[] {
  return membersOf(document.paths).flatMap(([path, item]) =>
    membersOf(item)
      .filter(([method]) => METHODS.includes(method))
      .flatMap(([method, operation]) => lacks(operation).map((what) => `${method.toUpperCase()} ${path}: ${what}`)),
  );
}

function lacks(operation: Json): string[] {
  const missing: string[] = [];
  if (!isWords(operation.summary)) missing.push('no summary');
  if (!isSentence(operation.description)) missing.push('no description that is a sentence');
  if (!Array.isArray(operation.tags) || operation.tags.length === 0) missing.push('no tag');
  const responses = membersOf(operation.responses);
  if (responses.length === 0) missing.push('no responses');
  for (const [status, { description }] of responses) {
    if (!isWords(description) || description === FILLER) missing.push(`response ${status} has no description`);
  }
  for (const parameter of Array.isArray(operation.parameters) ? operation.parameters : []) {
    if (!isWords(parameter.description)) missing.push(`parameter ${parameter.name} has no description`);
  }
  return missing;
}

const METRICS = ['Counter', 'Gauge', 'Histogram', 'Summary'];

/** Every metric made in a file, with what its help lacks, if anything. */
export function metricsIn(path: string, text: string): { name: string; missing: string[] }[] {
  const file = parse(path, text);
  const found: { name: string; missing: string[] }[] = [];
  visit(file, (node) => {
    if (!ts.isNewExpression(node) || !METRICS.includes(node.expression.getText().split('.').at(-1) ?? '')) return;
    const [options] = node.arguments ?? [];
    const words = options !== undefined && ts.isObjectLiteralExpression(options) ? textsOf(options) : {};
    const name = words.name ?? placeOf(file, node);
    found.push({ name, missing: isSentence(words.help) ? [] : [`${name} has no help that is a sentence`] });
  });
  return found;
}

const textsOf = (options: ts.ObjectLiteralExpression): Record<string, string> =>
  Object.fromEntries(
    options.properties.flatMap((one) =>
      ts.isPropertyAssignment(one) && ts.isStringLiteralLike(one.initializer)
        ? [[one.name.getText(), one.initializer.text]]
        : [],
    ),
  );
