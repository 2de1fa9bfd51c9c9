import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import adoption from '../../schemas/adoption.schema.json' with { type: 'json' };
import assessment from '../../schemas/assessment.schema.json' with { type: 'json' };
import claim from '../../schemas/claim.schema.json' with { type: 'json' };
import common from '../../schemas/common.schema.json' with { type: 'json' };
import contribution from '../../schemas/contribution.schema.json' with { type: 'json' };
import framework from '../../schemas/framework.schema.json' with { type: 'json' };
import need from '../../schemas/need.schema.json' with { type: 'json' };
import network from '../../schemas/network.schema.json' with { type: 'json' };
import observation from '../../schemas/observation.schema.json' with { type: 'json' };
import offer from '../../schemas/offer.schema.json' with { type: 'json' };
import organisation from '../../schemas/organisation.schema.json' with { type: 'json' };
import software from '../../schemas/software.schema.json' with { type: 'json' };
import story from '../../schemas/story.schema.json' with { type: 'json' };
import writers from '../../schemas/writers.schema.json' with { type: 'json' };
import type { Kind } from './kinds.ts';

/** The part of JSON Schema that our schemas use. */
export interface Schema {
  $ref?: string;
  title?: string;
  description?: string;
  /** What the common part says of its form, where `description` says what it is for. */
  form?: string | undefined;
  type?: string;
  enum?: string[];
  const?: string;
  pattern?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  maxItems?: number;
  maxLength?: number;
}

export const RECORD_SCHEMAS: Readonly<Record<Kind, Schema>> = {
  software,
  organisation,
  network,
  framework,
  adoption,
  contribution,
  assessment,
  observation,
  writers,
  offer,
  need,
  story,
  claim,
} as Record<Kind, Schema>;

const COMMON = common.$defs as Record<string, Schema>;

/** The schema that a reference means; our records refer only to the common parts. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  if (name === undefined) return schema;
  const common: Schema = COMMON[name] ?? {};
  return { ...common, ...(schema.description ? { description: schema.description } : {}), form: common.description };
}

const MEMBER: Schema = {};

/** The schema of a member of a map or list; an empty one where the schema says nothing of it. */
export function memberOf(schema: Schema, part: string): Schema {
  const { items, properties, additionalProperties } = resolved(schema);
  const found =
    items ?? properties?.[part] ?? (typeof additionalProperties === 'object' ? additionalProperties : MEMBER);
  return resolved(found);
}

/** That the schemas themselves are schemas is shown by a test, not found out at every start. */
function compiler(options: Options): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, meta: false, validateSchema: false, ...options });
  addFormats.default(ajv);
  ajv.addSchema(common);
  return ajv;
}

/** No coercion, no defaults, no removal: a record is right as it stands or refused. */
function validators(options: Options): (kind: Kind) => ValidateFunction {
  // Its own optimising takes as long as all the rest of compiling, and the engine does the same again.
  let ajv: Ajv2020 | null = null;
  const compiled = new Map<Kind, ValidateFunction>();
  return (kind) => {
    ajv ??= compiler({ code: { optimize: false }, ...options });
    const known = compiled.get(kind) ?? ajv.compile(RECORD_SCHEMAS[kind]);
    compiled.set(kind, known);
    return known;
  };
}

/** Tells all errors at once. */
export const validatorOf = validators({ allErrors: true, verbose: true });

/**
 * Says only whether there is one, in half the time. It counts the units of a text, not its characters, of which there are
 * never more: what it accepts is right, what it refuses may be right too.
 */
export const quickValidatorOf = validators({ unicode: false, logger: false });

/** A validator of another document than a record, which tells all errors at once; made when it is first used. */
export function documentValidator(schema: Schema): () => ValidateFunction {
  let made: ValidateFunction | null = null;
  return () => {
    if (made !== null) return made;
    made = compiler({ allErrors: true, verbose: true }).compile(schema);
    return made;
  };
}
