import type { LocalisedText } from '../schemas.gen.ts';

/** What a machine sees, which a person may see otherwise. */
export interface Finding {
  verdict: 'met' | 'partly' | 'not-met';
  ground: LocalisedText;
  /** Where it is seen; nothing where it is seen that something is missing. */
  path?: string;
  /** Where the commit is another one than the one that was looked at. */
  commit?: string;
}

export interface SeenCommit {
  hash: string;
  /** Its subject line. */
  subject: string;
  /** Names of tags on it. */
  tags: readonly string[];
  /** How many files it touched. */
  files: number;
}

/** Fewer commits tell nothing of how the work is done. */
const LEAST_COMMITS = 5;
/** A dump of a release touches many files at once, or its message says nothing but the version. */
const DUMPED_FILES = 20;
/** From this share on a history is one of dumps. */
const DUMPS = 0.8;
const LINKED = 0.25;

const ONLY_VERSION = /^(release|version|udgivelse|v)?[ -]*v?\d+(\.\d+)*([-.]\w+)*\W*$/i;
const RELEASE = /^(release|version|udgivelse|v)?[ -]*v?\d+(\.\d+)+([-.]\w+)?\b/i;
/** `#12`, `fixes GH-7`, `OS2-123`: what trackers of issues are referred to by. */
const ISSUE = /(^|[\s([])(#\d+|GH-\d+|[A-Z][A-Z0-9]+-\d+)\b/;

/** Developed in the open, or published as one commit a release: such a history is a row of code dumps. */
export function historyFinding(history: readonly SeenCommit[]): Finding | null {
  if (history.length === 0) return null;
  const releases = history.filter(({ subject, tags }) => tags.length > 0 || RELEASE.test(subject.trim()));
  const dumps = releases.filter(
    ({ files, subject }, i) => files >= DUMPED_FILES || ONLY_VERSION.test(subject.trim()) || i === releases.length - 1,
  );
  const [newest] = history;
  if (history.length > 1 && dumps.length / history.length >= DUMPS)
    return {
      verdict: 'not-met',
      ground: {
        en: `Code dumps: ${dumps.length} of ${history.length} commits are a whole release each.`,
        da: `Kodedumps: ${dumps.length} af ${history.length} commits er hver en hel udgivelse.`,
      },
      ...(newest && { commit: newest.hash }),
    };
  if (history.length < LEAST_COMMITS)
    return {
      verdict: 'partly',
      ground: {
        en: `Only ${history.length} commits: too few to tell how the work is done.`,
        da: `Kun ${history.length} commits: for få til at se, hvordan der arbejdes.`,
      },
    };
  return {
    verdict: 'met',
    ground: {
      en: `${history.length} commits were read; ${releases.length} of them are releases.`,
      da: `${history.length} commits blev læst; ${releases.length} af dem er udgivelser.`,
    },
  };
}

/** Whether commits refer to issues; whether the tracker is public is not seen in a clone. */
export function issueFinding(history: readonly SeenCommit[]): Finding | null {
  if (history.length < LEAST_COMMITS) return null;
  const linked = history.filter(({ subject }) => ISSUE.test(subject));
  const [example] = linked;
  return {
    verdict: linked.length / history.length >= LINKED ? 'met' : linked.length > 0 ? 'partly' : 'not-met',
    ground: {
      en: `${linked.length} of ${history.length} commits name an issue.`,
      da: `${linked.length} af ${history.length} commits nævner en sag.`,
    },
    ...(example && { commit: example.hash }),
  };
}

/** More lines than these that are worked on side by side are versions of their own. */
const MOST_LINES = 3;

export function lineFinding(branches: readonly string[]): Finding | null {
  if (branches.length === 0) return null;
  // Branches for a customer or an old version are lines of their own; those of single changes end.
  const lines = branches.filter((name) => !/^(feature|fix|bugfix|hotfix|dependabot|renovate|chore)[/-]/.test(name));
  return {
    verdict: lines.length <= MOST_LINES ? 'met' : 'partly',
    ground: {
      en: `Lines that are worked on: ${lines.join(', ')}.`,
      da: `Linjer, der arbejdes på: ${lines.join(', ')}.`,
    },
  };
}
