/** A version of PEP 440, taken apart. Local parts are left out: a range never asks for them. */
export interface PyVersion {
  epoch: number;
  release: number[];
  /** Sorts pre-releases and development before the release and post-releases behind it. */
  stage: [number, number][];
}

const FORM =
  /^\s*v?(?:(\d{1,9})!)?(\d{1,9}(?:\.\d{1,9}){0,9})(?:[-_.]?(a|alpha|b|beta|c|rc|pre|preview)[-_.]?(\d{0,9}))?(?:-(\d{1,9})|[-_.]?(post|rev|r)[-_.]?(\d{0,9}))?(?:[-_.]?dev[-_.]?(\d{0,9}))?(?:\+[a-z0-9.]{1,60})?\s*$/i;

const PRE: Readonly<Record<string, number>> = {
  a: -3,
  alpha: -3,
  b: -2,
  beta: -2,
  c: -1,
  rc: -1,
  pre: -1,
  preview: -1,
};

/** Reads a version of PEP 440, or `null` where it is none. */
export function readPyVersion(text: string): PyVersion | null {
  const found = text.length > 100 ? null : FORM.exec(text);
  if (found === null) return null;
  const [, epoch = '0', release = '', pre, preN, shortPost, post, postN, dev] = found;
  const isPost = shortPost !== undefined || post !== undefined;
  const stage: [number, number][] = [];
  // A development release comes before everything else of what it leads to.
  if (pre !== undefined) stage.push([PRE[pre.toLowerCase()] as number, Number(preN || 0)]);
  else stage.push(dev !== undefined && !isPost ? [-4, 0] : [0, 0]);
  stage.push(isPost ? [1, Number(shortPost ?? (postN || 0))] : [0, 0]);
  stage.push(dev === undefined ? [0, 0] : [-1, Number(dev || 0)]);
  return { epoch: Number(epoch), release: release.split('.').map(Number), stage };
}

/** Negative where `a` comes before `b` (PEP 440, order of versions). */
export function comparePy(a: PyVersion, b: PyVersion): number {
  return a.epoch - b.epoch || compareRelease(a.release, b.release) || compareStage(a.stage, b.stage);
}

export function compareRelease(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareStage(a: [number, number][], b: [number, number][]): number {
  for (const [i, [word, number]] of a.entries()) {
    const [otherWord, otherNumber] = b[i] as [number, number];
    const difference = word - otherWord || number - otherNumber;
    if (difference !== 0) return difference;
  }
  return 0;
}

export const isPreRelease = ({ stage }: PyVersion): boolean => stage.some(([word]) => word < 0);

const CLAUSE = /^\s*(===|==|!=|<=|>=|<|>|~=)\s*([^\s]+)\s*$/;
const MOST_CLAUSES = 20;

/** Whether a version is in a set of specifiers (`>=1.2,<2`); `null` where either cannot be read. */
export function inSpecifiers(version: string, specifiers: string): boolean | null {
  const read = readPyVersion(version);
  if (read === null) return null;
  const clauses = specifiers.trim() === '' ? [] : specifiers.split(',');
  if (clauses.length > MOST_CLAUSES) return null;
  const answers = clauses.map((clause) => inClause(read, version, clause));
  if (answers.includes(null)) return null;
  return answers.every((answer) => answer === true);
}

function inClause(version: PyVersion, text: string, clause: string): boolean | null {
  const [, operator, operand = ''] = CLAUSE.exec(clause) ?? [];
  if (operator === undefined) return null;
  if (operator === '===') return text.trim().toLowerCase() === operand.toLowerCase();
  if (operand.endsWith('.*')) return byPrefix(version, operator, operand.slice(0, -2));
  const bound = readPyVersion(operand);
  return bound === null ? null : byOrder(version, operator, bound);
}

function byPrefix(version: PyVersion, operator: string, prefix: string): boolean | null {
  const bound = readPyVersion(prefix);
  if (bound === null || !/^==|!=$/.test(operator)) return null;
  const same = version.epoch === bound.epoch && bound.release.every((part, i) => part === (version.release[i] ?? 0));
  return operator === '==' ? same : !same;
}

function byOrder(version: PyVersion, operator: string, bound: PyVersion): boolean {
  const order = comparePy(version, bound);
  const sameRelease = version.epoch === bound.epoch && compareRelease(version.release, bound.release) === 0;
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    // What is strictly before or after takes neither pre- nor post-releases of the bound itself.
    case '<':
      return order < 0 && (!sameRelease || isPreRelease(bound) || !isPreRelease(version));
    case '>':
      return order > 0 && (!sameRelease || bound.stage[1]?.[0] === 1);
    default:
      return (
        order >= 0 &&
        bound.release.slice(0, -1).every((part, i) => part === (version.release[i] ?? 0)) &&
        bound.release.length > 1
      );
  }
}
