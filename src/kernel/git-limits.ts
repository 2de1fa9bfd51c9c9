/** Limits of git, crawling and webhooks, a part of `LIMITS`. */
export const GIT_LIMITS = {
  /** One run of git: how long, its output, its last words, and what a repository may need on our disk. */
  gitMs: 120_000,
  gitOutputBytes: 4 * 1024 * 1024,
  gitWords: 2_000,
  gitWatchMs: 250,
  gitRefBytes: 64 * 1024,
  /** The same with all tags. */
  gitRefListBytes: 4 * 1024 * 1024,
  /** What an answer of a git server has around its pack; a root with its names. */
  gitFrameBytes: 64 * 1024,
  gitTreeBytes: 1024 * 1024,
  cloneBytes: 50 * 1024 * 1024,
  /** Crawling: sources taken at a time, for how long, events kept of each; requests at the same time, and to one host. */
  crawlBatch: 64,
  crawlClaimMs: 900_000,
  crawlVisitMs: 300_000,
  crawlEvents: 100,
  /** How often it is written down what became of sources. */
  crawlWriteMs: 200,
  crawlConnections: 8,
  crawlConnectionsEach: 4,
  /** Webhooks of forges: their size, those of one address in a minute, how long they are remembered, words of an event. */
  hookBytes: 1024 * 1024,
  hooksEach: 600,
  hookKeptMs: 86_400_000,
  hookWords: 60,
  /** Webhooks that we send: how many receivers, how many are sent to at the same time, and messages before others' turn. */
  hooks: 100,
  hooksAtOnce: 8,
  hookSteps: 100,
  /** Changes in a message, and those that are looked through for them; messages that are remembered of each receiver. */
  hookChanges: 100,
  hookEventsRead: 500,
  hookDeliveries: 200,
  /** How often it is looked for news, how long an answer is waited for, and how much of it is read. */
  hookTickMs: 500,
  hookWaitMs: 15_000,
  hookAnswerBytes: 64 * 1024,
  /** When a message is tried again: after this time, then eight times as late each time, up to the second. */
  hookRetryMs: 5_000,
  hookRetryMostMs: 36_000_000,
  /** Changes that a receiver which fails may be behind before it is suspended. */
  hookBehind: 10_000,
  /** How often it is looked whether sources are due. */
  crawlTickMs: 10_000,
  /** A source is looked at once a day, a failing one again after an hour, later and later; archived ones once a week. */
  crawlEveryMs: 86_400_000,
  crawlAgainMs: 3_600_000,
  crawlSeldomMs: 7 * 86_400_000,
  /** Not found for so long, a source counts as gone. */
  crawlGoneMs: 30 * 86_400_000,
  /** Answers of a forge's API, repositories of one owner, and pages of its list. */
  forgeBytes: 8 * 1024 * 1024,
  ownerRepositories: 5_000,
  ownerPages: 100,
  /** Commits of a history that are read, and how large the list of them may be; how often it is read at most. */
  historyCommits: 50_000,
  historyBytes: 16 * 1024 * 1024,
  /** What is read of it without git; a larger one is left to git. Tags whose dates are asked for. */
  historyPackBytes: 8 * 1024 * 1024,
  historyTags: 2_000,
  /** How long counts of authors of a reading of the whole history stay. */
  historyWholeMs: 90 * 86_400_000,
  historyEveryMs: 7 * 86_400_000,
} as const;
