import type { Clock } from '../kernel/clock.ts';
import { LIMITS } from '../kernel/limits.ts';
import type { Net } from '../net/safe-fetch.ts';
import type { IssuerKind } from '../writers/issuers.ts';
import type { Run } from '../writers/run.ts';

/** The name of a repository's default branch; null where its forge does not say. */
export type DefaultBranch = (kind: IssuerKind, run: Run) => Promise<string | null>;

/**
 * Asks the forge, at most once an hour a repository: GitHub by the number of the repository, Forgejo by its name, whose answer
 * must bear the number. GitLab is not asked: its tokens say whether the ref is protected.
 */
export function createDefaultBranch(net: Pick<Net, 'fetch'>, clock: Clock): DefaultBranch {
  const known = new Map<string, { at: number; answer: Promise<string | null> }>();
  return (kind, run) => {
    const url = addressOf(kind, run);
    if (url === null) return Promise.resolve(null);
    const key = `${run.issuer} ${run.repository}`;
    const last = known.get(key);
    if (last !== undefined && clock.now() - last.at < LIMITS.defaultBranchMs) return last.answer;
    const answer = ask(net, url, run).catch(() => null);
    if (known.size >= LIMITS.defaultBranches) known.delete(known.keys().next().value as string);
    known.set(key, { at: clock.now(), answer });
    // What could not be learnt is asked for again by the next run.
    answer.then((branch) => branch === null && known.delete(key)).catch(() => undefined);
    return answer;
  };
}

function addressOf(kind: IssuerKind, { forge, repository, address }: Run): string | null {
  if (repository === null || kind === 'gitlab') return null;
  if (kind === 'forgejo') return `https://${forge}/api/v1/repos${new URL(address).pathname}`;
  const api = forge === 'github.com' ? 'https://api.github.com' : `https://${forge}/api/v3`;
  return `${api}/repositories/${repository}`;
}

async function ask(net: Pick<Net, 'fetch'>, url: string, { repository }: Run): Promise<string | null> {
  const answer = await net.fetch({ url, headers: { accept: 'application/json' }, maxBytes: LIMITS.forgeAnswerBytes });
  if (answer.status !== 200) return null;
  const { id, default_branch: branch } = Object(JSON.parse(answer.bytes.toString('utf8'))) as Record<string, unknown>;
  return String(id) === repository && typeof branch === 'string' && branch !== '' ? branch : null;
}
