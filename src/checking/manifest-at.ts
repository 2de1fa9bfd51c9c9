import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Answer, Net } from '../net/safe-fetch.ts';

export interface Fetched {
  /** Where the file was found. */
  url: string;
  bytes: Uint8Array;
}

/** Names of a manifest in the root of its repository. */
const NAMES = ['publiccode.yml', 'publiccode.yaml'];
/** The default, and that of many forges that stand beside something else. */
const PORTS = ['', '443', '8443'];
const FILE = /\.ya?ml$/i;

/**
 * The manifest behind an address that somebody wrote: the file itself, or a repository with one in its root. Throws the codes
 * of `Net`, `invalid-parameter` for what is no address, and `not-found` where there is no manifest, saying what there is.
 */
export async function manifestAt(net: Net, address: string): Promise<Fetched> {
  const url = addressOf(address);
  const tried = candidates(url);
  const signal = AbortSignal.timeout(LIMITS.checkFetchMs);
  let worst: unknown;
  for (const candidate of tried) {
    try {
      const answer = await ask(net, candidate, signal);
      if (answer.status === 200 && !isPage(answer)) return { url: candidate, bytes: answer.bytes };
    } catch (error) {
      if (signal.aborted) throw new CodedError('answer-timeout', `${url.hostname} did not answer in time.`);
      // A host that cannot be asked at all is not asked five times over.
      if (!isCoded(error, 'malformed-answer') && !isCoded(error, 'address-refused')) throw error;
      worst ??= error;
    }
  }
  if (worst !== undefined) throw worst;
  throw await nothingAt(net, url, signal);
}

/** A whole web address; `forge.example/town/agenda` is taken for one. */
function addressOf(text: string): URL {
  const written = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(written) && !/^[^/]+:\d/.test(written) ? written : `https://${written}`;
  if (written === '' || written.length > LIMITS.repositoryUrlLength || !URL.canParse(whole))
    throw new CodedError('invalid-parameter', 'This is not the address of a web page.');
  const url = new URL(whole);
  if (url.protocol === 'http:') url.protocol = 'https:';
  if (url.protocol !== 'https:')
    throw new CodedError('address-refused', 'Only addresses that begin with https:// are asked.');
  // Nobody looks through us which doors of a host are open.
  if (!PORTS.includes(url.port)) throw new CodedError('address-refused', 'Only the usual ports of https are asked.');
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

/**
 * Where the file can be: each kind of forge has its own address for the bytes of a file. Of a host that is not known those of
 * GitLab and of Gitea, Forgejo and Gogs are tried.
 */
export function candidates(url: URL): string[] {
  const path = url.pathname.replace(/(?:\.git|\/)+$/, '');
  const parts = path.split('/').filter((part) => part !== '');
  if (FILE.test(path)) return [rawOf(url, path)];
  if (parts.length < 2) return [];
  const [owner, name] = parts;
  const { host } = url;
  if (/^(?:www\.)?github\.com$/.test(host))
    return NAMES.map((file) => `https://raw.githubusercontent.com/${owner}/${name}/HEAD/${file}`);
  if (host === 'bitbucket.org') return NAMES.map((file) => `https://${host}/${owner}/${name}/raw/HEAD/${file}`);
  const project = path.replace(/\/-\/.*$/, '');
  const gitlab = NAMES.map((file) => `https://${host}${project}/-/raw/HEAD/${file}`);
  if (host === 'gitlab.com') return gitlab;
  const gitea = NAMES.map((file) => `https://${host}/${owner}/${name}/raw/HEAD/${file}`);
  return [...gitlab, ...gitea];
}

/** The bytes of a file whose page somebody copied the address of. */
function rawOf(url: URL, path: string): string {
  const { host } = url;
  if (/^(?:www\.)?github\.com$/.test(host))
    return `https://raw.githubusercontent.com${path.replace(/^(\/[^/]+\/[^/]+)\/(?:blob|raw)\//, '$1/')}`;
  const raw = path
    .replace('/-/blob/', '/-/raw/')
    .replace(/^(\/[^/]+\/[^/]+)\/src\//, (_, repository: string) => `${repository}/raw/`);
  return `https://${host}${raw}`;
}

const ask = (net: Net, url: string, signal: AbortSignal): Promise<Answer> =>
  net.fetch({ url, maxBytes: LIMITS.sourceBytes, redirects: 3, signal, headers: { accept: 'text/plain, */*;q=0.5' } });

/** Forges answer with a page where they want a log-in, some with status 200. */
const isPage = ({ headers, bytes }: Answer): boolean =>
  /^text\/html/i.test(headers['content-type'] ?? '') ||
  /^\s*<(?:!doctype|html)/i.test(bytes.toString('latin1', 0, 100));

async function nothingAt(net: Net, url: URL, signal: AbortSignal): Promise<CodedError> {
  if (FILE.test(url.pathname)) return new CodedError('not-found', `There is no file at ${url.href}.`);
  const is = await isRepository(net, url.href, signal).catch(() => false);
  if (!is) return new CodedError('not-found', `${url.href} is not the address of a public git repository.`);
  return new CodedError('not-found', 'The repository has no publiccode.yml in its root.');
}

/**
 * Whether git could clone from here: the first answer of its protocol over HTTP (gitprotocol-http, "smart clients"). It can
 * be long, so no more than its head is read.
 */
export async function isRepository(net: Net, address: string, signal: AbortSignal): Promise<boolean> {
  const base = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  for (const repository of base.endsWith('.git') ? [base] : [base, `${base}.git`]) {
    const url = `${repository}/info/refs?service=git-upload-pack`;
    const answer = await net.stream({ url, maxBytes: LIMITS.sourceBytes, redirects: 3, signal });
    answer.cancel();
    const type = answer.headers['content-type'] ?? '';
    if (answer.status === 200 && type.startsWith('application/x-git-upload-pack-advertisement')) return true;
  }
  return false;
}
