import { type Finding, quoted } from './forms/finding.ts';
import type { ProblemSink } from './problem-list.ts';
import { booleanOf, isNull, isNumber, type MapNode, type Node } from './tree.ts';
import versions from './vocabularies/versions.json' with { type: 'json' };

/** The version whose rules are applied to every file. */
const NEWEST = '0.7';

/** Whether the rest can be judged. */
export function checkVersion(root: MapNode, problems: ProblemSink): boolean {
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

export const NO_VERSION: Finding = {
  rule: 'required',
  message: 'The version of the standard is missing.',
  hint: 'Add the line: publiccodeYmlVersion: "0"',
};

/** What is to be said of the value of the version; `undefined` for the newest. */
export function versionFinding(node: Node): Finding | undefined {
  // A number is no text: 0.10 would be the same as 0.1. A block of text is refused by the usual validators.
  if (node.is !== 'scalar' || node.style === 'block' || isNumber(node) || booleanOf(node) !== undefined) {
    return NOT_TEXT;
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

export const NOT_TEXT: Finding = {
  rule: 'type',
  message: 'The version must be a text in quotes.',
  hint: 'Write: publiccodeYmlVersion: "0"',
};
