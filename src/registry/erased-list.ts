import type { Suppressed } from '../store/trust-port.ts';

/** What was erased, as `erased.txt` in the data folder says it: older backups are brought in line with it. */
export interface ErasedList {
  /** Digests of bodies, as leaves name them. */
  bodies: string[];
  suppressed: Suppressed[];
}

const HEAD = `# What was erased here: digests of bodies, and salted hashes of sources and words. Keep this file: a backup that is
# older than an erasure is brought in line with it when it is restored. Nothing can be read from it.
`;

const LINE = /^(?:body (sha256:[A-Za-z0-9_-]{43})|hash (-1|\d{1,3}) ([0-9a-f]{64}) (\d{1,15}))$/;

export const formatErased = ({ bodies, suppressed }: ErasedList): string =>
  HEAD +
  [
    ...bodies.map((digest) => `body ${digest}`),
    ...suppressed.map(({ words, hash, at }) => `hash ${words} ${Buffer.from(hash).toString('hex')} ${at}`),
  ]
    .map((line) => `${line}\n`)
    .join('');

/** Lines of any other form are passed over: a file that was cut off still says what it says. */
export function parseErased(text: string): ErasedList {
  const list: ErasedList = { bodies: [], suppressed: [] };
  for (const line of text.split('\n')) {
    const [, body, words, hex, at] = LINE.exec(line) ?? [];
    if (body !== undefined) list.bodies.push(body);
    else if (hex !== undefined)
      list.suppressed.push({ words: Number(words), hash: Buffer.from(hex, 'hex'), at: Number(at) });
  }
  return list;
}
