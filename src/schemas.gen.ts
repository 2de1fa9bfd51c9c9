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
  /**
   * When the body itself last said so.
   */
  lastConfirmed?: PartialDate;
  version?: string;
  scope?: LocalisedText;
  /**
   * Where the body runs it. Only where the body itself has declared it and agreed that it is published.
   */
  address?: WebAddress;
  /**
   * What the source says, in our words.
   */
  note?: LocalisedText;
  /**
   * Claimed by a source; declared by the body itself; confirmed by it again. What is older than twelve months is read as declared.
   */
  evidence: 'claimed' | 'declared' | 'confirmed';
  /**
   * The body has agreed that details are published.
   */
  consent?: boolean;
  sources?: Sources;
}

/**
 * A record in a list, in the reader's language.
 */
export interface Item {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Kind of the record.
   */
  kind:
    | 'software'
    | 'organisation'
    | 'network'
    | 'framework'
    | 'adoption'
    | 'contribution'
    | 'assessment'
    | 'observation'
    | 'offer'
    | 'need'
    | 'story'
    | 'claim'
    | 'writers';
  /**
   * Whose words these are: `own`, `built-in`, or the name of the catalogue that it is mirrored from.
   */
  origin: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Other names.
   */
  aliases: string[];
  /**
   * One or two sentences; empty where none is known.
   */
  summary: string;
  /**
   * Address of its page in the reader's language.
   */
  page: string;
  /**
   * Language of the summary, which may not be the reader's.
   */
  summaryLanguage: string;
  /**
   * Number of its newest version, from 1.
   */
  version: number;
  /**
   * When that version came.
   */
  updated: string;
  /**
   * What a list shows of it besides.
   */
  facts: {
    [k: string]: string | boolean | string[];
  };
  /**
   * What is wrong with it as it came from another catalogue, such as dates that have not come yet; what is published here is refused for it.
   */
  faults?: ClaimFaultAnswer[];
  originStanding?: OriginStanding;
  /**
   * It answers only a part of what was asked for. Only in search results, and only where it is so.
   */
  loose?: boolean;
  explanation?: Explanation;
}

/**
 * What readers of a mirrored record must know of the catalogue that it comes from. Only where something is out of order.
 */
export interface OriginStanding {
  /**
   * When that catalogue was last looked at: it was removed here, or has not been heard of for 30 days. What it says today is not known.
   */
  asOf?: string;
  /**
   * That catalogue has signed two histories; nothing behind so many leaves of its log is taken over.
   */
  frozen?: number;
  /**
   * Not enough other networks have cosigned the leaf that names the record. Not in search results.
   */
  unwitnessed?: true;
}

/**
 * Why a result stands where it stands. The score is `exactName`, 1 with the share of `text` in the best one's, and `quality`.
 */
export interface Explanation {
  /**
   * Above 0 where name, alias or identifier is the text.
   */
  exactName: number;
  /**
   * What its words weigh, all terms together, each by how rare it is.
   */
  text: number;
  /**
   * What it is by itself, whatever was asked for.
   */
  quality: number;
  /**
   * Of what the quality is made; none of it can be bought.
   */
  qualityParts: {
    /**
     * What its record tells: repository, licence, network, not ended, somebody to get it from.
     */
    record: number;
    /**
     * How many bodies use it, each by the evidence that it does.
     */
    adopters: number;
    /**
     * The place of the level that holds today among those of its framework.
     */
    level: number;
    /**
     * When somebody last worked on it; below 0 where its repository is archived or gone.
     */
    activity: number;
  };
  terms: {
    /**
     * What was asked for.
     */
    term: string;
    /**
     * Whether a result must have it.
     */
    needed: boolean;
    /**
     * The word for which an unknown one was taken.
     */
    readAs: string | null;
    best: {
      /**
       * The word of the record, or what it is about, that answers best.
       */
      word: string;
      /**
       * Language of that word; empty for names.
       */
      language: string;
      /**
       * In which way it answers: exact, spelling, stem, beginning, compound, slip, together, meaning.
       */
      how: string;
      fields: string[];
      /**
       * Weight of the field times how well it answers.
       */
      score: number;
    } | null;
  }[];
}

/**
 * One page of a list of records in their short form.
 */
export interface ItemPage {
  /**
   * How many there are in the whole list.
   */
  total: number;
  items: Item[];
  /**
   * Cursor of the next page, null on the last one.
   */
  next: string | null;
}

/**
 * A population with its date and source.
 */
export interface ToldPopulation {
  /**
   * Inhabitants.
   */
  value: number;
  /**
   * When they were counted.
   */
  date: string | null;
  /**
   * Who says so.
   */
  source: string | null;
  /**
   * Where.
   */
  sourceAddress: string | null;
}

/**
 * A body as it stands beside what it uses.
 */
export interface AdoptingBody {
  /**
   * Id with its origin.
   */
  id: string;
  /**
   * Name in the reader's language.
   */
  name: string;
  /**
   * Address of its page.
   */
  page: string;
  /**
   * Kind of body.
   */
  type?: string;
  /**
   * ISO 3166-1.
   */
  country?: string;
  /**
   * ISO 3166-2.
   */
  subdivision?: string;
  /**
   * Class of size by the network of its country; absent where population or classes are not known.
   */
  size?: string;
  /**
   * Inhabitants, where they are known.
   */
  population?: ToldPopulation;
}

/**
 * A software by name.
 */
export interface NamedSoftware {
  /**
   * Id with its origin.
   */
  id: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Address of its page.
   */
  page: string;
}

/**
 * One source's word that a body uses, or looks into using, a software.
 */
export interface AdopterClaim {
  /**
   * What a dispute names: an adoption with its origin, or `used-by/…` for the makers' own list.
   */
  id: string;
  /**
   * Whose words these are.
   */
  origin: string;
  /**
   * Address of its record, where there is one.
   */
  page: string | null;
  /**
   * How far.
   */
  state: 'interested' | 'evaluating' | 'planned' | 'pilot' | 'production' | 'in-use' | 'retired';
  /**
   * On whose word, today.
   */
  evidence: 'claimed' | 'declared' | 'confirmed';
  /**
   * Since when.
   */
  since: string | null;
  /**
   * Until when.
   */
  until: string | null;
  /**
   * Date at which the source says so.
   */
  asOf: string | null;
  /**
   * Somebody said that it is not right, and it is not settled yet.
   */
  disputed: boolean;
  /**
   * The source.
   */
  source: Citation | null;
}

/**
 * One body and one software, however many sources and catalogues say so. As a record in a list it is its strongest claim.
 */
export interface AdopterAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Kind of the record.
   */
  kind: 'software' | 'organisation' | 'network' | 'framework' | 'adoption' | 'contribution' | 'assessment';
  /**
   * Whose words these are: `own`, `built-in`, or the name of the catalogue that it is mirrored from.
   */
  origin: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Other names.
   */
  aliases: string[];
  /**
   * One or two sentences; empty where none is known.
   */
  summary: string;
  /**
   * Address of its page in the reader's language.
   */
  page: string;
  /**
   * Language of the summary, which may not be the reader's.
   */
  summaryLanguage: string;
  /**
   * Number of its newest version, from 1.
   */
  version: number;
  /**
   * When that version came.
   */
  updated: string;
  /**
   * What a list shows of it besides.
   */
  facts: {
    [k: string]: string | boolean | string[];
  };
  /**
   * What is wrong with it as it came from another catalogue, such as dates that have not come yet; what is published here is refused for it.
   */
  faults?: ClaimFaultAnswer[];
  /**
   * The body; null where the name is not matched to one.
   */
  organisation: AdoptingBody | null;
  /**
   * The body by name.
   */
  organisationName: string;
  /**
   * The software; null where it is not in the catalogue.
   */
  software: NamedSoftware | null;
  /**
   * How far, by the strongest claim.
   */
  state: 'interested' | 'evaluating' | 'planned' | 'pilot' | 'production' | 'in-use' | 'retired';
  /**
   * On whose word: worked out today.
   */
  evidence: 'claimed' | 'declared' | 'confirmed';
  /**
   * Since when, as far as any claim says so.
   */
  since: string | null;
  /**
   * Until when.
   */
  until: string | null;
  /**
   * Date at which the source says so.
   */
  asOf: string | null;
  /**
   * When the body itself last said so.
   */
  lastConfirmed: string | null;
  /**
   * One of the claims is disputed.
   */
  disputed: boolean;
  /**
   * In what it is like the body of `like`.
   */
  alike: ('country' | 'type' | 'subdivision' | 'size')[];
  /**
   * Every source's word, the strongest first.
   */
  claims: AdopterClaim[];
}

/**
 * How many of all bodies of a kind use it; only where the catalogue holds every one of them.
 */
export interface RegisterShare {
  /**
   * Kind of body.
   */
  type: string;
  /**
   * ISO 3166-1.
   */
  country: string;
  /**
   * How many of them use it.
   */
  have: number;
  /**
   * How many there are.
   */
  of: number;
  /**
   * How many there are, as the source states.
   */
  count: number;
  /**
   * Date of that number.
   */
  date?: string;
  /**
   * Source of that number.
   */
  source?: Citation;
}

/**
 * The whole list by what is known of it; `unknown` where it is not.
 */
export interface AdopterCounts {
  /**
   * By evidence.
   */
  evidence: Tallied[];
  /**
   * By state.
   */
  state: Tallied[];
  /**
   * By country.
   */
  country: Tallied[];
  /**
   * By kind of body.
   */
  type: Tallied[];
  /**
   * By region.
   */
  subdivision: Tallied[];
  /**
   * By class of size.
   */
  size: Tallied[];
}

/**
 * A point of a series.
 */
export interface SeriesPoint {
  /**
   * Year, or today.
   */
  date: string;
  /**
   * Bodies that used it at its end, as far as dates tell.
   */
  inUse: number;
}

/**
 * One page of who uses a software, or what a body uses, each body and software once, with what is counted over the whole list.
 */
export interface AdopterAnswerPage {
  /**
   * How many there are in the whole list.
   */
  total: number;
  /**
   * The strongest evidence first; with `like`, the most alike.
   */
  items: AdopterAnswer[];
  /**
   * Cursor of the next page, null on the last one.
   */
  next: string | null;
  /**
   * Of the whole list those that use it, and do not only look into it.
   */
  inUse: number;
  /**
   * With `date`: named bodies of which no date tells whether they used it then.
   */
  notKnown: number;
  counts: AdopterCounts;
  /**
   * By year. A use counts from its beginning, else from the first date at which a source knows of it.
   */
  series: SeriesPoint[];
  /**
   * The first three whose beginning is known.
   */
  firstMovers: AdopterAnswer[];
  /**
   * Shares of all bodies of a kind.
   */
  shares: RegisterShare[];
  /**
   * The body of `like`.
   */
  like: AdoptingBody | null;
}

/**
 * That a claim is disputed.
 */
export interface DisputeAnswer {
  /**
   * Id of the dispute, for whoever runs the catalogue.
   */
  id: string;
  /**
   * The claim is marked as disputed until it is settled.
   */
  open: true;
}

/**
 * A dispute as the operator sees it.
 */
export interface DisputeEntry {
  /**
   * Its id.
   */
  id: string;
  /**
   * The claim that is disputed.
   */
  claim: string;
  /**
   * What it says.
   */
  about: string;
  /**
   * Why.
   */
  reason: string;
  /**
   * In words.
   */
  words: string | null;
  /**
   * When it came.
   */
  at: string;
  /**
   * How it was settled; null while it is open.
   */
  settled: 'upheld' | 'rejected' | null;
}

/**
 * Disputes, the oldest first.
 */
export interface DisputeList {
  /**
   * All of them.
   */
  items: DisputeEntry[];
}

/**
 * A name that waits for a person to say which body it means.
 */
export interface WaitingName {
  /**
   * As its source writes it.
   */
  name: string;
  /**
   * Where the body may be.
   */
  countries: string[];
  /**
   * At most three, the likeliest first.
   */
  candidates: MatchCandidate[];
  /**
   * Where it stands; some of the places.
   */
  from: string[];
}
/**
 * A body that it may mean.
 */
export interface MatchCandidate {
  /**
   * Id.
   */
  id: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Country.
   */
  country: string | null;
  /**
   * Kind.
   */
  type: string | null;
  /**
   * How alike, 0 to 1.
   */
  score: number;
}

/**
 * Names that wait.
 */
export interface NameQueue {
  /**
   * How many.
   */
  total: number;
  /**
   * The first of them.
   */
  items: WaitingName[];
}

/**
 * How many requirements have which verdict, counted from the ratings.
 */
export interface VerdictCounts {
  green: number;
  yellow: number;
  red: number;
  grey: number;
}

/**
 * The same as the source prints it, not checked; what it does not count is left out.
 */
export interface StatedCounts {
  green?: number;
  yellow?: number;
  red?: number;
  grey?: number;
}

/**
 * A framework as an assessment names it.
 */
export interface FrameworkName {
  /**
   * Kind, slug and origin; as it was written where it leads nowhere.
   */
  id: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Its version, null where it has none or is not known.
   */
  version: string | null;
  /**
   * Address of its page, null where it leads nowhere.
   */
  page: string | null;
}

/**
 * Totals: computed from the ratings, and as the source states them.
 */
export interface AssessmentTotals {
  /**
   * Counted from the ratings. Null where the assessment rates nothing (a level in a list, a report of which only the totals are known): that is not given, which differs from nothing being green.
   */
  computed: VerdictCounts | null;
  /**
   * Requirements that the assessment does not rate. They are never green. Null where the requirements of the framework are not known here, or it has none.
   */
  notGiven: number | null;
  /**
   * The first total of the source, null where it prints none.
   */
  stated: StatedCounts | null;
  /**
   * Every total that the source prints.
   */
  tables: {
    /**
     * Which table of the source.
     */
    of: string | null;
    counts: StatedCounts;
  }[];
  /**
   * Whether every printed total is the computed one; null where nothing can be compared.
   */
  agree: boolean | null;
}

/**
 * An assessment with its totals.
 */
