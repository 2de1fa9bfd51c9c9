import type { Problem } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';
import { checkShape } from './check-shape.ts';
import { checkAcross } from './cross-rules.ts';
import { tooLarge } from './decode-text.ts';
import type { Finding } from './forms/finding.ts';
import { tableOf } from './keys.ts';
import type { Manifest } from './manifest.ts';
import { ProblemList } from './problem-list.ts';
import { readYaml } from './safe-yaml.ts';
import type { Standard } from './standard.ts';
import { checkVersion } from './version.ts';

/** A manifest exactly when there is no error; the text as it was read, where it could be. */
export interface ManifestReading {
  manifest: Manifest | null;
  problems: Problem[];
  text: string | null;
}

/**
 * Reads a publiccode.yml (0.2 to 0.7, or the draft of 1.0) and says everything that is wrong with it at once, in the order of
 * the file. There is a manifest exactly when there is no error; warnings do not stand in its way. The file is judged by its
 * text alone: nothing is fetched, no picture is looked at.
 */
export function readManifest(bytes: Uint8Array, standard: Standard = '0.7'): ManifestReading {
  if (bytes.length > LIMITS.manifestBytes)
    return { manifest: null, problems: [tooLarge(bytes.length, LIMITS.manifestBytes)], text: null };
  const { document, problems: unreadable } = readYaml(bytes);
  if (!document) return { manifest: null, problems: unreadable, text: null };
  const problems = new ProblemList(document);
  const { root, text } = document;
  if (root.is !== 'map') {
    problems.add(NO_MAP, '', root);
    return { manifest: null, problems: problems.sorted(), text };
  }
  const known = checkVersion(root, standard, problems);
  const value = known ? checkShape(tableOf(standard), root, '', problems) : undefined;
  if (known) checkAcross(root, problems);
  return { manifest: problems.hasErrors ? null : (value as Manifest), problems: problems.sorted(), text };
}

const NO_MAP: Finding = {
  rule: 'type',
  message: 'The file does not consist of keys and values.',
  hint: 'Begin with: publiccodeYmlVersion: "0"',
};
