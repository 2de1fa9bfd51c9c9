import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: AnySchema }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, AnySchema> };
}

const known = new WeakMap<FastifyInstance, { document: Document; ajv: Ajv2020 }>();

/** Throws when the answer to a request to the API is not one that its OpenAPI document describes. */
export function documented(app: FastifyInstance, request: InjectOptions, response: LightMyRequestResponse): void {
  const path = pathOf(request);
  const method = (request.method ?? 'GET').toLowerCase();
  const { document, ajv } = read(app);
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
  const check = ajv.compile(inDocument(content.schema)) as ValidateFunction;
  if (!check(type.includes('json') ? response.json() : response.body))
    throw new Error(`${where} is not as documented: ${ajv.errorsText(check.errors)}\n${response.body.slice(0, 500)}`);
}

const pathOf = ({ url, path }: InjectOptions): string => {
  const given = url ?? path ?? '/';
  return (typeof given === 'string' ? given : (given.pathname ?? '/')).split('?', 1)[0] ?? '/';
};

function read(app: FastifyInstance): { document: Document; ajv: Ajv2020 } {
  const made = known.get(app) ?? { document: app.swagger() as unknown as Document, ajv: documentAjv(app) };
  known.set(app, made);
  return made;
}

/** An Ajv that knows the document as `openapi`, so that references into it can be followed. */
export function documentAjv(app: FastifyInstance): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
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
