import { LIMITS } from '../../kernel/limits.ts';
import { type CheckProblem, type CheckResult, check } from '../check.ts';
import { readYaml } from '../safe-yaml.ts';
import { booleans } from './booleans.ts';
import { countries } from './countries.ts';
import { dates } from './dates.ts';
import { type Edit, EditedText, inOrder, type Mark } from './edits.ts';
import { empty } from './empty.ts';
import { newProblem } from './guard.ts';
import { keys } from './keys.ts';
import { languages } from './languages.ts';
import { licenceSpelling, licences } from './licences.ts';
import { owner } from './owner.ts';
import { reasonFor } from './reasons.ts';
import type { MendOptions, Proposal, Repair } from './repair.ts';
import { Sheet } from './sheet.ts';
import { version } from './version.ts';
import { words } from './words.ts';

const REPAIRS: readonly Repair[] = [
  version,
  keys,
  empty,
  owner,
  languages,
  countries,
  booleans,
  dates,
  words,
  licences,
];

/** What was done to a text, in terms of the text that came in. */
export interface Mended {
  /** The text with the edits: the same one where nothing was mended. */
  text: string;
  /** In the order of the text. */
  edits: (Edit & Mark)[];
  /** What was mended, one for each problem. */
  mended: Mark[];
  /** What is left to a person, and why. */
  left: (CheckProblem & { why: string })[];
  /** The judgement of the text that came in and of the mended one. */
  before: CheckResult;
  after: CheckResult;
}

/**
 * Repairs what has one right answer in a publiccode.yml, and nothing else: comments and layout stay, no meaning changes, no
 * fact is invented. The mended text is judged no worse, and has no problem that was not there before. Mending it again
 * changes nothing. Never throws; a text that cannot be read stays as it is.
 */
export function mend(source: Uint8Array | string, options: Partial<MendOptions> = {}): Mended {
  const wanted: MendOptions = { version: '0', ...options };
  const text = typeof source === 'string' ? source : decode(source);
  const before = check(source);
  const readable = !before.problems.some(({ rule }) => rule === 'utf8') && sheetOf(text) !== undefined;
  const start: State = { edited: new EditedText(text), problems: before.problems, mended: [] };
  const worker = new Worker(wanted);
  const end = readable ? worker.run(start) : start;
  const after = end === start ? before : check(end.edited.text);
  return {
    text: end.edited.text,
    edits: end.edited.edits(),
    mended: end.mended,
    left: worker.leftOf(end),
    before,
    after,
  };
}

interface State {
  edited: EditedText;
  problems: CheckProblem[];
  mended: Mark[];
}

type Fix = Extract<Proposal, { edits: unknown }> & Mark & { pointer: string };

/** A repair may need others where it moved something to: so many times over. */
const FOLLOW_UPS = 3;

class Worker {
  readonly #options: MendOptions;
  #attempts = 0;

  constructor(options: MendOptions) {
    this.#options = options;
  }

  /** Round after round, since one repair may show the next, until there is nothing more to do. */
  run(start: State): State {
    let state = start;
    while (this.#attempts < LIMITS.mendAttempts) {
      const fixes = this.#fixesFor(state);
      if (fixes.length === 0) return state;
      const next = this.#attempt(state, fixes) ?? this.#firstGood(state, fixes);
      if (!next) return state;
      state = next;
    }
    return state;
  }

  leftOf(state: State): (CheckProblem & { why: string })[] {
    const sheet = sheetOf(state.edited.text);
    return state.problems.map((problem) => {
      const proposal = sheet && this.#proposalFor(problem, sheet);
      if (!proposal) return { ...problem, why: reasonFor(problem) };
      return { ...problem, why: 'leave' in proposal ? proposal.leave : this.#whyRefused(state, problem, proposal) };
    });
  }

  #fixesFor(state: State): Fix[] {
    const sheet = sheetOf(state.edited.text);
    if (!sheet) return [];
    const spelling = licenceSpelling(sheet);
    const fixes: Fix[] = [];
    for (const problem of spelling ? [...state.problems, spelling] : state.problems) {
      const proposal = this.#proposalFor(problem, sheet);
      if (proposal && 'edits' in proposal && !overlaps(fixes, proposal.edits))
        fixes.push({ ...proposal, rule: proposal.rule, key: problem.key, pointer: problem.pointer });
    }
    return fixes;
  }

