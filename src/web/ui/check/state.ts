import type { Checked } from '../../../checking/check-text.ts';
import type { CodedError } from '../../../kernel/errors.ts';

/** What a form asked for, and what came of it. */
export interface CheckState {
  text: string;
  address: string;
  /** The name or address of what was checked. */
  file?: string;
  checked?: Checked;
  refusal?: CodedError;
}
