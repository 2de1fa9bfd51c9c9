import { isAfter } from '../governance/dates.ts';
import type { Fault } from '../governance/faults.ts';
import { pointerTo } from '../manifest/tree.ts';
import type { Kind } from './kinds.ts';

/** Keys under which a record says when something began, happened, was so or was read. What ends may lie ahead. */
const HAPPENED: ReadonlySet<string> = new Set([
  ...['asOf', 'closed', 'date', 'end', 'founded', 'from', 'lastConfirmed', 'opened', 'read', 'since', 'start'],
]);

/** What may well lie ahead, by kind: announced roles and fees, forecasts (`claimFaults`), dates that others' clocks wrote. */
const MAY_LIE_AHEAD: Partial<Record<Kind, RegExp>> = {
  claim: /^\/date\//,
  network: /^\/(members|roles|suppliers|fees|subCommunities)\/.*(from|since)$/,
  software: /^\/(teams\/\d+\/from$|repositories\/)/,
  observation: /^\/(?!read$)/,
};

/** States of an adoption that has not begun. */
const PLANNED: readonly unknown[] = ['planned', 'interested'];

type Told = Fault & { hint: string };

const DATE = /^\d{4}(-\d\d){0,2}$/;

/**
 * Dates of something that is told as a fact and has not come yet. `day` is the day that it is by now somewhere on earth,
 * `YYYY-MM-DD`; dates may be as coarse as a year. A short form for lists may stand for the record.
 */
export function futureFaults(kind: Kind, record: object, day: string): Told[] {
  const faults: Told[] = [];
  const ahead = MAY_LIE_AHEAD[kind];
  const planned = kind === 'adoption' && PLANNED.includes((record as { state?: unknown }).state);
  const path: string[] = [];
  const visit = (value: object): void => {
    const keys = Object.keys(value);
    const values = Object.values(value) as unknown[];
    for (let i = 0; i < values.length; i += 1) {
      const [key, inner] = [keys[i] as string, values[i]];
      if (typeof inner === 'object' && inner !== null) {
        path.push(key);
        visit(inner);
        path.pop();
      }
      if (typeof inner !== 'string' || !HAPPENED.has(key) || !DATE.test(inner) || !isAfter(inner, day)) continue;
      const pointer = [...path, key].reduce(pointerTo, '');
      if (ahead?.test(pointer) || (planned && pointer === '/since')) continue;
      faults.push({ rule: 'dates', pointer, message: `“${key}” (${inner}) lies in the future.`, hint: HINT });
    }
  };
  visit(record);
  return faults;
}

const HINT = 'Correct the date, or publish it when it has happened.';
