import schemes from '../vocabularies/video-schemes.json' with { type: 'json' };
import { webAddress } from './addresses.ts';
import { type Form, quoted } from './finding.ts';

/** Longer addresses are none of a film. */
const LONGEST = 2000;

/** Schemes by the host that they name; those with a `*` in the host under `*`. */
const BY_HOST = new Map<string, string[]>();
for (const scheme of schemes) {
  const host = hostOf(scheme);
  const key = host.includes('*') ? '*' : host;
  BY_HOST.set(key, [...(BY_HOST.get(key) ?? []), scheme]);
}

/** A film on a service from which other pages can show it: an address that fits one of the schemes of oEmbed's providers. */
export const video: Form = (text) => {
  const wrong = webAddress(text);
  if (wrong) return wrong;
  const host = hostOf(text);
  const address = text.replace(host, host.toLowerCase());
  const candidates = [...(BY_HOST.get(host.toLowerCase()) ?? []), ...(BY_HOST.get('*') ?? [])];
  if (text.length <= LONGEST && candidates.some((scheme) => fits(address, scheme))) return undefined;
  const message = `${quoted(text)} is not the address of a film on a service that other pages can show (oEmbed).`;
  const hint = 'Write the address of the page with the film, such as https://www.youtube.com/watch?v=….';
  return { rule: 'video', message, hint };
};

function hostOf(address: string): string {
  const start = address.indexOf('://') + 3;
  const end = address.indexOf('/', start);
  return address.slice(start, end < 0 ? address.length : end);
}

/** Whether a text fits a pattern in which each `*` stands for something. In steps of at most the product of both lengths. */
function fits(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at + 1);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at < text.length - last.length;
}
