import type { Git } from '../net/git.ts';
import type { Net } from '../net/safe-fetch.ts';
import type { Forge } from './forge.ts';
import { FORGEJO } from './forgejo.ts';
import { gitForge } from './git.ts';
import { githubForge } from './github.ts';
import { GITLAB } from './gitlab.ts';
import { type Dialect, withApi } from './with-api.ts';

export const FORGE_WORDS = ['github', 'gitlab', 'forgejo', 'git'] as const;
export type ForgeWord = (typeof FORGE_WORDS)[number];

export interface ForgesOptions {
  net: Net;
  git: Git;
  folder: string;
  userAgent: string;
  tokens?: ReadonlyMap<string, string>;
  forges?: ReadonlyMap<string, ForgeWord>;
}

const NO_ISSUES: NonNullable<Forge['issues']> = async () => ({ is: 'none', why: 'no-access' });

const KNOWN: ReadonlyMap<string, ForgeWord> = new Map([
  ['github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['codeberg.org', 'forgejo'],
]);
const DIALECTS: Readonly<Record<string, Dialect>> = { gitlab: GITLAB, forgejo: FORGEJO };

/**
 * The forge that answers for an address. Without a token GitHub's repositories are read by git, as its API lets strangers
 * ask 60 times an hour; its organisations are still listed by the API. Unknown hosts named `gitlab.*` are taken for GitLab.
 */
export function createForges(options: ForgesOptions): (url: string) => Promise<Forge> {
  const git = gitForge(options);
  const made = new Map<string, Promise<Forge>>();
  return (url) => {
    // `URL.origin` knows no `git:`.
    const { protocol, host } = new URL(url);
    const origin = `${protocol}//${host}`;
    const known = made.get(origin);
    if (known !== undefined) return known;
    const forge = forgeAt(options, git, new URL(origin));
    made.set(origin, forge);
    return forge;
  };
}

async function forgeAt(options: ForgesOptions, git: Forge, { protocol, host, hostname }: URL): Promise<Forge> {
  const origin = `${protocol}//${host}`;
  const { net, userAgent, tokens = new Map(), forges = new Map() } = options;
  const word = forges.get(host) ?? KNOWN.get(hostname) ?? (hostname.startsWith('gitlab.') ? 'gitlab' : 'git');
  const token = tokens.get(host) ?? null;
  if (word === 'github') {
    const api = hostname === 'github.com' ? {} : { api: `${origin}/api/v3` };
    const github = await githubForge({ net, host, token, userAgent, ...api });
    // Of what strangers may ask nothing is spent on releases: tags tell as much.
    return token === null ? { ...github, look: git.look, releases: async () => null, issues: NO_ISSUES } : github;
  }
  const dialect = DIALECTS[word];
  return dialect === undefined ? git : withApi(dialect, { net, origin, token, git });
}
