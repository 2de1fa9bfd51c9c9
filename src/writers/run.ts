import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Issuer, IssuerKind } from './issuers.ts';

/** A run of CI as its issuer vouches for it: what the claims of its token say, in the same words for all forges. */
export interface Run {
  issuer: string;
  /** Host of the forge. */
  forge: string;
  /** Number of the repository and of its owner at the forge: names may pass to others, numbers don't. */
  repository: string | null;
  owner: string | null;
  /** Address of the repository, in normal form. */
  address: string;
  commit: string;
  /** `refs/heads/main` or `refs/tags/v1`. */
  ref: string;
  /** Whether the forge protects the ref; null where it does not say. */
  isProtected: boolean | null;
  /** What set it off: `push`, `schedule`, `pull_request` … */
  event: string;
  /** File of the workflow in the repository, without its ref. */
  workflow: string;
  environment: string | null;
}

type Claims = Readonly<Record<string, unknown>>;

/** Names of the claims: GitHub's documentation of OIDC, GitLab's of ID tokens, Forgejo's of OpenID Connect in Actions. */
interface ClaimNames {
  repository: string;
  owner: string;
  path: string;
  event: string;
  workflow: string;
}

const LIKE_GITHUB: ClaimNames = {
  repository: 'repository_id',
  owner: 'repository_owner_id',
  path: 'repository',
  event: 'event_name',
  workflow: 'workflow_ref',
};
const NAMES: Readonly<Record<IssuerKind, ClaimNames>> = {
  github: LIKE_GITHUB,
  forgejo: LIKE_GITHUB,
  gitlab: {
    repository: 'project_id',
    owner: 'namespace_id',
    path: 'project_path',
    event: 'pipeline_source',
    workflow: 'ci_config_ref_uri',
  },
};

const LONGEST = 500;

/** The run that verified claims describe, or what they lack, in words. */
export function readRun({ kind, issuer, forge }: Issuer, claims: Claims): Run | { lacks: string } {
  const names = NAMES[kind];
  const path = textOf(claims, names.path);
  const address =
    path === null || !/^[^/\s]+(\/[^/\s]+)+$/.test(path) ? null : normaliseRepositoryUrl(`https://${forge}/${path}`);
  const ref = refOf(claims);
  const commit = textOf(claims, 'sha');
  const event = textOf(claims, names.event);
  if (address === null) return { lacks: names.path };
  if (ref === null) return { lacks: 'ref' };
  if (commit === null || !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return { lacks: 'sha' };
  if (event === null) return { lacks: names.event };
  const repository = numberOf(claims, names.repository);
  const owner = numberOf(claims, names.owner);
  // One without the other would let a name pass for a number.
  const known = repository !== null && owner !== null;
  return {
    ...{ issuer, forge, address, commit, ref, event },
    repository: known ? repository : null,
    owner: known ? owner : null,
    isProtected: protectedOf(claims.ref_protected),
    workflow: workflowOf(textOf(claims, names.workflow) ?? ''),
    environment: textOf(claims, 'environment'),
  };
}

function textOf(claims: Claims, name: string): string | null {
  const value = claims[name];
  return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : null;
}

/** Numbers come as text from GitHub and GitLab; a whole number is taken as well. */
function numberOf(claims: Claims, name: string): string | null {
  const value = claims[name];
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^[1-9]\d{0,19}$/.test(text) ? text : null;
}

/** GitLab gives the bare name with its type, the others the whole ref. */
function refOf(claims: Claims): string | null {
  const ref = textOf(claims, 'ref');
  if (ref === null || ref.startsWith('refs/')) return ref;
  if (claims.ref_type === 'tag') return `refs/tags/${ref}`;
  return claims.ref_type === 'branch' ? `refs/heads/${ref}` : null;
}

function protectedOf(value: unknown): boolean | null {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : null;
}

/** `owner/name/.github/workflows/publish.yml@refs/heads/main` and GitLab's `host/group/name//.gitlab-ci.yml@…`: the file. */
function workflowOf(text: string): string {
  const [file = ''] = text.split('@', 1);
  const [, inside] = /^[^/]+\/[^/]+\/(\..+)$/.exec(file) ?? /^.+?\/\/(.+)$/.exec(file) ?? [];
  return inside ?? file;
}