export interface AssessmentItem {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Whose words these are.
   */
  origin: string;
  /**
   * Address of its page in the reader's language.
   */
  page: string;
  /**
   * What was assessed by what.
   */
  name: string;
  /**
   * Which act it is, as in its schema.
   */
  type: string;
  /**
   * When it was made; null where it is not known.
   */
  date: string | null;
  framework: FrameworkName;
  /**
   * The levels that it speaks of.
   */
  levels: {
    claimed?: string;
    listed?: string;
    recommended?: string;
    decided?: string;
  };
  /**
   * After this day it has expired.
   */
  validUntil: string | null;
  totals: AssessmentTotals;
  /**
   * What contradicts its framework or itself; only found with what comes from elsewhere.
   */
  faults: {
    rule: string;
    pointer: string;
    message: string;
    hint?: string;
  }[];
}

/**
 * A level and who says so.
 */
export interface SaidLevel {
  /**
   * One of the framework.
   */
  level: string;
  /**
   * Which assessment says so.
   */
  assessment: string;
  /**
   * Which act that is.
   */
  type: string;
  /**
   * When; null where it is not known.
   */
  date: string | null;
  /**
   * Whether it has run out.
   */
  expired: boolean;
}

/**
 * The level that the ratings of the newest rated assessment give.
 */
export interface ComputedLevel {
  /**
   * The highest level attained; null where not even the lowest is.
   */
  level: string | null;
  /**
   * Which assessment has the ratings.
   */
  assessment: string;
  /**
   * Which act that is.
   */
  type: string;
  /**
   * When; null where it is not known.
   */
  date: string | null;
  /**
   * Whether it has run out.
   */
  expired: boolean;
  /**
   * Whether every mandatory requirement is rated; else the level may be higher than can be said.
   */
  complete: boolean;
  /**
   * The same for each theme alone; the whole is the lowest of them.
   */
  themes: {
    /**
     * Id of the theme.
     */
    theme: string;
    /**
     * The highest level attained in it.
     */
    level: string | null;
  }[];
  /**
   * What stands between it and the next level; null on the highest.
   */
  next: {
    /**
     * The next level.
     */
    level: string;
    missing: {
      /**
       * Its id.
       */
      requirement: string;
      /**
       * The level that asks for it.
       */
      level: string;
      /**
       * Its theme.
       */
      theme: string | null;
      verdict: 'yellow' | 'red' | 'not-given';
    }[];
  } | null;
}

/**
 * Everything that is said of the level under one framework. Levels of different frameworks are not compared.
 */
export interface FrameworkStanding {
  framework: FrameworkName;
  /**
   * What was decided, else what a published list says; null where neither.
   */
  holds: {
    /**
     * The level.
     */
    level: string;
    by: 'decided' | 'listed';
    /**
     * Whether it has run out.
     */
    expired: boolean;
  } | null;
  /**
   * By whoever makes or runs it.
   */
  claimed: SaidLevel | null;
  /**
   * In a published list.
   */
  listed: SaidLevel | null;
  /**
   * By whoever assessed it.
   */
  recommended: SaidLevel | null;
  /**
   * By whoever decides.
   */
  decided: SaidLevel | null;
  /**
   * From ratings; null where there are none that can be read.
   */
  computed: ComputedLevel | null;
}

/**
 * One page of the assessments of a software or network, the newest first, with its standing under every framework.
 */
export interface AssessmentPage {
  /**
   * How many there are in the whole list.
   */
  total: number;
  items: AssessmentItem[];
  /**
   * Cursor of the next page, null on the last one.
   */
  next: string | null;
  /**
   * By framework, over all assessments and not only those of this page.
   */
  levels: FrameworkStanding[];
}

/**
 * One side of how a product is kept, with its reason and its inputs.
 */
export interface MaturityPart {
  /**
   * Which side.
   */
  id:
    | 'activity'
    | 'releases'
    | 'versions'
    | 'contributors'
    | 'age'
    | 'answers'
    | 'status'
    | 'documentation'
    | 'localisation'
    | 'accessibility'
    | 'maintenance'
    | 'suppliers'
    | 'adopters';
  /**
   * By our own formula. What nobody looked at is `not-known`, never weak.
   */
  standing: 'strong' | 'fair' | 'weak' | 'not-known' | 'does-not-apply';
  /**
   * A word for the reason.
   */
  reason: string;
  /**
   * The reason as a sentence, in the reader's language.
   */
  explanation: string;
  /**
   * What went in.
   */
  inputs: {
    [k: string]: string | number;
  };
  /**
   * When the inputs were read, where they were observed.
   */
  asOf: string | null;
}

/**
 * The points of one day by the Italian formula.
 */
export interface VitalityDay {
  /**
   * Day.
   */
  day: string;
  /**
   * Authors so far.
   */
  userCommunity: number;
  /**
   * Commits and merges.
   */
  codeActivity: number;
  /**
   * Tags.
   */
  releaseHistory: number;
  /**
   * Age.
   */
  longevity: number;
  /**
   * Their sum, at most 100.
   */
  points: number;
}

/**
 * The vitality index of the Italian catalogue.
 */
export interface VitalityAnswer {
  /**
   * Version of the formula.
   */
  formula: string;
  /**
   * Mean of the points of 60 days; null where it cannot be worked out.
   */
  index: number | null;
  /**
   * Why not: `nothing-seen`, `not-counted`, `too-short` or `too-old`.
   */
  reason: string | null;
  /**
   * First day.
   */
  from: string | null;
  /**
   * Last day.
   */
  until: string | null;
  /**
   * Day by day.
   */
  days: VitalityDay[];
}

/**
 * One criterion of a level.
 */
export interface MaintenanceCriterion {
  /**
   * Which.
   */
  id: 'commits' | 'answers' | 'releases' | 'bus-factor';
  /**
   * The level that needs it.
   */
  level: number;
  /**
   * null: not known.
   */
  met: boolean | null;
  /**
   * What was held against it; of commits and releases the least that is known.
   */
  figure: number | null;
}

/**
 * The level of openCode's badge for maintenance.
 */
export interface MaintenanceLevel {
  /**
   * Version of the formula.
   */
  formula: string;
  /**
   * 0: the lowest is not reached; null: not known.
   */
  level: number | null;
  /**
   * The level that it could have, if all that is not known were met.
   */
  atMost: number;
  /**
   * The criteria.
   */
  criteria: MaintenanceCriterion[];
}

/**
 * How a product is kept: a profile by our own formula, beside those of two other catalogues on the same inputs. Never one number.
 */
export interface MaturityAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Version of our own formula.
   */
  formula: string;
  /**
   * Address of the page that explains the formulas.
   */
  formulas: string;
  /**
   * Whether the repositories were observed, only told of by the record, or neither.
   */
  basis: 'observation' | 'record' | 'nothing';
  /**
   * The repository by which the other catalogues' formulas were worked out.
   */
  repository: string | null;
  /**
   * When it was read: windows of time end there.
   */
  read: string | null;
  /**
   * The observation of that repository. Ours counts before one of another catalogue that is less than eight days newer.
   */
  observation: {
    /**
     * Kind and slug.
     */
    id: string;
    /**
     * Catalogue that looked: `own`, `built-in` or the name of a mirrored one.
     */
    origin: string;
  } | null;
  /**
   * Side by side.
   */
  parts: MaturityPart[];
  vitality: VitalityAnswer;
  maintenance: MaintenanceLevel;
}

/**
 * What is wrong with a record of a peer.
 */
export interface ClaimFaultAnswer {
  /**
   * Rule.
   */
  rule: string;
  /**
   * JSON pointer.
   */
  pointer: string;
  /**
   * A sentence.
   */
  message: string;
  /**
   * What to do.
   */
  hint: string;
}

/**
 * One claim.
 */
export interface ToldClaimAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Whose words.
   */
  origin: string;
  /**
   * Address of its page.
   */
  page: string;
  record: Claim;
  /**
   * Empty, but for what came from a peer and contradicts itself.
   */
  faults: ClaimFaultAnswer[];
}

/**
 * Claims of the same thing and unit, the newest first.
 */
export interface ClaimGroup {
  /**
   * The thing.
   */
  measure: string;
  /**
   * The unit.
   */
  unit: string;
  /**
   * The newest dated one that is no forecast; null where all are forecasts.
   */
  shown: string | null;
  /**
   * All of them.
   */
  claims: ToldClaimAnswer[];
}

/**
 * What is claimed of a record.
 */
export interface ClaimsAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * How many things.
   */
  total: number;
  /**
   * Thing by thing.
   */
  items: ClaimGroup[];
}

/**
 * One value of a facet among the results.
 */
export interface FacetValue {
  /**
   * Value to filter by.
   */
  value: string;
  /**
   * The value in the reader's language.
   */
  label: string;
  /**
   * How many results have it.
   */
  count: number;
}

/**
 * One page of results with the facets of all of them.
 */
export interface SearchResults {
  /**
   * How many there are in the whole list.
   */
  total: number;
  items: Item[];
  /**
   * Cursor of the next page, null on the last one.
   */
  next: string | null;
  /**
   * By facet: its values among all results, most frequent first.
   */
  facets: {
    [k: string]: FacetValue[];
  };
  /**
   * Nothing answers all that was asked: the results answer only a part of it.
   */
  loose: boolean;
  /**
   * The text with what its unknown words were taken for, null where all are known.
   */
  didYouMean: string | null;
  /**
   * Tasks that the words mean.
   */
  tasks: TaskLink[];
  /**
   * What was taken for the fields that the text named: `license:eupl-1.2`, `land:Danmark`.
   */
  understood: UnderstoodField[];
}
export interface UnderstoodField {
  /**
   * Name of the facet.
   */
  facet: string;
  /**
   * The value that was taken for it; as it was written where the catalogue has no such value.
   */
  value: string;
  /**
   * The value in the reader's language.
   */
  label: string;
  /**
   * As it stands in the text.
   */
  written: string;
  /**
   * Whether anything in the catalogue has the value.
   */
  known: boolean;
}

/**
 * What somebody who is typing may want.
 */
export interface Suggestions {
  suggestions: {
    /**
     * What to show.
     */
    label: string;
    /**
     * `task`, `category`, or the kind of a record.
     */
    kind: string;
    /**
     * The same in the language of the answer.
     */
    kindLabel: string;
    /**
     * Of a task or category its id, of a record the address of its page.
     */
    id: string;
    /**
     * Where it leads: a page of the reader's language.
     */
    page: string;
  }[];
}

/**
 * Records that are about the same.
 */
export interface SimilarItems {
  items: Item[];
}

/**
 * A thing that public bodies do.
 */
export interface TaskLink {
  /**
   * Its id, by which results are filtered.
   */
  id: string;
  /**
   * In the reader's language.
   */
  label: string;
  /**
   * Address of its page in the reader's language.
   */
  page: string;
}

/**
 * A record with what is known of its coming. The bytes that the journal names are at `/body`.
 */
export interface RecordView {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Kind of the record.
   */
  kind:
    | 'software'
    | 'organisation'
    | 'network'
    | 'framework'
    | 'adoption'
    | 'contribution'
    | 'assessment'
    | 'observation'
    | 'offer'
    | 'need'
    | 'story'
    | 'claim'
    | 'writers';
  /**
   * Whose words these are: `own`, `built-in`, or the name of the catalogue that it is mirrored from.
   */
  origin: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Other names.
   */
  aliases: string[];
  /**
   * One or two sentences; empty where none is known.
   */
  summary: string;
  /**
   * Address of its page, without the language.
   */
  page: string;
  /**
   * Number of its newest version, from 1.
   */
  version: number;
  /**
   * Digest of the newest body: `sha256:` and base64url.
   */
  digest: string;
  /**
   * When that version came.
   */
  updated: string;
  /**
   * Where the primary source came from.
   */
  source: {
    [k: string]: unknown;
  };
  /**
   * All active sources, the primary one first.
   */
  sources: {
    [k: string]: unknown;
  }[];
  /**
   * Fields that the primary source leaves out, and which source filled them.
   */
  filled: {
    [k: string]: string;
  };
  /**
   * The record itself, by the schema of its kind.
   */
  record: {
    [k: string]: unknown;
  };
  mirror?: MirrorPlace;
  originStanding?: OriginStanding;
  /**
   * So many names of `usedBy` are left out of `record`: the bodies do not want to be told, or were not meant. Only where some are.
   */
  usedByLeftOut?: number;
  /**
   * What is wrong with a record of another catalogue, such as dates that have not come yet or a succession that leads back; what is published here is refused for it. Only where something is wrong.
   */
  faults?: RecordFault[];
}
/**
 * Of a record of another catalogue: where it stands in the signed log from which it was mirrored. `updated` is then when it was received.
 */
export interface MirrorPlace {
  /**
   * Origin line of the log.
   */
  log: string;
  /**
   * Index of its leaf.
   */
  index: number;
}
/**
 * One thing that is wrong.
 */
export interface RecordFault {
  /**
   * Rule.
   */
  rule: string;
  /**
   * JSON pointer into the record, empty for the whole.
   */
  pointer: string;
  /**
   * A sentence.
   */
  message: string;
  /**
   * What to do.
   */
  hint?: string;
}

/**
 * One page of whole records.
 */
export interface RecordPage {
  /**
   * How many there are in the whole list.
   */
  total: number;
  items: RecordView[];
  /**
   * Cursor of the next page, null on the last one.
   */
  next: string | null;
}

/**
 * One version of a record.
 */
export interface VersionEntry {
  /**
   * Number of the version, from 1.
   */
  n: number;
  /**
   * Digest of its body: `sha256:` and base64url.
   */
  digest: string;
  /**
   * Length of its body.
   */
  bytes: number;
  /**
   * Media type of its body.
   */
  mediaType: string;
  /**
   * When it came.
   */
  published: string;
  source: VersionSource;
}
/**
 * How it came in.
 */
