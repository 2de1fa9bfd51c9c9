import type { Problem } from '../kernel/errors.ts';
import { checkShape } from './check-shape.ts';
import { checkAcross } from './cross-rules.ts';
import { type Finding, quoted } from './forms/finding.ts';
import { MANIFEST } from './keys.ts';
import type { Manifest } from './manifest.ts';
import { ProblemList } from './problem-list.ts';
import { readYaml } from './safe-yaml.ts';
import { isNull, isNumber, type MapNode, type Node } from './tree.ts';
import versions from './vocabularies/versions.json' with { type: 'json' };

/** The version whose rules are applied to every file. */
const NEWEST = '0.7';

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

/** Whether the rest can be judged. */
function checkVersion(root: MapNode, problems: ProblemList): boolean {
  const entry = root.entries.get('publiccodeYmlVersion');
  const pointer = '/publiccodeYmlVersion';
  if (!entry || isNull(entry.value)) {
    problems.add(NO_VERSION, pointer, entry?.key ?? root);
    return true;
  }
  const finding = versionFinding(entry.value);
  if (finding) problems.add(finding, pointer, finding.rule === 'old-version' ? entry.key : entry.value);
  return entry.value.is === 'scalar' && finding?.rule !== 'version';
}

const NO_VERSION: Finding = {
  rule: 'required',
  message: 'The version of the standard is missing.',
  hint: 'Add the line: publiccodeYmlVersion: "0"',
};

function versionFinding(node: Node): Finding | undefined {
  // A number is no text: 0.10 would be the same as 0.1. A block of text is refused by the usual validators.
  if (node.is !== 'scalar' || node.style === 'block' || isNumber(node)) {
    return { rule: 'type', message: 'The version must be a text in quotes.', hint: 'Write: publiccodeYmlVersion: "0"' };
  }
  const { text } = node;
  if (!versions.includes(text)) {
    const message = `${quoted(text)} is not a version of the standard that is in use.`;
    return { rule: 'version', message, hint: `Write "0" for the newest, or one of ${versions.slice(1).join(', ')}.` };
  }
  if (text === '0' || text.startsWith(NEWEST)) return undefined;
  const message = `Version ${text} is not the newest: the file is read by the rules of ${NEWEST}.`;
  return { rule: 'old-version', severity: 'warning', message, hint: 'Write: publiccodeYmlVersion: "0"' };
}
