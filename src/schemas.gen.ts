// Made from schemas/*.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * A body uses, or looks into using, a software. Its id is random.
 */
export interface Adoption {
  /**
   * The body, where it is a record.
   */
  organisation?: Ref;
  /**
   * The body as the source names it.
   */
  organisationName?: string;
  /**
   * The software, where it is a record.
   */
  software?: Ref;
  softwareName?: string;
  country?: Country;
  /**
   * In-use: the source says that it is used and not how far.
   */
  state: 'interested' | 'evaluating' | 'planned' | 'pilot' | 'production' | 'in-use' | 'retired';
  since?: PartialDate;
  until?: PartialDate;
  /**
   * Date at which the source says so.
   */
  asOf?: PartialDate;
  lastConfirmed?: PartialDate;
  version?: string;
  scope?: LocalisedText;
  /**
   * What the source says, in our words.
   */
  note?: LocalisedText;
  /**
   * Claimed by a source; declared by the body itself; confirmed again within twelve months.
   */
  evidence: 'claimed' | 'declared' | 'confirmed';
  /**
   * The body has agreed that details are published.
   */
  consent?: boolean;
  sources?: Sources;
}

/**
 * A reference to another record: kind and slug in its own origin, or with `@origin`. It is resolved on reading and may dangle.
 */
export type Ref = string;

/**
 * A text by language (BCP 47 tag).
 */
export interface LocalisedText {
  [k: string]: string;
}

/**
 * A year, a month or a day: as exact as the source.
 */
export type PartialDate = string;

/**
 * ISO 3166-1 alpha-2, upper case.
 */
export type Country = string;

/**
 * An http or https address.
 */
export type WebAddress = string;

/**
 * Where a fact comes from, so that a reader can find it.
 */
export interface Citation {
  title: string;
  publisher?: string;
  address?: WebAddress;
  /**
   * Date of the source itself.
   */
  date?: PartialDate;
  /**
   * When it was read.
   */
  read?: PartialDate;
  /**
   * For example that the address no longer answers.
   */
  note?: string;
}

/**
 * Where the facts of this record come from.
 *
 * @maxItems 60
 */
export type Sources = Citation[];

/**
 * A further fact in words, with its source.
 */
export interface Note {
  text: LocalisedText;
  source?: Citation;
}

/**
 * What is known not to be known. It is said on the page.
 *
 * @maxItems 30
 */
export type Unknown = (
  | 'repository'
  | 'licence'
  | 'owner'
  | 'supplier'
  | 'version'
  | 'main-language'
  | 'adopters'
  | 'members'
  | 'current-state'
  | 'availability'
  | 'author'
  | 'country'
  | 'contact'
  | 'identity'
)[];

/**
 * What an operator can set. Each key is read from the environment as ALMINDING_ and the key in capitals with underscores (builtIn is ALMINDING_BUILT_IN), or from a JSON file named by ALMINDING_CONFIG; the environment wins.
 */
export interface Config {
  /**
   * Folder in which everything is kept. Made with access for its owner only.
   */
  data?: string;
  /**
   * Address to listen on. 0.0.0.0 for all interfaces.
   */
  host?: string;
  /**
   * Port to listen on. 0 takes a free one.
   */
  port?: number;
  /**
   * Public address of this catalogue, without a slash at the end. Empty: taken from host and port.
   */
  url?: string;
  /**
   * The operator's token for publishing over HTTP, at least 16 characters. Empty: publishing over HTTP is off.
   */
  token?: string;
  /**
   * Name of this catalogue on its pages.
   */
  name?: string;
  /**
   * Folder of your own catalogue records. Empty: the folder `catalogue` in the data folder.
   */
  catalogue?: string;
  /**
   * Whether the built-in catalogues are shown.
   */
  builtIn?: boolean;
  /**
   * Days after which an entry whose file left your folder is withdrawn for good.
   */
  removalDays?: number;
  /**
   * Addresses or ranges of reverse proxies whose X-Forwarded-For is believed, separated by commas. Empty: none.
   */
  trustProxy?: string;
  /**
   * How much is logged.
   */
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /**
   * Writes and refused credentials that one address may make in a minute.
   */
  writeRate?: number;
  /**
   * Event loop delay in milliseconds above which requests are shed with 503. 0: never.
   */
  pressureMs?: number;
}