export interface VersionSource {
  /**
   * Pushed over HTTP, crawled from a repository, drafted from one without a manifest, taken over from another catalogue or offered to one, loaded from a catalogue folder, imported, or mirrored from another catalogue.
   */
  by: 'push' | 'run' | 'crawl' | 'draft' | 'hand-over' | 'folder' | 'import' | 'mirror';
  /**
   * Repository.
   */
  url?: string;
  /**
   * Commit that was read.
   */
  commit?: string;
  /**
   * What it was in the other catalogue.
   */
  entry?: string;
  /**
   * Path of the manifest in the repository.
   */
  path?: string;
  /**
   * File of the catalogue folder.
   */
  file?: string;
}

/**
 * One page of the versions of a record, newest first.
 */
export interface VersionPage {
  /**
   * How many there are in the whole list.
   */
  total: number;
  items: VersionEntry[];
  /**
   * Cursor of the next page, null on the last one.
   */
  next: string | null;
}

/**
 * One place in which two versions differ.
 */
export interface DifferenceEntry {
  /**
   * JSON pointer (RFC 6901) into the record.
   */
  pointer: string;
  /**
   * Value in the older version; absent where it was added.
   */
  before?: {
    [k: string]: unknown;
  };
  /**
   * Value in the newer version; absent where it was taken out.
   */
  after?: {
    [k: string]: unknown;
  };
}

/**
 * What changed between two versions of a record.
 */
export interface Comparison {
  /**
   * Number of the first version.
   */
  from: number;
  /**
   * Number of the second version.
   */
  to: number;
  /**
   * At most 500 differences.
   */
  changes: DifferenceEntry[];
}

/**
 * What is known of one licence.
 */
export interface LicenceMark {
  /**
   * SPDX id.
   */
  id: string;
  /**
   * Name in the SPDX list.
   */
  name?: string;
  /**
   * SPDX id of the exception that goes with it.
   */
  exception?: string;
  /**
   * How far the licence reaches; of a choice the mildest.
   */
  family: 'permissive' | 'weak' | 'strong' | 'network' | 'not-open' | 'unknown';
  /**
   * Approved by the Open Source Initiative.
   */
  osi: boolean;
  /**
   * Free by the list of the Free Software Foundation.
   */
  fsf: boolean;
}

/**
 * What one file or repository says, as it writes it.
 */
export interface FoundLicenceAnswer {
  /**
   * Address of the repository.
   */
  repository?: string;
  /**
   * Path in it; without it the repository as a whole.
   */
  file?: string;
  /**
   * The value as its source writes it; `not known` where nobody looked.
   */
  value?: string;
  /**
   * SPDX expression, where it is exact.
   */
  spdx?: string;
  /**
   * SPDX ids whose text the file holds.
   */
  text?: string[];
  /**
   * It was looked for and is not there.
   */
  absent?: boolean;
  /**
   * False where nobody looked.
   */
  looked: boolean;
  /**
   * Whether it says what is declared. Only files of the software's own repository are compared.
   */
  agrees?: 'agree' | 'disagree' | 'not known';
  source?: Citation;
}

/**
 * Who is named as holder of the code, by one source.
 */
export interface HolderAnswer {
  /**
   * The network's rule, the owner of the repository, the manifest's main holder, or a notice.
   */
  says: 'network' | 'owner' | 'copyright-owner' | 'notice';
  /**
   * As the source writes it.
   */
  name: string;
  /**
   * The body, where it is a record.
   */
  organisation?: string;
  source?: Citation;
}

/**
 * One change of licence or holder.
 */
export interface LicenceChange {
  /**
   * What changed.
   */
  kind: 'licence' | 'left-open-source' | 'became-open-source' | 'disagreement' | 'agreement' | 'holder';
  /**
   * Version of the record in which it first stands; absent where a source tells it of the past.
   */
  version?: number;
  /**
   * When that version came, or what the source gives; absent where it is not known.
   */
  date?: string;
  /**
   * Before.
   */
  from?: string;
  /**
   * After.
   */
  to?: string;
  source?: Citation;
}

/**
 * The search that led to these products, as it was when they were chosen.
 */
export type ComparedSearch = {
  /**
   * Words that were looked for.
   */
  text: string;
  /**
   * What the hits were narrowed by.
   */
  filters: {
    /**
     * The facet.
     */
    name: string;
    /**
     * Its value.
     */
    value: string;
    /**
     * The value in words.
     */
    label: string;
  }[];
  /**
   * How many hits there were.
   */
  total: number | null;
  /**
   * The first of them.
   */
  hits: {
    /**
     * With its origin.
     */
    id: string;
    /**
     * Its name.
     */
    name: string;
    /**
     * Its page as it was then.
     */
    address: string;
  }[];
} | null;

/**
 * Products side by side as they stood at one point of the catalogue, for a procurement file.
 */
export interface ComparisonAnswer {
  /**
   * Of the whole, in that language.
   */
  title: string;
  /**
   * Of labels and texts.
   */
  language: string;
  /**
   * Name of the catalogue that made it.
   */
  catalogue: string;
  /**
   * Point of the change sequence, which counts every shown change of every origin.
   */
  at: number;
  /**
   * Day for which it is worked out: what had run out by then has.
   */
  on: string;
  /**
   * When the change of that point was made.
   */
  changed: string;
  /**
   * Where the same is shown again.
   */
  address: string;
  /**
   * Where what changed since is shown.
   */
  since: string;
  /**
   * Records that were shown then and were erased since.
   */
  erased: number;
  /**
   * In the order in which they were asked for.
   */
  products: ComparedProduct[];
  /**
   * One thing each, of all products.
   */
  facts: ComparedFact[];
  search: ComparedSearch;
  /**
   * Every source that a fact names by its number.
   */
  sources: NumberedSource[];
}
export interface ComparedProduct {
  /**
   * With its origin.
   */
  id: string;
  /**
   * Its name, else its slug.
   */
  name: string;
  /**
   * Its page as it was then.
   */
  address: string;
  /**
   * Of its record; 0 where it cannot be shown.
   */
  version: number;
  /**
   * Since when its record says so; null where it cannot be shown.
   */
  updated: string | null;
  /**
   * `erased`: what was said then was destroyed since. `gone`: it was withdrawn by then.
   */
  state: 'shown' | 'erased' | 'gone';
  /**
   * What its record says is not known.
   */
  unknown: string[];
}
export interface ComparedFact {
  /**
   * The same in every comparison.
   */
  id: string;
  /**
   * Title of the part in which it stands.
   */
  section: string;
  /**
   * What it is.
   */
  label: string;
  /**
   * The products do not all say the same, or of some it is not known.
   */
  differs: boolean;
  /**
   * One for each product.
   */
  values: ComparedValue[];
}
export interface ComparedValue {
  /**
   * Whether anything is known of it.
   */
  known: boolean;
  /**
   * In words, a line each; null where it is not known.
   */
  text: string | null;
  /**
   * Numbers of its sources.
   */
  sources: number[];
}
export interface NumberedSource {
  /**
   * By which facts name it.
   */
  number: number;
  /**
   * Of the source.
   */
  title: string;
  /**
   * Who published it.
   */
  publisher?: string;
  /**
   * Where it lies.
   */
  address?: string;
  /**
   * Of the source itself.
   */
  date?: string;
  /**
   * When it was read.
   */
  read?: string;
  /**
   * What else is to be known of it.
   */
  note?: string;
}

/**
 * The licence of a software: declared against found, what it allows, who holds the code, and what changed.
 */
export interface LicenceAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * As declared; null where nothing is.
   */
  declared: {
    /**
     * SPDX expression.
     */
    spdx?: string;
    /**
     * What the source says.
     */
    stated?: string;
    source?: Citation;
  } | null;
  /**
   * How far the licence reaches; of a choice the mildest.
   */
  family: 'permissive' | 'weak' | 'strong' | 'network' | 'not-open' | 'unknown';
  /**
   * Approved by OSI or free by the FSF.
   */
  open: 'yes' | 'no' | 'not known';
  /**
   * Every licence that the expression names.
   */
  licences: LicenceMark[];
  freedoms: FreedomsAnswer;
  /**
   * Every value that was found, and every repository in which nobody looked.
   */
  found: FoundLicenceAnswer[];
  /**
   * Declared against found.
   */
  agreement: 'agree' | 'disagree' | 'not known';
  /**
   * Who is named as holder of the code.
   */
  holders: HolderAnswer[];
  /**
   * Whether they name the same.
   */
  holdersAgree: 'agree' | 'disagree' | 'not known';
  /**
   * What somebody should look at.
   */
  alerts: ('left-open-source' | 'disagree' | 'holders-differ')[];
  /**
   * Changes over the kept versions, oldest first; of many versions the newest 50 are compared.
   */
  changes: LicenceChange[];
}
/**
 * What the declared licence grants.
 */
export interface FreedomsAnswer {
  /**
   * For any purpose.
   */
  use: 'yes' | 'limited' | 'no' | 'not known';
  /**
   * See how it works.
   */
  study: 'yes' | 'limited' | 'no' | 'not known';
  /**
   * Change it.
   */
  modify: 'yes' | 'limited' | 'no' | 'not known';
  /**
   * Pass it on, changed or not.
   */
  share: 'yes' | 'limited' | 'no' | 'not known';
}

/**
 * Whether one version of a host fits.
 */
export interface VersionFit {
  /**
   * Version of the host.
   */
  version: string;
  /**
   * Not known where there is no range, or none that can be read.
   */
  fits: 'yes' | 'no' | 'not known';
}

/**
 * A range of versions of a host.
 */
export interface HostRange {
  /**
   * As its source writes it.
   */
  range: string;
  /**
   * How it is read.
   */
  scheme: 'pep440' | 'classifier' | 'composer' | 'npm' | 'between';
  /**
   * File that says so.
   */
  file?: string;
  source?: Citation;
}

/**
 * What a software has to do with another thing.
 */
export interface ToldRelation {
  /**
   * Kind of the relation.
   */
  type: string;
  /**
   * The other record.
   */
  target?: string;
  /**
   * The other thing, where it is no record.
   */
  name?: string;
  /**
   * Its address.
   */
  url?: string;
  /**
   * Its versions in words.
   */
  versions?: string;
  /**
   * Versions of it that fit.
   */
  ranges?: HostRange[];
  /**
   * An inference of the catalogue.
   */
  inferred?: boolean;
  reason?: LocalisedText;
  source?: Citation;
  /**
   * The versions of it that its record knows.
   */
  fits?: VersionFit[];
}

/**
 * A software that stands on this one.
 */
export interface AddOn {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Whose words these are.
   */
  origin: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Address of its page.
   */
  page: string;
  /**
   * Versions of the host that fit, as its files say.
   */
  ranges: HostRange[];
  /**
   * Every version of `versions`.
   */
  fits: VersionFit[];
}

/**
 * What a software stands on and what stands on it.
 */
export interface RelationsAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Its own relations, at most 200; what its manifest needs among them.
   */
  relations: ToldRelation[];
  /**
   * Versions of it that its record or its add-ons name, oldest first.
   */
  versions: string[];
  /**
   * At most 100.
   */
  addOns: AddOn[];
}

/**
 * What was found in a manifest.
 */
export interface CheckAnswer {
  /**
   * `publiccode.yml`, or the address from which it was fetched.
   */
  file: string;
  /**
   * Whether there is no error; warnings do not count. With `fix` this and the problems are those of the mended text.
   */
  valid: boolean;
  /**
   * In the order of the file.
   */
  problems: CheckedProblem[];
  /**
   * What was mended, with `fix`.
   */
  mended?: MendedPlace[];
  /**
   * What is left to a person and why, with `fix`.
   */
  left?: MendedPlace[];
  /**
   * What changed as a unified diff, with `fix`; empty where nothing did.
   */
  diff?: string;
  /**
   * The mended text, with `fix`.
   */
  text?: string;
}

/**
 * One thing that is wrong with a manifest.
 */
export interface CheckedProblem {
  /**
   * Only errors make a file invalid.
   */
  level: 'error' | 'warning';
  /**
   * Stable id of the rule.
   */
  rule: string;
  /**
   * The place in dotted form, empty for the whole file.
   */
  key: string;
  /**
   * The place as a JSON pointer (RFC 6901).
   */
  pointer: string;
  /**
   * From 1; 0 where the problem has no place in the text.
   */
  line: number;
  /**
   * From 1, in UTF-16 units.
   */
  column: number;
  /**
   * Of the part that is wrong, in UTF-16 units.
   */
  length: number;
  /**
   * A sentence for a person.
   */
  message: string;
  /**
   * What to do about it.
   */
  hint?: string;
  /**
   * The value or key to be written instead.
   */
  suggestion?: string;
  /**
   * What the text of the standard says where tools differ, and how the reference validator judges.
   */
  note?: string;
}

/**
 * A problem that was mended, or is left.
 */
export interface MendedPlace {
  /**
   * Id of the rule.
   */
  rule: string;
  /**
   * The place in dotted form.
   */
  key: string;
  /**
   * What was done, or why it was not.
   */
  why: string;
}

/**
 * What became of a publish.
 */
export interface PublishAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Address of its page, without the language.
   */
  page: string;
  /**
   * Whether something new came in. False: the same was there already, and nothing was written.
   */
  changed: boolean;
  /**
   * Warnings, if any.
   *
   * @maxItems 200
   */
  problems: Problem[];
}

/**
 * What became of a publish by a run of CI or the holder of a token, or would become of it.
 */
export interface PublishVerdict {
  /**
   * Kind and slug; null where nothing was written.
   */
  id: string | null;
  /**
   * Address of its page, without the language.
   */
  page: string | null;
  /**
   * Whether something new came in, or would.
   */
  changed: boolean;
  /**
   * Warnings, if any.
   *
   * @maxItems 200
   */
  problems: Problem[];
  /**
   * Of a dry run: what would be different from what is there.
   *
   * @maxItems 500
   */
  differences?: DifferenceEntry[];
  write: WriteAnswer;
  /**
   * Where it waits for the operator; null where it does not.
   */
  queued: AdmissionAnswer | null;
}
/**
 * Whether this one may write the entry, and why.
 */
export interface WriteAnswer {
  /**
   * Whether it may.
   */
  allowed: boolean;
  /**
   * Why, in words.
   */
  why: string;
}

/**
 * A token for a run of CI.
 */
