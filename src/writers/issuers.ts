import { CodedError } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

/** Whose tokens have which claims. Others' that are like one of these are named by it. */
export const ISSUER_KINDS = ['github', 'gitlab', 'forgejo'] as const;
export type IssuerKind = (typeof ISSUER_KINDS)[number];

/** Who may say of a run of CI which repository it belongs to. */
export interface Issuer {
  kind: IssuerKind;
  /** Exactly as it stands in the claim `iss` (OpenID Connect Core 1.0, section 2). */
  issuer: string;
  /** Host of the forge, where the repositories are: `github.com`. */
  forge: string;
}

/** GitHub's own service signs under another name than its repositories have. */
const FORGES: Readonly<Record<string, string>> = { 'token.actions.githubusercontent.com': 'github.com' };

/**
 * Reads the setting: `github=https://token.actions.githubusercontent.com, gitlab=https://gitlab.com`. Throws
 * `invalid-configuration` and says what cannot be read.
 */
export function readIssuers(setting: string): Issuer[] {
  const parts = setting
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length > LIMITS.issuers) throw wrong(`names more than ${LIMITS.issuers} issuers`);
  const issuers = parts.map(readIssuer);
  const twice = issuers.find(({ issuer }, at) => issuers.findIndex((other) => other.issuer === issuer) !== at);
  if (twice) throw wrong(`names ${twice.issuer} twice`);
  return issuers;
}

function readIssuer(part: string): Issuer {
  const at = part.indexOf('=');
  const kind = part.slice(0, Math.max(at, 0)).trim();
  const issuer = part.slice(at + 1).trim();
  if (!isIssuerKind(kind)) throw wrong(`has “${part.slice(0, 80)}”, which is not KIND=ADDRESS`);
  if (!URL.canParse(issuer)) throw wrong(`has “${issuer.slice(0, 80)}”, which is no address`);
  const url = new URL(issuer);
  // Plain http is for an issuer on the operator's own network, which needs an exception for outgoing requests as well.
  const plain =
    !['https:', 'http:'].includes(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '';
  if (plain) throw wrong(`has “${issuer.slice(0, 80)}”: an issuer is an https address without query or user`);
  return { kind, issuer, forge: FORGES[url.hostname] ?? url.host };
}

const isIssuerKind = (word: string): word is IssuerKind => (ISSUER_KINDS as readonly string[]).includes(word);

const wrong = (what: string): CodedError =>
  new CodedError(
    'invalid-configuration',
    `ALMINDING_ISSUERS ${what}. Write it as ${ISSUER_KINDS.join('=…, ')}=…, separated by commas.`,
  );

/** The issuer by its exact name; no other spelling of the same address will do. */
export const findIssuer = (issuers: readonly Issuer[], name: unknown): Issuer | undefined =>
  issuers.find(({ issuer }) => issuer === name);