/**
 * A network of public bodies that share software, or a SubCommunity of one.
 */
export interface Network {
  name: string;
  names?: LocalisedText;
  /**
   * @maxItems 40
   */
  aliases?: string[];
  description?: LocalisedText;
  /**
   * @maxItems 60
   */
  countries?: Country[];
  website?: WebAddress;
  founded?: PartialDate;
  /**
   * The body that runs it.
   */
  organisation?: Ref;
  /**
   * The network of which this is a SubCommunity.
   */
  parent?: Ref;
  /**
   * Vertical: around a project. Horizontal: national or by technology.
   */
  direction?: 'vertical' | 'horizontal';
  lifecycle?: {
    state: 'active' | 'merged' | 'ended';
    date?: PartialDate;
    into?: Ref;
    note?: LocalisedText;
    source?: Citation;
  };
  /**
   * @maxItems 30
   */
  purpose?: LocalisedText[];
  /**
   * @maxItems 30
   */
  values?: LocalisedText[];
  /**
   * @maxItems 30
   */
  criteria?: LocalisedText[];
  joining?: {
    who?: LocalisedText;
    asked?: LocalisedText;
    fee?: LocalisedText;
    /**
     * @maxItems 20
     */
    ways?: LocalisedText[];
    address?: WebAddress;
    source?: Citation;
  };
  /**
   * Who may use the software without joining, and what it costs.
   */
  using?: LocalisedText;
  /**
   * @maxItems 2000
   */
  members?: {
    organisation?: Ref;
    /**
     * Name as the source writes it.
     */
    name?: string;
    /**
     * How it takes part. Reached: the source says that the network reached it and not how.
     */
    involvement:
      | 'founder'
      | 'member'
      | 'participant'
      | 'reference'
      | 'observer'
      | 'supporter'
      | 'interested'
      | 'host'
      | 'initiator'
      | 'promoter'
      | 'reached';
    from?: PartialDate;
    until?: PartialDate;
    asOf?: PartialDate;
    note?: LocalisedText;
    source?: Citation;
  }[];
  /**
   * @maxItems 200
   */
  subCommunities?: {
    network?: Ref;
    name?: string;
    direction?: 'vertical' | 'horizontal';
    note?: LocalisedText;
    source?: Citation;
  }[];
  /**
   * @maxItems 200
   */
  suppliers?: {
    organisation?: Ref;
    /**
     * Name as the source writes it.
     */
    name?: string;
    role?: LocalisedText;
    source?: Citation;
  }[];
  /**
   * @maxItems 60
   */
  roles?: {
    organisation?: Ref;
    /**
     * Name as the source writes it.
     */
    name?: string;
    role: LocalisedText;
    source?: Citation;
  }[];
  /**
   * Networks that merged into this one.
   *
   * @maxItems 30
   */
  merged?: {
    network?: Ref;
    name?: string;
    date?: PartialDate;
    source?: Citation;
  }[];
  successor?: {
    network?: Ref;
    date?: PartialDate;
    source?: Citation;
  };
  codeHeldBy?: LocalisedText;
  /**
   * Licence of the data that this network publishes, SPDX.
   */
  dataLicence?: string;
  attribution?: string;
  /**
   * @maxItems 100
   */
  codeHosting?: WebAddress[];
  /**
   * @maxItems 20
   */
  sameAs?: Ref[];
  /**
   * @maxItems 60
   */
  notes?: Note[];
  unknown?: Unknown;
  sources?: Sources;
}

/**
 * A public body, supplier, non-profit or community.
 */
