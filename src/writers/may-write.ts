import { whyNotThisRef, whyNotThisRun } from './rules.ts';
import type { Run } from './run.ts';
import type { Writer } from './writer.ts';

/** Who asks to write, besides the operator, who always may. */
export type Principal =
  /** `defaultBranch` is null where it could not be learnt; `invited`: as what an operator expects it. */
  | { by: 'run'; run: Run; defaultBranch: string | null; invited?: Writer }
  /** Holds a token that an operator made for one repository or one entry. */
  | { by: 'token'; id: string; scope: Scope };

export type Scope = { repository: string } | { entry: string };

/** What is known of the entry that would be written. */
export interface Held {
  /** `software/kitos`; null where it would be a new one. */
  entry: string | null;
  writers: readonly Writer[];
  /** Numbers under which its manifest was seen at forges. */
  observed: readonly { host: string; repository: string }[];
  /** Addresses of its own repository, in normal form. */
  addresses: readonly string[];
}

export type Permission =
  /** `joins`: it becomes a writer of the entry with this publish. */
  | { may: true; why: string; joins: Writer | null }
  /** `claim`: it is for an operator to decide. */
  | { may: false; why: string; claim: boolean };

const no = (why: string, claim = false): Permission => ({ may: false, why, claim });
const yes = (why: string, joins: Writer | null = null): Permission => ({ may: true, why, joins });

/** Whether this one may write this entry, and why. Pure; asked under the write lock, so that nothing changes meanwhile. */
export function mayWrite(principal: Principal, held: Held): Permission {
  if (principal.by === 'token') return tokenMayWrite(principal.scope, held);
  const { run, defaultBranch, invited = null } = principal;
  const same = held.writers.find((writer) => isOf(run, writer)) ?? null;
  const named = held.entry === null ? invited : same;
  const why = whyNotThisRef(run, defaultBranch, named) ?? (named && whyNotThisRun(run, named));
  if (why !== null) return no(why);
  if (same) return yes('The repository of this run is a writer of the entry.');
  return held.entry === null
    ? yes('There is no such entry yet.', invited ?? writerOf(run))
    : strangerMayWrite(run, held);
}

/** A run of a repository that is no writer of the entry that is there. */
function strangerMayWrite(run: Run, held: Held): Permission {
  const { writers, entry, observed } = held;
  const moved = (writer: Writer) => writer.issuer === run.issuer && writer.repository === run.repository;
  if (run.repository !== null && writers.some(moved))
    return no('The repository has another owner now than when it became a writer of the entry.', true);
  if (writers.length > 0) return no(`Another repository writes ${entry}.`, true);
  if (run.repository === null)
    return no(
      'The issuer of this token does not give the number of the repository: an operator has to name it as a writer.',
      true,
    );
  if (observed.some(({ host, repository }) => host === run.forge && repository === run.repository))
    return yes('The manifest of the entry was seen in the repository of this run.', writerOf(run));
  return no(`${entry} is there already, and it was not seen in the repository of this run.`, true);
}

/** Whether this one is that writer. */
export function isWriter(principal: Principal, writer: Writer): boolean {
  if (principal.by === 'run') return isOf(principal.run, writer);
  return (
    'repository' in principal.scope && writer.issuer === undefined && writer.address === principal.scope.repository
  );
}

const isOf = (run: Run, writer: Writer): boolean => {
  if (writer.issuer !== run.issuer) return false;
  // An issuer without numbers: the operator named the address, and answers for it.
  if (writer.repository === undefined) return run.repository === null && writer.address === run.address;
  return writer.repository === run.repository && writer.owner === run.owner;
};

/** The record of this run's repository as a writer, without the date. */
export function writerOf({ issuer, repository, owner, address }: Run): Writer {
  return { address, issuer, ...(repository === null || owner === null ? {} : { repository, owner }) };
}

function tokenMayWrite(scope: Scope, held: Held): Permission {
  if ('entry' in scope)
    return held.entry === scope.entry
      ? yes('The token is for this entry.')
      : no(`The token is for ${scope.entry} alone.`);
  const { repository: address } = scope;
  if (held.entry === null || held.addresses.includes(address)) {
    const known = held.writers.some((writer) => writer.address === address);
    if (known || held.writers.length === 0) return yes('The token is for this repository.', known ? null : { address });
    return no(`Another repository writes ${held.entry}.`, true);
  }
  return no(`The token is for ${address} alone.`);
}
