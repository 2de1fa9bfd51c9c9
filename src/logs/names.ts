import { sha256Hex } from '../kernel/digest.ts';

/**
 * What the name of a log begins with: the public address without its scheme, `catalogue.os2.example` or
 * `town.example/catalogue`. Null where there is none to be reached by others.
 */
export function baseOf(publicUrl: string): string | null {
  if (!URL.canParse(publicUrl)) return null;
  const { host, pathname } = new URL(publicUrl);
  return host === '' ? null : `${host}${pathname.replace(/\/+$/, '')}`;
}

/** The name of a catalogue without a public address: `.invalid` leads nowhere (RFC 2606), so nobody can pin it. */
export const localBase = (rootKey: Uint8Array): string => `local-${sha256Hex(rootKey).slice(0, 8)}.invalid`;

export const isLocal = (origin: string): boolean => /^local-[0-9a-f]{8}\.invalid(\/|$)/.test(origin);

/** The origin line of an epoch: a scheme-less URL that ends in its number. */
export const originLine = (base: string, epoch: number): string => `${base}/log/${epoch}`;

/** Base and epoch of an origin line of ours, or null. */
export function splitOrigin(origin: string): { base: string; epoch: number } | null {
  const [, base = '', epoch] = /^(.+)\/log\/([1-9]\d{0,8})$/.exec(origin) ?? [];
  return epoch === undefined ? null : { base, epoch: Number(epoch) };
}

/** By this others ask for a log: the SHA-256 of its origin line (C2SP tlog-mirror). */
export const logHash = (origin: string): string => sha256Hex(origin);
