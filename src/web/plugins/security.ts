import type { FastifyInstance } from 'fastify';

/** What a page may load and do: its own files, nothing inline, nothing from elsewhere. */
const CONTENT_SECURITY_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

const policy = (directives: Record<string, string>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/**
 * Headers of every page. Strict-Transport-Security goes out only where readers come by https anyway: over plain http a
 * browser ignores it, and on a trial address it would lock the name for a year. Sub-domains are not ours to decide on.
 */
export function pageHeaders(publicUrl: string): Record<string, string> {
  return {
    'content-security-policy': policy(CONTENT_SECURITY_POLICY),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    ...(publicUrl.startsWith('https://') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** Data is not a page: what matters is that nobody takes it for one. */
export const DATA_HEADERS: Record<string, string> = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Public data may be read by the scripts of any page; they see these headers besides the usual ones (Fetch, CORS). */
export const SHARED_HEADERS: Record<string, string> = {
  ...DATA_HEADERS,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, location, retry-after',
};

/** Facts written here are free to use; texts of a manifest name their makers in the answer itself (RFC 8288). */
export const LICENCE_LINK = '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"';

/** Sends these headers with every answer of the scope, whatever its status. */
export function sendAlways(scope: FastifyInstance, headers: Record<string, string>): void {
  scope.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
