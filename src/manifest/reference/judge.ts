import type { Problem } from '../../kernel/errors.ts';
import { checkShape } from '../check-shape.ts';
import { checkAcross } from '../cross-rules.ts';
import { dottedKey } from '../dotted-key.ts';
import type { Finding } from '../forms/finding.ts';
import { tableOf } from '../keys.ts';
import type { ProblemSink } from '../problem-list.ts';
import type { ReadDocument } from '../read-document.ts';
import type { Standard } from '../standard.ts';
import type { MapNode, Node } from '../tree.ts';
import { noVersion, versionFinding } from '../version.ts';
import { decodeStrictly } from './decode.ts';
import { keyInLine, placeOf } from './places.ts';
import { readForReference } from './read.ts';

/** What the reference validator would report of a file, in the order of the text. */
export function readAsReference(bytes: Uint8Array, standard: Standard): Problem[] {
  const { document, problems } = readForReference(bytes);
  if (!document) return problems[0]?.rule === 'empty' ? [withoutPlace(noVersion(standard))] : problems;
  const { root } = document;
  const version = root.is === 'map' ? root.entries.get('publiccodeYmlVersion') : undefined;
  if (!version || root.is !== 'map') return [withoutPlace(noVersion(standard))];
  const finding = versionAsReference(version.value, standard);
  const at = document.positionAt(version.key.start, version.key.end);
  if (finding?.rule === 'version') return [withoutPlace(finding)];
  const told = finding ? [{ ...withoutPlace(finding), ...at }] : [];
  if (finding?.rule === 'type') return told;
  const lineOf = ({ line = 0 }: Problem): number => line;
  return [...told, ...judged(document, root, standard)].sort((a, b) => lineOf(a) - lineOf(b));
}

/** Only a text without an anchor or tag before it is a version there. */
const versionAsReference = (node: Node, standard: Standard): Finding | undefined =>
  versionFinding(node.is === 'scalar' && node.marked ? { ...node, style: 'block' } : node, standard);

const withoutPlace = (finding: Finding): Problem => ({
  severity: 'error',
  pointer: '/publiccodeYmlVersion',
  key: 'publiccodeYmlVersion',
  ...finding,
});

/** The same rules as ours, over what the reference could decode. */
function judged(document: ReadDocument, root: MapNode, standard: Standard): Problem[] {
  const table = tableOf(standard);
  const sink = new ReferenceSink(document);
  const decoded = decodeStrictly(table, root);
  if (decoded.fault) {
    const { finding, at } = decoded.fault;
    const position = at ? document.positionAt(at.start, at.end) : {};
    const key = at ? keyInLine(document, root, document.positionAt(at.start, at.end).line) : { key: '', pointer: '' };
    sink.problems.push({ ...finding, severity: 'error', ...key, ...position });
  }
  if (decoded.root.entries.size === 0 && root.entries.size > 0) sink.add(noVersion(standard), '/publiccodeYmlVersion');
  checkShape(table, decoded.root, '', sink);
  checkAcross(decoded.root, sink);
  return sink.finished();
}

/** Puts problems where the reference puts them. */
class ReferenceSink implements ProblemSink {
  readonly problems: Problem[] = [];
  readonly #document: ReadDocument;

  constructor(document: ReadDocument) {
    this.#document = document;
  }

  add(finding: Finding, given: string): void {
    // Any number of bad languages is one problem of the description.
    // Given up by the text of the standard, which is all the same to the reference.
    if (finding.rule === 'deprecated' && given === '/IT') return;
    let pointer = finding.rule === 'language' && given.startsWith('/description/') ? '/description' : given;
    if (finding.rule === 'deprecated' && given.startsWith('/it/')) {
      // The lower-case section is moved before its keys are looked at, unless there is one in capitals.
      if (this.#document.at('/IT')) return;
      pointer = `/IT${given.slice('/it'.length)}`;
    }
    const place = pointer.startsWith('/IT/') && !this.#document.at('/IT') ? null : placeOf(this.#document, pointer);
    const position = place ? this.#document.positionAt(place.start, place.end) : {};
    const { severity = 'error', ...words } = finding;
    this.problems.push({ ...words, severity, pointer, key: dottedKey(pointer), ...position });
  }

  /** Contractors that should not be there are not looked into. */
  finished(): Problem[] {
    const excluded = this.problems.some(({ rule, pointer }) => rule === 'excluded' && pointer === CONTRACTORS);
    return excluded ? this.problems.filter(({ pointer }) => !pointer.startsWith(`${CONTRACTORS}/`)) : this.problems;
  }
}

const CONTRACTORS = '/maintenance/contractors';
