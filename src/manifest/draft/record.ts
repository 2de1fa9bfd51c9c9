import type { Software } from '../../schemas.gen.ts';
import { descriptionOf } from '../describe.ts';
import { Fields } from '../fields.ts';
import { canonicalLicence } from '../forms/licence.ts';
import type { DescriptionBlock } from '../manifest.ts';
import { scrubberFor } from '../scrub.ts';
import type { Draft } from './draft.ts';

type Value = string | boolean | string[];

/**
 * The software record that a draft would give: what was found alone, without what a person has yet to say. Texts are rid of
 * mail addresses and telephone numbers as those of a manifest are. Null where not even a name was found.
 */
export function draftRecord({ found }: Pick<Draft, 'found'>): Software | null {
  const values = new Map(found.map(({ key, value }) => [key, value]));
  const fields = new Fields(scrubberFor([]));
  const text = (key: string): string | undefined => textOf(values.get(key));
  const name = fields.text(text('name'), 300);
  if (name === undefined) return null;
  const licence = text('legal.license');
  const languages = listOf(values.get('localisation.availableLanguages'));
  const described = descriptionOf(descriptionIn(values), fields) ?? {};
  const record = {
    name,
    url: repository(text('url'), fields),
    landingUrl: fields.address(text('landingURL')),
    logo: fields.path(text('logo')),
    description: Object.keys(described).length === 0 ? undefined : described,
    type: text('softwareType'),
    status: text('developmentStatus'),
    version: fields.text(text('softwareVersion'), 300),
    releaseDate: text('releaseDate'),
    licence: licence === undefined ? undefined : { spdx: canonicalLicence(licence) },
    localisation: languages === undefined ? undefined : { ready: true, languages: [...new Set(languages)] },
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as unknown as Software;
}

const repository = (url: string | undefined, fields: Fields): string | undefined =>
  url === undefined ? undefined : fields.repository(url);

const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const listOf = (value: Value | undefined): string[] | undefined => (Array.isArray(value) ? value : undefined);

/** `description.en.shortDescription` and its like. */
function descriptionIn(values: ReadonlyMap<string, Value>): Record<string, DescriptionBlock> {
  const blocks: Record<string, Record<string, Value>> = {};
  for (const [key, value] of values) {
    const [, language, part] = /^description\.([A-Za-z0-9-]{1,40})\.(\w{1,40})$/.exec(key) ?? [];
    if (language === undefined || part === undefined) continue;
    blocks[language] = { ...blocks[language], [part]: value };
  }
  return blocks as unknown as Record<string, DescriptionBlock>;
}
