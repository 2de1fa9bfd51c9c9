import type { CiEnvironment } from '../../config.ts';
import { CodedError, type Problem } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { Net } from '../../net/safe-fetch.ts';
import type { PublishVerdict, Writers } from '../../schemas.gen.ts';
import { verdictIn } from './verdict.ts';

/** What the catalogue said of a publish. */
export type Said =
  | { verdict: PublishVerdict }
  | { invalid: Problem[] }
  /** It could not be published, for this reason; the manifest is not to blame. */
  | { refused: string };

interface Asking {
  net: Pick<Net, 'fetch'>;
  /** Address of the catalogue, without a slash at the end. */
  to: string;
}

/** The address of a catalogue as it was given. Throws `invalid-parameter`. */
export function catalogueOf(to: unknown): string {
  if (typeof to === 'string' && URL.canParse(to) && /^https?:\/\//.test(to)) return to.replace(/\/+$/, '');
  throw new CodedError('invalid-parameter', 'Say by --to which catalogue it is for: its address.');
}

/**
 * A token to publish with: the operator's from the environment, else the exchanged proof of this run. Throws `unauthorised`
 * where there is neither, and what the catalogue refuses.
 */
export async function tokenFor(asking: Asking, ci: CiEnvironment): Promise<string> {
  if (ci.token !== null) return ci.token;
  const proof = ci.idToken ?? (ci.request === null ? null : await proofOf(asking, ci.request));
  if (proof === null)
    throw new CodedError(
      'unauthorised',
      'This run has nothing to prove who it is: allow the job to make id tokens (GitHub: permissions: id-token: write; Forgejo: enable-openid-connect: true; GitLab: id_tokens with CATALOGUE_ID_TOKEN), or give it a token of the operator as CATALOGUE_TOKEN.',
    );
  const answer = await post(asking, '/api/v1/oidc/token', 'application/json', JSON.stringify({ token: proof }));
  if (answer.status !== 200) throw new CodedError('unauthorised', wordsOf(answer));
  return String((answer.body as { token?: unknown }).token);
}

/** Asks the forge for a proof that is meant for this catalogue. */
async function proofOf({ net, to }: Asking, { url, token }: { url: string; token: string }): Promise<string> {
  const address = new URL(url);
  address.searchParams.set('audience', to);
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const answer = await net.fetch({ url: address.href, headers, maxBytes: LIMITS.forgeAnswerBytes });
  const { value } = Object(json(answer.bytes)) as { value?: unknown };
  if (answer.status === 200 && typeof value === 'string') return value;
  throw new CodedError('unauthorised', `The forge made no proof of this run (status ${answer.status}).`);
}

/** Sends a manifest; what is answered. */
export async function publishTo(
  asking: Asking,
  token: string,
  bytes: Uint8Array,
  options: { path: string; dryRun: boolean },
): Promise<Said> {
  const query = `?dry-run=${options.dryRun}&path=${encodeURIComponent(options.path)}`;
  const answer = await post(asking, `/api/v1/publish${query}`, 'application/yaml', bytes, token);
  const { problems } = Object(answer.body) as { problems?: unknown };
  if (answer.status === 422 && Array.isArray(problems)) return { invalid: problems as Problem[] };
  if (answer.status < 200 || answer.status >= 300) return { refused: wordsOf(answer) };
  const verdict = verdictIn(answer.body);
  return verdict === null ? { refused: `${wordsOf(answer)} That is not what a catalogue answers.` } : { verdict };
}

/** Changes who writes an entry, as a writer of it. Throws `conflict` with what the catalogue refused. */
export async function changeWritersAt(asking: Asking, token: string, slug: string, change: object): Promise<Writers> {
  const path = `/api/v1/writers/${encodeURIComponent(slug)}`;
  const answer = await post(asking, path, 'application/json', JSON.stringify(change), token);
  if (answer.status !== 200) throw new CodedError('conflict', wordsOf(answer));
  return answer.body as Writers;
}

interface Answered {
  status: number;
  body: unknown;
}

async function post(
  { net, to }: Asking,
  path: string,
  type: string,
  body: string | Uint8Array,
  token?: string,
): Promise<Answered> {
  const given = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': type, accept: 'application/json', ...given };
  const request = { url: `${to}${path}`, method: 'POST', headers, body, maxBytes: LIMITS.sourceBytes * 4 } as const;
  const { status, bytes } = await net.fetch(request);
  return { status, body: json(bytes) };
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function wordsOf({ status, body }: Answered): string {
  const { detail, title } = Object(body) as { detail?: unknown; title?: unknown };
  const words = [detail, title].find((text) => typeof text === 'string');
  return `The catalogue answered with status ${status}${words === undefined ? '.' : `: ${words}`}`;
}
