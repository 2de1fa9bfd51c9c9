import type { Claim } from '../schemas.gen.ts';

/** A place in a claim and what is wrong there. */
export interface ClaimFault {
  rule: string;
  pointer: string;
  message: string;
  hint: string;
}

/** What its schema cannot say. `day` is today, `YYYY-MM-DD`: what is counted has happened. */
export function claimFaults({ value, upTo, text, nature, date }: Claim, day: string): ClaimFault[] {
  const faults: ClaimFault[] = [];
  if (value === undefined && text === undefined) {
    const hint = 'Write the number into `value`, or what the source says into `text`.';
    faults.push({ rule: 'required', pointer: '/value', message: 'It claims nothing: there is no value.', hint });
  }
  if (upTo !== undefined && (value === undefined || upTo < value)) {
    const hint = 'Write the lower end into `value`.';
    faults.push({ rule: 'order', pointer: '/upTo', message: 'The range ends below its beginning.', hint });
  }
  if (date !== undefined && nature !== 'forecast' && begins(date.date) > day) {
    const message = `${date.date} lies in the future: nobody can have ${nature} that.`;
    faults.push({ rule: 'forecast', pointer: '/nature', message, hint: 'Write forecast, or correct the date.' });
  }
  if (date?.from !== undefined && date.from > date.date) {
    const hint = 'Exchange the dates, or correct one of them.';
    faults.push({ rule: 'period', pointer: '/date', message: 'It ends before it begins.', hint });
  }
  return faults;
}

/** The first day that a date can mean. */
const begins = (date: string): string => `${date}${'-01-01'.slice(date.length - 4)}`;
