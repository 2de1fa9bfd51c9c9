import { type Finding, quoted } from './forms/finding.ts';
import type { ProblemSink } from './problem-list.ts';
import type { Standard } from './standard.ts';
import { booleanOf, isNull, isNumber, type MapNode, type Node } from './tree.ts';
import versions from './vocabularies/versions.json' with { type: 'json' };

/** The version whose rules are applied to every file. */
const NEWEST = '0.7';
/** What to write for the newest version. */
const WRITE: Readonly<Record<Standard, string>> = { '0.7': '0', '1.0-rc': '1' };

/** Says what is wrong with the version. True when the rest can be judged by the rules of the standard. */
export function checkVersion(root: MapNode, standard: Standard, problems: ProblemSink): boolean {
  const entry = root.entries.get('publiccodeYmlVersion');
  const pointer = '/publiccodeYmlVersion';
  if (!entry || isNull(entry.value)) {
    problems.add(noVersion(standard), pointer, entry?.key ?? root);
    return true;
  }
  const finding = versionFinding(entry.value, standard);
  if (finding) problems.add(finding, pointer, finding.rule === 'old-version' ? entry.key : entry.value);
  // The rules of a version that nobody knows may be others; whoever asks for the draft wants to see all that it changes.
  return entry.value.is === 'scalar' && (finding?.rule !== 'version' || standard === '1.0-rc');
}

export const noVersion = (standard: Standard): Finding => ({
  rule: 'required',
  message: 'The version of the standard is missing.',
  hint: `Add the line: publiccodeYmlVersion: "${WRITE[standard]}"`,
});

/** What is to be said of the value of the version; `undefined` for the newest. */
export function versionFinding(node: Node, standard: Standard): Finding | undefined {
  const suggestion = `"${WRITE[standard]}"`;
  const hint = `Write: publiccodeYmlVersion: ${suggestion}`;
  if (node.is !== 'scalar' || !isVersionText(node)) {
    return { rule: 'type', message: 'The version must be a text in quotes.', hint, suggestion };
  }
  const { text } = node;
  const known = versions[standard];
  if (!known.includes(text)) {
    const others = known.length > 1 ? `, or one of ${known.slice(1).join(', ')}` : '';
    const message = `${quoted(text)} is not a version of the standard that is in use.`;
    return { rule: 'version', message, hint: `Write ${suggestion} for the newest${others}.`, suggestion };
  }
  if (standard === '1.0-rc' || text === '0' || text.startsWith(NEWEST)) return undefined;
  const message = `Version ${text} is not the newest: the file is read by the rules of ${NEWEST}.`;
  return { rule: 'old-version', severity: 'warning', message, hint, suggestion };
}

/** A number is no text: 0.10 would be the same as 0.1. A block of text is refused by the usual validators. */
const isVersionText = (node: Node): boolean =>
  node.is === 'scalar' && node.style !== 'block' && !isNull(node) && !isNumber(node) && booleanOf(node) === undefined;
