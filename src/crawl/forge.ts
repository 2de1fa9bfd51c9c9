import { CodedError } from '../kernel/errors.ts';
import type { Observation } from '../schemas.gen.ts';
import type { Files } from './git-tree.ts';

/** What every forge can tell. A forge reports; `crawl.ts` decides. */
export interface Forge {
  /** What it is called in histories: `git`, `github` … */
  name: string;
  /**
   * Looks at one repository; `known` is what was seen last, so that what is unchanged costs one small request. Throws what
   * `net` throws.
   */
  look(asked: Asked): Promise<Look>;
  /** Its releases, the newest first; null where it tells none to us. */
  releases?(url: string, signal: AbortSignal): Promise<Release[] | null>;
  /** How issues are answered; where a forge has no such thing, nothing is known of it. */
  issues?(url: string, asked: Omit<IssuesAsked, 'path'>): Promise<IssuesSeen>;
  /** Repositories of an organisation, group or user. */
  list?(url: string, signal: AbortSignal): Promise<Listing>;
}

/** A release as an observation has it. */
export interface Release {
  name: string;
  date?: string;
  preRelease?: boolean;
}

export interface Asked {
  url: string;
  known: Known;
  signal: AbortSignal;
}

export interface Known {
  etag: string | null;
  commit: string | null;
  forge: ForgeId | null;
}

/** A repository by what does not change with its name: the number that its forge gave it. */
export interface ForgeId {
  host: string;
  repository: string;
}

export type Look =
  | { is: 'unchanged' }
  /** Not there, or not for everybody; `why` in words for a person. */
  | { is: 'missing'; why: string }
  | { is: 'moved'; to: string }
  /** The forge wants a rest. */
  | { is: 'busy'; why: string; retryAfterMs: number | null }
  | { is: 'seen'; seen: Seen };

/** A repository at one commit. `end` must be called, whatever happens. */
export interface Seen extends Files {
  /** As the forge calls it now. */
  url: string;
  /** Null for an empty repository. */
  commit: string | null;
  /** RFC 3339, null where it is not known. */
  committed: string | null;
  branch: string | null;
  etag: string | null;
  forge: ForgeId | null;
  facts: Facts;
  end(): Promise<void>;
}

/** No file at all, as in an empty repository. */
export const NO_FILES: Files = {
  names: [],
  read: async () => null,
  readAll: async () => new Map(),
  namesIn: async () => [],
};

/** What the forge says of the repository; missing where it does not say. */
export interface Facts {
  archived?: boolean;
  fork?: boolean;
  template?: boolean;
  mirror?: boolean;
}

export type Listing =
  | { is: 'listed'; repositories: Listed[]; complete: boolean }
  | { is: 'missing'; why: string }
  | { is: 'busy'; why: string; retryAfterMs: number | null };

export interface Listed {
  url: string;
  /** Not to be crawled: archived, a fork, empty. */
  passed: boolean;
  /** Where its manifest lies, where it is not one of the usual places. */
  path?: string;
}

/** What an issue tracker tells, or why it tells nothing. */
export type IssuesSeen =
  | { is: 'unchanged' }
  | { is: 'told'; issues: NonNullable<Observation['issues']>; etag: string | null }
  | { is: 'none'; why: 'not-offered' | 'no-access' | 'too-large' | 'rate-limited' | 'failed' };

export interface IssuesAsked {
  /** `group/project` */
  path: string;
  now: number;
  /** Of the last reading. */
  etag: string | null;
  signal: AbortSignal;
}

/** What was seen, where it must be there. Throws `not-found`, `unreachable`. */
export function seenOf(look: Look): Seen {
  if (look.is === 'seen') return look.seen;
  if (look.is === 'missing') throw new CodedError('not-found', look.why);
  throw new CodedError('unreachable', look.is === 'busy' ? look.why : 'The repository has moved.');
}
