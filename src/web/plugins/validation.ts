import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '../../kernel/errors.ts';

type Schema = Record<string, unknown>;

/** Schema of a query string: these parameters and no others. */
export const query = (properties: Record<string, Schema>, required: string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 ? { required } : {}),
});

/** For places that take no parameters at all. */
export const NO_QUERY = query({});

/** The schemas of routes are held to the dialect by the test of the OpenAPI document, not at every start. */
const UNCHECKED = { meta: false, validateSchema: false } as const;

/**
 * Query strings are checked against their route's schema: numbers are read from text, a repeatable parameter is a list,
 * what is not in the schema is refused. Paths are checked by their handlers, which know what an address is; bodies by
 * the registry, which gets their bytes. Schemas of those serve the documentation only.
 */
export function checkQueries(app: FastifyInstance): void {
  const ajv = new Ajv2020({ coerceTypes: 'array', useDefaults: true, verbose: true, strict: true, ...UNCHECKED });
  app.setValidatorCompiler<Schema>(({ schema, httpPart }) =>
    httpPart === 'querystring' ? compiledLater(() => ajv.compile(schema)) : () => true,
  );
  app.setSchemaErrorFormatter((errors) => refusal(errors[0] as ErrorObject));
  // Answers are built by our own code and checked against their schemas in the tests: a serialiser would drop silently
  // what a schema forgot, and has to be compiled at every start.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
}

/** A hundred schemas compiled at every start would take a third of a second: each is compiled by the first who asks. */
function compiledLater(compile: () => ValidateFunction): (value: unknown) => boolean {
  let made: ValidateFunction | null = null;
  const check: ((value: unknown) => boolean) & { errors?: ErrorObject[] | null } = (value) => {
    made ??= compile();
    const fits = made(value) as boolean;
    // Where the caller looks for what is wrong, as with every validator of ajv.
    check.errors = made.errors ?? null;
    return fits;
  };
  return check;
}

function refusal(error: ErrorObject): CodedError {
  if (error.keyword === 'additionalProperties') {
    const allowed = Object.keys((error.parentSchema as { properties?: Schema } | undefined)?.properties ?? {});
    const name = shown(error.params.additionalProperty);
    const known = allowed.length > 0 ? `Known here: ${allowed.join(', ')}.` : 'This place takes none.';
    return new CodedError('unknown-parameter', `There is no parameter ${name}. ${known}`, { extra: { allowed } });
  }
  if (error.keyword === 'required')
    return new CodedError('invalid-parameter', `The parameter ${shown(error.params.missingProperty)} is missing.`);
  const name = shown(error.instancePath.split('/')[1]);
  return new CodedError(
    'invalid-parameter',
    `The parameter ${name} ${WRONG[error.keyword]?.(error) ?? error.message}.`,
  );
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  string: 'a text',
};

/** What is wrong with a value, by the keyword of its schema; the validator's own words where we have none. */
const WRONG: Readonly<Record<string, (error: ErrorObject) => string>> = {
  minimum: ({ params }) => `must be at least ${params.limit}`,
  maximum: ({ params }) => `must be at most ${params.limit}`,
  minLength: ({ params }) => (params.limit === 1 ? 'is empty' : `must have at least ${params.limit} characters`),
  maxLength: ({ params }) => `must have at most ${params.limit} characters`,
  minItems: ({ params }) => `must be given at least ${params.limit} times`,
  maxItems: ({ params }) => `may be given at most ${params.limit} times`,
  enum: ({ params }) => `must be one of: ${(params.allowedValues as string[]).join(', ')}`,
  const: ({ params }) => `must be ${params.allowedValue}`,
  type: ({ params }) => `must be ${TYPES[params.type as string] ?? params.type}`,
  pattern: () => 'does not have the form that is described for it',
  format: ({ params }) => `is no ${params.format}`,
};

/** What came in is told back in a message only as far as it helps. */
const shown = (name: unknown): string => `\`${String(name).slice(0, 60)}\``;
