/** publiccode.yml as it was read: texts for all scalars, nothing that is null. Keys are those of the standard. */
export interface Manifest {
  publiccodeYmlVersion: string;
  name: string;
  applicationSuite?: string;
  url: string;
  landingURL?: string;
  isBasedOn?: string[];
  softwareVersion?: string;
  releaseDate?: string;
  logo?: string;
  monochromeLogo?: string;
  organisation?: Body;
  inputTypes?: string[];
  outputTypes?: string[];
  platforms: string[];
  categories?: string[];
  usedBy?: string[];
  fundedBy?: Body[];
  roadmap?: string;
  developmentStatus: string;
  softwareType: string;
  supports?: { id: string }[];
  intendedAudience?: { scope?: string[]; countries?: string[]; unsupportedCountries?: string[] };
  description: Record<string, DescriptionBlock>;
  legal: { license: string; mainCopyrightOwner?: string; repoOwner?: string; authorsFile?: string };
  maintenance: { type: string; contractors?: Contractor[]; contacts?: ContactEntry[] };
  localisation: { localisationReady: boolean; availableLanguages: string[] };
  dependsOn?: { open?: Dependency[]; proprietary?: Dependency[]; hardware?: Dependency[] };
  IT?: ItalianSection;
  it?: ItalianSection;
}

export interface Body {
  uri: string;
  name?: string;
}

export interface DescriptionBlock {
  localisedName?: string;
  genericName?: string;
  shortDescription: string;
  longDescription: string;
  documentation?: string;
  apiDocumentation?: string;
  features: string[];
  screenshots?: string[];
  videos?: string[];
  awards?: string[];
}

export interface Contractor {
  name: string;
  until: string;
  email?: string;
  website?: string;
}

export interface ContactEntry {
  name: string;
  email?: string;
  phone?: string;
  affiliation?: string;
}

export interface Dependency {
  name: string;
  versionMin?: string;
  versionMax?: string;
  version?: string;
  optional?: boolean;
}

export interface ItalianSection {
  countryExtensionVersion?: string;
  conforme?: Record<string, boolean>;
  riuso?: { codiceIPA?: string };
  piattaforme?: Record<string, boolean>;
}
