import type { Catalogue } from '../../src/compose.ts';
import { loadFolders, openCatalogue } from '../../src/compose.ts';
import { readEnv, toConfig } from '../../src/config.ts';
import { growRecords } from './grow/grow.ts';

/** Made-up software that stands beside the built-in one. */
const GROWN = 200;

/** The catalogue that judged queries are asked of: the built-in one and made-up records, in a folder of its own. */
export async function judgedCatalogue(folder: string): Promise<Catalogue> {
  const config = toConfig(readEnv({ ALMINDING_DATA: folder }));
  const catalogue = openCatalogue(config, { what: 'judged' });
  await loadFolders(config, catalogue);
  const records = [...growRecords(GROWN, 7)].map((record) => ({
    kind: 'software' as const,
    bytes: Buffer.from(JSON.stringify(record)),
    mediaType: 'application/json' as const,
    provenance: { by: 'import' as const, file: `grown/${record.name}.json` },
  }));
  await catalogue.registry.publishAll(records);
  return catalogue;
}
