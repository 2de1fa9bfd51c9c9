import { Ajv2020, type AnySchema, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: AnySchema }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, AnySchema> };
}

interface Known {
  document: Document;
  ajv: Ajv2020;
  /** By the schema as text: the same few are asked for again and again. */
  compiled: Map<string, ValidateFunction>;
}
const known = new WeakMap<FastifyInstance, Known>();

/** Throws when the answer to a request to the API is not one that its OpenAPI document describes. */
export function documented(app: FastifyInstance, request: InjectOptions, response: LightMyRequestResponse): void {
  const path = pathOf(request);
  const method = (request.method ?? 'GET').toLowerCase();
  const { document, ajv, compiled } = read(app);
  const operation = operationAt(document, path, method === 'head' ? 'get' : method);
  if (operation === undefined) return;
  const described = operation.responses[response.statusCode];
  const where = `${method.toUpperCase()} ${path} ${response.statusCode}`;
  if (described === undefined) throw new Error(`${where} is not documented: ${response.body.slice(0, 300)}`);
  if (method === 'head' || response.body === '') return;
  const type = String(response.headers['content-type']).split(';')[0] ?? '';
  if (type === 'text/html') return;
  const content = described.content?.[type];
  if (content === undefined) throw new Error(`${where} has the undocumented type ${type}`);
  const text = JSON.stringify(content.schema);
  const check = compiled.get(text) ?? (ajv.compile(inDocument(content.schema)) as ValidateFunction);
  compiled.set(text, check);
  if (!check(type.includes('json') ? response.json() : response.body))
    throw new Error(`${where} is not as documented: ${ajv.errorsText(check.errors)}\n${response.body.slice(0, 500)}`);
}

const pathOf = ({ url, path }: InjectOptions): string => {
  const given = url ?? path ?? '/';
  return (typeof given === 'string' ? given : (given.pathname ?? '/')).split('?', 1)[0] ?? '/';
};

function read(app: FastifyInstance): Known {
  const made = known.get(app) ?? {
    document: app.swagger() as unknown as Document,
    ajv: documentAjv(app, { meta: false, validateSchema: false }),
    compiled: new Map(),
  };
  known.set(app, made);
  return made;
}

/** An Ajv that knows the document as `openapi`, so that references into it can be followed. */
export function documentAjv(app: FastifyInstance, options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, ...options });
  addFormats.default(ajv);
  ajv.addSchema(app.swagger() as AnySchema, 'openapi');
  return ajv;
}

/** A schema of the document with its references made whole. */
export const inDocument = (schema: AnySchema): AnySchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as AnySchema;

function operationAt(document: Document, path: string, method: string): Operation | undefined {
  const segments = path.split('/');
  const fits = (template: string): boolean => {
    const parts = template.split('/');
    return parts.length === segments.length && parts.every((part, i) => part.startsWith('{') || part === segments[i]);
  };
  const exact = document.paths[path];
  return (exact ?? document.paths[Object.keys(document.paths).find(fits) ?? ''])?.[method];
}
