import { BUILT_IN, ORIGIN_NAMES, OWN } from '../kernel/origins.ts';
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
  if (levels?.decided === undefined) return faults;
  const who = by?.name ?? by?.organisation;
  if (by === undefined || who === undefined) {
    if (network.roles?.some((role) => role.may?.includes('decide'))) faults.push(BY_NOBODY);
  } else if (!may(network, 'decide', by, { ...on, date: decision?.date ?? date }))
    faults.push(fault('/decision/by', 'decide', who));
  return faults;
}

const BY_NOBODY: Fault = {
  rule: 'right',
  pointer: '/levels/decided',
  message: 'It says that a level was decided, and not by whom: this network names who may decide.',
  hint: 'Name the body under `decision`, as `by` or `name`.',
};

/** Which catalogue wrote an act, and which keeps the record of the network for which it speaks: names of origins. */
export interface Writing {
  writer: string;
  /** Null where the framework is another catalogue's and not here: then nobody can say. */
  keeper: string | null;
  /** What the network is called; its id where its record is not here. */
  network: string;
}

/**
 * Names can be written by anybody: an act for a network counts where the catalogue wrote it that keeps the network's record,
 * or where it was written here, as the operator answers for that. All else that is assessed is anybody's to write.
 */
export function writerFaults({ writer, keeper, network }: Writing, assessment: Assessment): Fault[] {
  if (!isForNetwork(assessment) || writer === ORIGIN_NAMES[OWN] || writer === keeper) return [];
  const place = { rule: 'right', pointer: '' };
  if (keeper === null) {
    const message = `Written by the catalogue ${writer}, by a framework of another one that is not here: whether it had the right to is not known.`;
    return [{ ...place, message }];
  }
  const message = keptBy(keeper, writer, network);
  const hint = 'A network gets its word by keeping its own record: by owning the folder of its catalogue.';
  return [{ ...place, message, hint }];
}

/** A level that its list names holds where none was decided, so whoever else could write that would decide. */
const isForNetwork = ({ type, levels }: Assessment): boolean =>
  OF_NETWORK.includes(type) || levels?.decided !== undefined || levels?.listed !== undefined;

function keptBy(keeper: string, writer: string, network: string): string {
  if (keeper === ORIGIN_NAMES[OWN])
    return `Written by the catalogue ${writer}; the record of ${network} is kept by this catalogue, which did not write it.`;
  if (keeper === ORIGIN_NAMES[BUILT_IN])
    return `Written by the catalogue ${writer}; the record of ${network} is kept by the built-in catalogue, which did not write it.`;
  return `Written by the catalogue ${writer}; the record of ${network} is kept by ${keeper}, which did not write it.`;
}

/** What makes an act count for nothing: a level is not reached by it. It stays in the history, with the reason. */
export const isVoid = (faults: readonly Fault[]): boolean => faults.some(voids);

/** Whether an act counts for nothing because of just this. */
export const voids = ({ rule, pointer }: Pick<Fault, 'rule' | 'pointer'>): boolean =>
  rule === 'right' || rule === 'level' || (rule === 'dates' && OWN_DATES.test(pointer));
const OWN_DATES = /^\/(decision\/)?(date|validUntil)$/;

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
