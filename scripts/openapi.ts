import type { GeneratedFile } from './lib/generated.ts';

/**
 * `schemas/openapi.json` from the document that the service itself serves. `generate.ts` hands in how to get it, so
 * that this step starts no server of its own and the file cannot say anything else than the service does.
 */
export const openapiFile = (document: () => Promise<object>): GeneratedFile => ({
  path: 'schemas/openapi.json',
  make: async () => `${JSON.stringify(await document(), null, 2)}\n`,
});
