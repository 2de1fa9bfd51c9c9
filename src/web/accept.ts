import { LIMITS } from '../kernel/limits.ts';

const PROBLEM = ['application/problem+json', 'application/json', 'application/*', '*/*'];
const HTML = ['text/html', 'text/*', '*/*'];
const QUALITY = /^q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/i;

/**
 * Whether whoever asks would rather read a page than JSON (RFC 9110, section 12.5.1): browsers say so, programs that
 * take anything do not. A header that is malformed or too long counts as "anything".
 */
export function prefersHtml(accept: string | undefined): boolean {
  if (accept === undefined || accept.length > LIMITS.acceptHeaderLength || !accept.includes('text/')) return false;
  const ranges = new Map<string, number>();
  for (const part of accept.split(',', LIMITS.acceptHeaderParts)) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    ranges.set(range, q === undefined ? 1 : Number(QUALITY.exec(q)?.[1] ?? 0));
  }
  return quality(ranges, HTML) > quality(ranges, PROBLEM);
}

/** The quality of the most exact range that covers it. */
const quality = (ranges: Map<string, number>, covers: string[]): number =>
  ranges.get(covers.find((range) => ranges.has(range)) ?? '') ?? 0;
