import type { Writers } from '../schemas.gen.ts';

/** One who may write an entry: a repository by its numbers at the issuer, or by its address alone where an operator said so. */
export type Writer = Writers['writers'][number];
/** A change of writers that was asked for and is not in force yet. */
export type Notice = NonNullable<Writers['notices']>[number];

/** Whether both are the same repository: by numbers where both have them, by address where neither has. */
export function isSame(a: Writer, b: Writer): boolean {
  if (a.repository !== undefined || b.repository !== undefined)
    return a.issuer === b.issuer && a.repository === b.repository && a.owner === b.owner;
  return a.issuer === b.issuer && a.address === b.address;
}
