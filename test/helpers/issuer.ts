import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { serve, type TestServer } from './http-server.ts';

interface Ends {
  teardown(act: () => unknown): void;
}

export interface TestIssuer extends TestServer {
  /** As the setting names it. */
  setting: string;
  /** How often its keys were asked for. */
  asked(): number;
  /** A token of a run of CI at `now` (milliseconds); claims that are undefined are left out. */
  token(now: number, claims?: JWTPayload, header?: { alg?: string; kid?: string }): Promise<string>;
  /** Signs with a new key from now on; the old one is no longer told. */
  rotate(): Promise<void>;
  /** The public key as text, for those who would misuse it as a secret. */
  publicText(): Promise<string>;
  /** From now on it answers like this. */
  answer: { status: number; issuer?: string };
}

const DEFAULTS: JWTPayload = {
  aud: 'http://catalogue.test',
  repository: 'town/town-hall',
  repository_id: '4711',
  repository_owner_id: '42',
  ref: 'refs/heads/main',
  ref_protected: 'true',
  sha: 'c'.repeat(40),
  event_name: 'push',
  workflow_ref: 'town/town-hall/.github/workflows/publish.yml@refs/heads/main',
};

/** An OpenID provider on loopback, which gives tokens as GitHub Actions does. */
export async function openIssuer(t: Ends, alg = 'RS256'): Promise<TestIssuer> {
  let count = 0;
  let n = 0;
  let keys = { ...(await generateKeyPair(alg)), kid: 'key-0' };
  const told = { status: 200 } as TestIssuer['answer'];
  const server = await serve(t, async (request, response) => {
    const base = `http://127.0.0.1:${server.port}`;
    const about = { issuer: told.issuer ?? base, jwks_uri: `${base}/keys` };
    if (request.url === '/keys') count += 1;
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: keys.kid, alg, use: 'sig' };
    const body = request.url === '/keys' ? { keys: [jwk] } : about;
    response.writeHead(told.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const sign = (key: CryptoKey, now: number, claims: JWTPayload, header: { alg?: string; kid?: string }) => {
    n += 1;
    const seconds = Math.floor(now / 1000);
    const all = { ...DEFAULTS, iss: server.url, iat: seconds, exp: seconds + 300, jti: `run-${n}`, ...claims };
    return new SignJWT(all).setProtectedHeader({ alg, kid: keys.kid, ...header }).sign(key);
  };
  return {
    ...server,
    setting: `github=${server.url}`,
    answer: told,
    asked: () => count,
    token: (now, claims = {}, header = {}) => sign(keys.privateKey, now, claims, header),
    async rotate() {
      keys = { ...(await generateKeyPair(alg)), kid: `key-${n + 1}` };
    },
    publicText: async () => JSON.stringify(await exportJWK(keys.publicKey)),
  };
}
