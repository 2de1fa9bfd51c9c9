import type { Problem } from '../kernel/errors.ts';
import { checkShape } from './check-shape.ts';
import { checkAcross } from './cross-rules.ts';
import type { Finding } from './forms/finding.ts';
import { MANIFEST } from './keys.ts';
import type { Manifest } from './manifest.ts';
import { ProblemList } from './problem-list.ts';
import { readYaml } from './safe-yaml.ts';
import { checkVersion } from './version.ts';

/**
 * Reads a publiccode.yml (0.2 to 0.7) and says everything that is wrong with it at once, in the order of the file. There is
 * a manifest exactly when there is no error; warnings do not stand in its way. The file is judged by its text alone: nothing
 * is fetched, no picture is looked at.
 */
export function readManifest(bytes: Uint8Array): { manifest: Manifest | null; problems: Problem[] } {
  const { document, problems: unreadable } = readYaml(bytes);
  if (!document) return { manifest: null, problems: unreadable };
  const problems = new ProblemList(document);
  const { root } = document;
  if (root.is !== 'map') {
    problems.add(NO_MAP, '', root);
    return { manifest: null, problems: problems.sorted() };
  }
  const known = checkVersion(root, problems);
  // The rules of a version that we do not know may be others: nothing else is said about such a file.
  const value = known ? checkShape(MANIFEST, root, '', problems) : undefined;
  if (known) checkAcross(root, problems);
  return { manifest: problems.hasErrors ? null : (value as Manifest), problems: problems.sorted() };
}

const NO_MAP: Finding = {
  rule: 'type',
  message: 'The file does not consist of keys and values.',
  hint: 'Begin with: publiccodeYmlVersion: "0"',
};
