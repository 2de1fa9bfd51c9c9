import type { Observation } from '../schemas.gen.ts';

/** A place in an observation and what is wrong there. */
export interface ObservationFault {
  rule: string;
  pointer: string;
  message: string;
  hint?: string;
}

/** What contradicts itself, or lies after this day (`YYYY-MM-DD`): nobody has seen the future. */
export function observationFaults(o: Observation, day: string): ObservationFault[] {
  const faults: ObservationFault[] = [];
  const add = (rule: string, pointer: string, message: string): number => faults.push({ rule, pointer, message });
  if (o.read > day) add('dates', '/read', `${o.read} lies in the future.`);
  // A commit may bear any date, also one of years to come: that of the last activity is kept as it was found.
  if (o.activity !== undefined && o.activity.until > o.read)
    add('dates', '/activity/until', `${o.activity.until} comes after ${o.read}, when it was read.`);
  if (o.state === 'moved' && o.movedTo === undefined)
    add('required-if', '/movedTo', 'What has moved says where it is now.');
  if (o.state === 'forked-on' && (o.forks ?? []).length === 0)
    add('required-if', '/forks', 'What goes on in a fork names that fork.');
  if (o.activity !== undefined && o.activity.until < o.activity.from)
    add('period', '/activity/until', `It ends (${o.activity.until}) before it begins (${o.activity.from}).`);
  return faults;
}
