import type { Observation } from '../schemas.gen.ts';

/** Which files and folders in the root of a repository tell how it is kept; words of the schema of observations. */
type What = NonNullable<Observation['files']>[number]['is'];

const FILES: [What, RegExp][] = [
  ['readme', /^readme(\.[\w-]+)?(\.(md|rst|txt|adoc))?$/i],
  ['licence', /^(licen[cs]e|copying|unlicense|eupl)([.-][\w.-]+)?$/i],
  ['contributing', /^contributing(\.\w+)?$/i],
  ['code-of-conduct', /^code[-_]of[-_]conduct(\.\w+)?$/i],
  ['governance', /^governance(\.\w+)?$/i],
  ['security', /^security(\.\w+)?$/i],
  ['changelog', /^(changelog|changes|history|news)(\.\w+)?$/i],
  ['roadmap', /^roadmap(\.\w+)?$/i],
  ['documentation', /^(docs?|documentation)$/i],
  ['manifest', /^publiccode\.ya?ml$/],
  ['container', /^(docker|container)file([.-][\w.-]+)?$/i],
  ['compose', /^(docker-)?compose([.-][\w.-]+)?\.ya?ml$/i],
  ['chart', /^(chart\.ya?ml|charts?|helm)$/i],
  ['ci', /^(\.github|\.gitlab-ci\.yml|\.forgejo|\.woodpecker(\.ya?ml)?|\.travis\.yml|jenkinsfile|\.circleci)$/i],
  ['tests', /^(tests?|spec|__tests__)$/i],
  ['translations', /^(locales?|translations?|i18n|lang|languages)$/i],
  ['accessibility', /^accessibility(\.\w+)?$/i],
  ['bill-of-materials', /^(bom|sbom)([.-][\w.-]+)?\.(json|xml)$/i],
  [
    'lock-file',
    /^(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|poetry\.lock|uv\.lock|gemfile\.lock)$/i,
  ],
  ['code-owners', /^codeowners$/i],
];
const MOST = 200;
const LONGEST = 300;

/** Files of the root by what they are, in order of their names. */
export function keptFiles(names: string[]): NonNullable<Observation['files']> {
  return [...names]
    .sort()
    .flatMap((path) =>
      FILES.filter(([, pattern]) => path.length <= LONGEST && pattern.test(path)).map(([is]) => ({ is, path })),
    )
    .slice(0, MOST);
}

/** Package files that declare a licence, of those in the root. */
export const packageFiles = (names: string[]): string[] =>
  ['package.json', 'composer.json', 'setup.py', 'setup.cfg', 'pyproject.toml'].filter((name) => names.includes(name));
