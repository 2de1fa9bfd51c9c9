/** What a rule says about a value. Whoever applies the rule adds the place. */
export interface Finding {
  rule: string;
  message: string;
  hint?: string;
  /** An error unless said otherwise. */
  severity?: 'warning';
  /** The value, or key, to be written instead. */
  suggestion?: string;
  /** What the text of the standard says where the tools differ from it. */
  note?: string;
}

/** The rule for the text of a scalar. `undefined`: it is good. */
export type Form = (text: string) => Finding | undefined;

const SHOWN = 60;

/** A value in a message: in quotes, on one line, not longer than a line. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `“${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}”`;
}
