// Provisional: replaced by the full mapping.
import type { Software } from '../schemas.gen.ts';
import type { Manifest } from './manifest.ts';

export function toSoftware(m: Manifest): { record: Software; contacts: object[] } {
  const description = Object.fromEntries(
    Object.entries(m.description).map(([lang, d]) => [
      lang,
      { short: d.shortDescription, long: d.longDescription, features: d.features },
    ]),
  );
  return {
    record: { name: m.name, url: m.url, description, licence: { spdx: m.legal.license } } as Software,
    contacts: m.maintenance.contacts ?? [],
  };
}
