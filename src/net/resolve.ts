import { lookup as systemLookup } from 'node:dns';
import { type Exception, literalAddress, notPublic, permits, type Target } from './addresses.ts';

export interface Resolved {
  address: string;
  family: number;
}

/** How a name becomes addresses: as `dns.lookup` with `all` does. */
export type Lookup = (
  host: string,
  options: { all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: Resolved[]) => void,
) => void;

export const dnsLookup: Lookup = (host, options, answer) => systemLookup(host, options, answer);

/**
 * The addresses behind a target, all of them permitted. One that is not refuses the whole name: whoever mixes public and
 * private addresses behind a name wants the second request to go elsewhere than the first.
 * Throws `address-refused`, or the error of the look-up.
 */
export async function resolve(
  exceptions: readonly Exception[],
  target: Target,
  lookup: Lookup,
): Promise<[Resolved, ...Resolved[]]> {
  const literal = literalAddress(target.host);
  const addresses =
    literal === null
      ? await lookUp(target.host, lookup)
      : [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  for (const { address } of addresses) if (!permits(exceptions, target, address)) throw notPublic(target.host, address);
  const [first, ...more] = addresses;
  if (first === undefined) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  return [first, ...more];
}

const lookUp = (host: string, lookup: Lookup): Promise<Resolved[]> =>
  new Promise((done, fail) => {
    lookup(host, { all: true }, (error, addresses) => (error === null ? done(addresses) : fail(error)));
  });