export interface ExchangeAnswer {
  /**
   * To be sent as `Authorization: Bearer …`.
   */
  token: string;
  /**
   * What it is good for.
   */
  scope: string;
  /**
   * Until when.
   */
  expires: string;
}

/**
 * A manifest that waits for the operator, or waited.
 */
export interface AdmissionAnswer {
  /**
   * Name of the request, under which it can be asked for.
   */
  id: string;
  /**
   * Repository or entry of who sent it.
   */
  address: string;
  /**
   * Path of the manifest in the repository.
   */
  path: string;
  /**
   * SHA-256 of what was sent, base64url.
   */
  digest: string;
  /**
   * When it came.
   */
  received: string;
  /**
   * A new entry, or one that is there already.
   */
  about: 'new' | 'claim';
  /**
   * The entry that is claimed.
   */
  entry: string | null;
  /**
   * Where it stands.
   */
  state: 'waiting' | 'accepted' | 'refused';
  /**
   * The operator's words.
   */
  reason: string | null;
  /**
   * When it was decided.
   */
  decided: string | null;
}

/**
 * Manifests that wait, or waited.
 */
export interface AdmissionsAnswer {
  /**
   * How many.
   */
  total: number;
  /**
   * The earliest first.
   *
   * @maxItems 1000
   */
  items: AdmissionAnswer[];
  /**
   * There are no further pages.
   */
  next: null;
}

/**
 * What became of a manifest that waited.
 */
export interface SettledAnswer {
  admission: AdmissionAnswer;
  /**
   * The entry that came of it.
   */
  id: string | null;
}

/**
 * A token as it is seen after it was made.
 */
export interface TokenAnswer {
  /**
   * Name of the token, which is not secret.
   */
  id: string;
  /**
   * What it is for.
   */
  label: string;
  /**
   * The repository or entry that it may publish.
   */
  scope: string;
  /**
   * When it was made.
   */
  created: string;
  /**
   * Until when it is good.
   */
  expires: string;
  /**
   * When it was revoked.
   */
  revoked: string | null;
  /**
   * When it was last used, to the minute.
   */
  used: string | null;
  /**
   * The token itself; only in the answer that makes it.
   */
  token?: string;
}

/**
 * Tokens that the operator made.
 */
export interface TokensAnswer {
  /**
   * How many.
   */
  total: number;
  /**
   * The earliest first.
   */
  items: TokenAnswer[];
  /**
   * There are no further pages.
   */
  next: null;
}

/**
 * A token that is no longer good.
 */
export interface RevokedTokenAnswer {
  /**
   * Name of the token.
   */
  id: string;
  /**
   * True.
   */
  revoked: boolean;
}

/**
 * What became of a withdrawal.
 */
export interface WithdrawAnswer {
  /**
   * Kind and slug.
   */
  id: string;
  /**
   * Whether the entry was delisted by this request.
   */
  changed: boolean;
}

/**
 * What the catalogue holds, and what of it is broken.
 */
export interface StatusAnswer {
  /**
   * Name of this catalogue.
   */
  name: string;
  /**
   * Version of the program.
   */
  version: string;
  /**
   * Live entries by origin and kind.
   */
  entries: EntryCount[];
  /**
   * Leaves of our own journal.
   */
  leaves: number;
  /**
   * When a record last changed; null in an empty catalogue.
   */
  changedAt: string | null;
  /**
   * Where the software of the built-in folders is developed, as their sources.yml says. Not crawled until the operator takes them over.
   */
  sources: FolderSourcesAnswer[];
  unjoined: UnjoinedAnswer;
  /**
   * References of own records that lead to nothing here; each heals when its target comes.
   *
   * @maxItems 100
   */
  dangling: DanglingAnswer[];
  /**
   * Files of the catalogue folders that could not be loaded.
   */
  broken: BrokenFileAnswer[];
}
/**
 * How many live entries there are.
 */
export interface EntryCount {
  /**
   * Whose they are.
   */
  origin: 'own' | 'built-in' | 'mirrored';
  /**
   * Kind of the record.
   */
  kind:
    | 'software'
    | 'organisation'
    | 'network'
    | 'framework'
    | 'adoption'
    | 'contribution'
    | 'assessment'
    | 'observation'
    | 'offer'
    | 'need'
    | 'story'
    | 'claim'
    | 'writers';
  /**
   * How many.
   */
  count: number;
}
/**
 * What the sources.yml of a folder names.
 */
export interface FolderSourcesAnswer {
  /**
   * Catalogue folder.
   */
  folder: string;
  /**
   * Addresses of organisations and groups of forges.
   */
  forges: string[];
  /**
   * Addresses of repositories.
   */
  repositories: string[];
}
/**
 * Entries that are the same software as more than 50 others. So many are not shown as one.
 */
export interface UnjoinedAnswer {
  /**
   * How many there are.
   */
  total: number;
  /**
   * The first of them: ids with their origin.
   *
   * @maxItems 100
   */
  entries: string[];
}
/**
 * A reference that leads nowhere.
 */
export interface DanglingAnswer {
  /**
   * Id of the record that refers.
   */
  from: string;
  /**
   * What for.
   */
  rel: string;
  /**
   * Id that it names, with an origin where it names one. For the built-in record write `@built-in` behind it.
   */
  target: string;
}
/**
 * A file that could not be loaded, and why.
 */
export interface BrokenFileAnswer {
  /**
   * Catalogue folder.
   */
  folder: string;
  /**
   * File in it.
   */
  file: string;
  /**
   * What is wrong, and where.
   *
   * @maxItems 200
   */
  problems: Problem[];
}

/**
 * The process answers.
 */
export interface HealthAnswer {
  status: 'ok';
  /**
   * Version of the program.
   */
  version: string;
}

/**
 * Logs that were caught with two histories.
 */
export interface ForksAnswer {
  /**
   * Newest first.
   */
  forks: {
    /**
     * Id of the proof.
     */
    id: string;
    /**
     * Origin line of the log.
     */
    origin: string;
    /**
     * Two roots at one size, or a larger head that does not extend the smaller one.
     */
    rule: 'same-size' | 'inconsistent';
    /**
     * When it was found here.
     */
    found: string;
  }[];
}

/**
 * Two heads of one log, both signed by it, that contradict each other.
 */
export interface ForkProof {
  format: 'alminding-fork@v1';
  /**
   * Origin line of the log.
   */
  origin: string;
  /**
   * Verifier keys of the log as they are known here.
   */
  keys: string[];
  /**
   * A signed checkpoint.
   */
  one: string;
  /**
   * The one that contradicts it.
   */
  other: string;
  /**
   * Where the sizes differ: the root that the larger tree has at the smaller size, and a consistency proof from there (RFC 9162), in base64.
   */
  proof: string[];
}

/**
 * The federation as it is seen from here.
 */
export interface FederationAnswer {
  /**
   * Null before the first head was signed.
   */
  own: {
    /**
     * Origin line.
     */
    log: string;
    /**
     * Leaves that are signed.
     */
    size: number;
    /**
     * When its head was signed.
     */
    signed: string;
    /**
     * Witnesses that have cosigned it.
     *
     * @maxItems 1000
     *
     * Items: Name of a witness.
     */
    cosignedBy: string[];
    /**
     * Catalogues that are mirrored here and have pinned this one.
     *
     * @maxItems 1000
     */
    pinnedBy: PinSeenAnswer[];
  } | null;
  /**
   * Who is asked to cosign our log.
   *
   * @maxItems 1000
   *
   * Items: A witness.
   */
  witnesses: {
    /**
     * Its name.
     */
    name: string;
    /**
     * Size that it has cosigned last.
     */
    size: number;
    /**
     * When.
     */
    cosigned: string | null;
    /**
     * Whether it gave a cosignature when it was asked last.
     */
    answers: boolean;
  }[];
  /**
   * Catalogues that are mirrored here.
   *
   * @maxItems 1000
   */
  peers: PeerHealthAnswer[];
  /**
   * Bodies that our log has erased, the newest first, and which mirrors have confirmed that.
   *
   * @maxItems 1000
   *
   * Items: An erasure.
   */
  erasures: {
    /**
     * When.
     */
    erased: string;
    /**
     * A mirror has not confirmed it within 24 hours.
     */
    overdue: boolean;
    /**
     * What each mirror answered last.
     *
     * @maxItems 1000
     *
     * Items: An answer.
     */
    answers: {
      /**
       * Name of the peer.
       */
      peer: string;
      /**
       * `gone` is the confirmation (HTTP 410).
       */
      answer: 'gone' | 'never' | 'not-mirrored' | 'present' | 'no-answer' | 'not-asked';
      /**
       * When.
       */
      at: string | null;
    }[];
  }[];
}

/**
 * Another catalogue that has pinned this one, as its own log says.
 */
export interface PinSeenAnswer {
  /**
   * What it is called here.
   */
  name: string;
  /**
   * Its origin, without an epoch.
   */
  origin: string;
  /**
   * What it has pinned: the present root key, an earlier one of the chain, one of a later key document than is known here, or one that is in no key document of the chain: then one of the two was misled.
   */
  key: 'same' | 'earlier' | 'later' | 'different';
  /**
   * The eight words of the root key that it has pinned.
   */
  words: string;
}

/**
 * A catalogue that is mirrored here, as it stands now.
 */
export interface PeerHealthAnswer {
  /**
   * What it is called here.
   */
  name: string;
  /**
   * Its origin, without an epoch.
   */
  origin: string;
  /**
   * Origin line of the log that is shown.
   */
  log: string;
  /**
   * `left`: it was removed, and its records were kept.
   */
  state: 'active' | 'paused' | 'left';
  /**
   * When it was pinned.
   */
  added: string;
  /**
   * When anything of it was last heard, through whomever.
   */
  looked: string | null;
  /**
   * The same where that was so long ago that what it says today is not known, or where it is no more asked.
   */
  stale: string | null;
  /**
   * Failures since it last answered well.
   */
  failures: number;
  /**
   * Null while all is well.
   */
  problem: {
    /**
     * A code of the list of errors.
     */
    code: string;
    /**
     * When.
     */
    at: string;
  } | null;
  /**
   * When it is asked again, after a failure.
   */
  nextAsked: string | null;
  /**
   * Leaves of its log that are here.
   */
  size: number;
  /**
   * How many more it has, as far as is known.
   */
  behind: number;
  /**
   * Records of it that are shown.
   */
  records: number;
  /**
   * Requests that it was asked since the service started.
   */
  requests: number;
  /**
   * Bytes that came of these.
   */
  bytes: number;
  /**
   * Leaves that came from it.
   */
  leaves: number;
  /**
   * Bodies that came from it.
   */
  bodies: number;
  /**
   * Bodies that are current and not here.
   */
  missingBodies: number;
  /**
   * Bodies that are kept and cannot be shown.
   */
  unshownBodies: number;
  /**
   * Removals that wait for the operator.
   */
  heldRemovals: number;
  /**
   * Size that it has signed and that grows beyond what was approved.
   */
  heldAt: number | null;
  /**
   * A new log of it that its pinned keys do not vouch for.
   */
  heldEpoch: string | null;
  /**
   * Size behind which nothing is taken, as its log was found to be forked.
   */
  frozen: number | null;
  /**
   * Only bodies with one of these are taken; none for all.
   *
   * @maxItems 64
   *
   * Items: A facet.
   */
  facets: string[];
  /**
   * Other catalogues that are mirrored here and have pinned it.
   *
   * @maxItems 1000
   */
  pinnedBy: PinSeenAnswer[];
  /**
   * Witnesses that have cosigned the head that is here.
   *
   * @maxItems 1000
   *
   * Items: Name of a witness.
   */
  cosignedBy: string[];
  /**
   * How many other pinned networks must have cosigned its log for what it says to count as witnessed: one from three networks on that answered within a week, two from five.
   */
  quorum: number;
  /**
   * Bodies that it had erased within a week, where that is unusually many: more than 20, and than a tenth of its records. An erasure is never held back. Else 0.
   */
  erasedLately: number;
  /**
   * Its newest leaves that so many have not cosigned yet: shown, and marked.
   */
  unwitnessed: number;
}

/**
 * A pinned catalogue, as its operator sees it.
 */
export interface PeerAnswer {
  /**
   * What it is called here.
   */
  name: string;
  /**
   * Its origin.
   */
  origin: string;
  /**
   * Where it is asked.
   */
  url: string;
  /**
   * Whether it is asked.
   */
  state: 'active' | 'paused' | 'left';
  /**
   * The eight words that were compared.
   */
  words: string;
  /**
   * Facets by which bodies are chosen.
   *
   * @maxItems 64
   *
   * Items: A facet.
   */
  facets: string[];
  /**
   * Up to this size its log was approved.
   */
  approved: number;
  /**
   * When it was pinned.
   */
  added: string;
  /**
   * Why it failed last, in words.
   */
  problem: string | null;
  /**
   * Why a new log of it is not followed, in words.
   */
  heldEpoch: string | null;
}

/**
 * All pinned catalogues.
 */
export interface PeersAnswer {
  /**
   * How many.
   */
  total: number;
  /**
   * In the order in which they were pinned.
   *
   * @maxItems 1000
   */
  items: PeerAnswer[];
  /**
   * There are no further pages.
   */
  next: null;
}

/**
 * What goes from one catalogue to another, as far as it is known here.
 */
export interface HandOverPage {
  /**
   * How many there are.
   */
  total: number;
  items: HandOverAnswer[];
  /**
   * All are on one page.
   */
  next: null;
}

/**
 * One way of a product from a catalogue to another.
 */
export interface HandOverAnswer {
  /**
   * What is handed over; with its origin where it is not ours.
   */
  entry: string;
  /**
   * As what it goes on.
   */
  to: string;
  /**
   * Name of the product; empty where neither side is here.
   */
  name: string;
  /**
   * Page of the first, without the language.
   */
  page: string | null;
  /**
   * Page of the second.
   */
  toPage: string | null;
  /**
   * Our part in it.
   */
  side: 'giver' | 'taker' | 'neither';
  /**
   * Not answered, as far as is known; said by both; refused by us; not answered in time; or said by the second alone.
   */
  state: 'offered' | 'taken-over' | 'refused' | 'lapsed' | 'claimed';
  /**
   * Day on which it was offered.
   */
  offered: string | null;
  /**
   * Last day on which it may be taken over.
   */
  until: string | null;
  /**
   * Day on which it was taken over or refused.
   */
  settled: string | null;
}

