import { CodedError, type ErrorCode, isCoded } from '../kernel/errors.ts';

const CODES: [RegExp, ErrorCode, string][] = [
  [/^UND_ERR_CONNECT_TIMEOUT$/, 'answer-timeout', 'did not accept a connection in time'],
  [/^UND_ERR_HEADERS_TIMEOUT$/, 'answer-timeout', 'did not begin to answer in time'],
  [/^UND_ERR_BODY_TIMEOUT$/, 'answer-timeout', 'stopped in the middle of its answer'],
  [/^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, 'answer-too-large', 'sent larger headers than are read'],
  [/^(HPE_|Z_|ERR_STREAM_PREMATURE_CLOSE$|UND_ERR_RES_CONTENT_LENGTH)/, 'malformed-answer', 'sent a damaged answer'],
  [/^(ENOTFOUND|EAI_)/, 'unreachable', 'is a name that leads nowhere'],
  [/^ECONNREFUSED$/, 'unreachable', 'does not accept connections'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'unreachable', 'broke the connection off'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|EACCES)$/, 'unreachable', 'cannot be reached'],
  [
    /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/,
    'tls-failure',
    'has no certificate that can be trusted, or speaks no TLS',
  ],
];

/**
 * Any error of a request as one with a code; what is our own mistake (a wrong header) is thrown on as it is. The words
 * name the host and never the path, in which secrets may stand.
 */
export function toFailure(error: unknown, host: string): unknown {
  if (isCoded(error)) return error;
  const code = codeOf(error);
  const [, coded, words] = CODES.find(([pattern]) => pattern.test(code)) ?? [];
  if (coded === undefined) return error;
  return new CodedError(coded, `${host} ${words} (${code}).`, { cause: error });
}

interface Failed {
  code?: unknown;
  cause?: unknown;
  errors?: unknown[];
  name?: string;
}

/** The code of an error, of its cause, or of the first attempt where several addresses were tried. */
function codeOf(error: unknown): string {
  const { code, cause, errors, name } = (error ?? {}) as Failed;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  if (typeof code === 'string' && code !== 'UND_ERR_SOCKET') return code;
  if (cause !== undefined) return codeOf(cause);
  // The parser of HTTP says not always what it stumbled over.
  if (name === 'HTTPParserError') return 'HPE_INVALID';
  return typeof code === 'string' ? code : '';
}
