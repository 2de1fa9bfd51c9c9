import schema from '../../../schemas/config.schema.json' with { type: 'json' };

export interface ConfigurationKey {
  /** Name in the file of settings. */
  name: string;
  /** Name in the environment. */
  environment: string;
  description: string;
  /** The default as it would be written. */
  default: string;
  /** Allowed values, or the smallest and the largest one; `''` where anything goes. */
  range: string;
}

interface KeySchema {
  description: string;
  default?: unknown;
  enum?: string[];
  minimum?: number;
  maximum?: number;
}

/** What an operator can set, in the order of the schema. */
export const configurationKeys = (): ConfigurationKey[] =>
  Object.entries(schema.properties as Record<string, KeySchema>).map(([name, key]) => ({
    name,
    environment: `ALMINDING_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
    description: key.description,
    default: key.default === undefined ? '' : String(key.default),
    range: rangeOf(key),
  }));

function rangeOf(key: KeySchema): string {
  if (key.enum !== undefined) return key.enum.join(', ');
  return key.minimum === undefined ? '' : `${key.minimum}–${key.maximum ?? '…'}`;
}