/**
 * What was done.
 */
export interface HandOverDone {
  /**
   * What was asked for.
   */
  act: 'offer' | 'undo' | 'accept' | 'refuse';
  /**
   * The entry: ours, or of a refusal the other side’s.
   */
  id: string;
  /**
   * False where it was so before.
   */
  changed: boolean;
}

/**
 * A catalogue that was looked at.
 */
export interface PeerAddedAnswer {
  /**
   * Whether it is pinned now.
   */
  pinned: boolean;
  /**
   * Its name for itself.
   */
  title: string;
  /**
   * Its origin.
   */
  origin: string;
  /**
   * Origin line of its log.
   */
  log: string;
  /**
   * Its address.
   */
  url: string;
  /**
   * Its eight words, to be compared with what its people say by another way.
   */
  words: string;
  /**
   * Leaves of its log.
   */
  size: number;
  /**
   * What it is called here, once it is pinned.
   */
  name: string | null;
  /**
   * Catalogues that are mirrored here and have pinned it: that they have the same key speaks for it, and proves nothing.
   *
   * @maxItems 1000
   */
  pinnedBy: PinSeenAnswer[];
}

/**
 * A peer that was changed.
 */
export interface PeerChangedAnswer {
  /**
   * Its name.
   */
  name: string;
  /**
   * Whether it is asked.
   */
  state: 'active' | 'paused' | 'left';
  /**
   * Up to this size its log is approved.
   */
  approved: number;
  /**
   * Facets by which bodies are chosen; none for all.
   *
   * @maxItems 64
   *
   * Items: A facet.
   */
  facets: string[];
  /**
   * Removals that went through.
   */
  released: number;
  /**
   * Bodies that are fetched now, or shown again, as they are newly chosen.
   */
  wanted: number;
  /**
   * Records that are no longer shown, as they are not chosen any more.
   */
  left: number;
}

/**
 * A peer that was removed.
 */
export interface PeerRemovedAnswer {
  /**
   * Its name.
   */
  name: string;
  /**
   * Whether its records are kept, and marked as old.
   */
  kept: boolean;
  /**
   * Records that went.
   */
  gone: number;
}

/**
 * A place that is crawled: what was last seen there and what became of it. Nothing of the content of a manifest stands in it.
 */
export interface SourceAnswer {
  id: string;
  /**
   * As it is asked now.
   */
  url: string;
  /**
   * One repository, an organisation, group or user of a forge, a list of repositories, or a repository that holds a catalogue folder.
   */
  role: 'repository' | 'owner' | 'list' | 'folder';
  /**
   * `operator`, `folder:<name>`, `source:<id>` of the owner, list or folder that named it, or `record:<entry>` of the record that names it.
   */
  addedBy: string;
  /**
   * Gone: not found for 30 days. What came from it stays in the catalogue.
   */
  state: 'new' | 'alive' | 'unreachable' | 'gone';
  /**
   * Since when it is in this state.
   */
  since: string;
  /**
   * When it was last looked at, with or without success, RFC 3339.
   */
  looked: string | null;
  /**
   * When it is looked at next.
   */
  due: string;
  /**
   * Times in a row that it could not be read.
   */
  failures: number;
  /**
   * Of the manifest that was last seen; none where there is no manifest, null where nobody has looked yet.
   */
  verdict: 'valid' | 'invalid' | 'none' | null;
  /**
   * The entry that its manifest gave.
   */
  entry: string | null;
  /**
   * What was seen there.
   */
  seen: {
    commit: string | null;
    /**
     * Date of that commit, RFC 3339.
     */
    committed: string | null;
    /**
     * Path of the manifest.
     */
    manifest: string | null;
    /**
     * Former addresses.
     */
    aliases: string[];
    archived?: boolean;
    fork?: boolean;
    template?: boolean;
    mirror?: boolean;
    /**
     * Since when the file there has not been valid, while the entry stands on an earlier one, RFC 3339.
     */
    invalidSince: string | null;
    /**
     * When it was last valid, RFC 3339.
     */
    validAt: string | null;
    /**
     * Why it could not be read the last time.
     */
    failure: null | {
      code: string;
      message: string;
    };
    /**
     * Of an owner or list: repositories that it names.
     */
    named?: number;
    /**
     * How many of them are sources: archived ones, forks and empty ones are none.
     */
    crawled?: number;
    /**
     * Of a catalogue folder: files of records in it.
     */
    records?: number;
    /**
     * Of them those that were broken when they were last read; what was last valid stands.
     */
    broken?: number;
  };
  /**
   * What is wrong with the manifest: rules and places. `alminding check` says more. Not in lists.
   *
   * @maxItems 200
   */
  problems?: Problem[];
  /**
   * What happened, the newest first. Not in lists.
   *
   * @maxItems 100
   */
  history?: {
    at: string;
    event: string;
    /**
     * What belongs to it: commit, entry, version, address.
     */
    detail: {};
  }[];
}

/**
 * Somebody who is told of changes.
 */
export interface HookAnswer {
  /**
   * Its name.
   */
  id: string;
  /**
   * Where messages are sent.
   */
  url: string;
  /**
   * Who it is, in the operator's words.
   */
  label: string;
  /**
   * Kinds of records that it is told of; empty for all.
   */
  kinds: string[];
  /**
   * Whether it is told of records of other catalogues, too.
   */
  everything: boolean;
  /**
   * Whether it is told.
   */
  state: 'active' | 'suspended';
  /**
   * Why it is suspended: it answered 410, it failed while 10,000 changes went by, or its secret cannot be opened after a restore.
   */
  why: 'gone' | 'behind' | 'no-secret' | null;
  /**
   * Changes that it was not told of yet, wanted or not.
   */
  behind: number;
  /**
   * Tries in a row that failed.
   */
  failures: number;
  /**
   * Since when it is told.
   */
  added: string;
  /**
   * Not tried again before.
   */
  due: string;
  /**
   * By which messages are signed. Only in the answer that makes it.
   */
  secret?: string;
}

/**
 * Those who are told of changes.
 */
export interface HooksAnswer {
  /**
   * How many.
   */
  total: number;
  /**
   * The earliest first.
   */
  items: HookAnswer[];
  /**
   * There are no further pages.
   */
  next: null;
}

/**
 * One that is told no more.
 */
export interface HookRemovedAnswer {
  /**
   * Its name.
   */
  id: string;
  /**
   * True.
   */
  removed: boolean;
}

/**
 * What was sent.
 */
export interface HookDeliveriesAnswer {
  /**
   * How many.
   */
  total: number;
  /**
   * The newest first.
   */
  items: HookDelivery[];
  /**
   * There are no further pages.
   */
  next: null;
}
/**
 * One try of one message.
 */
export interface HookDelivery {
  /**
   * Its id, `webhook-id`: the same at each try.
   */
  message: string;
  /**
   * What it is about.
   */
  type: string;
  /**
   * It tells of changes after this one,
   */
  after: number;
  /**
   * up to this one.
   */
  upto: number;
  /**
   * When it was tried.
   */
  at: string;
  /**
   * Which try it was.
   */
  attempt: number;
  /**
   * Status of the answer; null where there was none.
   */
  status: number | null;
  /**
   * Code of the failure.
   */
  error: string | null;
}

/**
 * What became of a message.
 */
export interface HookSentAnswer {
  /**
   * Whether it was taken.
   */
  delivered: boolean;
  /**
   * Status of the answer; null where there was none.
   */
  status: number | null;
  /**
   * Code of the failure.
   */
  error: string | null;
}

/**
 * A record that was drafted of a repository without a manifest.
 */
export interface DraftAnswer {
  /**
   * Of its source.
   */
  id: string;
  /**
   * The repository.
   */
  url: string;
  /**
   * The commit that was read.
   */
  commit: string;
  /**
   * When.
   */
  drafted: string;
  /**
   * Replaced: the repository has a manifest of its own now.
   */
  state: 'waiting' | 'accepted' | 'refused' | 'replaced';
  /**
   * The entry that it gave.
   */
  entry: string | null;
  /**
   * Why it was refused.
   */
  reason: string | null;
  /**
   * When a person decided.
   */
  decided: string | null;
  /**
   * The record that would be listed: only what files of the repository say.
   */
  record: {
    [k: string]: unknown;
  };
  /**
   * Each value and the file that says so.
   */
  found: {
    /**
     * Key of the standard.
     */
    key: string;
    /**
     * What was found.
     */
    value: {
      [k: string]: unknown;
    };
    /**
     * Where.
     */
    from: string;
  }[];
  /**
   * What nobody found, and a person would have to say.
   */
  missing: {
    /**
     * Key of the standard.
     */
    key: string;
    /**
     * Why it is left.
     */
    why: string;
  }[];
}

/**
 * Drafts, the earliest first.
 */
export interface DraftsAnswer {
  /**
   * How many.
   */
  total: number;
  /**
   * The drafts.
   */
  items: DraftAnswer[];
  /**
   * There are no further pages.
   */
  next: null;
}

/**
 * What became of a webhook of a forge.
 */
export interface HookHeardAnswer {
  /**
   * What the forge calls it.
   */
  event: string;
  /**
   * Whether it was taken before: then it changed nothing.
   */
  repeated: boolean;
  /**
   * Sources that are looked at next.
   *
   * Items: Id of a source.
   */
  due: string[];
}

/**
 * One page of the sources, in the order of their ids.
 */
export interface SourcePage {
  /**
   * How many there are in the whole list.
   */
  total: number;
  items: SourceAnswer[];
  /**
   * Cursor of the next page, null on the last one.
   */
  next: string | null;
}

/**
 * The catalogue can be read.
 */
export interface ReadinessAnswer {
  status: 'ready';
  /**
   * Whether the data folder can be written: a write is tried, and there is room for the next ones.
   */
  writable: boolean;
  /**
   * Whether this process also does the background work, or reads beside the one that does.
   */
  loops: 'holder' | 'reader';
  /**
   * Whether this process signs new heads of the journal.
   */
  signing: boolean;
  /**
   * Why it does not; null where it does.
   */
  signingStopped: string | null;
}

/**
 * Why a request was refused (RFC 9457).
 */
export interface Refusal {
  /**
   * Address of the explanation of this code.
   */
  type: string;
  /**
   * What the code means.
   */
  title: string;
  /**
   * HTTP status.
   */
  status: number;
  /**
   * What exactly was refused.
   */
  detail: string;
  /**
   * Id of this request, by which the log can be searched.
   */
  instance: string;
  /**
   * Code of the refusal.
   */
  code: string;
  /**
   * What is wrong, and where.
   *
   * @maxItems 200
   */
  problems?: Problem[];
  /**
   * Addresses that the slug could mean.
   */
  candidates?: string[];
  /**
   * Where a withdrawn entry went on.
   */
  successor?: string | null;
  /**
   * Why an entry was withdrawn.
   */
  reason?: string | null;
  /**
   * Parameters that this place knows.
   */
  allowed?: string[];
}

/**
 * A value and how often it comes.
 */
export interface Tallied {
  /**
   * The value; `unknown` where it is not known.
   */
  value: string;
  /**
   * How many.
   */
  count: number;
}

/**
 * One evaluation of one software, or of a network, by one version of a framework. Its id is random. It names bodies and roles, never persons.
 */
export interface Assessment {
  /**
   * What is assessed.
   */
  subject: string;
  /**
   * By which framework.
   */
  framework: string;
  /**
   * The version of the framework: it must be the one that the framework has. Left out where that has none.
   */
  frameworkVersion?: string;
  /**
   * Listed: a published list says so, without an evaluation. Draft: not a verdict yet.
   */
  type: 'self' | 'secretariat' | 'audit' | 'second-opinion' | 'appeal' | 'board-decision' | 'listed' | 'draft';
  /**
   * When it was made. Left out where it is not known.
   */
  date?: PartialDate;
  /**
   * Body and role, never a person.
   */
  assessor?: {
    /**
     * The body, where it is a record.
     */
    organisation?: string;
    /**
     * The body as the source names it.
     */
    name?: string;
    role?: LocalisedText;
  };
  /**
   * Levels that it speaks of; each is one of the framework.
   */
  levels?: {
    /**
     * What whoever makes or runs it says.
     */
    claimed?: string;
    /**
     * What a published list says.
     */
    listed?: string;
    /**
     * What the assessor recommends.
     */
    recommended?: string;
    /**
     * What was decided.
     */
    decided?: string;
  };
  /**
   * The entry of the decision log.
   */
  decision?: {
    /**
     * The body that decided, where it is a record.
     */
    by?: string;
    /**
     * The body that decided, as the source names it.
     */
    name?: string;
    role?: LocalisedText;
    date?: PartialDate;
    /**
     * What was decided, in words.
     */
    text?: LocalisedText;
    /**
     * On what ground.
     */
    basis?: LocalisedText;
    /**
     * Where it is written.
     */
    reference?: Citation;
  };
  /**
   * After this day it has expired.
   */
  validUntil?: PartialDate;
  /**
   * The assessment that this one replaces.
   */
  supersedes?: string;
  /**
   * The assessment that this one contests.
   */
  appealOf?: string;
  /**
   * A requirement that is not here is not given.
   *
   * @maxItems 1000
   */
  ratings?: {
    /**
     * Its id in this version of the framework.
     */
    requirement: string;
    /**
     * One of the framework's scale.
     */
    rating: string;
    /**
     * Why.
     */
    ground?: LocalisedText;
    /**
     * Comply or explain: why it is as it is. It stands beside the rating and does not change it.
     */
    explanation?: LocalisedText;
    /**
     * @maxItems 20
     */
    evidence?: {
      address: WebAddress;
      commit?: string;
      path?: string;
    }[];
  }[];
  /**
   * Totals as the source prints them, over all requirements. They are not checked.
   *
   * @maxItems 20
   */
  statedTotals?: {
    /**
     * Which table of the source.
     */
    of?: LocalisedText;
    /**
     * How many requirements have which verdict; what the source does not count is left out.
     */
    counts: {
      green?: number;
      yellow?: number;
      red?: number;
      grey?: number;
    };
    source?: Citation;
  }[];
  /**
   * What is said of the whole.
   */
  explanation?: LocalisedText;
  /**
   * @maxItems 40
   */
  notes?: Note[];
  /**
   * What is known not to be known of it.
   *
   * @maxItems 10
   */
  unknown?: ('date' | 'assessor' | 'ratings' | 'grounds' | 'version' | 'decision')[];
  sources?: Sources;
}

