import { whyNotThisRef, whyNotThisRun } from './rules.ts';
import type { Run } from './run.ts';
import type { Writer } from './writer.ts';

/** Who asks to write, besides the operator, who always may. */
export type Principal =
  /** `defaultBranch` is null where it could not be learnt. */
  | { by: 'run'; run: Run; defaultBranch: string | null }
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
  const { run, defaultBranch } = principal;
  const same = held.writers.find((writer) => isOf(run, writer)) ?? null;
  const why = whyNotThisRef(run, defaultBranch, same) ?? (same && whyNotThisRun(run, same));
  return why === null ? runMayWrite(run, held, same) : no(why);
}

function runMayWrite(run: Run, held: Held, same: Writer | null): Permission {
  if (same) return yes('The repository of this run is a writer of the entry.');
  if (
    held.writers.some(
      (writer) =>
        writer.issuer === run.issuer && writer.repository !== undefined && writer.repository === run.repository,
    )
  )
    return no('The repository has another owner now than when it became a writer of the entry.', true);
  if (held.writers.length > 0) return no(`Another repository writes ${held.entry}.`, true);
  if (run.repository === null && held.entry !== null)
    return no(
      'The issuer of this token does not give the number of the repository: an operator has to name it as a writer.',
      true,
    );
  const joins = writerOf(run);
  if (held.entry === null) return yes('There is no such entry yet.', joins);
  if (held.observed.some(({ host, repository }) => host === run.forge && repository === run.repository))
    return yes('The manifest of the entry was seen in the repository of this run.', joins);
  return no(`${held.entry} is there already, and it was not seen in the repository of this run.`, true);
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
