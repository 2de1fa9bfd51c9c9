import { LIMITS } from '../kernel/limits.ts';
import { decodeText } from '../manifest/decode-text.ts';
import { readPlainYaml } from '../manifest/plain-yaml.ts';
import type { Submission } from './types.ts';

/**
 * Whether a submission may be read on the thread that serves: small, and JSON (whose reader is our own and linear) or YAML
 * that the quick reader takes. The library reads the rest of YAML, some thousand times slower for a hostile text.
 */
export function isQuick({ bytes, mediaType }: Submission): boolean {
  if (bytes.byteLength > LIMITS.inlineSourceBytes) return false;
  if (mediaType === 'application/json') return true;
  const text = decodeText(bytes);
  return typeof text === 'string' && readPlainYaml(text) !== null;
}
