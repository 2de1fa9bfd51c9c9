import { LIMITS } from './limits.ts';

/**
 * One form for all the ways to write the address of a repository, so that two of them can be compared.
 * Vectors: `test/vectors/urls.json`. The form is for comparison only; pages show the address as it was given.
 */
// Without a user the host has a dot: `mailto:` and its like are other things.
const SCP_LIKE = /^(?:[^@/\s]+@|(?=[^:/]*\.))([A-Za-z0-9.-]+):(?!\/\/)(?!\d+\/)([^\s]+)$/;
/** These forges treat owner and repository names without regard to case. */
const CASELESS = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org']);
const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443', 'ssh:': '22', 'git:': '9418' };

/**
 * `https://host/path` in normal form: scheme and host lower-case, no `www.`, default port, user-info, query, fragment,
 * trailing slash or `.git`; http, git, ssh and `git@host:path` are written as https. `null` for what is no such address, or
 * is longer than `LIMITS.repositoryUrlLength`.
 */
export function normaliseRepositoryUrl(address: string): string | null {
  // Looked at by expressions that are slow on long texts, and no address of a repository is so long.
  if (address.length > LIMITS.repositoryUrlLength) return null;
  const before = known.get(address);
  if (before !== undefined) return before;
  const normal = normalise(address);
  if (known.size >= KNOWN) known.clear();
  known.set(address, normal);
  return normal;
}

/** The addresses of one record are asked for several times in a row: its identity, its cluster, its names. */
const KNOWN = 64;
const known = new Map<string, string | null>();

function normalise(address: string): string | null {
  const text = address.trim();
  const scp = text.includes('://') ? null : SCP_LIKE.exec(text);
  let url: URL;
  try {
    url = new URL(scp ? `ssh://${scp[1]}/${scp[2]}` : text);
  } catch {
    return null;
  }
  const protocol = url.protocol.replace(/^git\+/, '');
  if (!(protocol in DEFAULT_PORTS) || url.hostname === '') return null;
  const host = url.hostname
    .toLowerCase()
    .replace(/^(www\.)+(?=.)/, '')
    .replace(/\.$/, '');
  const path = url.pathname.replace(/\/{2,}/g, '/').replace(/(?:\.git|\/)+$/i, '');
  const place = `${host}${portOf(url.port, protocol)}`;
  return `https://${place}${CASELESS.has(host) ? path.toLowerCase() : path}`;
}

/** The port where it tells one place from another: the web of an ssh server is elsewhere. */
function portOf(port: string, protocol: string): string {
  const usual = port === '' || port === DEFAULT_PORTS[protocol] || port === DEFAULT_PORTS['https:'];
  return usual || protocol === 'ssh:' ? '' : `:${port}`;
}

/** Identity key of a manifest: its repository and its path there (`publiccode.yml` in the root unless said otherwise). */
export function manifestKey(address: string, path = 'publiccode.yml'): string | null {
  const url = normaliseRepositoryUrl(address);
  return url === null ? null : `${url}#${path.replace(/^\.?\/+/, '').replace(/\.yaml$/, '.yml')}`;
}
