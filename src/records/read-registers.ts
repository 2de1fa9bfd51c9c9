import registersSchema from '../../schemas/registers.schema.json' with { type: 'json' };
import type { Problem } from '../kernel/errors.ts';
import { readYaml } from '../manifest/safe-yaml.ts';
import type { Registers } from '../schemas.gen.ts';
import { documentValidator, type Schema } from './record-schemas.ts';
import { schemaProblems } from './schema-problems.ts';
import { valueBySchema } from './value-by-schema.ts';

const SCHEMA = registersSchema as Schema;
const validator = documentValidator(SCHEMA);

/** Reads a folder's `registers.yml`: how many bodies of a kind there are. Every problem has its line. */
export function readRegisters(bytes: Uint8Array): { registers: Registers['registers']; problems: Problem[] } {
  const { document, problems: unreadable } = readYaml(bytes);
  if (!document) return { registers: [], problems: unreadable };
  const value = valueBySchema(document.root, SCHEMA);
  const validate = validator();
  if (validate(value)) return { registers: (value as Registers).registers, problems: [] };
  return { registers: [], problems: schemaProblems(validate.errors ?? [], SCHEMA, document) };
}