export interface Organisation {
  /**
   * Official name.
   */
  name: string;
  /**
   * The name by language.
   */
  names?: LocalisedText;
  /**
   * @maxItems 40
   */
  aliases?: string[];
  /**
   * What kind of body it is.
   */
  type?:
    | 'municipality'
    | 'capital'
    | 'region'
    | 'regional-government'
    | 'national-body'
    | 'parliament'
    | 'agency'
    | 'company-of-public-bodies'
    | 'chamber-of-commerce'
    | 'association-of-towns'
    | 'library'
    | 'health-body'
    | 'education'
    | 'cluster'
    | 'consortium'
    | 'association'
    | 'firm'
    | 'non-profit'
    | 'community'
    | 'partnership';
  /**
   * Level of government.
   */
  level?: 'local' | 'regional' | 'national' | 'supranational';
  country?: Country;
  /**
   * ISO 3166-2.
   */
  subdivision?: string;
  /**
   * @maxItems 30
   */
  identifiers?: {
    scheme: 'kommunekode' | 'cvr' | 'ipa' | 'nis' | 'insee' | 'lau' | 'nuts' | 'wikidata' | 'uri' | 'iso-3166-2';
    value: string;
  }[];
  population?: {
    value: number;
    date?: PartialDate;
    source?: Citation;
  };
  sizeClass?: 'small' | 'medium' | 'large' | 'very-large';
  parent?: Ref;
  website?: WebAddress;
  /**
   * A mailbox of the body itself, never a person.
   */
  mailbox?: string;
  description?: LocalisedText;
  /**
   * Forge organisations in which it publishes.
   *
   * @maxItems 100
   */
  codeHosting?: WebAddress[];
  /**
   * @maxItems 20
   */
  sameAs?: Ref[];
  /**
   * @maxItems 60
   */
  notes?: Note[];
  unknown?: Unknown;
  sources?: Sources;
}

/**
 * One thing that is wrong with a piece of input.
 */
export interface Problem {
  rule: string;
  severity: 'error' | 'warning';
  /**
   * JSON pointer (RFC 6901).
   */
  pointer: string;
  message: string;
  line?: number;
  column?: number;
  length?: number;
  hint?: string;
  /**
   * The place in dotted form.
   */
  key?: string;
}

/**
 * A product, component, add-on, dataset or framework that public bodies share.
 */
