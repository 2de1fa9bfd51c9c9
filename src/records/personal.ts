import type { Problem } from '../kernel/errors.ts';
import { hasEmail, hasPhone } from '../manifest/scrub.ts';
import { parseRef } from './kinds.ts';

/** An identifier may begin with noughts as a number with its country code does. */
const IDENTIFIER = /^\/identifiers\/\d+\/value$/;

/** What a text at this place holds that no record may: a mail address or a telephone number. */
export function personalIn(text: string, pointer: string): Pick<Problem, 'message' | 'hint'> | null {
  // A reference to another catalogue has the form of a mail address: `software/os2mo@catalogue.example`.
  if (pointer !== '/mailbox' && hasEmail(text) && parseRef(text) === null) return MAIL;
  if (hasPhone(text) && !(IDENTIFIER.test(pointer) && /^\w+$/.test(text))) return PHONE;
  return null;
}

const MAIL = {
  message: 'A record must not hold a mail address.',
  hint: 'Write the address of a page instead. A mailbox of the body itself belongs into `mailbox` of its organisation.',
};
const PHONE = {
  message: 'A record must not hold a telephone number.',
  hint: 'Write the address of a page that says how to reach the body instead.',
};