/**
 * A number or fact that sources may disagree on, as one source says it. Only claims of the same thing and unit are compared; all are kept. Its id is random.
 */
export interface Claim {
  /**
   * Of what it is claimed.
   */
  subject?: string;
  /**
   * Of what, where that is no record.
   */
  subjectName?: string;
  /**
   * The thing that is counted, as a word by which claims of the same thing are found.
   */
  measure: string;
  /**
   * The thing that is counted.
   */
  what: LocalisedText;
  /**
   * In which unit; its English text tells units apart.
   */
  unit: LocalisedText;
  /**
   * The value, where it is a number.
   */
  value?: number;
  /**
   * The other end of a range that begins at `value`.
   */
  upTo?: number;
  /**
   * How the source words the value. Left out: exact.
   */
  precision?: 'exact' | 'about' | 'more-than' | 'at-least' | 'less-than';
  /**
   * The value in words, where it is no number.
   */
  text?: LocalisedText;
  /**
   * A forecast is never shown as the present state.
   */
  nature: 'counted' | 'stated' | 'estimated' | 'forecast';
  /**
   * How it was found.
   */
  method?: LocalisedText;
  /**
   * What it was worked out from.
   *
   * @maxItems 20
   */
  inputs?: {
    what: LocalisedText;
    value?: number;
    unit?: string;
  }[];
  /**
   * Who counted, who was asked.
   */
  by?: LocalisedText;
  /**
   * Of what time it tells. Left out: not known.
   */
  date?: {
    /**
     * Until: of a forecast, by when.
     */
    is: 'on' | 'about' | 'not-after' | 'before' | 'until';
    date: PartialDate;
    /**
     * Where it is a span.
     */
    from?: PartialDate;
  };
  /**
   * Who says so.
   */
  source: Citation;
  /**
   * @maxItems 20
   */
  notes?: Note[];
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
   * Public address of this catalogue, without a slash at the end. Empty: taken from host and port. The signed log is named after it when the first keys are made.
   */
  url?: string;
  /**
   * The operator's token for publishing over HTTP, at least 16 characters. Empty: publishing over HTTP is off.
   */
  token?: string;
  /**
   * Whose runs of CI may publish without a secret, as kind=address separated by commas; kinds are github, gitlab and forgejo: github=https://token.actions.githubusercontent.com, gitlab=https://gitlab.com, forgejo=https://codeberg.org/api/actions. Empty: nobody's.
   */
  issuers?: string;
  /**
   * Whose new entries are listed at once when a run of CI publishes them: those of accepted sources, everybody's, or those that were invited. Others wait for you.
   */
  admission?: 'sources' | 'open' | 'invited';
  /**
   * Name of this catalogue on its pages.
   */
  name?: string;
  /**
   * Path of a PNG image that stands before the name on every page, at most 256 KiB. Empty: the sign of the program.
   */
  logo?: string;
  /**
   * Colour of links and buttons on light pages, such as #0d7a5f. One that could not be read is refused at start with the nearest that can. Empty: that of the design system.
   */
  colour?: string;
  /**
   * The same on dark pages. Empty: made of `colour`.
   */
  darkColour?: string;
  /**
   * Where readers write to: a role mailbox of the operator, or the https address of a page. Shown in the accessibility statement and on the page about privacy. Empty: these say that nothing is given.
   */
  contact?: string;
  /**
   * https address of the body to which readers turn when the answer to a complaint about accessibility does not satisfy them. Empty: the statement says that none is named.
   */
  enforcement?: string;
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
   * Where the service may go besides public https addresses, as scheme://host:port=range separated by commas, such as http://peer-b.local:4011=127.0.0.0/8. Empty: nowhere.
   */
  netExceptions?: string;
  /**
   * Whether the service looks at its sources by itself. It has none until somebody adds one.
   */
  crawl?: boolean;
  /**
   * Whether repositories are sources, too, that records of your own name, and those in the sources.yml of your own catalogue folder. Those that mirrored or built-in records name never are.
   */
  crawlNamed?: boolean;
  /**
   * Which software runs at a host, as host=word separated by commas, such as git.example.org=gitlab. Words: github, gitlab, forgejo (Gitea too), git. Known without: github.com, gitlab.com, codeberg.org.
   */
  forges?: string;
  /**
   * Tokens for the APIs of forges, as host=token separated by commas. They need no rights but to read what is public. Empty: asked as a stranger, and GitHub's repositories by git.
   */
  forgeTokens?: string;
  /**
   * Secrets with which forges sign webhooks that they send here, as forge=secret separated by commas; forges are github, gitlab and forgejo (Gitea too), a secret has at least 16 characters. Empty: webhooks are refused.
   */
  hookSecrets?: string;
  /**
   * How much is logged.
   */
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /**
   * Writes that one address may make in a minute. Refused credentials are counted apart.
   */
  writeRate?: number;
  /**
   * Event loop delay in milliseconds above which requests are shed with 503. 0: never.
   */
  pressureMs?: number;
}

/**
 * An organisation takes part in a software or a network, whether or not it uses it. Its id is random.
 */
export interface Contribution {
  /**
   * The body, where it is a record.
   */
  organisation?: Ref;
  /**
   * The body as the source names it.
   */
  organisationName?: string;
  /**
   * The software in which it takes part.
   */
  software?: Ref;
  /**
   * The network in which it takes part.
   */
  network?: Ref;
  country?: Country;
  /**
   * What it does there.
   *
   * @minItems 1
   * @maxItems 10
   */
  as: (
    | 'initiates'
    | 'steers'
    | 'leads'
    | 'coordinates'
    | 'develops'
    | 'tests'
    | 'translates'
    | 'documents'
    | 'trains'
    | 'funds'
  )[];
  from?: PartialDate;
  until?: PartialDate;
  /**
   * Date at which the source says so.
   */
  asOf?: PartialDate;
  /**
   * When the body itself last said so.
   */
  lastConfirmed?: PartialDate;
  /**
   * What the source says, in our words.
   */
  note?: LocalisedText;
  /**
   * Claimed by a source; declared by the body itself; confirmed by it again. What is older than twelve months is read as declared.
   */
  evidence: 'claimed' | 'declared' | 'confirmed';
  /**
   * The body has agreed that details are published.
   */
  consent?: boolean;
  sources?: Sources;
}

/**
 * What an organisation says itself of the software that it uses and in which it takes part: the file adoptions.yml of its own repository or catalogue folder.
 */
export interface Declaration {
  /**
   * Who says so: the id of its record (organisation/…), or an official identifier as scheme:value, such as kommunekode:0751.
   */
  organisation: string;
  /**
   * When the organisation last went through the whole file.
   */
  lastConfirmed?: PartialDate;
  /**
   * What it uses, looks into, has used, or does not use whatever others say.
   *
   * @maxItems 1000
   */
  uses?: {
    /**
     * Address of its repository, or its id here (software/…).
     */
    software: string;
    /**
     * How far. Not-used: it does not run this; the claims of all others are hidden then.
     */
    state: 'interested' | 'evaluating' | 'planned' | 'pilot' | 'production' | 'in-use' | 'retired' | 'not-used';
    since?: PartialDate;
    until?: PartialDate;
    version?: string;
    scope?: LocalisedText;
    address?: WebAddress;
    note?: LocalisedText;
    /**
     * Version, scope and address may be published. Without it they are read by nobody.
     */
    publishDetails?: boolean;
  }[];
  /**
   * In what it takes part, whether or not it uses it.
   *
   * @maxItems 1000
   */
  takesPart?: {
    /**
     * Address of its repository, or its id here.
     */
    software?: string;
    /**
     * Its id here (network/…).
     */
    network?: string;
    /**
     * @minItems 1
     * @maxItems 10
     */
    as: (
      | 'initiates'
      | 'steers'
      | 'leads'
      | 'coordinates'
      | 'develops'
      | 'tests'
      | 'translates'
      | 'documents'
      | 'trains'
      | 'funds'
    )[];
    from?: PartialDate;
    until?: PartialDate;
  }[];
}

/**
 * What a catalogue says of itself to other catalogues at `/.well-known/alminding`. Keys in it are to be compared with what its people say before they are trusted.
 */
export interface Discovery {
  /**
   * Version of this form.
   */
  v: 1;
  /**
   * Name of the catalogue for people.
   */
  name: string;
  /**
   * Origin line of its present log (C2SP tlog-checkpoint).
   */
  origin: string;
  /**
   * Whether the log has a public name. One without must not be followed: its name will change.
   */
  pinnable: boolean;
  /**
   * Verifier keys of its checkpoints (C2SP signed-note), the current one first.
   */
  keys: string[];
  /**
   * Number of the newest key document.
   */
  keyDocument: number;
  /**
   * Verifier keys under which it cosigns the logs of others (C2SP tlog-cosignature).
   */
  witness: string[];
  urls: DiscoveryUrls;
  limits: DiscoveryLimits;
  /**
   * SPDX id of the licence of facts written here.
   */
  dataLicence: string;
  /**
   * What is promised about bodies that their origin erases.
   */
  erasure: string;
}
/**
 * Where what is.
 */
export interface DiscoveryUrls {
  /**
   * Prefix of the static resources of the log (C2SP tlog-tiles).
   */
  log: string;
  /**
   * List of the heads of all logs held here.
   */
  heads: string;
  /**
   * What is new in the log since a size.
   */
  delta: string;
}
/**
 * Limits that this catalogue keeps to; sizes in bytes.
 */
export interface DiscoveryLimits {
  /**
   * Longest leaf.
   */
  leafBytes: number;
  /**
   * Longest body.
   */
  bodyBytes: number;
  /**
   * All bodies of a pack or delta, uncompressed.
   */
  packBytes: number;
  /**
   * How long a request for news may wait.
   */
  waitSeconds: number;
}

/**
 * One version of a checklist or list of criteria, with its levels. An id of a requirement has a meaning within this version only.
 */
export interface Framework {
  /**
   * With the version, where the list has several.
   */
  name: string;
  names?: LocalisedText;
  /**
   * @maxItems 40
   */
  aliases?: string[];
  description?: LocalisedText;
  /**
   * As its publisher writes it. Left out where the list has none.
   */
  version?: string;
  /**
   * When this version was published.
   */
  date?: PartialDate;
  /**
   * The network whose list it is.
   */
  network?: string;
  /**
   * The body that publishes it.
   */
  organisation?: string;
  /**
   * The body that publishes it, in words.
   */
  publisher?: string;
  /**
   * What may be assessed by it. Without it: software.
   *
   * @maxItems 2
   */
  appliesTo?: ('software' | 'network')[];
  /**
   * The version before.
   */
  succeeds?: string;
  /**
   * The original.
   */
  address?: WebAddress;
  /**
   * SPDX id of the licence of the original, where it is known.
   */
  licence?: string;
  /**
   * The groups of its requirements.
   *
   * @maxItems 50
   */
  themes?: {
    id: string;
    title?: LocalisedText;
    note?: LocalisedText;
  }[];
  /**
   * From the lowest to the highest; each contains those below.
   *
   * @minItems 1
   * @maxItems 50
   */
  levels: {
    id: string;
    /**
     * Place in the order: each level has a higher one than the level before it.
     */
    rank: number;
    title?: LocalisedText;
    /**
     * What is known of it besides, for example who admits to it.
     */
    note?: LocalisedText;
    source?: Citation;
  }[];
  /**
   * Left out where the list has none, or none that is known.
   *
   * @maxItems 1000
   */
  requirements?: {
    id: string;
    /**
     * Id of a theme.
     */
    theme?: string;
    /**
     * The level from which on it is asked for.
     */
    level: string;
    /**
     * Left out where it is not known; it then counts as mandatory.
     */
    binding?: 'mandatory' | 'recommended';
    /**
     * What a machine can look at in a clone of the repository to propose a rating. A person decides.
     */
    probe?: 'open-development' | 'issue-links' | 'single-line' | 'licence' | 'purpose' | 'container' | 'code-standards';
    /**
     * Short, in the catalogue's own words. Left out where its text is not known.
     */
    title?: LocalisedText;
    /**
     * Where the original says it.
     */
    address?: WebAddress;
    note?: LocalisedText;
  }[];
  /**
   * The ratings in use and what they mean. Without it: green, yellow, red and grey.
   *
   * @minItems 1
   * @maxItems 20
   */
  scale?: {
    id: string;
    /**
     * Not-relevant: left out of the assessment.
     */
    means: 'met' | 'partly' | 'not-met' | 'not-relevant';
    title?: LocalisedText;
  }[];
  /**
   * The rule by which ratings give a level. Without it: met.
   */
  attainment?: {
    /**
     * A level is attained when each mandatory requirement of it and of those below is met, or at least partly met, or not relevant.
     */
    accepts: 'met' | 'partly';
    /**
     * What is known of how the publisher goes about it.
     */
    note?: LocalisedText;
    source?: Citation;
  };
  /**
   * @maxItems 40
   */
  notes?: Note[];
  /**
   * What is known not to be known of it.
   *
   * @maxItems 10
   */
  unknown?: ('texts' | 'themes' | 'requirements' | 'levels' | 'version' | 'date' | 'rule' | 'binding')[];
  sources?: Sources;
}

/**
 * An entry of the journal. As bytes: flat ASCII JSON, keys sorted, no white space, at most 4,096 bytes; anything else has no effect.
 */
export type Leaf = PutLeaf | DelLeaf | EraseLeaf | MoveLeaf | KeyLeaf | PinLeaf | LabelLeaf | BeatLeaf;