export interface Software {
  /**
   * Public name.
   */
  name: string;
  /**
   * Other names, with their diacritics.
   *
   * @maxItems 40
   */
  aliases?: string[];
  /**
   * Address of the own repository: the identity of the software.
   */
  url?: WebAddress;
  /**
   * Path of the manifest in that repository.
   */
  path?: string;
  /**
   * Further addresses of the same thing.
   *
   * @maxItems 60
   */
  urlAliases?: WebAddress[];
  /**
   * The same software in other origins. Counts when both sides say so.
   *
   * @maxItems 20
   */
  sameAs?: Ref[];
  landingUrl?: WebAddress;
  roadmapUrl?: WebAddress;
  applicationSuite?: string;
  logo?: string;
  /**
   * What it is, by language (BCP 47 tag).
   */
  description?: {
    [k: string]: {
      /**
       * Name in this language.
       */
      name?: string;
      /**
       * What kind of thing it is.
       */
      generic?: string;
      /**
       * One or two sentences.
       */
      short?: string;
      long?: string;
      /**
       * @maxItems 300
       */
      features?: string[];
      documentation?: WebAddress;
      apiDocumentation?: WebAddress;
      /**
       * @maxItems 100
       */
      screenshots?: string[];
      /**
       * @maxItems 100
       */
      videos?: WebAddress[];
      /**
       * @maxItems 100
       */
      awards?: string[];
    };
  };
  /**
   * Types of publiccode.yml, and those that a catalogue needs besides.
   */
  type?:
    | 'standalone/mobile'
    | 'standalone/iot'
    | 'standalone/desktop'
    | 'standalone/web'
    | 'standalone/backend'
    | 'standalone/other'
    | 'addon'
    | 'library'
    | 'configurationFiles'
    | 'application'
    | 'component'
    | 'dataset'
    | 'framework'
    | 'collection'
    | 'platform';
  /**
   * Development status as its makers state it.
   */
  status?: 'concept' | 'development' | 'beta' | 'stable' | 'obsolete';
  /**
   * Where it stands in its life, by its network.
   */
  lifecycle?: {
    state: 'idea' | 'project' | 'product' | 'retired' | 'handed-over';
    date?: PartialDate;
    note?: LocalisedText;
    source?: Citation;
  };
  version?: string;
  releaseDate?: PartialDate;
  /**
   * @maxItems 100
   */
  platforms?: string[];
  /**
   * Categories of publiccode.yml.
   *
   * @maxItems 110
   */
  categories?: string[];
  /**
   * What it is for, in two or three words.
   */
  subject?: LocalisedText;
  audience?: {
    /**
     * @maxItems 260
     */
    countries?: Country[];
    /**
     * @maxItems 260
     */
    unsupportedCountries?: Country[];
    /**
     * @maxItems 30
     */
    scope?: string[];
  };
  /**
   * Countries whose public bodies made it.
   *
   * @maxItems 30
   */
  countries?: Country[];
  /**
   * @maxItems 200
   */
  supports?: string[];
  /**
   * Licence as declared.
   */
  licence?: {
    /**
     * SPDX expression, where the source names the licence exactly.
     */
    spdx?: string;
    /**
     * What the source says.
     */
    stated?: string;
    source?: Citation;
  };
  /**
   * Who holds it.
   */
  owner?: {
    name: string;
    organisation?: Ref;
    source?: Citation;
  };
  copyrightOwner?: string;
  publisher?: {
    name?: string;
    uri?: string;
  };
  /**
   * @maxItems 100
   */
  fundedBy?: {
    name?: string;
    uri?: string;
  }[];
  /**
   * The network in whose portfolio it is.
   */
  network?: Ref;
  /**
   * Who holds code and documentation, and how it came there.
   */
  custody?: {
    code?: 'network' | 'body' | 'supplier' | 'unknown';
    documentation?: 'network' | 'body' | 'supplier' | 'unknown';
    /**
     * @maxItems 3
     */
    cameBy?: ('made-together' | 'given' | 'handed-over')[];
    source?: Citation;
  };
  /**
   * @maxItems 100
   */
  relations?: {
    type:
      | 'adds-on-to'
      | 'based-on'
      | 'part-of'
      | 'works-with'
      | 'succeeded-by'
      | 'merged-into'
      | 'derived-from'
      | 'perhaps-continued-by';
    target?: Ref;
    /**
     * The other thing, where it is no record here.
     */
    name?: string;
    url?: WebAddress;
    versions?: string;
    /**
     * An inference of the catalogue, not a statement of a source.
     */
    inferred?: boolean;
    reason?: LocalisedText;
    source?: Citation;
  }[];
  /**
   * @maxItems 200
   */
  repositories?: {
    url: WebAddress;
    role?: LocalisedText;
    /**
     * Main programming language.
     */
    language?: string;
    licence?: {
      spdx?: string;
      stated?: string;
      source?: Citation;
    };
    /**
     * Whether a publiccode.yml lies in it.
     */
    manifest?: boolean;
    latestVersion?: {
      name: string;
      date?: PartialDate;
    };
    firstCommit?: PartialDate;
    lastCommit?: PartialDate;
    commits?: number;
    /**
     * Commit that was read.
     */
    head?: string;
    note?: LocalisedText;
  }[];
  /**
   * @maxItems 100
   */
  suppliers?: {
    name: string;
    organisation?: Ref;
    role?: LocalisedText;
    source?: Citation;
  }[];
  maintenance?: {
    type?: 'internal' | 'contract' | 'community' | 'none';
    /**
     * @maxItems 100
     */
    contractors?: {
      name?: string;
      until?: PartialDate;
      website?: WebAddress;
    }[];
  };
  localisation?: {
    ready?: boolean;
    /**
     * @maxItems 300
     */
    languages?: string[];
  };
  dependsOn?: {
    /**
     * @maxItems 300
     */
    open?: {
      name: string;
      version?: string;
      versionMin?: string;
      versionMax?: string;
      optional?: boolean;
    }[];
    /**
     * @maxItems 300
     */
    proprietary?: {
      name: string;
      version?: string;
      versionMin?: string;
      versionMax?: string;
      optional?: boolean;
    }[];
    /**
     * @maxItems 300
     */
    hardware?: {
      name: string;
      version?: string;
      versionMin?: string;
      versionMax?: string;
      optional?: boolean;
    }[];
  };
  /**
   * Names of users as the manifest claims them.
   *
   * @maxItems 2000
   */
  usedBy?: string[];
  /**
   * What it does, where a catalogue and not a manifest says it.
   *
   * @maxItems 60
   */
  features?: LocalisedText[];
  /**
   * @maxItems 60
   */
  standards?: {
    name: string;
    source?: Citation;
  }[];
  /**
   * @maxItems 60
   */
  notes?: Note[];
  unknown?: Unknown;
  sources?: Sources;
}
