import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { CodedError } from '../kernel/errors.ts';

/** One way round the rules, set by the operator: scheme, host and port as they stand in an address, and where it may lead. */
export interface Exception {
  /** `git:` for git alone, and in tests alone: the setting does not take it. */
  scheme: 'http:' | 'https:' | 'git:';
  /** In the form of `URL.hostname`: lower case, IPv6 in brackets. */
  host: string;
  port: number;
  range: [ipaddr.IPv4 | ipaddr.IPv6, number];
}

/** Where a request is about to go. */
export interface Target {
  scheme: string;
  host: string;
  port: number;
}

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an address (text of an IPv4 or IPv6 address) is a public one. Mapped addresses count as what they map to. Of
 * IPv6 only what is given out as global unicast (RFC 4291, 2000::/3), less all ranges for special uses.
 */
export function isPublic(address: string): boolean {
  // ipaddr.js would also read `1.2.3`, which no socket has.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST);
}

/** The address in a URL's host where it is written as one (`URL` has made decimal, octal and short forms plain). */
export function literalAddress(host: string): string | null {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return isIP(bare) === 0 ? null : bare;
}

/** Whether a connection for this target may go to this address. */
export function permits(exceptions: readonly Exception[], target: Target, address: string): boolean {
  if (target.scheme === 'https:' && isPublic(address)) return true;
  return exceptions.some((exception) => isFor(exception, target) && within(address, exception.range));
}

const isFor = (exception: Exception, { scheme, host, port }: Target): boolean =>
  exception.scheme === scheme && exception.host === host && exception.port === port;

function within(address: string, range: Exception['range']): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  return parsed.kind() === range[0].kind() && parsed.match(range);
}

/** Throws `address-refused` unless the scheme and the form of the address may be asked at all. */
export function targetOf(exceptions: readonly Exception[], url: URL): Target {
  const scheme = url.protocol;
  const port = url.port === '' ? (scheme === 'http:' ? 80 : 443) : Number(url.port);
  const target = { scheme, host: url.hostname.toLowerCase(), port };
  if (url.username !== '' || url.password !== '')
    throw new CodedError('address-refused', `An address with a user or password in it is not asked (${target.host}).`);
  if (scheme !== 'https:' && !exceptions.some((exception) => isFor(exception, target)))
    throw new CodedError('address-refused', `Only https is asked, not ${scheme}//${target.host}.`);
  const literal = literalAddress(target.host);
  if (literal !== null && !permits(exceptions, target, literal)) throw notPublic(target.host, literal);
  return target;
}

export const notPublic = (host: string, address: string): CodedError =>
  new CodedError('address-refused', `${host} leads to ${address}, which is not a public address.`);

/**
 * Reads exceptions: `scheme://host:port=range`, separated by commas or white space, such as
 * `http://peer-b.local:4011=127.0.0.0/8`. Throws `invalid-configuration` at the first that is none.
 */
export function parseExceptions(text: string): Exception[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(parseException);
}

function parseException(text: string): Exception {
  const wrong = (): CodedError =>
    new CodedError('invalid-configuration', `${text} is no exception of the form scheme://host:port=range.`);
  const [, scheme, host = '', port, range = ''] = /^(https?:)\/\/([^/?#@=]+):(\d{1,5})=([^=]+)$/.exec(text) ?? [];
  if (scheme === undefined || !URL.canParse(`${scheme}//${host}/`) || !ipaddr.isValidCIDR(range)) throw wrong();
  const number = Number(port);
  if (number < 1 || number > 65_535) throw wrong();
  const hostname = new URL(`${scheme}//${host}/`).hostname;
  return { scheme: scheme as Exception['scheme'], host: hostname, port: number, range: ipaddr.parseCIDR(range) };
}
