/** One request to another catalogue, in the form that the pull needs. `net` does it over sockets, tests in memory. */
export interface Asked {
  url: string;
  /** Bytes of the answer after inflating, at most. */
  maxBytes: number;
  /** ETag that is known. */
  known?: string | null;
  /** How long the other side may hold the answer back, in milliseconds. */
  waitMs?: number;
  signal?: AbortSignal;
}

export interface Answered {
  status: number;
  /** By name in lower case. */
  headers: Record<string, string>;
  bytes: Buffer;
}

/** Throws coded errors where there is no answer; an answer with any status is one. */
export type Transport = (request: Asked) => Promise<Answered>;