/**
 * This body is the entry's state.
 */
export interface PutLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'put';
  /**
   * Kind and slug of the entry.
   */
  id: string;
  /**
   * SHA-256 of the body.
   */
  d: string;
  /**
   * Length of the body in bytes.
   */
  n: number;
  /**
   * Media type of the body.
   */
  m: string;
  /**
   * What selective mirrors choose by: kind, country, category, `net:` and a network's slug.
   *
   * @maxItems 8
   */
  f: string[];
}
/**
 * The entry is delisted; its id is never used again.
 */
export interface DelLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'del';
  /**
   * Kind and slug of the entry.
   */
  id: string;
  /**
   * Why.
   */
  r: 'withdrawn' | 'retired' | 'duplicate' | 'handed-over' | 'consent';
}
/**
 * Mirrors drop this body, or every body of this id so far.
 */
export interface EraseLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'erase';
  id: string;
  /**
   * SHA-256 of the body.
   */
  d?: string;
}
/**
 * The entry goes to another origin, which the body names.
 */
export interface MoveLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'move';
  /**
   * Kind and slug of the entry.
   */
  id: string;
  /**
   * SHA-256 of the body.
   */
  d: string;
  /**
   * Length of the body in bytes.
   */
  n: number;
  /**
   * Media type of the body.
   */
  m: string;
}
/**
 * The body is a document of the log's keys.
 */
export interface KeyLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'key';
  id: 'control/key';
  /**
   * SHA-256 of the body.
   */
  d: string;
  /**
   * Length of the body in bytes.
   */
  n: number;
  /**
   * Media type of the body.
   */
  m: string;
}
/**
 * The body names a peer whose key was compared.
 */
export interface PinLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'pin';
  id: string;
  /**
   * SHA-256 of the body.
   */
  d: string;
  /**
   * Length of the body in bytes.
   */
  n: number;
  /**
   * Media type of the body.
   */
  m: string;
}
/**
 * The body is a statement about an entry.
 */
export interface LabelLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'label';
  id: string;
  /**
   * SHA-256 of the body.
   */
  d: string;
  /**
   * Length of the body in bytes.
   */
  n: number;
  /**
   * Media type of the body.
   */
  m: string;
}
/**
 * The origin is alive.
 */
export interface BeatLeaf {
  /**
   * Version of the form.
   */
  v: 1;
  /**
   * The origin's claim of the time, in seconds since 1970. Never used for order.
   */
  ts: number;
  /**
   * Index of this id's last effective leaf, -1 if there is none.
   */
  p: number;
  op: 'beat';
  id: 'control/beat';
}

/**
 * A public body looks for something. Its id is random.
 */
export interface Need {
  title: LocalisedText;
  description?: LocalisedText;
  /**
   * How far it has come.
   */
  state: 'open' | 'project' | 'product' | 'met' | 'dropped';
  /**
   * Who raised it, a body or a supplier.
   */
  raisedBy?: {
    organisation?: Ref;
    /**
     * As the source names it.
     */
    name?: string;
    since?: PartialDate;
    source?: Citation;
  };
  /**
   * Who else has it.
   *
   * @maxItems 500
   *
   * Items: Who has it too.
   */
  shared?: {
    organisation?: Ref;
    /**
     * As the source names it.
     */
    name?: string;
    since?: PartialDate;
    source?: Citation;
  }[];
  /**
   * Where it was raised.
   */
  network?: string;
  /**
   * What came of it.
   */
  becomes?: string;
  /**
   * How the code came to the network.
   */
  codeCameBy?: 'made-together' | 'given' | 'handed-over';
  /**
   * @maxItems 30
   */
  categories?: string[];
  opened?: PartialDate;
  closed?: PartialDate;
  /**
   * @maxItems 40
   */
  notes?: Note[];
  /**
   * Where it comes from: at least one source.
   *
   * @minItems 1
   * @maxItems 60
   */
  sources: Citation[];
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
    /**
     * Who may join, in a word.
     */
    open?: 'anybody' | 'public-bodies' | 'members-of-kind' | 'by-invitation';
    /**
     * Whether each member chooses how far it takes part.
     */
    involvementChosen?: boolean;
    who?: LocalisedText;
    asked?: LocalisedText;
    fee?: LocalisedText;
    /**
     * @maxItems 20
     */
    ways?: LocalisedText[];
    address?: WebAddress;
    source?: Citation;
    /**
     * The ways in detail.
     *
     * @maxItems 20
     */
    wayDetails?: {
      as: 'member' | 'reference' | 'subcommunity' | 'supplier' | 'supporter';
      who?: LocalisedText;
      /**
       * What one gets.
       *
       * @maxItems 40
       */
      gives?: LocalisedText[];
      /**
       * What one brings.
       *
       * @maxItems 40
       */
      brings?: LocalisedText[];
      /**
       * Fields of work.
       *
       * @maxItems 40
       */
      worksOn?: LocalisedText[];
      ledBy?: LocalisedText;
    }[];
  };
  /**
   * Who may use the software without joining, and what it costs.
   */
  using?: LocalisedText;
  /**
   * Whether others than members may use its software.
   */
  usingOpen?: boolean;
  /**
   * What one signs.
   */
  joiningStatement?: {
    text?: LocalisedText;
    date?: PartialDate;
    address?: WebAddress;
    source?: Citation;
  };
  /**
   * Who pays whom how much.
   *
   * @maxItems 200
   */
  fees?: {
    /**
     * What is paid for.
     */
    for: 'membership' | 'joining' | 'use';
    /**
     * The product, where the fee is for one.
     */
    software?: string;
    /**
     * Who pays.
     */
    payer?: LocalisedText;
    /**
     * To whom; left out: the network.
     */
    payee?: Ref;
    /**
     * By the network's own classes.
     */
    sizeClass?: 'small' | 'medium' | 'large' | 'very-large';
    amount: number;
    /**
     * The highest of a span that begins at `amount`.
     */
    upTo?: number;
    currency: string;
    per?: 'year' | 'once';
    validFrom?: PartialDate;
    validUntil?: PartialDate;
    asOf?: PartialDate;
    source?: Citation;
  }[];
  /**
   * How the network divides bodies by population, from the smallest class to the largest. The last one has no end.
   *
   * @minItems 1
   * @maxItems 10
   */
  sizeClasses?: {
    class: 'small' | 'medium' | 'large' | 'very-large';
    /**
     * Population from which the next class begins.
     */
    below?: number;
    source?: Citation;
  }[];
  /**
   * How many teams of public bodies a product has.
   */
  teamRule?: {
    /**
     * Fewer are a breach.
     */
    minimum: number;
    /**
     * Least and most of what is usual.
     *
     * @maxItems 2
     */
    norm?: number[];
    source?: Citation;
  };
  codeOfConduct?: WebAddress;
  /**
   * Guides and templates.
   *
   * @maxItems 60
   */
  templates?: {
    title: LocalisedText;
    address?: WebAddress;
    source?: Citation;
  }[];
  /**
   * Principles of community, code and architecture.
   *
   * @maxItems 60
   */
  principles?: {
    text: LocalisedText;
    address?: WebAddress;
    source?: Citation;
  }[];
  /**
   * Others of its kind with whom it works.
   *
   * @maxItems 60
   */
  siblings?: {
    name?: string;
    address?: WebAddress;
    network?: Ref;
    note?: LocalisedText;
    source?: Citation;
  }[];
  /**
   * Studies that looked at it.
   *
   * @maxItems 60
   */
  studies?: {
    name: string;
    address?: WebAddress;
    source?: Citation;
  }[];
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
    /**
     * Who leads it: bodies and roles, never persons.
     */
    lead?: LocalisedText;
    /**
     * The team.
     *
     * @maxItems 100
     *
     * Items: A body of the team.
     */
    team?: {
      organisation?: Ref;
      /**
       * As the source names it.
       */
      name?: string;
      since?: PartialDate;
      source?: Citation;
    }[];
    /**
     * Its budget.
     */
    budget?: {
      amount: number;
      currency: string;
      per?: 'year' | 'once';
      source?: Citation;
    };
    /**
     * Where its code lies.
     *
     * @maxItems 60
     */
    code?: WebAddress[];
    /**
     * Bodies that stand for it.
     *
     * @maxItems 200
     */
    references?: Ref[];
    /**
     * On what it works.
     *
     * @maxItems 40
     */
    fieldOfWork?: LocalisedText[];
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
    /**
     * What it may do about levels: assess products, decide on them.
     *
     * @maxItems 2
     */
    may?: ('assess' | 'decide')[];
    /**
     * By which frameworks; left out: all of the network.
     *
     * @maxItems 40
     */
    frameworks?: Ref[];
    /**
     * On which levels; left out: all.
     *
     * @maxItems 20
     */
    levels?: string[];
    from?: PartialDate;
    until?: PartialDate;
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
 * What was seen of one repository on one day. Its id is random; the repository is its identity. It holds counts and dates, never who did something. A new version comes when something changed in meaning: see `changedInMeaning`.
 */
export interface Observation {
  /**
   * The repository that was looked at.
   */
  repository: WebAddress;
  /**
   * The product to which it belongs, where that is known.
   */
  software?: string;
  /**
   * The day on which it was read.
   */
  read: string;
  /**
   * Moved: the old address leads to another one. Forked on: its makers or users go on in a fork. Not reachable: nothing can be said of it today.
   */
  state: 'alive' | 'moved' | 'archived' | 'empty' | 'gone' | 'forked-on' | 'not-reachable';
  /**
   * Since when it is in this state, where that is known.
   */
  since?: PartialDate;
  /**
   * Where it is now.
   */
  movedTo?: WebAddress;
  /**
   * Forks in which the work goes on.
   *
   * @maxItems 20
   */
  forks?: {
    address: WebAddress;
    lastActivity?: PartialDate;
    /**
     * Why it is taken for the one that goes on.
     */
    reason?: LocalisedText;
  }[];
  /**
   * What it is a fork of.
   */
  forkOf?: WebAddress;
  /**
   * By whose interface it was read.
   */
  forge?: 'github' | 'gitlab' | 'forgejo' | 'bitbucket' | 'git' | 'other';
  /**
   * The main line that was read.
   */
  branch?: string;
  /**
   * The commit that was read.
   */
  commit?: string;
  /**
   * Date of the oldest commit.
   */
  firstActivity?: PartialDate;
  /**
   * The newest thing that happened there.
   */
  lastActivity?: {
    date: PartialDate;
    what?: 'commit' | 'release' | 'tag' | 'merge' | 'issue';
  };
  /**
   * Licence files, and what other files declare.
   *
   * @maxItems 60
   */
  licences?: {
    /**
     * Path of the file.
     */
    path: string;
    /**
     * The licence whose text it is, SPDX; an expression with OR where several ids have the same text.
     */
    spdx?: string;
    /**
     * Same: word for word. With additions: with words of its own. Declared: the file names a licence. Not known: a text of no known licence.
     */
    match: 'same' | 'with-additions' | 'declared' | 'not-known';
    /**
     * What it declares, as it stands there.
     */
    value?: string;
  }[];
  /**
   * All releases.
   */
  releaseCount?: number;
  /**
   * Releases of the forge, the newest first.
   *
   * @maxItems 200
   */
  releases?: {
    /**
     * Its version or tag, as it is called there.
     */
    name: string;
    date?: PartialDate;
    /**
     * Whether the forge or its version calls it a preview.
     */
    preRelease?: boolean;
  }[];
  /**
   * All tags.
   */
  tagCount?: number;
  /**
   * Tags of git, the newest first.
   *
   * @maxItems 200
   */
  tags?: {
    /**
     * Its version or tag, as it is called there.
     */
    name: string;
    date?: PartialDate;
    /**
     * Whether the forge or its version calls it a preview.
     */
    preRelease?: boolean;
  }[];
  /**
   * All commits of the main line.
   */
  commits?: number;
  /**
   * Counts of what happened. Never who.
   */
  activity?: {
    /**
     * First day that is counted; what is not listed between it and `until` is nought.
     */
    from: string;
    /**
     * Last day that is counted.
     */
    until: string;
    /**
     * Different authors of all commits before `from`.
     */
    authorsBefore?: number;
    /**
     * Day by day, for the last weeks.
     *
     * @maxItems 400
     */
    days?: {
      on: string;
      /**
       * Commits of the day without merges.
       */
      commits?: number;
      merges?: number;
      tags?: number;
      /**
       * Authors of whom no earlier commit is known.
       */
      newAuthors?: number;
    }[];
    /**
     * Month by month, for as long as it was counted.
     *
     * @maxItems 240
     */
    months?: {
      on: string;
      /**
       * Commits of that period without merges.
       */
      commits?: number;
      merges?: number;
      tags?: number;
      /**
       * Different authors of the period.
       */
      authors?: number;
    }[];
  };
  /**
   * How many, as of `read`.
   */
  contributors?: {
    /**
     * Different authors of all commits.
     */
    total?: number;
    /**
     * Different authors of the period.
     */
    recent?: number;
    /**
     * How many authors made half of the commits of the period.
     */
    busFactor?: number;
    /**
     * First day of the period.
     */
    from?: string;
    /**
     * Last day of the period.
     */
    until?: string;
  };
  /**
   * The issue tracker.
   */
  issues?: {
    /**
     * Where faults are reported.
     */
    tracker?: WebAddress;
    enabled?: boolean;
    open?: number;
    closed?: number;
    /**
     * How long people wait for a first answer.
     */
    answers?: {
      /**
       * First day of the period.
       */
      from: string;
      /**
       * Last day of the period.
       */
      until: string;
      /**
       * Issues opened in the period.
       */
      opened?: number;
      /**
       * How many of them have an answer.
       */
      answered?: number;
      /**
       * Mean time to the first answer.
       */
      meanDays?: number;
      medianDays?: number;
    };
  };
  /**
   * Files and folders that tell how it is kept.
   *
   * @maxItems 200
   */
  files?: {
    is:
      | 'readme'
      | 'licence'
      | 'contributing'
      | 'code-of-conduct'
      | 'governance'
      | 'security'
      | 'changelog'
      | 'roadmap'
      | 'documentation'
      | 'manifest'
      | 'container'
      | 'compose'
      | 'chart'
      | 'ci'
      | 'tests'
      | 'translations'
      | 'accessibility'
      | 'bill-of-materials'
      | 'lock-file'
      | 'issue-template'
      | 'code-owners';
    path: string;
  }[];
  /**
   * Languages of translation files (BCP 47).
   *
   * @maxItems 200
   */
  translations?: string[];
  /**
   * What was looked for: what is not found there is not there.
   *
   * @maxItems 9
   */
  looked?: (
    'files' | 'licences' | 'releases' | 'tags' | 'activity' | 'contributors' | 'issues' | 'translations' | 'hosts'
  )[];
  /**
   * What its package files say that it stands on.
   *
   * @maxItems 200
   */
  hosts?: {
    type?: 'adds-on-to' | 'based-on' | 'depends-on' | 'works-with';
    /**
     * As the file names it.
     */
    name: string;
    target?: string;
    /**
     * Versions that fit, as the file writes it.
     */
    range?: string;
    scheme?: 'pep440' | 'classifier' | 'composer' | 'npm' | 'between';
    file: string;
  }[];
  /**
   * What could not be seen, and why.
   *
   * @maxItems 20
   */
  notMeasured?: {
    what:
      | 'files'
      | 'licences'
      | 'releases'
      | 'tags'
      | 'activity'
      | 'contributors'
      | 'issues'
      | 'translations'
      | 'hosts'
      | 'state';
    /**
     * Not offered: the forge has no such thing.
     */
    why: 'not-offered' | 'no-access' | 'too-large' | 'rate-limited' | 'failed' | 'not-tried';
    note?: LocalisedText;
  }[];
  sources?: Sources;
}

