import { CodedError, type Problem } from '../kernel/errors.ts';
import type { EntryKey, KeyHolder } from '../store/port.ts';
import type { Judged } from './submission.ts';

export const isAlias = (key: string): boolean => key.startsWith('alias:');
const asRepository = (alias: string): string => alias.replace('alias:', 'repo:');

/** The aliases of a submission as the own repositories that they may be of others. */
export const claimed = ({ register }: Judged): string[] => register.filter(isAlias).map(asRepository);

/** An own repository or identifier of one entry is not another's too, whoever comes later. */
export const twoEntries = (entry: EntryKey, other: EntryKey): CodedError =>
  new CodedError(
    'conflict',
    `This would be ${idOf(entry)}, but ${idOf(other)} has one of its repositories or identifiers already.`,
  );

const idOf = ({ kind, slug }: EntryKey): string => `${kind}/${slug}`;

/**
 * The keys to register without the aliases that are an alias or the own repository of another entry, and a warning for each.
 * Nobody loses an address because somebody else names it.
 */
export function withoutTaken(j: Judged, elsewhere: KeyHolder[]): Pick<Judged, 'register' | 'problems'> {
  const problems: Problem[] = [];
  const register = j.register.filter((key) => {
    const holder = isAlias(key)
      ? elsewhere.find((other) => other.key === key || other.key === asRepository(key))
      : undefined;
    if (holder) problems.push(warning(key, holder.entry));
    return holder === undefined;
  });
  return { register, problems };
}

const warning = (alias: string, holder: EntryKey): Problem => ({
  rule: 'alias-taken',
  severity: 'warning',
  pointer: '/urlAliases',
  message: `The address ${alias.slice('alias:'.length).replace(/#.*/, '')} belongs to ${idOf(holder)} and is not taken for this one.`,
});
