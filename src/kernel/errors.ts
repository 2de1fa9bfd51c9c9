/**
 * Every refusal that leaves this program, on one page: code, title, and what it means to whoever meets it.
 * `web/plugins/problem.ts` maps a code to an HTTP status; the CLI maps it to an exit code. `/en/reference` lists them.
 */
export const ERRORS = {
  'invalid-input': 'The content has problems that must be mended before it can be published.',
  'malformed-body': 'The request body is not well-formed.',
  'unknown-parameter': 'The address carries a parameter that this place does not know.',
  'invalid-parameter': 'A parameter has a value that cannot be used.',
  'invalid-cursor': 'The cursor does not come from this list or is damaged. Start again without it.',
  'not-found': 'There is nothing at this address.',
  gone: 'This entry was withdrawn. Its id is never used again.',
  erased: 'This content was erased here, and is not to come back.',
  unauthorised: 'This needs a token that is good.',
  forbidden: 'The credentials are good, but not for this.',
  'issuer-unavailable': 'The keys of the issuer that signed the token cannot be had now. Try again later.',
  'not-allowed': 'The method is not offered at this address.',
  conflict: 'The change contradicts what the catalogue already holds.',
  'too-large': 'The content is larger than the limit.',
  'unsupported-media-type': 'The content type is not one that this place reads.',
  'too-many-requests': 'Too many requests of this kind in a short time. Try again later.',
  overloaded: 'The service is busy. Try again in a moment.',
  busy: 'Another process is writing. Try again in a moment.',
  'read-only': 'The data folder cannot be written. Check its owner and its permissions.',
  'disk-full': 'The disk is full. What was not confirmed is not stored. Free some space and try again.',
  'no-data': 'There is no catalogue in the data folder.',
  'newer-database':
    'The data folder was written by a newer version of the program. Install that version or restore a backup.',
  'data-in-use': 'Another process holds the data folder.',
  'port-in-use': 'Another program already listens on this port.',
  'invalid-configuration': 'The configuration has a value that cannot be used.',
  'unsafe-keys': 'The signing keys in the data folder cannot be used: missing, not fitting, or readable by others.',
  'not-signed': 'No signature on it is of a key that is known here.',
  'forked-log': 'This log has shown two histories. Nothing more of it is confirmed here.',
  'fork-risk': 'The log is behind what was signed before, so signing it would fork it.',
  'not-a-backup': 'The file is not a backup of this program.',
  'damaged-data': 'The stored data contradicts itself. Run `alminding verify` for the details.',
  'unreadable-file': 'The file or folder cannot be read.',
  'unwritable-file':
    'The file cannot be written. Check that the place is there, who owns it and how much room is left.',
  'address-refused':
    'The address is not asked: it is not https, or it leads to an address that is not public. An operator can make exceptions.',
  unreachable: 'The other side cannot be reached: its name leads nowhere, or it accepts no connection.',
  'tls-failure': 'No protected connection to the other side can be made. Its certificate may have run out.',
  'answer-timeout': 'The other side did not answer in time.',
  'answer-too-large': 'The answer of the other side is larger than the limit.',
  'answer-too-slow': 'The other side sends its answer too slowly.',
  'malformed-answer': 'The answer of the other side is damaged or not in a form that is read.',
  internal: 'Something went wrong on our side. The log holds the details under the request id.',
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** One thing that is wrong with a piece of input: where, by which rule, in words. Lines and columns count from 1. */
export interface Problem {
  /** Stable id of the rule, e.g. `required`, `type`, `url`, `yaml-syntax`. */
  rule: string;
  severity: 'error' | 'warning';
  /** JSON pointer (RFC 6901) of the place, `''` for the whole document. */
  pointer: string;
  /** A sentence for a person. */
  message: string;
  line?: number;
  column?: number;
  /** Length of the offending token in characters. */
  length?: number;
  /** What to do about it. */
  hint?: string;
  /** The place in dotted form, `maintenance.contacts[0].name`. */
  key?: string;
  /** The value or key to be written instead, where there is one right or likely answer. */
  suggestion?: string;
  /** What else is worth knowing: what the text of a standard says, how other validators judge. */
  note?: string;
}

/** A refusal with a code of the list above; `detail` says what exactly, `problems` where. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly problems: Problem[];
  readonly extra: Record<string, unknown>;
  constructor(code: ErrorCode, detail?: string, more: { problems?: Problem[]; cause?: unknown; extra?: object } = {}) {
    super(detail ?? ERRORS[code], more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'CodedError';
    this.code = code;
    this.problems = more.problems ?? [];
    this.extra = { ...more.extra };
  }
}

export const isCoded = (error: unknown, code?: ErrorCode): error is CodedError =>
  error instanceof CodedError && (code === undefined || error.code === code);
