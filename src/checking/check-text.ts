import { type CheckOptions, type CheckResult, check } from '../manifest/check.ts';
import { unifiedDiff } from '../manifest/mend/diff.ts';
import { mend } from '../manifest/mend/mend.ts';

/** A manifest to be checked, and how. */
export interface CheckJob extends CheckOptions {
  /** Its name, for the diff. */
  file: string;
  bytes: Uint8Array;
  /** Whether a mended text is wanted too. Only by the rules of 0.7. */
  fix?: boolean;
}

/** The judgement of the text as it came, and what became of it where it was to be mended. */
export interface Checked extends CheckResult {
  mended?: MendedText;
}

export interface MendedText {
  /** The same as came in where nothing could be mended. */
  text: string;
  /** As `diff -u` writes it, `''` where nothing changed. */
  diff: string;
  done: { rule: string; key: string; why: string }[];
  left: { rule: string; key: string; why: string }[];
  after: CheckResult;
}

/** Pure, and not quick: what strangers send is given to `Checker`, which runs this in a worker. */
export function checkText({ file, bytes, fix, standard, reference }: CheckJob): Checked {
  const options = { ...(standard && { standard }), ...(reference && { reference }) };
  const result = check(bytes, options);
  if (!fix || (standard !== undefined && standard !== '0.7')) return result;
  const { text, edits, mended, left, after } = mend(bytes);
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const short = ({ rule, key, why }: { rule: string; key: string; why: string }) => ({ rule, key, why });
  return {
    ...result,
    mended: { text, diff: unifiedDiff(file, before, edits), done: mended.map(short), left: left.map(short), after },
  };
}
