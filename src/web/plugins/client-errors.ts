import type { Socket } from 'node:net';
import { ERRORS, type ErrorCode } from '../../kernel/errors.ts';

/** What the HTTP parser refuses before there is a request: endless headers, late ones, what is no HTTP at all. */
const REFUSALS: Record<string, { status: number; words: string; code: ErrorCode; detail: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    words: 'Request Header Fields Too Large',
    code: 'too-large',
    detail: 'The headers are too large.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    words: 'Request Timeout',
    code: 'malformed-body',
    detail: 'The request did not arrive in time.',
  },
};
const MALFORMED = {
  status: 400,
  words: 'Bad Request',
  code: 'malformed-body',
  detail: 'This is not well-formed HTTP.',
} as const;

/** Answers on the bare socket, in the form of every other refusal but for a request id, and hangs up. */
export function clientErrors(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, words, code, detail } = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify({
    type: 'about:blank',
    title: ERRORS[code],
    status,
    detail,
    instance: 'about:blank',
    code,
  });
  const head = [
    `HTTP/1.1 ${status} ${words}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
