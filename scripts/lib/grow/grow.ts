import type { Software } from '../../../src/schemas.gen.ts';
import { type Description, type GrownManifest, Maker } from './manifests.ts';
import { Random } from './random.ts';
import { toYaml } from './yaml.ts';

export interface GrownFile {
  /** `publiccode-000042.yml` */
  file: string;
  yaml: string;
}

/** `n` invented manifests as YAML: the same for the same seed. Each has a repository of its own. */
export function* growManifests(n: number, seed = 1): Generator<GrownFile> {
  let serial = 0;
  for (const manifest of grow(n, seed)) {
    const file = `publiccode-${String(serial).padStart(6, '0')}.yml`;
    yield { file, yaml: toYaml(manifest) };
    serial += 1;
  }
}

/** The same software as records of the catalogue, ready to be published as JSON. */
export function* growRecords(n: number, seed = 1): Generator<Software> {
  for (const manifest of grow(n, seed)) yield recordOf(manifest);
}

function* grow(n: number, seed: number): Generator<GrownManifest> {
  const maker = new Maker(seed);
  const random = new Random(seed);
  for (let serial = 0; serial < n; serial += 1) yield maker.make(random, serial);
}

function recordOf(m: GrownManifest): Software {
  const { legal, intendedAudience: audience, maintenance } = m;
  const descriptions = Object.entries(m.description).map(([language, one]) => [language, describedAs(one)]);
  const record: { [Key in keyof Software]: Software[Key] | undefined } = {
    name: m.name,
    url: m.url,
    landingUrl: m.landingURL,
    roadmapUrl: m.roadmap,
    applicationSuite: m.applicationSuite,
    logo: m.logo,
    description: Object.fromEntries(descriptions),
    type: m.softwareType as NonNullable<Software['type']>,
    status: m.developmentStatus as NonNullable<Software['status']>,
    version: m.softwareVersion,
    releaseDate: m.releaseDate,
    platforms: m.platforms,
    categories: m.categories,
    audience,
    licence: { spdx: legal.license },
    owner: legal.repoOwner === undefined ? undefined : { name: legal.repoOwner },
    copyrightOwner: legal.mainCopyrightOwner,
    maintenance: {
      type: maintenance.type as 'internal',
      ...(maintenance.contractors ? { contractors: maintenance.contractors } : {}),
    },
    localisation: { ready: m.localisation.localisationReady, languages: m.localisation.availableLanguages },
    dependsOn: m.dependsOn,
    usedBy: m.usedBy,
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as unknown as Software;
}

function describedAs(d: Description): NonNullable<Software['description']>[string] {
  return {
    ...(d.genericName === undefined ? {} : { generic: d.genericName }),
    short: d.shortDescription,
    long: d.longDescription,
    features: d.features,
    ...(d.documentation === undefined ? {} : { documentation: d.documentation }),
    ...(d.apiDocumentation === undefined ? {} : { apiDocumentation: d.apiDocumentation }),
    ...(d.screenshots === undefined ? {} : { screenshots: d.screenshots }),
  };
}
