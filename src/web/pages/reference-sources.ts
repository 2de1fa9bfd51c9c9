/** What the reference is made from, besides the configuration's schema and the list of errors. */
export interface ReferenceSources {
  /** The commands of the program, as its `--help` tells them. */
  commands(): Promise<readonly CommandDoc[]>;
  /** The OpenAPI document that is served. */
  openApi(): OpenApiDoc;
  /** The metrics in Prometheus text format, from which their names and descriptions are read. */
  metrics(): Promise<string>;
}

/** A command of the program as its `--help` tells it. */
export interface CommandDoc {
  name: string;
  /** `alminding import DIR` */
  usage: string;
  summary: string;
  details?: string[];
  options: { flag: string; description: string }[];
  exits: { code: number; when: string }[];
}

/** The part of OpenAPI 3.1 that is shown. */
export interface OpenApiDoc {
  info?: { title?: string; version?: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths?: Record<string, Record<string, OperationDoc>>;
}

export interface OperationDoc {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; description?: string; required?: boolean }[];
  responses?: Record<string, { description?: string }>;
}
