import { createHash, randomBytes } from 'node:crypto';
import { signEd25519, verifyEd25519 } from '../journal/ed25519.ts';
import { formatVerifierKey, parseVerifierKey, type SignerKey } from '../journal/key.ts';
import { fromBase64 } from '../journal/text-forms.ts';
import { LIMITS } from '../kernel/limits.ts';

/**
 * A ping says that a log has grown, and nothing else: whoever hears it asks for itself. It is signed with the log's key as
 * RFC 9421 says (ed25519), over method, target address, digest of the empty body (RFC 9530), time and a number used once.
 */
export interface PingHeaders {
  'content-digest': string;
  'signature-input': string;
  signature: string;
}

const COVERED = '("@method" "@target-uri" "content-digest")';
const DIGEST = `sha-256=:${createHash('sha256').update('').digest('base64')}:`;

const baseOf = (target: string, params: string): Buffer =>
  Buffer.from(`"@method": POST\n"@target-uri": ${target}\n"content-digest": ${DIGEST}\n"@signature-params": ${params}`);

/** The headers of a ping to this address. `now` in milliseconds. */
export function signPing(target: string, key: SignerKey, now: number): PingHeaders {
  const nonce = randomBytes(16).toString('base64url');
  const params = `${COVERED};created=${Math.floor(now / 1000)};nonce="${nonce}";keyid="${formatVerifierKey(key)}";alg="ed25519"`;
  const signature = signEd25519(baseOf(target, params), key.secret).toString('base64');
  return { 'content-digest': DIGEST, 'signature-input': `ping=${params}`, signature: `ping=:${signature}:` };
}

/** What a ping states before anything of it is checked. */
export interface Ping {
  params: string;
  created: number;
  nonce: string;
  /** Verifier key of a log. */
  keyid: string;
  signature: Buffer;
}

const INPUT =
  /^ping=(\("@method" "@target-uri" "content-digest"\);created=(\d{1,12});nonce="([A-Za-z0-9_-]{8,64})";keyid="([^"\\]{1,400})";alg="ed25519")$/;

/** Null where the headers are not those of a ping, or the body was said to be another than none. */
export function readPing(headers: Readonly<Record<string, unknown>>): Ping | null {
  const [, params, created, nonce, keyid] = INPUT.exec(String(headers['signature-input'] ?? '')) ?? [];
  const signature = fromBase64(/^ping=:([A-Za-z0-9+/=]{1,100}):$/.exec(String(headers.signature ?? ''))?.[1] ?? '');
  if (params === undefined || nonce === undefined || keyid === undefined || signature === null) return null;
  return headers['content-digest'] === DIGEST ? { params, created: Number(created), nonce, keyid, signature } : null;
}

/**
 * Hears pings; of each it remembers the number that is used once as long as the ping could be sent again. Of one key only so
 * many are heard in that time: whoever sends more silences itself and nobody else.
 */
export interface PingEar {
  /** Whether the ping was made for this address, in the last minutes, by the holder of its key, and not heard before. */
  accepts(ping: Ping, target: string, now: number): boolean;
}

export function createPingEar(): PingEar {
  /** When each stops to matter, in seconds; the oldest first. */
  const heard = new Map<string, { until: number; keyid: string }>();
  const kept = new Map<string, number>();
  const count = (keyid: string, by: number): void => {
    const now = (kept.get(keyid) ?? 0) + by;
    if (now > 0) kept.set(keyid, now);
    else kept.delete(keyid);
  };
  return {
    accepts({ params, created, nonce, keyid, signature }, target, now) {
      const seconds = now / 1000;
      for (const [known, { until, keyid: of }] of heard) {
        if (until >= seconds) break;
        heard.delete(known);
        count(of, -1);
      }
      const id = `${keyid} ${nonce}`;
      if (Math.abs(seconds - created) > LIMITS.pingSeconds || heard.has(id)) return false;
      if ((kept.get(keyid) ?? 0) >= LIMITS.pingsKept) return false;
      if (!verifyEd25519(baseOf(target, params), signature, parseVerifierKey(keyid).key)) return false;
      heard.set(id, { until: seconds + 2 * LIMITS.pingSeconds, keyid });
      count(keyid, 1);
      return true;
    },
  };
}
