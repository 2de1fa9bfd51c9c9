import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LICENCE_FILE, type SeenRepository } from '../../governance/probe.ts';
import type { SeenCommit } from '../../governance/probe-history.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { isOsiApproved } from '../../licence/family.ts';
import { identifyText, licenceTexts } from '../../licence/identify.ts';
import type { Git } from '../../net/git.ts';

/** A clone as the probes see it, and where it came from; `address` is null where its configuration names no remote. */
export interface SeenClone {
  seen: SeenRepository;
  address: string | null;
}

export type Run = (args: string[]) => Promise<string>;

const README = /^README(\.\w+)?$/i;
const YEAR_MS = 365 * 86_400_000;

/**
 * Reads a local clone: its files and the history of its checked-out branch. Nobody's name is read, nothing is fetched and
 * nothing written. `now` in milliseconds. Throws `unreadable-file` where there is no clone, or no commit in it.
 */
export async function seeClone(git: Git, folder: string, now: number): Promise<SeenClone> {
  const inner = join(folder, '.git');
  const isClone = await stat(inner).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const at = { folder: isClone ? inner : folder, local: true, maxBytes: LIMITS.historyBytes };
  const run: Run = async (args) => (await git.run(args, at)).toString('utf8');
  const commit = await run(['rev-parse', '--verify', 'HEAD^{commit}']).catch((error: unknown) => {
    throw new CodedError('unreadable-file', `${folder} is no clone of a git repository with a commit in it.`, {
      cause: error,
    });
  });
  const seen = await seeHead(run);
  const history = readHistory(await run(historyOf('--shortstat', LIMITS.probeCommits)));
  const activeBranches = await seeBranches(run, now);
  const address = await run(['config', '--get', 'remote.origin.url']).then(
    (text) => text.trim(),
    () => '',
  );
  return {
    seen: { commit: commit.trim(), ...seen, history, activeBranches },
    address: address === '' ? null : address,
  };
}

/** Files of the checked-out commit, the texts that probes read, and which licence it is. */
export async function seeHead(
  run: Run,
): Promise<Pick<SeenRepository, 'files' | 'texts' | 'approvedLicence' | 'licenceFile'>> {
  const files = (await run(['ls-tree', '-r', '-z', '--name-only', 'HEAD']))
    .split('\0')
    .filter(Boolean)
    .slice(0, LIMITS.draftPaths);
  const texts = await textsOf(
    run,
    files.filter((path) => README.test(path) || LICENCE_FILE.test(path)),
  );
  return { files, texts, ...(await approved(texts)) };
}

/** Branches on which work was done in the year before `now`. */
export const seeBranches = async (run: Run, now: number): Promise<string[]> =>
  readBranches(await run(BRANCHES), now - YEAR_MS);

async function textsOf(run: Run, paths: string[]): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const path of paths.slice(0, LIMITS.draftTexts)) {
    const text = await run(['cat-file', 'blob', `HEAD:${path}`]);
    texts[path] = text.slice(0, LIMITS.licenceTextLength);
  }
  return texts;
}

/**
 * Subject, tags and which files or how many: no author, no date. What changed in files is only counted where their contents
 * are there: their names are known from the trees alone.
 */
export const historyOf = (told: '--shortstat' | '--name-only', commits: number): string[] => [
  ...['-c', 'log.showSignature=false', 'log', `--max-count=${commits}`, '--no-ext-diff', '--no-textconv'],
  ...['--decorate=full', '--decorate-refs=refs/tags/', '--format=%x00%H%x1f%D%x1f%s', '--no-renames', told, 'HEAD'],
];

export function readHistory(log: string): SeenCommit[] {
  return log
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [line = '', ...rest] = entry.split('\n');
      const [hash = '', refs = '', subject = ''] = line.split('\x1f');
      const tags = refs.split(', ').flatMap((ref) => /^tag: refs\/tags\/(.+)$/.exec(ref)?.[1] ?? []);
      const counted = / (\d+) files? changed/.exec(rest.join(' '))?.[1];
      const files = counted === undefined ? rest.filter(Boolean).length : Number(counted);
      return { hash, subject, tags, files };
    });
}

const BRANCHES = ['for-each-ref', '--format=%(committerdate:unix) %(refname)', 'refs/heads', 'refs/remotes/origin'];

function readBranches(text: string, since: number): string[] {
  const active = text.split('\n').flatMap((line) => {
    const [, seconds, name] = /^(\d+) refs\/(?:heads|remotes\/origin)\/(.+)$/.exec(line) ?? [];
    return name === undefined || name === 'HEAD' || Number(seconds) * 1000 < since ? [] : [name];
  });
  return [...new Set(active)];
}

/** The first licence file that is, word for word, a licence that the OSI has approved; those with short names first. */
async function approved(
  texts: Record<string, string>,
): Promise<Pick<SeenRepository, 'approvedLicence' | 'licenceFile'>> {
  const paths = Object.keys(texts)
    .filter((name) => LICENCE_FILE.test(name))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (const licenceFile of paths) {
    const found = identifyText(texts[licenceFile] ?? '', await licenceTexts());
    const approvedLicence = found.is === 'same' ? found.ids.find(isOsiApproved) : undefined;
    if (approvedLicence !== undefined) return { approvedLicence, licenceFile };
  }
  return {};
}
