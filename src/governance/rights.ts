import type { Assessment, Network } from '../schemas.gen.ts';
import type { Fault } from './faults.ts';

type Role = NonNullable<Network['roles']>[number];
type May = NonNullable<Role['may']>[number];

/** Assessments that are made on behalf of the network; anybody may assess itself, list, or give a second opinion. */
const OF_NETWORK: readonly string[] = ['secretariat', 'audit', 'board-decision'];

/**
 * Who may assess and who may decide is data on the record of the framework's network: bodies with roles, for a time. Where
 * that names nobody, anybody may. References are compared as they are written within one origin.
 */
export function rightFaults(network: Network, assessment: Assessment): Fault[] {
  const { type, assessor, decision, levels, date } = assessment;
  const faults: Fault[] = [];
  if (OF_NETWORK.includes(type) && assessor !== undefined && !may(network, 'assess', assessor, assessment))
    faults.push(fault('/assessor', 'assess', assessor.name ?? assessor.organisation));
  const by = decision && { name: decision.name, organisation: decision.by };
  const on = { ...assessment, ...(decision?.date === undefined ? {} : { date: decision.date }) };
  if (levels?.decided !== undefined && by !== undefined && (by.name ?? by.organisation) !== undefined) {
    if (!may(network, 'decide', by, { ...on, date: decision?.date ?? date }))
      faults.push(fault('/decision/by', 'decide', by.name ?? by.organisation));
  }
  return faults;
}

interface Body {
  name?: string | undefined;
  organisation?: string | undefined;
}

function may(
  network: Network,
  what: May,
  body: Body,
  about: Pick<Assessment, 'framework' | 'levels'> & { date?: string | undefined },
): boolean {
  const roles = (network.roles ?? []).filter((role) => role.may?.includes(what));
  return (
    roles.length === 0 ||
    roles.some((role) => isBody(role, body) && isThen(role, about.date) && isFor(role, what, about))
  );
}

const bare = (ref: string): string => ref.replace(/@.*$/, '');

function isBody(role: Role, { name, organisation }: Body): boolean {
  if (role.organisation !== undefined && organisation !== undefined)
    return bare(role.organisation) === bare(organisation);
  return name !== undefined && role.name?.toLowerCase() === name.toLowerCase();
}

/** As far as both dates go; an undated act may have been then. */
function isThen({ from, until }: Role, date: string | undefined): boolean {
  if (date === undefined) return true;
  const before = (a: string, b: string): boolean => a.slice(0, b.length) < b.slice(0, a.length);
  return (from === undefined || !before(date, from)) && (until === undefined || !before(until, date));
}

function isFor({ frameworks, levels }: Role, what: May, about: Pick<Assessment, 'framework' | 'levels'>): boolean {
  const named = frameworks === undefined || frameworks.some((ref) => bare(ref) === bare(about.framework));
  const level = about.levels?.decided;
  return named && (what !== 'decide' || levels === undefined || level === undefined || levels.includes(level));
}

const fault = (pointer: string, what: May, who: string | undefined): Fault => ({
  rule: 'right',
  pointer,
  message: `“${who ?? ''}” is not among those who may ${what} for this network.`,
  hint: 'The record of the network names them under `roles`, with `may`.',
});
