import { slugOf } from '../../../src/kernel/slug.ts';
import categories from '../../../src/manifest/vocabularies/categories.json' with { type: 'json' };
import scopes from '../../../src/manifest/vocabularies/scopes.json' with { type: 'json' };
import { LANGUAGE_NAMES, LANGUAGES, type LanguageName } from './languages.ts';
import { Random, Zipf } from './random.ts';
import { capital, inventedName, Texts } from './texts.ts';

export interface Description {
  genericName?: string;
  localisedName?: string;
  shortDescription: string;
  longDescription: string;
  features: string[];
  documentation?: string;
  apiDocumentation?: string;
  screenshots?: string[];
}

/** A manifest as publiccode.yml has it, with the keys in the order in which they are mostly written. */
export interface GrownManifest {
  publiccodeYmlVersion: string;
  name: string;
  applicationSuite?: string;
  url: string;
  landingURL?: string;
  isBasedOn?: string;
  softwareVersion?: string;
  releaseDate?: string;
  logo?: string;
  platforms: string[];
  categories: string[];
  usedBy?: string[];
  roadmap?: string;
  developmentStatus: string;
  softwareType: string;
  intendedAudience?: { countries: string[]; scope?: string[] };
  description: Record<string, Description>;
  legal: { license: string; mainCopyrightOwner?: string; repoOwner?: string };
  maintenance: {
    type: string;
    contacts?: { name: string; email?: string; affiliation?: string }[];
    contractors?: { name: string; until: string; website: string }[];
  };
  localisation: { localisationReady: boolean; availableLanguages: string[] };
  dependsOn?: { open: { name: string; versionMin?: string; optional?: boolean }[] };
}

// How often what occurs was counted over some hundred real manifests and rounded; nothing else was taken from them.
const MAIN_LANGUAGE: Record<LanguageName, number> = { it: 50, en: 15, da: 10, fr: 11, de: 7, nl: 7 };
const LICENCES = {
  'AGPL-3.0-or-later': 52,
  'EUPL-1.2': 45,
  MIT: 27,
  'GPL-3.0-or-later': 17,
  'GPL-3.0-only': 14,
  'AGPL-3.0-only': 12,
  'Apache-2.0': 20,
  'BSD-3-Clause': 6,
  'GPL-2.0-or-later': 6,
  'MPL-2.0': 3,
};
const TYPES = {
  'standalone/web': 111,
  addon: 23,
  'standalone/other': 22,
  'standalone/backend': 19,
  library: 13,
  'standalone/mobile': 10,
  configurationFiles: 4,
  'standalone/desktop': 3,
};
const STATUSES = { stable: 157, development: 27, beta: 24, concept: 3, obsolete: 2 };
const MAINTENANCE = { internal: 109, community: 62, contract: 47, none: 7 };
const VERSIONS = { '0.2': 80, '0.3': 8, '0.4': 6, '0.5': 4, '0.7': 2 };
const PLATFORMS = { web: 60, linux: 20, windows: 10, mac: 5, android: 3, ios: 2 };
/** A name that is neither of a person nor of a real product. */
const PARTS = ['DB', 'Server', 'Lib', 'Runtime', 'Queue', 'Cache', 'Form', 'Auth'] as const;
const PLACES = 400;
const FORGES = 6;
const OWNERS = 700;
/** A hundred users are the most that a manifest names. */
const MOST_USERS = 100;

/** What all manifests of a run share: vocabularies, places, owners. */
export class Maker {
  readonly #texts = new Map(LANGUAGE_NAMES.map((name) => [name, new Texts(name)]));
  readonly #places = new Map<LanguageName, Zipf<string>>();
  readonly #owners: Zipf<string>;
  readonly #categories: Zipf<string>;
  readonly #scopes: Zipf<string>;

  constructor(seed: number) {
    const random = new Random(seed ^ 0x5eed);
    for (const name of LANGUAGE_NAMES) {
      this.#places.set(name, new Zipf(Array.from({ length: PLACES }, () => inventedName(random, name, 3))));
    }
    const owners = Array.from(
      { length: OWNERS },
      (_, i) => `${slugOf(inventedName(random, pickLanguage(random), 3))}-${i}`,
    );
    this.#owners = new Zipf(owners);
    this.#categories = new Zipf(shuffled(random, categories));
    this.#scopes = new Zipf(shuffled(random, scopes));
  }

