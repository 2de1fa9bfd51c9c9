import { CodedError, isCoded } from '../kernel/errors.ts';
import { LIMITS } from '../kernel/limits.ts';

/** What a catalogue says of itself, as far as it is needed. Nothing of it is believed. */
export interface Discovered {
  /** Origin line of its present log. */
  origin: string;
  /** Number of its newest key document. */
  keyDocument: number;
  name: string;
  /** Its public address, null where it names none. */
  url: string | null;
  /** Verifier keys under which it cosigns the logs of others. */
  witness: string[];
}

/** Reads `/.well-known/alminding`. Throws `invalid-parameter` for what has another form. */
export function discovered(bytes: Buffer): Discovered {
  let value: Record<string, unknown>;
  try {
    value = Object(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    if (isCoded(error)) throw error;
    throw cannot('What it says of itself is no JSON.');
  }
  const { origin, keyDocument, name, urls, witness } = value;
  if (typeof origin !== 'string' || typeof keyDocument !== 'number')
    throw cannot('What it says of itself has another form. Is it a catalogue of this kind?');
  const heads = (Object(urls) as { heads?: unknown }).heads;
  return {
    ...{ origin, keyDocument, name: typeof name === 'string' ? name.slice(0, 80) : '' },
    url: typeof heads === 'string' && heads.endsWith('/heads') ? heads.slice(0, -'/heads'.length) : null,
    witness: Array.isArray(witness) ? witness.filter((key) => typeof key === 'string').slice(0, LIMITS.keySteps) : [],
  };
}

export const cannot = (detail: string): CodedError =>
  new CodedError('invalid-parameter', `It cannot be pinned: ${detail}`);
