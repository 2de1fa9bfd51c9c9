import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../kernel/digest.ts';

/** Forges whose webhooks are taken. */
export const HOOK_FORGES = ['github', 'gitlab', 'forgejo'] as const;
export type HookForge = (typeof HOOK_FORGES)[number];

/** Headers by their names in lower case. */
export type HookHeaders = Readonly<Record<string, string | undefined>>;

/** `github=secret gitlab=secret`, separated by white space or commas; a forge may have several while one is changed. */
export function readHookSecrets(text: string): ReadonlyMap<string, readonly string[]> {
  const secrets = new Map<string, string[]>();
  for (const part of text.split(/[\s,]+/)) {
    const at = part.indexOf('=');
    if (at > 0) secrets.set(part.slice(0, at), [...(secrets.get(part.slice(0, at)) ?? []), part.slice(at + 1)]);
  }
  return secrets;
}

/**
 * Whether a webhook was sent by somebody who knows one of these secrets; compared without telling by the time how much of
 * it was right. GitHub signs its raw body (`X-Hub-Signature-256`), Forgejo and Gitea theirs (`X-Forgejo-Signature`,
 * `X-Gitea-Signature`), GitLab by Standard Webhooks (`webhook-signature`) or sends the secret itself (`X-Gitlab-Token`).
 */
export function isSigned(
  forge: HookForge,
  headers: HookHeaders,
  body: Uint8Array,
  secrets: readonly string[],
  now: number,
): boolean {
  return secrets.filter((secret) => secret !== '' && isSignedWith(forge, headers, body, secret, now)).length > 0;
}

function isSignedWith(forge: HookForge, headers: HookHeaders, body: Uint8Array, secret: string, now: number): boolean {
  const hex = (): string => createHmac('sha256', secret).update(body).digest('hex');
  if (forge === 'github') return isSame(headers['x-hub-signature-256'], `sha256=${hex()}`);
  if (forge === 'forgejo') return isSame(headers['x-forgejo-signature'] ?? headers['x-gitea-signature'], hex());
  if (headers['webhook-signature'] === undefined) return isSame(headers['x-gitlab-token'], secret);
  return isStandard(headers, body, secret, now);
}

const SKEW_SECONDS = 300;

/** Standard Webhooks: HMAC-SHA256 of `id.timestamp.body`, one or more signatures `v1,<base64>`, at most 5 minutes old. */
function isStandard(headers: HookHeaders, body: Uint8Array, secret: string, now: number): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': at = '', 'webhook-signature': signatures = '' } = headers;
  if (!/^\d{1,12}$/.test(at) || Math.abs(Number(at) - now / 1000) > SKEW_SECONDS) return false;
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  const right = `v1,${createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64')}`;
  return signatures.split(' ').filter((signature) => isSame(signature, right)).length > 0;
}

/** Hashed first, so that not even a length is told. */
const isSame = (given: string | undefined, right: string): boolean =>
  given !== undefined && timingSafeEqual(sha256(given), sha256(right));