  make(random: Random, serial: number): GrownManifest {
    const language = pickLanguage(random);
    const languages = [language, ...(random.chance(0.25) ? [otherLanguage(random, language)] : [])];
    const name = this.#name(random, language);
    const owner = this.#owners.draw(random);
    const forge = `https://forge${1 + (serial % FORGES)}.example`;
    const url = `${forge}/${owner}/${slugOf(name)}-${serial}`;
    const optional = <T>(probability: number, value: () => T): T | undefined =>
      random.chance(probability) ? value() : undefined;
    return compact({
      publiccodeYmlVersion: random.weighted(VERSIONS),
      name,
      applicationSuite: optional(0.15, () => capital(this.#text(language).term(random))),
      url,
      landingURL: optional(0.4, () => `https://${owner}.example/${slugOf(name)}`),
      isBasedOn: optional(0.08, () => `${forge}/${this.#owners.draw(random)}/base`),
      softwareVersion: optional(0.65, () =>
        [random.between(0, 9), random.between(0, 20), random.between(0, 9)].join('.'),
      ),
      releaseDate: optional(0.88, () => this.#date(random, 2015, 2026)),
      logo: optional(0.44, () => 'docs/logo.svg'),
      platforms: random.some(Object.keys(PLATFORMS), random.chance(0.6) ? 1 : random.between(2, 4)),
      categories: this.#several(random, this.#categories, 2, 20),
      usedBy: optional(0.5, () => this.#users(random, language)),
      roadmap: optional(0.18, () => `${url}/roadmap`),
      developmentStatus: random.weighted(STATUSES),
      softwareType: random.weighted(TYPES),
      intendedAudience: optional(0.48, () => this.#audience(random, language)),
      description: Object.fromEntries(languages.map((one) => [one, this.#description(random, one, url)])),
      legal: compact({
        license: random.weighted(LICENCES),
        mainCopyrightOwner: optional(0.45, () => this.#body(random, language)),
        repoOwner: optional(0.52, () => this.#body(random, language)),
      }),
      maintenance: this.#maintenance(random, language),
      localisation: { localisationReady: random.chance(0.5), availableLanguages: languages },
      dependsOn: optional(0.25, () => ({ open: this.#dependencies(random) })),
    }) as GrownManifest;
  }

  #text(language: LanguageName): Texts {
    return this.#texts.get(language) as Texts;
  }

  #name(random: Random, language: LanguageName): string {
    const invented = inventedName(random, language, random.between(2, 4));
    return random.chance(0.45) ? `${invented} ${capital(this.#text(language).term(random))}` : invented;
  }

  #body(random: Random, language: LanguageName): string {
    return this.#text(language).body(random, (this.#places.get(language) as Zipf<string>).draw(random));
  }

  #users(random: Random, language: LanguageName): string[] {
    const count = Math.min(MOST_USERS, Math.max(1, Math.round(random.logNormal(1.6, 1.1))));
    return [...new Set(Array.from({ length: count }, () => this.#body(random, language)))];
  }

  #several(random: Random, from: Zipf<string>, median: number, most: number): string[] {
    const count = Math.min(most, Math.max(1, Math.round(random.logNormal(median, 0.6))));
    return [...new Set(Array.from({ length: count }, () => from.draw(random)))];
  }

  #audience(random: Random, language: LanguageName): { countries: string[]; scope?: string[] } {
    const countries = [LANGUAGES[language].country];
    return random.chance(0.8) ? { countries, scope: this.#several(random, this.#scopes, 1.5, 24) } : { countries };
  }

  #description(random: Random, language: LanguageName, url: string): Description {
    const text = this.#text(language);
    const features = Math.min(29, Math.max(1, Math.round(random.logNormal(3.4, 0.75))));
    const long = Math.min(9_500, Math.max(170, random.logNormal(650, 0.72)));
    return compact({
      genericName: random.chance(0.75) ? text.phrase(random, 2).slice(0, 35).trim() : undefined,
      shortDescription: text.line(random, Math.min(140, random.logNormal(74, 0.5)) - 40, 148),
      longDescription: text.prose(random, long, 9_900),
      features: Array.from({ length: features }, () => text.phrase(random, random.between(2, 7))),
      documentation: random.chance(0.45) ? `${url}/docs` : undefined,
      apiDocumentation: random.chance(0.11) ? `${url}/api` : undefined,
      screenshots: random.chance(0.25) ? ['docs/screen-1.png', 'docs/screen-2.png'] : undefined,
    }) as Description;
  }

  #maintenance(random: Random, language: LanguageName): GrownManifest['maintenance'] {
    const type = random.weighted(MAINTENANCE);
    const contacts = Array.from({ length: random.weighted({ '1': 7, '2': 2, '3': 1 }).length }, () => {
      const [given, family] = [inventedName(random, language, 2), inventedName(random, language, 3)];
      return { name: `${given} ${family}`, email: `${slugOf(given)}.${slugOf(family)}@body.example` };
    });
    const contractors = [
      {
        name: `${inventedName(random, language, 3)} Ltd`,
        until: this.#date(random, 2027, 2029),
        website: 'https://firm.example',
      },
    ];
    if (type === 'contract') return { type, contractors };
    return type === 'none' ? { type } : { type, contacts };
  }

  #dependencies(random: Random): { name: string; versionMin?: string; optional?: boolean }[] {
    return Array.from({ length: random.between(1, 5) }, () => {
      const name = `${inventedName(random, 'en', 2)} ${random.pick(PARTS)}`;
      return random.chance(0.6) ? { name, versionMin: `${random.between(1, 20)}.0` } : { name, optional: true };
    });
  }

  #date(random: Random, from: number, to: number): string {
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${random.between(from, to)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
  }
}

const pickLanguage = (random: Random): LanguageName => random.weighted(MAIN_LANGUAGE);

function otherLanguage(random: Random, than: LanguageName): LanguageName {
  return than === 'en' ? random.pick(['it', 'fr', 'de', 'da', 'nl'] as const) : 'en';
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Without the keys that have no value. */
function compact(map: object): object {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}
