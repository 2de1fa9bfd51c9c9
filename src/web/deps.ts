import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../kernel/clock.ts';
import type { ErrorCode, Problem } from '../kernel/errors.ts';
import type { Registry } from '../registry/types.ts';
import type { Config } from '../schemas.gen.ts';

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

/** Everything that the doors are given; they take nothing from anywhere else. */
export interface AppDeps {
  registry: Registry;
  config: WebConfig;
  log: FastifyBaseLogger | false;
  clock: Clock;
  health: Health;
}

/** A refusal as it is answered: a problem document of RFC 9457 with our code and, where it helps, what to do next. */
export interface ProblemDocument {
  /** Address of the code's explanation. */
  type: string;
  title: string;
  status: number;
  detail: string;
  /** `urn:uuid:` and the request id, by which the log can be searched. */
  instance: string;
  code: ErrorCode;
  problems?: Problem[];
  /** Addresses that a bare slug could mean. */
  candidates?: string[];
  /** Where a withdrawn entry went on, and why it was withdrawn. */
  successor?: string | null;
  reason?: string | null;
  /** Parameters that the place knows, where one was unknown. */
  allowed?: string[];
}
