import type { FastifyBaseLogger } from 'fastify';
import type { Access } from '../access/access.ts';
import type { Hooks } from '../access/hooks.ts';
import type { Checker } from '../checking/checker.ts';
import type { DraftDesk } from '../crawl/drafts.ts';
import type { SourceReader } from '../crawl/report.ts';
import type { PeerDesk } from '../federation/desk.ts';
import type { FederationReader } from '../federation/report.ts';
import type { Clock } from '../kernel/clock.ts';
import type { ErrorCode } from '../kernel/errors.ts';
import type { Logs } from '../logs/logs.ts';
import type { HookDesk } from '../registry/deliver/hooks.ts';
import type { Registry } from '../registry/types.ts';
import type { Config, Refusal } from '../schemas.gen.ts';
import type { CommandDoc } from './pages/reference-sources.ts';

/** The configuration with its defaults filled in. */
export type WebConfig = Required<Config> & {
  /** Address under which readers reach this catalogue, without a slash at the end. */
  publicUrl: string;
};

/** What the process knows of itself and the doors tell. */
export interface Health {
  /** Version of the program. */
  version: string;
  /** Whether the data folder can be written now. */
  writable(): Promise<boolean>;
  /** Whether this process runs the loops, or reads beside the one that does. */
  loops(): 'holder' | 'reader';
}

/** A catalogue folder, and where it says that its software is developed. */
export interface FolderSources {
  folder: string;
  /** Organisations and groups of forges, as addresses. */
  forges: string[];
  repositories: string[];
}

export type { SourceReader };

/** Everything that the doors are given; they take nothing from anywhere else. */
export interface AppDeps {
  registry: Registry;
  /** Checks what anybody sends. */
  checker: Checker;
  /** What is crawled. */
  crawl: SourceReader;
  config: WebConfig;
  log: FastifyBaseLogger | false;
  clock: Clock;
  health: Health;
  /** What those may do who are not the operator. */
  access: Access;
  /** Webhooks of forges. */
  hooks: Hooks;
  /** What was drafted of repositories without a manifest. */
  drafts: DraftDesk;
  /** Who is told of changes. */
  hookDesk: HookDesk;
  /** What other catalogues may fetch. */
  logs: Logs;
  /** What is known of them, and what the operator does about them. */
  federation: FederationReader & { desk: PeerDesk };
  /** Where the software of the built-in folders is developed, as they say themselves; without it nothing is listed. */
  sources?: readonly FolderSources[];
  /** Commands of the program, for the page of reference, which alone needs them loaded. */
  commands(): Promise<readonly CommandDoc[]>;
}

/** A refusal as it is answered: a problem document of RFC 9457 with our code and, where it helps, what to do next. */
export type ProblemDocument = Refusal & { code: ErrorCode };
