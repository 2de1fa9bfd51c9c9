import declarationSchema from '../../schemas/declaration.schema.json' with { type: 'json' };
import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { readYaml } from '../manifest/safe-yaml.ts';
import { hasEmail, hasPhone } from '../manifest/scrub.ts';
import type { Declaration } from '../schemas.gen.ts';
import { documentValidator, type Schema } from './record-schemas.ts';
import { schemaProblems } from './schema-problems.ts';
import { senseFaults } from './sense.ts';
import { valueBySchema } from './value-by-schema.ts';

const SCHEMA = declarationSchema as Schema;
const validator = documentValidator(SCHEMA);

/** Reads an organisation's `adoptions.yml`, or says everything that is wrong with it, each with its line. */
export function readDeclaration(
  bytes: Uint8Array,
): { declaration: Declaration; problems: [] } | { declaration: null; problems: Problem[] } {
  const { document, problems: unreadable } = readYaml(bytes);
  if (!document) return { declaration: null, problems: unreadable };
  const value = valueBySchema(document.root, SCHEMA);
  const validate = validator();
  const problems = validate(value)
    ? senseFaults(value).map(
        (fault): Problem => ({ ...fault, severity: 'error', ...document.positionOf(fault.pointer) }),
      )
    : schemaProblems(validate.errors ?? [], SCHEMA, document);
  const text = JSON.stringify(value);
  if (hasEmail(text) || hasPhone(text))
    problems.push({
      ...{ rule: 'personal-data', severity: 'error', pointer: '' },
      message: 'The file must hold no mail address and no telephone number.',
    });
  return problems.length > 0
    ? { declaration: null, problems: problems.slice(0, LIMITS.problems) }
    : { declaration: value as Declaration, problems: [] };
}