  #proposalFor(problem: CheckProblem, sheet: Sheet): (Proposal & { rule: string }) | undefined {
    for (const { rule, propose } of REPAIRS) {
      const proposal = propose(problem, sheet, this.#options);
      if (proposal) return { ...proposal, rule };
    }
    return undefined;
  }

  /** All of them together; `undefined` where that would bring a new problem. */
  #attempt(state: State, fixes: readonly Fix[]): State | undefined {
    const result = this.#outcome(state, fixes);
    return result && 'next' in result ? result.next : undefined;
  }

  /** What comes of some repairs and of those that become possible at the places to which they moved something. */
  #outcome(state: State, fixes: readonly Fix[]): { next: State } | { found: CheckProblem } | undefined {
    let next = apply(state, fixes);
    const moves = fixes.flatMap((fix) => fix.moves ?? []);
    for (let followed = 0; next; followed += 1) {
      this.#attempts += 1;
      const found = newProblem(state.problems, next.problems, moves);
      if (!found) return { next };
      const places = moves.map(({ to }) => to);
      const more = this.#fixesFor(next).filter((fix) => places.some((place) => isWithin(fix.pointer, place)));
      if (more.length === 0 || followed >= FOLLOW_UPS) return { found };
      moves.push(...more.flatMap((fix) => fix.moves ?? []));
      next = apply(next, more);
    }
    return undefined;
  }

  #firstGood(state: State, fixes: readonly Fix[]): State | undefined {
    if (fixes.length === 1) return undefined;
    for (const fix of fixes) {
      if (this.#attempts >= LIMITS.mendAttempts) return undefined;
      const next = this.#attempt(state, [fix]);
      if (next) return next;
    }
    return undefined;
  }

  #whyRefused(state: State, problem: CheckProblem, proposal: Proposal & { rule: string }): string {
    if (!('edits' in proposal) || this.#attempts >= LIMITS.mendAttempts)
      return 'There is too much to mend in this file: mend the rest first.';
    const result = this.#outcome(state, [{ ...proposal, key: problem.key, pointer: problem.pointer }]);
    const other = result && 'found' in result ? result.found.message : 'The text could not be read any more.';
    return `It has an answer (${proposal.why}), but that brings another problem: ${other}`;
  }
}

const isWithin = (pointer: string, place: string): boolean => pointer === place || pointer.startsWith(`${place}/`);

function apply(state: State, fixes: readonly Fix[]): State | undefined {
  const marked = fixes.flatMap(({ edits, rule, key, why }) =>
    edits.map((edit) => ({ ...edit, mark: { rule, key, why } })),
  );
  const edits = inOrder(marked);
  if (!edits) return undefined;
  const shift = offsetOf(state.edited.text);
  const edited = state.edited.with(edits.map((edit) => ({ ...edit, offset: edit.offset + shift })));
  const mended = [...state.mended, ...fixes.map(({ rule, key, why }) => ({ rule, key, why }))];
  return { edited, problems: check(edited.text).problems, mended };
}

function overlaps(fixes: readonly Fix[], edits: readonly Edit[]): boolean {
  return inOrder([...fixes.flatMap((fix) => fix.edits), ...edits]) === null;
}

function sheetOf(text: string): Sheet | undefined {
  const { document } = readYaml(new TextEncoder().encode(text));
  return document?.root.is === 'map' ? new Sheet(document, document.root) : undefined;
}

/** The reader takes a byte order mark away: its offsets begin behind it. */
const offsetOf = (text: string): number => (text.startsWith('\ufeff') ? 1 : 0);

/** With its byte order mark, so that it stays. */
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
