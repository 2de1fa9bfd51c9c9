import type { Assessment, Framework, LocalisedText } from '../schemas.gen.ts';
import { type Finding, historyFinding, issueFinding, lineFinding, type SeenCommit } from './probe-history.ts';

/** What is seen of a local clone: names of its files and its history, no working tree. */
export interface SeenRepository {
  /** The commit that was looked at. */
  commit: string;
  /** Paths of its files, with `/`. */
  files: readonly string[];
  /** The beginning of some of them, by path; a README at least. */
  texts: Readonly<Record<string, string>>;
  /** The newest first; as many as were read. */
  history: readonly SeenCommit[];
  /** Heads of branches on which work was done in the last year, the main one included. */
  activeBranches: readonly string[];
  /** SPDX id of the licence text in its licence file, where that is known to be approved by the OSI. */
  approvedLicence?: string | undefined;
  /** The path of that file, where there are several. */
  licenceFile?: string | undefined;
}

export type ProbeName = NonNullable<NonNullable<Framework['requirements']>[number]['probe']>;

const both = (en: string, da: string): LocalisedText => ({ en, da });

/** Every probe; `null` where what it would look at tells nothing. Pure: the same clone gives the same findings. */
export const PROBES: Readonly<Record<ProbeName, (seen: SeenRepository) => Finding | null>> = {
  'open-development': ({ history }) => historyFinding(history),
  'issue-links': ({ history }) => issueFinding(history),
  'single-line': ({ activeBranches }) => lineFinding(activeBranches),
  licence: licenceFinding,
  purpose: purposeFinding,
  container: (seen) =>
    fileFinding(seen, CONTAINER, both('It can be built as a container.', 'Den kan bygges som container.')) ?? {
      verdict: 'not-met',
      ground: both(
        'No file of a container or of its deployment was found.',
        'Der blev ikke fundet nogen fil til containere eller udrulning.',
      ),
    },
  'code-standards': (seen) =>
    fileFinding(
      seen,
      STANDARDS,
      both(
        'Settings of a formatter or checker of code stand in the repository.',
        'Indstillinger til formatering eller kontrol af kode ligger i repositoriet.',
      ),
      'partly',
    ),
};

const CONTAINER =
  /(^|\/)(Dockerfile(\.(?!md$)[\w-]+)?|Containerfile|docker-compose[\w.-]*\.ya?ml|compose\.ya?ml|Chart\.yaml)$/;
const STANDARDS =
  /(^|\/)(\.editorconfig|\.eslintrc[\w.]*|eslint\.config\.\w+|biome\.json|\.prettierrc[\w.]*|\.pre-commit-config\.yaml|phpcs\.xml(\.dist)?|\.flake8|ruff\.toml|checkstyle\.xml|\.rubocop\.yml)$/;
/** In the root, or in the folder that REUSE gives the texts of licences. */
export const LICENCE_FILE = /^(LICENSES\/[\w.+-]+\.txt|(LICEN[CS]E|COPYING|UNLICENSE|EUPL)([.-][\w.-]+)?)$/i;
const README = /^README(\.\w+)?$/i;

function fileFinding(
  { files }: SeenRepository,
  form: RegExp,
  ground: LocalisedText,
  verdict: Finding['verdict'] = 'met',
): Finding | null {
  const [path] = files.filter((file) => form.test(file)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return path === undefined ? null : { verdict, ground, path };
}

function licenceFinding(seen: SeenRepository): Finding {
  const { approvedLicence, licenceFile } = seen;
  const found = fileFinding({ ...seen, files: licenceFile ? [licenceFile] : seen.files }, LICENCE_FILE, both('', ''));
  if (found === null)
    return { verdict: 'not-met', ground: both('There is no licence file.', 'Der er ingen licensfil.') };
  return approvedLicence === undefined
    ? {
        ...found,
        verdict: 'partly',
        ground: both(
          'There is a licence file; which licence it is was not recognised.',
          'Der er en licensfil; hvilken licens det er, blev ikke genkendt.',
        ),
      }
    : {
        ...found,
        ground: both(
          `The licence file is ${approvedLicence}, approved by the OSI.`,
          `Licensfilen er ${approvedLicence}, godkendt af OSI.`,
        ),
      };
}

/** Shorter ones name the thing and say nothing of what it is for. */
const README_SAYS = 300;

function purposeFinding(seen: SeenRepository): Finding {
  const found = fileFinding(seen, README, both('', ''));
  if (found === null) return { verdict: 'not-met', ground: both('There is no README.', 'Der er ingen README.') };
  const length = (seen.texts[found.path ?? ''] ?? '').trim().length;
  return length < README_SAYS
    ? {
        ...found,
        verdict: 'not-met',
        ground: both(
          'The README is too short to say what it is for.',
          'README’en er for kort til at sige, hvad den er til.',
        ),
      }
    : {
        ...found,
        verdict: 'partly',
        ground: both(
          'There is a README; whether it says purpose and value is for a person to read.',
          'Der er en README; om den beskriver formål og værdi, må en person læse.',
        ),
      };
}

const MEANS: Readonly<Record<Finding['verdict'], readonly string[]>> = {
  met: ['met'],
  partly: ['partly', 'not-met'],
  'not-met': ['not-met'],
};

/**
 * A draft of an assessment: for each requirement that the framework gives a probe, a proposed rating with its ground and
 * evidence. A person decides. A framework without a rating for "partly" gets the careful one.
 */
export function proposals(
  framework: Framework,
  seen: SeenRepository,
  about: { subject: string; framework: string; address: string },
): Assessment {
  const ratings = (framework.requirements ?? []).flatMap(({ id, probe }) => {
    const finding = probe === undefined ? null : PROBES[probe](seen);
    const rating = finding && ratingFor(framework, finding);
    if (finding === null || !rating) return [];
    const { ground, path, commit = seen.commit } = finding;
    return [{ requirement: id, rating, ground, evidence: [{ address: about.address, commit, ...(path && { path }) }] }];
  });
  return { subject: about.subject, framework: about.framework, type: 'draft', ratings };
}

const ratingFor = ({ scale = [] }: Framework, { verdict }: Finding): string | undefined =>
  MEANS[verdict].map((means) => scale.find((one) => one.means === means)?.id).find((id) => id !== undefined);