/**
 * A supplier serves a software. A public body's own work is a contribution, no offer. Its id is random.
 */
export interface Offer {
  /**
   * The supplier, where it is a record.
   */
  organisation?: Ref;
  /**
   * The supplier as the source names it.
   */
  organisationName?: string;
  /**
   * What it serves.
   */
  software?: string;
  /**
   * The network whose software it serves.
   */
  network?: string;
  /**
   * What it does.
   *
   * @minItems 1
   * @maxItems 4
   */
  services: ('develops' | 'hosts' | 'supports' | 'trains')[];
  /**
   * Where: ISO 3166-1 or 3166-2.
   *
   * @maxItems 60
   */
  regions?: string[];
  /**
   * Where to ask.
   */
  address?: WebAddress;
  from?: PartialDate;
  until?: PartialDate;
  /**
   * Claimed by another source, or stated by the supplier itself.
   */
  evidence: 'claimed' | 'stated';
  /**
   * Public bodies that confirm it.
   *
   * @maxItems 60
   */
  confirmedBy?: {
    organisation?: Ref;
    name?: string;
    date?: PartialDate;
    source?: Citation;
  }[];
  note?: LocalisedText;
  /**
   * @maxItems 40
   */
  notes?: Note[];
  /**
   * Where it comes from: at least one source.
   *
   * @minItems 1
   * @maxItems 60
   */
  sources: Citation[];
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
  /**
   * The value or key to be written instead, where there is one right or likely answer.
   */
  suggestion?: string;
  /**
   * What the text of the standard says, or how other validators judge.
   */
  note?: string;
}

/**
 * How many bodies of a kind there are, so that the share of all of them can be told: the file registers.yml of a catalogue folder.
 */
export interface Registers {
  /**
   * One for each kind of body of a country.
   *
   * @maxItems 200
   */
  registers: {
    /**
     * Kind of body, as in the records of organisations.
     */
    type: string;
    country: Country;
    /**
     * How many there are.
     */
    count: number;
    date?: PartialDate;
    source: Citation;
  }[];
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
   * It moves from one catalogue to another, as both say it. Written by `alminding hand-over` alone.
   */
  handOver?: {
    /**
     * This catalogue hands it over. It stands when that entry names this one under `from`.
     */
    to?: {
      entry: Ref;
      /**
       * Drawn for this offer: an answer to an earlier one is none to it.
       */
      offer: string;
      on: PartialDate;
      until: PartialDate;
    };
    /**
     * This catalogue has taken over what these entries were. Each stands when it names this one under `to`.
     *
     * @minItems 1
     * @maxItems 10
     */
    from?: {
      entry: Ref;
      /**
       * The offer that was accepted.
       */
      offer: string;
      on: PartialDate;
    }[];
  };
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
       * @maxItems 20000
       */
      features?: string[];
      documentation?: WebAddress;
      apiDocumentation?: WebAddress;
      /**
       * @maxItems 20000
       */
      screenshots?: string[];
      /**
       * @maxItems 20000
       */
      videos?: WebAddress[];
      /**
       * @maxItems 20000
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
   * @maxItems 20000
   */
  platforms?: string[];
  /**
   * Categories of publiccode.yml.
   *
   * @maxItems 110
   */
  categories?: string[];
  /**
   * What public bodies do with it, as `/en/tasks` names it, the main task first: `meeting-management`. Where it is left out, the catalogue reads it from the description.
   *
   * @maxItems 20
   */
  tasks?: string[];
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
   * @maxItems 20000
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
   * What was found in files of the repositories, each value as its source writes it. Nothing here: nobody looked.
   *
   * @maxItems 60
   */
  foundLicences?: {
    /**
     * Path in the repository.
     */
    file: string;
    /**
     * Address of the repository; without it the software's own.
     */
    repository?: WebAddress;
    /**
     * The value as the file writes it.
     */
    value?: string;
    /**
     * SPDX expression, where the file names the licence exactly.
     */
    spdx?: string;
    /**
     * SPDX ids whose text the file holds; several have the very same text.
     *
     * @maxItems 20
     */
    text?: string[];
    /**
     * The file, or its key for a licence, was looked for and is not there.
     */
    absent?: boolean;
    source?: Citation;
  }[];
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
   * @maxItems 20000
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
    /**
     * Who is named as holder of the code, each as one source says it.
     *
     * @maxItems 20
     */
    holders?: {
      /**
       * The network's rule, the owner of the repository, the manifest's main holder, or a notice in a file.
       */
      says: 'network' | 'owner' | 'copyright-owner' | 'notice';
      name: string;
      organisation?: Ref;
      source?: Citation;
    }[];
    /**
     * When the code went from one holder to another.
     *
     * @maxItems 20
     */
    changes?: {
      date?: PartialDate;
      from?: string;
      to: string;
      toKind?: 'network' | 'body' | 'supplier' | 'unknown';
      source?: Citation;
    }[];
    source?: Citation;
  };
  /**
   * @maxItems 20000
   */
  relations?: {
    type:
      | 'adds-on-to'
      | 'depends-on'
      | 'based-on'
      | 'part-of'
      | 'works-with'
      | 'succeeded-by'
      | 'merged-into'
      | 'handed-over-to'
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
     * Which versions of the other thing fit, as files of the repository say it.
     *
     * @maxItems 20
     */
    ranges?: {
      /**
       * As the source writes it.
       */
      range: string;
      /**
       * How it is read: version specifiers of PEP 440, a line of versions (4.3), constraints of Composer, ranges of npm, or least and most (11 - 15).
       */
      scheme: 'pep440' | 'classifier' | 'composer' | 'npm' | 'between';
      file?: string;
      source?: Citation;
    }[];
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
  /**
   * Formalised teams of public bodies. An empty list: there are none.
   *
   * @maxItems 100
   */
  teams?: {
    organisation?: Ref;
    /**
     * As the source names it.
     */
    name?: string;
    /**
     * What the team is for.
     */
    type?: 'steering' | 'product' | 'development' | 'users';
    /**
     * Whether the body has the lead role.
     */
    lead?: boolean;
    from?: PartialDate;
    until?: PartialDate;
    source?: Citation;
  }[];
  maintenance?: {
    type?: 'internal' | 'contract' | 'community' | 'none';
    /**
     * @maxItems 20000
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
     * @maxItems 20000
     */
    languages?: string[];
  };
  dependsOn?: {
    /**
     * @maxItems 20000
     */
    open?: {
      name: string;
      version?: string;
      versionMin?: string;
      versionMax?: string;
      optional?: boolean;
    }[];
    /**
     * @maxItems 20000
     */
    proprietary?: {
      name: string;
      version?: string;
      versionMin?: string;
      versionMax?: string;
      optional?: boolean;
    }[];
    /**
     * @maxItems 20000
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
   * @maxItems 20000
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

/**
 * A good practice or case study, told by a source. Its id is random.
 */
export interface Story {
  /**
   * What it tells of.
   */
  subject?: string;
  title: LocalisedText;
  summary?: LocalisedText;
  /**
   * Who stands for it.
   */
  mainInstitution?: {
    organisation?: Ref;
    /**
     * As the source names it.
     */
    name?: string;
    since?: PartialDate;
    source?: Citation;
  };
  start?: PartialDate;
  end?: PartialDate;
  /**
   * It had no end when the source was written.
   */
  ongoing?: boolean;
  domain?: LocalisedText;
  /**
   * Topics.
   *
   * @maxItems 40
   */
  topics?: LocalisedText[];
  /**
   * Policies that it belongs to.
   *
   * @maxItems 40
   */
  policyContext?: LocalisedText[];
  /**
   * Whom it serves.
   *
   * @maxItems 40
   */
  targetUsers?: LocalisedText[];
  /**
   * How far it reaches.
   *
   * @maxItems 6
   */
  scope?: ('local' | 'regional' | 'national' | 'cross-border' | 'pan-european' | 'international')[];
  serviceType?: LocalisedText;
  /**
   * How those who make it work together.
   */
  partnership?: LocalisedText;
  /**
   * Choices of technology.
   *
   * @maxItems 40
   */
  technologyChoices?: LocalisedText[];
  /**
   * Standards.
   *
   * @maxItems 40
   */
  standards?: LocalisedText[];
  /**
   * Principles.
   *
   * @maxItems 40
   */
  principles?: LocalisedText[];
  /**
   * What is needed to do it.
   *
   * @maxItems 40
   */
  resourcesNeeded?: LocalisedText[];
  /**
   * What is given to those who take it up.
   *
   * @maxItems 40
   */
  given?: LocalisedText[];
  /**
   * Benefits.
   *
   * @maxItems 40
   */
  benefits?: LocalisedText[];
  /**
   * Signs that it works.
   *
   * @maxItems 40
   */
  evidenceOfSuccess?: LocalisedText[];
  /**
   * To whom it can be carried over.
   *
   * @maxItems 40
   */
  transferPotential?: LocalisedText[];
  /**
   * Results.
   *
   * @maxItems 40
   */
  results?: LocalisedText[];
  /**
   * Where it has been shared.
   *
   * @maxItems 40
   */
  trackRecord?: LocalisedText[];
  /**
   * How it is paid.
   */
  funding?: {
    /**
     * Who pays.
     *
     * @maxItems 7
     */
    kinds?: (
      'public-european' | 'public-national' | 'public-regional' | 'public-local' | 'private' | 'charity' | 'voluntary'
    )[];
    note?: LocalisedText;
  };
  /**
   * What it cost, with method and inputs.
   *
   * @maxItems 40
   */
  costs?: {
    what: LocalisedText;
    amount?: number;
    currency?: string;
    method?: LocalisedText;
    /**
     * What it was worked out from.
     *
     * @maxItems 20
     */
    inputs?: LocalisedText[];
    date?: PartialDate;
    source?: Citation;
  }[];
  /**
   * What was learnt.
   *
   * @maxItems 40
   */
  lessons?: LocalisedText[];
  /**
   * What its makers wish for.
   *
   * @maxItems 40
   */
  wishes?: LocalisedText[];
  /**
   * What experts say, or where they say it.
   *
   * @maxItems 40
   */
  expertOpinions?: LocalisedText[];
  /**
   * @maxItems 40
   */
  notes?: Note[];
  /**
   * Where it comes from: at least one source.
   *
   * @minItems 1
   * @maxItems 60
   */
  sources: Citation[];
}

/**
 * Who may write an entry besides the operator of the catalogue: repositories, by the numbers that their forge gave them. It has the id of the entry. A change without a writer's own word is announced here 14 days before.
 */
export interface Writers {
  /**
   * The entry.
   */
  of: Ref;
  /**
   * Those who may write it now.
   *
   * @maxItems 20
   */
  writers: Writer[];
  /**
   * Changes that were asked for and are not in force.
   *
   * @maxItems 20
   */
  notices?: Notice[];
  /**
   * What changed, the newest first.
   *
   * @maxItems 100
   */
  history?: ChangeOfWriters[];
}

/**
 * A repository that may write the entry.
 */
export interface Writer {
  /**
   * Address of the repository when it became a writer.
   */
  address: string;
  /**
   * Who vouches for its runs: the issuer of their tokens. Without: an operator's token.
   */
  issuer?: string;
  /**
   * Number of the repository at the issuer.
   */
  repository?: string;
  /**
   * Number of its owner at the issuer.
   */
  owner?: string;
  /**
   * File of the only workflow that may publish.
   */
  workflow?: string;
  /**
   * The only ref that may publish, `refs/heads/main`.
   */
  ref?: string;
  /**
   * The only environment that may publish.
   */
  environment?: string;
  /**
   * Day since which it may.
   */
  since?: string;
}

/**
 * A change of writers that was asked for.
 */
export interface Notice {
  /**
   * `add`, or `replace`: the others go.
   */
  act: 'add' | 'replace' | 'remove';
  writer: Writer;
  /**
   * Day on which it was announced.
   */
  asked: string;
  /**
   * Day from which an operator may put it in force.
   */
  due: string;
  /**
   * Day on which a writer objected: only an operator who has heard both settles it.
   */
  disputed?: string;
}

/**
 * One change that was made.
 */
export interface ChangeOfWriters {
  act: 'joined' | 'added' | 'removed' | 'replaced' | 'announced' | 'disputed' | 'settled' | 'dropped';
  /**
   * Repository that it was about.
   */
  address: string;
  /**
   * Who did it: a writer, or the operator.
   */
  by: 'writer' | 'operator';
  on: string;
}
