import { GIT_LIMITS } from './git-limits.ts';
import { TRUST_LIMITS } from './trust-limits.ts';

/** Every limit by its name. Sizes in bytes, times in milliseconds, the rest are counts. */
export const LIMITS = {
  /** A manifest or record as it comes in. Larger is refused before it is parsed. */
  sourceBytes: 256 * 1024,
  /** A publiccode.yml; long ones have 14 KiB. */
  manifestBytes: 128 * 1024,
  /** A source above this size, or not in everyday YAML, is parsed in a worker thread, so that the serving thread is not held. */
  inlineSourceBytes: 2 * 1024,
  parseDeadlineMs: 5_000,
  /** How long the worker may take to load, and how many sources may wait for it. */
  workerStartMs: 30_000,
  sourcesWaiting: 100,
  /** A body, the salted JSON document that the journal names. */
  bodyBytes: 256 * 1024,
  leafBytes: 4096,
  leafFacets: 8,
  /** A signed note, so a checkpoint too; the signatures in it; and the name of one key. */
  noteBytes: 16 * 1024,
  noteSignatures: 64,
  keyNameBytes: 255,
  /** Keys to check with that stay read: four of each peer, of its log, its cosignatures and its root. */
  verifierKeysKept: 4_096,
  /** Lines of a consistency or inclusion proof (C2SP tlog-witness allows no more). */
  proofHashes: 63,
  /** A request to a witness: a checkpoint and the lines of a proof. */
  witnessBytes: 20 * 1024,
  /** How old a ping may be in seconds, and how many of one key are remembered so that none is heard twice. */
  pingSeconds: 300,
  pingsKept: 400,
  /** What a proof carries besides, as base64: leaf and body of an entry, say. */
  proofBytes: 1024 * 1024,
  /** Bodies of a pack or delta, all together, uncompressed; what does not fit is left out and fetched by itself. */
  packBytes: 4 * 1024 * 1024,
  depth: 32,
  /** How long an offer may be taken over, in days; how many one entry took over (`software.schema.json`); how many are listed. */
  handOverDays: 90,
  /** So long an offer that has lapsed stands on: an answer of the last day may not have come yet. */
  handOverGraceDays: 14,
  handOversFrom: 10,
  handOversListed: 500,
  /** Erasures of other bodies behind the last word of what was handed over, past which it is no more looked for. */
  lastWordSteps: 64,
  /** Nodes (maps, lists, scalars) of one document, aliases counted each time they are used. */
  nodes: 20_000,
  /** Lines of a YAML text, and its anchors, tags and directives: the YAML library is slow at both. */
  yamlLines: 20_000,
  yamlMarks: 1_000,
  yamlAliases: 100,
  /** Keys of one section of a YAML text. */
  mapKeys: 2_000,
  problems: 200,
  /** A form with a manifest in it: a pasted text takes up to three bytes a byte. Its fields, and one of them that is an address. */
  checkFormBytes: 512 * 1024,
  formFields: 8,
  /** Checks of one client in a minute over HTTP, at the same time, and those of them that ask a host of others. */
  checksEach: 60,
  checksAtOnce: 4,
  checkFetchesEach: 12,
  /** Files fetched for checks at the same time, and how long one may take. */
  checkFetches: 8,
  checkFetchMs: 15_000,
  /** Addresses of one manifest that are asked, at how many hosts at the same time, and how long all together. */
  reachAddresses: 100,
  reachHosts: 6,
  reachMs: 60_000,
  /** Lines of a checked file that its page shows, and characters of each; of longer files those about problems. */
  shownLines: 500,
  shownLineLength: 1_000,
  /** How often a mended text is judged anew before what is mended so far must do. */
  mendAttempts: 60,
  /** An SPDX licence expression, in characters and in words and brackets. */
  licenceExpression: 300,
  licenceTokens: 60,
  /** Kept versions of a record over which changes of its licence are told. */
  licenceVersions: 50,
  /** Successors of a record that are followed to see whether they lead back to it. */
  successors: 100,
  /** How long an issuer's keys are kept, how soon they are asked for again, and how many they may be. */
  keySetMs: 3_600_000,
  keySetRetryMs: 60_000,
  issuerKeys: 100,
  keySetBytes: 256 * 1024,
  /** An issuer's token: its length, how long it may be good, how wrong clocks may go; and how long ours is good. */
  idTokenBytes: 16 * 1024,
  idTokenSeconds: 86_400,
  clockSkewSeconds: 60,
  accessTokenMs: 15 * 60_000,
  /** Default branches that are remembered, and for how long. */
  defaultBranches: 1_000,
  defaultBranchMs: 3_600_000,
  forgeAnswerBytes: 256 * 1024,
  /** Issuers of tokens of CI that an operator may name; writers of an entry, changes of them announced, and past ones kept. */
  issuers: 20,
  writersOfEntry: 20,
  writersNotices: 20,
  writersHistory: 100,
  /** Tokens of one kind that are good at a time; how exactly their last use is told; the longest life of one, in days. */
  tokens: 10_000,
  tokenUsedMs: 60_000,
  tokenDays: 366,
  /** Manifests that wait, in all, of one repository, how long; settled ones kept; repositories expected, how long; acts kept. */
  admissionsWaiting: 1_000,
  admissionsOfRepository: 5,
  admissionsKept: 1_000,
  invitations: 1_000,
  invitationMs: 30 * 86_400_000,
  acts: 100_000,
  /** Relations of one software that are answered, and versions of a host that its add-ons are held against. */
  relations: 200,
  hostVersions: 12,
  /** A licence file is compared by so many characters; the longest text of the SPDX list has a third of it. */
  licenceTextLength: 200_000,
  slugLength: 100,
  /** Entries whose slugs begin alike; a further one needs an id of its own. */
  slugsTaken: 10_000,
  nameLength: 300,
  /** Of a catalogue, as the configuration has it: its logo, and pixels of one side of that. */
  logoBytes: 256 * 1024,
  logoPixels: 4_000,
  /** Of a catalogue, as the configuration has it. */
  networkName: 80,
  queryLength: 200,
  queryTerms: 16,
  /** Stems of words that are remembered, as working one out costs some microseconds. */
  stemsKept: 100_000,
  /** Of one word of a query: words written together with it, near spellings, and things that a query means. */
  compoundsRead: 200,
  slipsRead: 12,
  /** Unknown words of one query that are taken for slips; a text with more of them is in another language. */
  slippedWords: 8,
  /** Rows in which the phrases of a query are looked for, all together: those first that have the words where they weigh most. */
  phraseRows: 4_096,
  /** Rows of one word that are looked at for similar records. */
  similarRead: 5_000,
  /** Tasks that an answer names. */
  tasksTold: 5,
  meaningsRead: 24,
  /** Tasks that words hint at, though no name of them is said. */
  cuedTasks: 5,
  /** Words of one text that are read for the tasks which it speaks of. */
  wordsRead: 400,
  /** Words that are remembered with what was worked out of them. */
  wordsKept: 65_536,
  /** Letters of such a word: a longer one is read anew each time. */
  wordLengthKept: 64,
  /** Tasks, categories and the like that are remembered in the same way. */
  conceptsKept: 5_000,
  filterValues: 50,
  /** Values of one facet that a record counts in, and that an answer lists, the most frequent ones. */
  recordFacetValues: 50,
  listedFacetValues: 100,
  /** A page of whole records ends early behind so many bytes; the next one goes on from there. */
  listBytes: 2 * 1024 * 1024,
  pageSize: 100,
  /** Addresses of one part of the sitemap, which may hold 50,000: each names the page in every language, and is made while others wait. */
  sitemapPart: 250,
  /** Files of the sitemap whose tags are remembered. */
  sitemapTags: 2_000,
  /** Rows of a list that is downloaded as one file; a longer one asks for a filter. */
  downloadRows: 5_000,
  defaultPageSize: 25,
  /** Lists that are browsed without a text are kept until something changes, while they have so many rows in all. */
  browsedRows: 400_000,
  /** So many hits of a search are ranked, the best ones; those behind them follow as they came into the catalogue. */
  rankedCandidates: 2_000,
  /** `registers.yml` of the folders is read again so long after it was read. */
  registersKeptMs: 60_000,
  /** Catalogue folders in git whose `registers.yml` counts. */
  registerFolders: 100,
  /** In a catalogue of at most so many rows a search waits until who uses what is worked out; in a larger one it does not. */
  adoptersAwaited: 5_000,
  clusterSize: 50,
  /** Entries of larger ones, which are shown one by one: so many are named in the status and on its page. */
  unjoinedListed: 100,
  /** A write transaction of a batch closes after so many steps or so much time. */
  batchSteps: 64,
  batchMs: 20,
  /** The same where nobody is served. A search beside an import takes in what one brought: 500 ms made it wait for 60. */
  bulkSteps: 512,
  bulkMs: 200,
  compareChanges: 500,
  /** Changes that are looked at for news, news of one feed, and feeds that are kept ready. */
  newsRead: 2_000,
  newsShown: 50,
  newsKept: 200,
  /** Products that are compared side by side. */
  compared: 4,
  /** Earlier points of the catalogue that are kept ready, and readers who may wait for one that is made ready. */
  pastsKept: 4,
  pastsWaiting: 8,
  /** Entries that stood otherwise at an earlier point, each of which is made anew: beyond it the point is refused. */
  pastEntries: 20_000,
  /** Pages, answers and files of earlier points that one address is given in a minute. */
  pastsEach: 60,
  /** References that lead nowhere: so many are named after an import, in the status and on its page. */
  danglingListed: 100,
  /** Names of users of one manifest that are matched to bodies; what is beyond is shown and not counted. */
  usedByRead: 500,
  /** Names that wait for a person to say which body they mean, and disputes that wait to be settled. */
  queueListed: 500,
  disputesOpen: 5_000,
  /** What bodies say against claims of their use; names that were matched by hand. All of them are held in memory. */
  holds: 50_000,
  namesMatched: 50_000,
  /** Disputes of one address in a minute. */
  disputesEach: 6,
  /** A batch is written once more for what is turned round in it, so many times. */
  turnedRounds: 8,
  /** Entries of which it is counted at a time whether a point of the past asks for them to be made anew. */
  countedAtOnce: 200,
  /** Changes that the months of growth are counted from at a time, and so many times in one question; the next one goes on. */
  growthAtOnce: 1_000,
  growthTurns: 1_000,
  /** Rows of a body's own declaration. */
  declarationRows: 1_000,
  /** Assessments of one software that its standing is worked out from, the newest first to be read. */
  assessmentsRead: 200,
  /** Repositories of one software of which it is told what was seen. */
  observations: 200,
  /** Names of frameworks in package files of which it is looked up, for one page, which software they mean. */
  hostsLookedUp: 100,
  /** The same for the facets of all software. */
  frameworksLookedUp: 10_000,
  /** Rows that are looked at again when a host of theirs has come or changed. */
  hostNamers: 20_000,
  /** A list of heads: 1,000 logs and some. What frames the bodies of a pack. */
  headsBytes: 256 * 1024,
  packFrameBytes: 2 * 1024 * 1024,
  /** Key documents that are followed at a time, in a chain; of another log the newest so many are kept. */
  keySteps: 64,
  /** The largest of them that a mirror keeps once it was replaced; ours have one to two KiB. */
  keyDocumentBytes: 16 * 1024,
  /** Leaves that a peer may grow by beyond what was approved: so many, and so many more an hour. */
  growthLeaves: 25_000,
  growthAnHour: 2_500,
  /** Bodies that are asked for at a time. */
  wantedAtOnce: 256,
  /** After a failure a peer is asked again: at first after about this, then twice as late each time, up to `backOffMs`. */
  retryMs: 5_000,
  /** A log with more leaves begins anew on a thread of its own; and so often it is told how far that is. */
  epochHereLeaves: 1_000,
  sayMs: 5_000,
  /** A start waits at most this long for its first head before it answers requests. */
  firstHeadMs: 2_000,
  /** Catalogues that can be pinned, and networks of whose pins is told. */
  peers: 1_000,
  /** What our log says of a pin is said anew so long after it was last said, however often the peer changes its keys. */
  pinStatedMs: 10 * 60_000,
  /** A peer is asked at most this often; and how often it is looked which peers there are. */
  turnMs: 1_000,
  peersLookMs: 2_000,
  /** Who holds back no answer, as a plain web server, is asked this often: a hundred mirrors are some seven requests a second. */
  filesLookMs: 15_000,
  /** Of so many erased bodies a peer is asked in a turn whether it has destroyed them; after this time it is told who has not. */
  confirmationsAtOnce: 32,
  erasureMs: 24 * 3_600_000,
  /** So many erased bodies are told at a time, the newest. */
  erasuresTold: 200,
  /** A pinned network counts for the quorum when it answered within this time; a head that lacks it is looked at again so soon. */
  reachableMs: 7 * 24 * 3_600_000,
  quorumLookMs: 60_000,
  /** What a catalogue says is marked as old when nothing was heard of it for this long. */
  staleMs: 30 * 24 * 3_600_000,
  /** A peer is told that our log has grown at most this often. */
  pingEveryMs: 2_000,
  /** So many of them are told at a time. */
  pingsAtOnce: 64,
  /**
   * Heap of the thread that follows peers, and of it what is young, in MiB: it would grow at its ease beside that of the service.
   * V8 makes three parts of what is young; where they are small, half a bundle is taken for old, and collecting that costs more.
   */
  pullHeapMib: 192,
  pullYoungMib: 24,
  /** How often a peer is asked for all its heads at least, by which a new log of its own is seen. */
  epochLookMs: 3_600_000,
  /** How long the log of somebody else is left to its own catalogue before it is taken from another. */
  transitGraceMs: 10_000,
  /** Claims about one record that are told. */
  claimsRead: 300,
  catalogueFiles: 20_000,
  catalogueFileBytes: 256 * 1024,
  busyServingMs: 10,
  busyMs: 5_000,
  writeRetries: 20,
  /** `Accept`, `Accept-Language`: longer ones are passed over, further parts too. */
  acceptHeaderLength: 500,
  acceptHeaderParts: 20,
  /** Longest address (slug and origin) of an entry in a URL. */
  addressLength: 360,
  /** Longest address of a repository, in characters; a longer one is no identity. */
  repositoryUrlLength: 2_000,
  /** Addresses (of clients) whose writes are counted at the same time; the longest silent one is forgotten first. */
  rateKeys: 5_000,
  /** Wrong or missing tokens of one address in a minute; further ones are told to wait. */
  refusedCredentials: 30,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  /** A connection without traffic is closed after this time; between two requests after the second. */
  connectionTimeoutMs: 60_000,
  keepAliveMs: 20_000,
  /** What a caller is told to wait when the service is busy. */
  retryAfterMs: 5_000,
  /** Contradictions that `verify` lists; it counts the rest. */
  findings: 1_000,
  /** Leaves or entries that `verify` reads at a time. */
  verifyPage: 500,
  /** What `import` and `check` find in a folder: files, and how deep. */
  importFiles: 200_000,
  importDepth: 16,
  importBatch: 512,
  /** Rows of a table of populations or adoptions that is imported. */
  tableRows: 100_000,
  tableBytes: 32 * 1024 * 1024,
  /** What `draft` looks at in a repository: names of files, folders below each other, texts and how much of each. */
  draftPaths: 20_000,
  draftDepth: 8,
  draftTexts: 30,
  draftTextBytes: 256 * 1024,
  /** Drafts of repositories that are shown at a time. */
  draftsListed: 1_000,
  /** Issues: pages of each list, and issues whose talk is read by itself. */
  issuePages: 5,
  issueThreads: 20,
  /** Repositories that own records name, of all of them together. */
  namedSources: 20_000,
  /** Addresses in the `sources.yml` of a catalogue folder. */
  sourceAddresses: 1_000,
  /** How often progress is shown, as a bar and as lines. */
  progressBarMs: 100,
  progressLineMs: 5_000,
  /** Requests to others: to connect, until the answer begins, silence within it, all together. */
  netConnectMs: 5_000,
  netHeadersMs: 10_000,
  netIdleMs: 10_000,
  netTotalMs: 60_000,
  /** After this time of waiting for its bytes an answer must come at this rate. */
  netSlowGraceMs: 5_000,
  slowBytesPerSecond: 8 * 1024,
  /** Connections to one host, and how long one is kept without use. */
  netConnectionsEach: 8,
  netKeepAliveMs: 10_000,
  netHeaderBytes: 32 * 1024,
  netRedirects: 5,
  /** An answer in gzip inflates to so many times its size at most, once it has this size. */
  inflateRatio: 100,
  inflateFreeBytes: 64 * 1024,
  /** Acts that wait for their turn at the hosts of others, and the longest pause that a host can ask for. */
  hostQueueWaiting: 10_000,
  hostPauseMs: 3_600_000,
  ...GIT_LIMITS,
  ...TRUST_LIMITS,
  /** Commits of a clone that probes look at, the newest ones. */
  probeCommits: 1_000,
  /** How long a repository elsewhere may take to be read for a probe. */
  probeMs: 300_000,
  /** Pictures of one record, each as it is fetched, unfolded, and how long one may be drawn; drawings; sides of what is shown. */
  images: 8,
  imageBytes: 2 * 1024 * 1024,
  imagePixels: 40_000_000,
  imageMs: 10_000,
  drawingBytes: 512 * 1024,
  imageSmall: 320,
  imageLarge: 1_600,
  /** Names in the root of a repository that are read. */
  rootNames: 5_000,
  /** Folders below each other that a manifest may lie in. */
  manifestDepth: 10,
  shutdownMs: 10_000,
  leaseMs: 15_000,
  /** How often it is looked whether the journal has grown and a new head is to be signed. */
  signMs: 250,
  /** How long a witness may take to answer, and how soon all are asked again where none has. */
  witnessMs: 10_000,
  /** Witnesses of our log that are asked, how soon one that failed is asked again, and how late at the most. */
  witnesses: 32,
  witnessRetryMs: 5_000,
  backOffMs: 3_600_000,
  /** How often it is looked whether there is a head that they have not seen. */
  showHeadMs: 500,
  askWitnessesMs: 60_000,
  /** How often it is looked whether there is news for those who wait; how long, in seconds, and how many may wait. */
  watchMs: 200,
  longPollSeconds: 25,
  longPolls: 200,
  longPollsEach: 4,
  /** Digests of log states that are kept, as each takes a replay of the log. */
  statesKept: 16,
  /** How long the answer to "can the data be written" is kept. */
  writableMs: 2_000,
  /** Less room on the disk and the data cannot be written: a write of the largest record with its index, and more of the kind. */
  roomBytes: 16 * 1024 * 1024,
  /** Catalogue folders are read at start and then this often. */
  folderReloadMs: 3_600_000,
  /** How often a service takes into its index what changed, where nobody searches. */
  followMs: 250,
} as const;
