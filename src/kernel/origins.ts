/** Numbers of the origins that every catalogue has; mirrored ones follow. */
export const OWN = 0;
export const BUILT_IN = 1;
/** Number of our own present log among all logs; earlier ones of ours and those of others have numbers above. */
export const OWN_LOG = 0;

export const ORIGIN_NAMES: Readonly<Record<number, string>> = { [OWN]: 'own', [BUILT_IN]: 'built-in' };

/** The number of an origin by its name, or `undefined`. */
export function originNumber(name: string): number | undefined {
  const found = Object.entries(ORIGIN_NAMES).find(([, known]) => known === name);
  return found && Number(found[0]);
}
