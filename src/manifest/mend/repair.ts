import type { CheckProblem } from '../check.ts';
import type { Edit } from './edits.ts';
import type { Sheet } from './sheet.ts';

/** One thing that can be mended, and how; or why it is left although something like it could be. */
export type Proposal =
  | {
      edits: Edit[];
      why: string;
      /** Where keys got other names or places: a problem at the first pointer is the same as one at the second. */
      moves?: { from: string; to: string }[];
    }
  | { leave: string };

/** A class of repair. */
export interface Repair {
  /** Stable name of the class. */
  rule: string;
  /** What it does about a problem; `undefined` where the problem is none of its business. */
  propose(problem: CheckProblem, sheet: Sheet, options: MendOptions): Proposal | undefined;
}

export interface MendOptions {
  /** What is written for the version of the standard: `0`, which means the newest, or a version. */
  version: '0' | '0.7';
}

/** A scalar replaced within its quotes, or the reason why that is not safe. */
export function rewritten(sheet: Sheet, pointer: string, value: string, why: string): Proposal {
  const node = sheet.scalar(pointer);
  const edit = node && sheet.rewrite(node, value);
  return edit ? { edits: [edit], why } : { leave: WRITTEN };
}

export const WRITTEN =
  'It is not written on one line in a simple way (a block, an escape, an anchor, a tag or brackets): change it by hand.';
