import type { Software } from '../schemas.gen.ts';
import type { Fields } from './fields.ts';
import type { DescriptionBlock } from './manifest.ts';
import { setOwn } from './tree.ts';

/** The description in all its languages, as the record has it. */
export function descriptionOf(blocks: Record<string, DescriptionBlock>, fields: Fields): Software['description'] {
  const described: Record<string, unknown> = {};
  for (const [language, block] of Object.entries(blocks)) {
    const parts = {
      name: fields.text(block.localisedName, 300),
      generic: fields.text(block.genericName, 200),
      short: fields.text(block.shortDescription, 1000),
      long: fields.text(block.longDescription, 40_000),
      features: fields.texts(block.features, 2000),
      documentation: fields.address(block.documentation),
      apiDocumentation: fields.address(block.apiDocumentation),
      screenshots: fields.paths(block.screenshots),
      videos: fields.addresses(block.videos),
      awards: fields.texts(block.awards, 1000),
    };
    const left = Object.entries(parts).filter(([, value]) => value !== undefined);
    setOwn(described, language, Object.fromEntries(left));
  }
  return described as Software['description'];
}
